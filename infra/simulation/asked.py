"""What was asked for at the desk is what stands: nothing else changes, and nothing of it is forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from functions.ports import Commit
from infra.simulation.answering import Break
from schedules.enrollment import Enrollment, Person

_HOURS = frozenset({"planned_from", "planned_until"})


@dataclass(slots=True)
class Wanted:
    """The forms by which women are enrolled, by the key they were sent with; the fields each amendment names, by the id
    under which it is on record."""

    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    amended: dict[str, frozenset[str]] = field(default_factory=dict)

    def committed(self, before: Enrollment | None, commit: Commit) -> Iterator[Break]:
        person = commit.enrollment.person
        form = self.forms.get(commit.request.key) if commit.request is not None else None
        if form is not None and before is None and not _is_as_asked(person, form):
            yield "not_as_asked", f"{commit.enrollment.enrollment_id} was not enrolled as the form says"
        named = self.amended.get(commit.fact_id or "")
        if named is None or before is None:
            return
        others = _changed(before.person, person) - (named | (_HOURS if named & _HOURS else frozenset()))
        if others:
            yield "not_as_asked", f"{commit.enrollment.enrollment_id}: {sorted(others)} changed and nobody asked for it"


def _is_as_asked(person: Person, form: Mapping[str, Any]) -> bool:
    begins = person.planned_from.isoformat("minutes") if person.planned_from else None
    hers = (person.language.value, person.zone, person.discreet, begins)
    return hers == (form["language"], form["zone"], form["discreet"], form.get("planned_from"))


def _changed(before: Person, after: Person) -> frozenset[str]:
    return frozenset(one.name for one in fields(Person) if getattr(before, one.name) != getattr(after, one.name))
