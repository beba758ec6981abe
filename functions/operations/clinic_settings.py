"""A clinic's settings as plain values: read, and changed only as they were seen, every problem named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from functions.operations import pasted
from functions.operations.enrollment_fields import Problem
from functions.operations.setting_bounds import THRESHOLDS, bound_problems
from functions.operations.world import World
from functions.sights import Audit
from messages.resources import countries
from schedules.clinic import Clinic, UnusableSettings

FIXED = frozenset({"clinic_id"})
_PARTS = frozenset({"acknowledge_within_minutes", "hours", "thresholds"})
"""Of which single values may be sent; a list is sent whole."""
_MENDS = {
    "hours": "write opens and closes like 08:30, and days as numbers, Monday being 0",
    "ladder": "write each with contact_id and phone, in the order in which they are paged",
    "acknowledge_within_minutes": "write minutes for crisis, emergency and urgent, like 5",
    "body_retention_days": "write whole days",
    "hours.opens": "write a time like 08:30",
    "hours.closes": "write a time like 17:00",
    "planned_from": "write a time like 09:00",
    "planned_until": "write a time like 19:45",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`digest` names these very settings: whoever changes them says which they saw."""

    clinic: Clinic
    digest: str

    @property
    def plain(self) -> dict[str, Any]:
        return plain_of(self.clinic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Nothing was stored. Every problem is named, with how to mend it."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """Somebody else changed them since; these are theirs."""

    settings: Settings


def read(world: World, clinic_id: str) -> Settings | None:
    stored = world.store.settings(clinic_id)
    return None if stored is None else Settings(clinic=stored[0], digest=stored[1])


def change(
    world: World, clinic_id: str, raw: Mapping[str, Any], *, seen: str, by: str
) -> Settings | Unusable | Outdated | None:
    """With the settings given in place of those that stand; None where there is no such clinic. The same again changes
    nothing, whatever was seen."""
    before = read(world, clinic_id)
    if before is None:
        return None
    changed = changed_by(before.clinic, raw)
    if isinstance(changed, Unusable) or changed == before.clinic:
        return changed if isinstance(changed, Unusable) else before
    if not world.store.replace_clinic(changed, expected=seen):
        return Outdated(settings=read(world, clinic_id) or before)
    names = "+".join(sorted(one.name for one in fields(Clinic) if _differs(before.clinic, changed, one.name)))
    world.store.log(clinic_id, Audit(at=world.time.now(), author=by, action=f"settings:{names}"))
    return read(world, clinic_id)


def changed_by(clinic: Clinic, raw: Mapping[str, Any]) -> Clinic | Unusable:
    """The clinic with these settings, or everything that is wrong with them."""
    before = plain_of(clinic)
    strange = [
        Problem(field=str(name), problem="cannot be set", mend=f"use only {', '.join(sorted(before.keys() - FIXED))}")
        for name in raw
        if name not in before or (name in FIXED and raw[name] != before[name])
    ]
    try:
        merged = {name: _merged(name, before[name], raw.get(name, before[name])) for name in before}
        made = _adapter().validate_python(_stored_form(merged))
    except ValidationError as error:
        return Unusable(problems=(*strange, *_problems(error)))
    except _Unread as error:
        return Unusable(problems=(*strange, _problem(str(error))))
    problems = (*strange, *bound_problems(made), *_country_problems(made))
    return Unusable(problems=problems) if problems else replace(made)


def plain_of(clinic: Clinic) -> dict[str, Any]:
    """Values for JSON and for a page: waits in minutes, keeping in whole days."""
    plain: dict[str, Any] = _adapter().dump_python(clinic, mode="json", warnings=False, fallback=dict)
    waits = {severity.value: _minutes(wait) for severity, wait in clinic.acknowledge_within.items()}
    plain.pop("acknowledge_within")
    plain.pop("body_retention")
    hours = clinic.hours
    plain["hours"] = {"opens": _shown(hours.opens), "closes": _shown(hours.closes), "days": sorted(hours.days)}
    plain |= {"planned_from": _shown(clinic.planned_from), "planned_until": _shown(clinic.planned_until)}
    return {**plain, "acknowledge_within_minutes": waits, "body_retention_days": clinic.body_retention.days}


WHOLE_MAX = 100_000
"""Of minutes and days; no setting comes near it."""


class _Unread(Exception):
    """Args: the setting that has no meaning as it was written."""


def _merged(name: str, before: Any, given: Any) -> Any:
    if name in _PARTS and isinstance(given, Mapping):
        return {**before, **given}
    return given


def _stored_form(plain: Mapping[str, Any]) -> dict[str, Any]:
    form = dict(plain)
    waits = form.pop("acknowledge_within_minutes")
    kept = form.pop("body_retention_days")
    if not isinstance(waits, Mapping):
        raise _Unread("acknowledge_within_minutes")
    form["acknowledge_within"] = {
        severity: _wait(wait, f"acknowledge_within_minutes.{severity}") for severity, wait in waits.items()
    }
    form["body_retention"] = timedelta(days=_whole(kept, "body_retention_days"))
    form |= {name: _clock(form[name], name) for name in ("planned_from", "planned_until")}
    hours = form["hours"]
    if not isinstance(hours, Mapping):
        raise _Unread("hours")
    form["hours"] = {**hours, **{name: _clock(hours[name], f"hours.{name}") for name in ("opens", "closes")}}
    if isinstance(form["ladder"], list):
        form["ladder"] = [_dialed(one, str(form.get("country"))) for one in form["ladder"]]
    return form


def _shown(at: time) -> str:
    return f"{at:%H:%M}"


def _clock(value: Any, name: str) -> time:
    at = pasted.clock(value) if isinstance(value, str) else None
    if at is None:
        raise _Unread(name)
    return at


def _whole(value: Any, name: str) -> int:
    given = pasted.plain(value) if isinstance(value, str) else value
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < len(str(WHOLE_MAX)):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= WHOLE_MAX:
        raise _Unread(name)
    return given


def _minutes(wait: timedelta) -> int | float:
    minutes = wait / timedelta(minutes=1)
    return int(minutes) if minutes.is_integer() else minutes


def _wait(value: Any, name: str) -> timedelta:
    """Minutes, a part of one too: what is stored in seconds must not change by being read."""
    given = pasted.plain(value) if isinstance(value, str) else value
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,5}([.,][0-9]{1,6})?", given):
        given = float(given.replace(",", "."))
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 <= given <= WHOLE_MAX:
        raise _Unread(name)
    return timedelta(seconds=round(given * 60))


def _dialed(contact: Any, country: str) -> Any:
    """Phones of staff are pasted too."""
    if not isinstance(contact, Mapping) or not isinstance(contact.get("phone"), str):
        return contact
    return {**contact, "phone": pasted.phone(contact["phone"], country) or contact["phone"]}


def _problems(error: ValidationError) -> list[Problem]:
    found = []
    for one in error.errors(include_url=False, include_input=False):
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, UnusableSettings):
            found += [_unusable(said) for said in cause.problems]
        else:
            where = ".".join(str(part) for part in one["loc"])
            found.append(replace(_problem(where.partition(".")[0]), field=where))
    return found


def _unusable(said: str) -> Problem:
    """What a clinic says of itself begins with the name of the setting, as it is stored."""
    name, _, problem = said.partition(" ")
    problem = re.sub(r"""^of ("[^"]*"|'[^']*'):? """, "", problem)
    name = re.sub(r"^acknowledge_within\b", "acknowledge_within_minutes", name)
    return Problem(field=f"thresholds.{name}" if name in THRESHOLDS else name, problem=problem, mend="correct it")


def _problem(name: str) -> Problem:
    mend = _MENDS.get(name) or _MENDS.get(name.partition(".")[0], "write it as you read it here")
    return Problem(field=name, problem="cannot be read", mend=mend)


def _country_problems(clinic: Clinic) -> list[Problem]:
    if clinic.country in countries():
        return []
    return [Problem(field="country", problem="has no lines of ours", mend=f"use one of {', '.join(countries())}")]


def _differs(before: Clinic, after: Clinic, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


@cache
def _adapter() -> TypeAdapter[Clinic]:
    return TypeAdapter(Clinic)
