"""Changing how she is written to and known: every problem at once, only the fields given, once however often asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import partial
from typing import Any

from functions.operations import enrollment_fields as fields
from functions.operations.acting import Act, Acted, act
from functions.operations.enrolling import Refused, hours_problems
from functions.operations.enrollment_fields import Problem, Reader
from functions.operations.enrollment_form import chart_of, own_hours
from functions.operations.staff_acts import asked_for, fact_id, show_rest
from functions.operations.world import World
from functions.ports import Ref
from schedules.amending import SHOWN_ANEW_MAX
from schedules.clinic import Clinic
from schedules.enrollment import Chart, Enrollment, Person, Status
from schedules.facts import Amended

AMENDED = ("chart", "discreet", "language", "name", "planned_from", "planned_until", "topics", "words", "zone")
_PHONE = Problem(
    field="phone",
    problem="cannot be changed: her consent and her wish to stop belong to a phone",
    mend="withdraw her, and enroll the other phone with a consent of its own",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Fields of Person and of Chart, by name: those that were given."""

    person: Mapping[str, Any]
    chart: Mapping[str, str | None]

    def fact(self, enrollment: Enrollment, by: str) -> Amended:
        return Amended(
            by=by, person=replace(enrollment.person, **self.person), chart=replace(enrollment.chart, **self.chart)
        )


def amend(
    world: World, ref: Ref, raw: Mapping[str, Any], *, key: str | None, by: str, expects: int | None = None
) -> Acted | Refused:
    """`expects`: the version the caller has seen; OUTDATED when she is another by now."""
    clinic, enrollment = world.store.clinic(ref.clinic_id), world.store.enrollment(ref)
    if clinic is None or enrollment is None or enrollment.status is Status.STRANGER:
        return Acted.UNKNOWN
    changes = check_changes(raw, enrollment.person, clinic)
    if isinstance(changes, Refused):
        return changes
    one = Act(
        ref=ref,
        make=partial(changes.fact, by=by),
        fact_id=fact_id(key, ref),
        asked=asked_for(key, ref, f"amend/{sorted(raw.items(), key=lambda one: one[0])!r}"),
        audit=(by, "amend"),
        expects=expects,
    )
    acted = act(world, one)
    show_rest(world, ref, acted, SHOWN_ANEW_MAX)
    return acted


def check_changes(raw: Mapping[str, Any], person: Person, clinic: Clinic) -> Changes | Refused:
    """The changes, or everything that is wrong with them."""
    reader = Reader(raw)
    for name in sorted(raw.keys() - set(AMENDED)):
        if name == "phone":
            reader.problems.append(_PHONE)
        else:
            reader.wrong(name, "cannot be amended", f"use only {', '.join(AMENDED)}")
    parsers = {**_PARSERS, "topics": partial(fields.topics, offered=clinic.topics | person.topics)}
    found = {name: reader.read(name, parse) for name, parse in parsers.items() if name in raw}
    found |= _said_of_loss(reader, person)
    if raw.keys() & {"planned_from", "planned_until"}:
        found |= _hours(reader, person, clinic)
    chart = chart_of(reader)
    if reader.problems:
        return Refused(problems=tuple(reader.problems))
    given = raw["chart"] if isinstance(raw.get("chart"), dict) else {}
    return Changes(
        person=found, chart={one.name: getattr(chart, one.name) for one in dataclass_fields(Chart) if one.name in given}
    )


_PARSERS: Mapping[str, Any] = {
    "language": fields.language,
    "zone": fields.zone,
    "discreet": fields.flag,
}


def _said_of_loss(reader: Reader, person: Person) -> dict[str, Any]:
    """The words and the name go together: a name is kept only where it is wanted in texts."""
    if not reader.raw.keys() & {"words", "name"}:
        return {}
    words = reader.read("words", fields.words) if "words" in reader.raw else person.words
    if words is None:
        return {}
    if words is person.words and "name" not in reader.raw:
        return {"words": words}
    return {"words": words, "name": reader.read("name", lambda value: fields.name(value, words))}


def _hours(reader: Reader, person: Person, clinic: Clinic) -> dict[str, Any]:
    start, end = own_hours(reader)
    start = start if "planned_from" in reader.raw else person.planned_from
    end = end if "planned_until" in reader.raw else person.planned_until
    if not reader.problems:
        reader.problems += hours_problems(clinic, start, end)
    return {"planned_from": start, "planned_until": end}
