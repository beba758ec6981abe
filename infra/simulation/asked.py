"""What was asked for at the desk is what stands: nothing else changes, and nothing of it is forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from typing import Any

from functions.ports import Commit
from infra.simulation.answering import Break
from schedules.enrollment import Enrollment, Person

_HOURS = frozenset({"planned_from", "planned_until"})


@dataclass(slots=True)
class Wanted:
    """The forms by which women are enrolled, by the key they were sent with; what each act asks for, by the id under
    which it is on record."""

    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    acts: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)

    def of(self, fact_id: str, act: str, body: Mapping[str, Any]) -> None:
        self.acts[fact_id] = act, body

    def committed(self, before: Enrollment | None, commit: Commit) -> Iterator[Break]:
        person = commit.enrollment.person
        form = self.forms.get(commit.request.key) if commit.request is not None else None
        if form is not None and before is None and not _is_as_asked(person, form):
            yield "not_as_asked", f"{commit.enrollment.enrollment_id} was not enrolled as the form says"
        act, body = self.acts.get(commit.fact_id or "", ("", {}))
        stands = commit.enrollment.paused_until
        until = datetime.fromisoformat(body["until"]) if act == "pause" else None
        if act in {"pause", "resume"} and stands != until:
            yield "not_as_asked", f"{commit.enrollment.enrollment_id} is paused until {stands}, not until {until}"
        if act == "amend" and before is not None:
            yield from _amended(before.person, commit, body)


def _amended(before: Person, commit: Commit, body: Mapping[str, Any]) -> Iterator[Break]:
    person, named = commit.enrollment.person, frozenset(body)
    others = _changed(before, person) - (named | (_HOURS if named & _HOURS else frozenset()))
    missing = [name for name in named if _told(getattr(person, name)) != body[name]]
    if others or missing:
        yield "not_as_asked", f"{commit.enrollment.enrollment_id}: {sorted(others)} changed unasked, {missing} did not"


def _told(value: Any) -> Any:
    """As a request says it."""
    return value.isoformat("minutes") if isinstance(value, time) else getattr(value, "value", value)


def _is_as_asked(person: Person, form: Mapping[str, Any]) -> bool:
    begins = person.planned_from.isoformat("minutes") if person.planned_from else None
    hers = (person.language.value, person.zone, person.discreet, begins)
    return hers == (form["language"], form["zone"], form["discreet"], form.get("planned_from"))


def _changed(before: Person, after: Person) -> frozenset[str]:
    return frozenset(one.name for one in fields(Person) if getattr(before, one.name) != getattr(after, one.name))
