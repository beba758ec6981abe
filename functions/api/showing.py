"""What operations return, as plain values for JSON."""

from datetime import datetime
from typing import Any

from functions.operations.importing import Fate, Line, Report
from functions.operations.people import Person
from functions.operations.previewing import Dated, Previewed
from functions.operations.showing import escalation_view
from functions.operations.writing import Counted, Written
from functions.ports import Inbox
from functions.ports_access import Machine, Staff
from functions.sights import Said
from schedules.telling import who


def listed(one: Person) -> dict[str, Any]:
    line = one.row.listed
    return {
        "enrollment_id": line.enrollment_id,
        "who": one.who,
        "name": line.name,
        "reference": line.reference,
        "phone_ending": line.phone_ending,
        "language": line.language,
        "pathway": line.pathway,
        "status": line.status,
        "enrolled_at": line.enrolled_at.isoformat(),
        "week": one.week,
        "silent": one.silent,
        "undeliverable": one.undeliverable,
        "paused": one.paused,
        "left_at": _iso(line.left_at),
        "last_reply_at": _iso(line.last_reply_at),
        "open": line.open,
    }


def previewed(one: Previewed) -> dict[str, Any]:
    return {
        "pathway": one.pathway,
        "assumed": [{"field": field.field, "read_as": field.read_as} for field in one.assumed],
        "texts": [_planned(text) for text in one.texts],
        "segments": one.segments,
    }


def _planned(one: Dated) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "at_hers": one.at_hers.isoformat(),
        "at_clinic": one.at_clinic.isoformat(),
        "week": one.week,
        "message": one.message,
        "body": one.body,
        "segments": one.segments,
        "encoding": one.encoding,
        "only_if_silent": one.only_if_silent,
        "withheld": one.withheld,
    }


def opened(one: Inbox) -> dict[str, Any]:
    card = one.card
    return {
        **escalation_view(one.escalation),
        "enrollment_id": one.ref.enrollment_id,
        "who": who(one.ref.enrollment_id),
        "card": {
            "name": card.name,
            "reference": card.reference,
            "phone": card.phone,
            "call_note": card.call_note,
            "language": card.language,
            "zone": card.zone,
            "pathway": card.pathway,
        },
        "raised": _said(one.raised) if one.raised else None,
        "latest": _said(one.latest) if one.latest else None,
    }


def _said(one: Said) -> dict[str, Any]:
    return {"text_id": one.text_id, "at": one.at.isoformat(), "body": one.body, "evidence": one.evidence}


def counted(one: Counted) -> dict[str, Any]:
    return {
        "segments": one.segments,
        "segments_max": one.segments_max,
        "units": one.units,
        "encoding": one.encoding,
    }


def written(one: Written) -> dict[str, Any]:
    return {"text_id": one.text_id, "segments": one.segments, "repeated": one.repeated, "waits": one.waits}


def imported(one: Report, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "encoding": one.encoding,
        "guessed": one.guessed,
        **{fate.value: one.count(fate) for fate in Fate},
        "lines": [_line(line) for line in one.lines],
        "problems": faults(one),
    }


def faults(one: Report) -> list[dict[str, Any]]:
    return [
        {"field": fault.column, "problem": fault.problem, "mend": fault.mend, "row": fault.row} for fault in one.faults
    ]


def _line(one: Line) -> dict[str, Any]:
    return {
        "row": one.row,
        "fate": one.fate.value,
        "enrollment_id": one.enrollment_id,
        "assumed": [{"field": field.field, "read_as": field.read_as} for field in one.assumed],
    }


def member(one: Staff) -> dict[str, Any]:
    return {
        "staff_id": one.staff_id,
        "name": one.name,
        "email": one.email,
        "role": one.role,
        "invited_at": one.invited_at.isoformat(),
    }


def machine(one: Machine) -> dict[str, Any]:
    return {"client_id": one.client_id, "label": one.label}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
