"""Enrolling somebody: every problem named at once, nothing stored unless there is none, once however often asked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from functions.operations.acting import Act, Acted, act, always
from functions.operations.enrollment_fields import Problem
from functions.operations.enrollment_form import WINDOW_MIN, Form, check
from functions.operations.patients_phones import not_hers
from functions.operations.world import World
from functions.ports import Ref, Request
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Person, Status
from schedules.facts import Enrolled
from schedules.pathways import latest_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An enrollment exists under this id; `repeated` when an earlier request with the same key made it."""

    enrollment_id: str
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was stored. Every problem is named, with how to mend it."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyReused:
    """The Idempotency-Key was used before with another body: a mistake of the caller."""


def enroll(world: World, clinic: Clinic, raw: Mapping[str, Any], *, key: str, by: str) -> Made | Refused | KeyReused:
    digest = hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()
    request = Request(key=key, digest=digest)
    earlier = world.store.request(clinic.clinic_id, key)
    if earlier is not None:
        return _earlier(request, *earlier)
    form = checked(world, clinic, raw)
    return form if isinstance(form, Refused) else _make(world, clinic, form, request, by)


def made_with(world: World, clinic: Clinic, key: str) -> Ref | None:
    """Whom a form with this key has enrolled already."""
    earlier = world.store.request(clinic.clinic_id, key) if key else None
    return Ref(clinic_id=clinic.clinic_id, enrollment_id=earlier[1]) if earlier else None


def checked(world: World, clinic: Clinic, raw: Mapping[str, Any]) -> Form | Refused:
    """A form that would be enrolled as things stand; reads, and stores nothing."""
    form, problems = check(raw, now=world.time.now(), country=clinic.country, here=clinic.zone, offered=clinic.topics)
    problems = [*problems, *not_hers(raw, clinic)]
    if form is not None and not problems:
        problems = [
            *hours_problems(clinic, form.planned_from, form.planned_until),
            *_phone_problems(world, clinic, form),
        ]
    return Refused(problems=tuple(problems)) if form is None or problems else form


def _make(world: World, clinic: Clinic, form: Form, request: Request, by: str) -> Made | Refused | KeyReused:
    new = begun(clinic, form, request, world.time.now())
    ref = Ref(clinic_id=clinic.clinic_id, enrollment_id=new.enrollment_id)
    acted = act(world, Act(ref=ref, make=always(Enrolled()), new=new, request=request, audit=(by, "enrolled")))
    if acted is Acted.PHONE_TAKEN:
        return Refused(problems=(_TAKEN,))
    made = world.store.request(clinic.clinic_id, request.key)
    if made is None:
        raise RuntimeError("an enrollment was committed without its request on record")
    return Made(enrollment_id=new.enrollment_id, repeated=False) if acted is Acted.DONE else _earlier(request, *made)


def _earlier(request: Request, known: Request, enrollment_id: str) -> Made | KeyReused:
    return Made(enrollment_id=enrollment_id, repeated=True) if known.digest == request.digest else KeyReused()


_TAKEN = Problem(
    field="phone",
    problem="this phone already belongs to an active enrollment",
    mend="read or withdraw that enrollment first; two people on one phone cannot be told apart",
)
_LEFT = Problem(
    field="phone",
    problem="this phone has asked us to stop",
    mend="she can text START to the clinic's number; a new form cannot overrule her",
)


_GRAVE = Problem(
    field="phone",
    problem="a grave matter of this phone is not closed yet",
    mend="look after it and close it first; new texts must not talk over it",
)
_DOUBT = Problem(
    field="phone",
    problem="a safety question to this phone is not answered yet",
    mend="take its matter in the inbox first; her answer must not be read as somebody else's",
)
_NO_HOURS = Problem(
    field="planned_from",
    problem="her hours leave less than two of the clinic's hours a day, so no text could reach her",
    mend="choose hours that overlap the clinic's own",
)


def hours_problems(clinic: Clinic, planned_from: time | None, planned_until: time | None) -> list[Problem]:
    opens = max(clinic.planned_from, planned_from or clinic.planned_from)
    closes = min(clinic.planned_until, planned_until or clinic.planned_until)
    minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return [_NO_HOURS] if minutes < WINDOW_MIN.total_seconds() / 60 else []


def _phone_problems(world: World, clinic: Clinic, form: Form) -> list[Problem]:
    known = world.store.phone(clinic.clinic_id, form.phone)
    if known is None:
        return []
    if known.left_at is not None:
        return [_LEFT]
    if known.enrollment_id is None:
        return []
    holder = world.store.enrollment(Ref(clinic_id=clinic.clinic_id, enrollment_id=known.enrollment_id))
    if holder is None:
        return []
    if holder.status is Status.ACTIVE:
        return [_TAKEN]
    if holder.doubt is not None:
        return [_DOUBT]
    return [_GRAVE] if any(one.severity.pages_now for one in holder.escalations) else []


def begun(clinic: Clinic, form: Form, request: Request, now: datetime) -> Enrollment:
    """As she would begin. The id is derived from the request, so two at once make one."""
    digest = hashlib.sha256(f"{clinic.clinic_id}/{request.key}/{request.digest}".encode()).hexdigest()
    return Enrollment(
        clinic_id=clinic.clinic_id,
        enrollment_id=f"e{digest[:19]}",
        version=0,
        status=Status.ACTIVE,
        person=Person(
            phone=form.phone,
            language=form.language,
            zone=form.zone,
            planned_from=form.planned_from,
            planned_until=form.planned_until,
            discreet=form.discreet,
            words=form.words,
            name=form.name,
            topics=form.topics,
        ),
        enrolled_at=now,
        acted_at=now,
        pathway=form.pathway,
        pathway_version=latest_version(form.pathway),
        anchors=form.anchors,
        consent=form.consent,
        chart=form.chart,
        tablets_at=form.tablets_at,
        milk=form.milk,
    )
