"""Staff: who signs in here, inviting somebody, and taking somebody away after asking once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

from functions.operations.enrollment_fields import Problem
from functions.screens import speaking
from schedules.clinic import Clinic

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "nurse": "Nurse: enrolls, answers, writes, takes matters",
        "lead": "Lead: that, and settings and staff",
        "operator": "Operator: that, what an operator sets, export and erase",
    }
)

FIELDS = ("name", "email", "role")
"""Of an invitation, as they stand on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the staff as on record; `may_be_removed` by whoever looks."""

    staff_id: str
    name: str
    email: str
    role: str
    invited_at: datetime
    may_be_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An invitation as it was typed."""

    name: str = ""
    email: str = ""
    role: str = "nurse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    email: str
    role: str
    since: str
    remove_path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`roles` are those that may be given: key, name, chosen."""

    lines: tuple[Line, ...]
    typed: Typed
    roles: tuple[tuple[str, str, bool], ...]
    wrong: dict[str, str]


def shown(
    staff: Sequence[Member],
    clinic: Clinic,
    *,
    roles: Sequence[str],
    typed: Typed = Typed(),
    problems: Sequence[Problem] = (),
) -> Shown:
    return Shown(
        lines=tuple(_line(one, clinic) for one in sorted(staff, key=lambda one: (one.name.casefold(), one.staff_id))),
        typed=typed,
        roles=tuple((key, ROLES.get(key, key), key == typed.role) for key in roles),
        wrong={one.field: f"{one.problem}; {one.mend}" for one in sorted(problems, key=_place)},
    )


def _place(one: Problem) -> int:
    """As the fields stand on the page."""
    return FIELDS.index(one.field) if one.field in FIELDS else -1


def remove_path(staff_id: str) -> str:
    return f"/console/settings/staff/{quote(staff_id, safe='')}/remove"


def _line(one: Member, clinic: Clinic) -> Line:
    return Line(
        name=one.name,
        email=one.email,
        role=one.role.capitalize(),
        since=speaking.day(one.invited_at, clinic.zone) + f" {one.invited_at.year}",
        remove_path=remove_path(one.staff_id) if one.may_be_removed else None,
    )
