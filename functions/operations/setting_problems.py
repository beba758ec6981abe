"""What is wrong with settings, in words that say how to mend it: under the names by which they are written."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from functions.operations.enrollment_fields import Problem
from messages.opt_in import OptIn
from messages.resources import countries
from messages.severity import Severity
from schedules.clinic import Clinic, Contact, Hours, UnusableSettings
from schedules.thresholds import BOUNDS, Thresholds

if TYPE_CHECKING:
    from pydantic import ValidationError

KEPT_AS: Mapping[str, str] = MappingProxyType(
    {"acknowledge_within_minutes": "acknowledge_within", "body_retention_days": "body_retention"}
)
"""Settings that are written otherwise than they are kept."""
_WRITTEN_AS = {kept: written for written, kept in KEPT_AS.items()}
SETTINGS = tuple(_WRITTEN_AS.get(one.name, one.name) for one in fields(Clinic))
PAGING = tuple(severity.value for severity in Severity if severity.pages_now)
_WITHIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{
            name: tuple(one.name for one in fields(kind))
            for name, kind in {"thresholds": Thresholds, "hours": Hours, "ladder": Contact}.items()
        },
        "acknowledge_within_minutes": PAGING,
    }
)
_ID = "write 1 to 40 small letters, digits and -, like north"
_MENDS: Mapping[str, str] = MappingProxyType(
    {
        "clinic_id": _ID,
        "name": "shorten it, and write it with the letters of a plain text",
        "zone": "write where the clinic is, like America/Chicago",
        "phone": "write it as she should read it, like 202-555-0100",
        "after_hours_phone": "write it as she should read it, like 202-555-0101",
        "messaging_service": "copy it from the provider: MG and 32 digits and letters",
        "ladder": "give each a short name of her own (contact_id) and a phone, in the order in which they are paged",
        "ladder.contact_id": _ID,
        "ladder.phone": "write her mobile phone",
        "ladder.language": "write en or es",
        "ladder.email": "write it like ana@clinic.example, or leave it out",
        "ladder.channels": "choose sms, or call where the clinic has a number to call from",
        "ladder.on_call": "write always, clinic_hours or after_hours",
        "ladder.out_until": "write it like 2026-08-01T08:00:00+00:00, or leave it out",
        "hours": "write opens and closes like 08:30, and days as numbers, Monday being 0",
        "hours.opens": "write a time like 08:30",
        "hours.closes": "write a time like 17:00",
        "planned_from": "write a time like 09:00",
        "planned_until": "write a time like 19:45",
        "thresholds": "write a number within its bounds",
        "acknowledge_within_minutes": "write minutes for crisis, emergency and urgent, like 5",
        "body_retention_days": "write whole days, like 90",
        "holidays": "write days like 2026-12-25",
        "topics": f"list those the clinic writes about, of {', '.join(OptIn)}",
        "calls_from": "copy it from the provider with its country code, like +12025550111",
    }
)
"""By setting, places in the ladder left out; the nearest one around it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Nothing was stored. Every problem is named, with how to mend it."""

    problems: tuple[Problem, ...]


def mend(field: str) -> str:
    name = ".".join(part for part in field.split(".") if not part.isdecimal())
    if name == "country":
        return f"use one of {', '.join(countries())}"
    return _MENDS.get(name) or _MENDS[name.partition(".")[0]]


def told(error: "ValidationError") -> list[Problem]:
    found: list[Problem] = []
    for one in error.errors(include_url=False, include_input=False):
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, UnusableSettings):
            return [_of_the_clinic(said) for said in cause.problems]
        first, *rest = (str(part) for part in one["loc"])
        field = ".".join((_WRITTEN_AS.get(first, first), *rest))
        problem = "is missing" if one["type"] == "missing" else "cannot be read"
        found.append(Problem(field=field, problem=problem, mend=mend(field)))
    return found


def strangers(plain: Mapping[str, Any]) -> Iterator[Problem]:
    """A misspelled setting would be passed over in silence, and its default kept."""
    yield from _not_of(SETTINGS, plain, "")
    for name, known in _WITHIN.items():
        inner = plain.get(name)
        if isinstance(inner, list):
            for at, one in enumerate(inner):
                yield from _not_of(known, one, f"{name}.{at}.")
        else:
            yield from _not_of(known, inner, f"{name}.")


def country_problems(plain: Mapping[str, Any]) -> Iterator[Problem]:
    country = plain.get("country")
    if isinstance(country, str) and country not in countries():
        yield Problem(field="country", problem="has no lines of ours", mend=mend("country"))


def _not_of(known: Iterable[str], plain: Any, path: str) -> Iterator[Problem]:
    for name in plain if isinstance(plain, Mapping) else ():
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            meant = f"is {path}{near[0]} meant?" if near else f"use only {', '.join(known)}"
            yield Problem(field=f"{path}{name}", problem="is no setting", mend=meant)


def _of_the_clinic(said: str) -> Problem:
    """What a clinic says of itself begins with the name of the setting, as it is kept."""
    kept, _, problem = said.partition(" ")
    first, dot, rest = kept.partition(".")
    field = f"thresholds.{kept}" if kept in BOUNDS else f"{_WRITTEN_AS.get(first, first)}{dot}{rest}"
    return Problem(field=field, problem=problem, mend=mend(field))
