"""One enrollment as staff see it: her state, past texts, coming texts, escalations. Plain values for JSON."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from functions.evidence import evidence_line
from functions.operations.acting import program_for
from functions.operations.cutting import Placed
from functions.operations.person import Point, Series, ahead, points, series
from functions.operations.world import World
from functions.places import text_place
from functions.ports import Ref
from functions.sights import Audit
from schedules.enrollment import Doubt, Enrollment
from schedules.escalation import Escalation
from schedules.preview import Coming
from schedules.telling import who
from schedules.text import Text

PAST_SHOWN_MAX = 200
"""Texts shown with a record, the newest; all of them are a list of their own."""


def enrollment_view(world: World, ref: Ref) -> dict[str, Any] | None:
    clinic = world.store.clinic(ref.clinic_id)
    enrollment = world.store.enrollment(ref)
    if clinic is None or enrollment is None:
        return None
    program, now = program_for(clinic, enrollment, site=world.public_url), max(world.time.now(), enrollment.acted_at)
    return {
        **_state(enrollment),
        "chart": _chart(enrollment),
        "preferences": _preferences(enrollment),
        "consent": _consent(enrollment),
        "weeks": [_point(one) for one in points(enrollment)],
        "answers": [_series(one) for one in series(enrollment)],
        "past": [_past(text) for text in world.store.texts(ref)[-PAST_SHOWN_MAX:]],
        "coming": [_coming(one) for one in ahead(program, enrollment, now)],
        "escalations": [escalation_view(one) for one in world.store.escalations(ref)],
        "audit": [audit_view(one) for one in world.store.audits(ref)],
    }


def texts_listed(world: World, ref: Ref) -> Iterator[Placed] | None:
    """Her conversation, oldest first, then what is to come; None where there is no such person."""
    clinic, enrollment = world.store.clinic(ref.clinic_id), world.store.enrollment(ref)
    if clinic is None or enrollment is None:
        return None
    program, now = program_for(clinic, enrollment, site=world.public_url), max(world.time.now(), enrollment.acted_at)
    return _placed(world.store.texts(ref), ahead(program, enrollment, now))


def _placed(past: list[Text], coming: list[Coming]) -> Iterator[Placed]:
    for text in past:
        yield Placed(place=f"0#{text_place(text)}", field="past", shown=partial(_past, text))
    for one in sorted(coming, key=lambda one: text_place(one.text)):
        yield Placed(place=f"1#{text_place(one.text)}", field="coming", shown=partial(_coming, one))


def escalation_view(one: Escalation) -> dict[str, Any]:
    return {
        "escalation_id": one.escalation_id,
        "code": one.code,
        "severity": one.severity.value,
        "reason": one.reason.value,
        "signs": list(one.signs),
        "state": one.state.value,
        "opened_at": one.opened_at.isoformat(),
        "acknowledge_by": one.acknowledge_by.isoformat(),
        "acknowledged_at": _iso(one.acknowledged_at),
        "acknowledged_by": one.acknowledged_by,
        "closed_at": _iso(one.closed_at),
        "assigned_to": one.assigned_to,
        "outcome": one.outcome.value if one.outcome else None,
        "released": one.released,
        "notes": [{"at": note.at.isoformat(), "author": note.author, "note": note.text} for note in one.notes],
        "history": [
            {"at": entry.at.isoformat(), "author": entry.author, "action": entry.action} for entry in one.history
        ],
    }


def _state(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "enrollment_id": enrollment.enrollment_id,
        "who": who(enrollment.enrollment_id),  # as pages call her
        "status": enrollment.status.value,
        "left_at": _iso(enrollment.left_at),
        "paused_until": _iso(enrollment.paused_until),
        "doubt": _doubt(enrollment.doubt) if enrollment.doubt else None,
        "only_safety": enrollment.person.only_safety,
        "weekly": enrollment.person.weekly,
        "closed_topics": sorted(enrollment.person.closed_topics),
        "unreachable": enrollment.unreachable,
        "phone": enrollment.person.phone,
        "language": enrollment.person.language.value,
        "zone": enrollment.person.zone,
        "pathway": enrollment.pathway,
        "pathway_version": enrollment.pathway_version,
        "anchors": {clock.value: on.isoformat() for clock, on in enrollment.anchors.items()},
        "enrolled_at": enrollment.enrolled_at.isoformat(),
        "version": enrollment.version,
    }


def audit_view(one: Audit) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "author": one.author, "action": one.action, "about": one.about}


def _chart(enrollment: Enrollment) -> dict[str, str | None]:
    chart = enrollment.chart
    return {"name": chart.name, "reference": chart.reference, "call_note": chart.call_note}


def _preferences(enrollment: Enrollment) -> dict[str, Any]:
    person = enrollment.person
    return {
        "words": person.words.value,
        "name": person.name,
        "planned_from": f"{person.planned_from:%H:%M}" if person.planned_from else None,
        "planned_until": f"{person.planned_until:%H:%M}" if person.planned_until else None,
        "discreet": person.discreet,
        "topics": sorted(person.topics),
    }


def _consent(enrollment: Enrollment) -> dict[str, Any] | None:
    consent = enrollment.consent
    if consent is None:
        return None
    return {
        "method": consent.method,
        "wording": consent.wording,
        "collected_by": consent.collected_by,
        "given_at": consent.given_at.isoformat(),
        "safe_phone": consent.safe_phone,
    }


def _point(one: Point) -> dict[str, Any]:
    return {
        "key": one.key,
        "message": one.message,
        "on": one.on.isoformat(),
        "week": one.week,
        "asks": one.asks.value if one.asks else None,
        "outcome": one.outcome.value if one.outcome else None,
    }


def _series(one: Series) -> dict[str, Any]:
    answers = [{"at": at.isoformat(), "value": value} for at, value in one.answers]
    return {"question": one.question.value, "answers": answers}


def _doubt(one: Doubt) -> dict[str, Any]:
    return {
        "escalation_id": one.escalation_id,
        "severity": one.severity.value,
        "asked_at": one.asked_at.isoformat(),
        "page_at": one.page_at.isoformat(),
    }


def _past(text: Text) -> dict[str, Any]:
    return {
        "text_id": text.text_id,
        "at": text.at.isoformat(),
        "direction": text.direction.value,
        "purpose": text.purpose.value,
        "state": text.state.value,
        "channel": text.channel.value,
        "withheld": text.withheld.value if text.withheld else None,
        "message": text.message,
        "body": text.body,
        "segments": text.segments,
        "reading": text.reading,
        "evidence": evidence_line(text),
        "marked": text.marked.value if text.marked else None,
    }


def _coming(one: Coming) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "message": one.text.message,
        "body": one.text.body,
        "segments": one.text.segments,
        "withheld": one.text.withheld.value if one.text.withheld else None,
        "only_if_silent": one.only_if_silent,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
