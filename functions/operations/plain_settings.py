"""A clinic's settings as plain values, for every door: made from them, with all that is wrong named at once; and told.

What is wrong with one setting hides nothing of the others: something that is right stands in its place, and the rest
is judged.
"""

import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from functions.operations import pasted
from functions.operations.enrollment_fields import Problem, Reader, Wrong, phone
from functions.operations.printed_phones import printed_phone
from functions.operations.setting_bounds import bound_problems
from functions.operations.setting_problems import (
    KEPT_AS,
    PAGING,
    SETTINGS,
    Unusable,
    country_problems,
    mend,
    strangers,
    told,
)
from schedules.clinic import Clinic

if TYPE_CHECKING:
    from pydantic import TypeAdapter

WHOLE_MAX = 100_000
"""Of minutes and days; no setting comes near it."""
_A_PHONE = "+12025550100"
_STAND_INS: Mapping[str, Any] = MappingProxyType(
    {
        "clinic_id": "clinic",
        "name": "Clinic",
        "country": "us",
        "zone": "UTC",
        "phone": _A_PHONE,
        "after_hours_phone": _A_PHONE,
        "messaging_service": f"MG{'0' * 32}",
        "ladder": [{"contact_id": "nurse", "phone": _A_PHONE}],
        "calls_from": _A_PHONE,
    }
)
"""For what was written wrongly or is missing. Settings that are not here have a default."""
Plain = dict[str, Any]


def clinic_of(plain: Mapping[str, Any]) -> Clinic | Unusable:
    """What is left out has its default, where it has one."""
    reader = Reader(plain)
    form, problems = _kept(reader), reader.problems
    problems += [*strangers(plain), *country_problems(plain)]
    for _ in SETTINGS:
        made = _validated(form)
        if isinstance(made, Clinic):
            problems += bound_problems(made)
            return Unusable(problems=tuple(problems)) if problems else made
        problems += made
        form = _standing_in(form, {one.field.partition(".")[0] for one in made})
    return Unusable(problems=tuple(problems))


def plain_of(clinic: Clinic) -> Plain:
    """Values for JSON, a page or a file: waits in minutes, keeping in whole days. What has no order is sorted, so that
    the same settings are the same words."""
    plain: Plain = _adapter().dump_python(clinic, mode="json", warnings=False, fallback=dict)
    for kept in KEPT_AS.values():
        plain.pop(kept)
    waits = {severity.value: _minutes(wait) for severity, wait in clinic.acknowledge_within.items()}
    plain["holidays"], plain["topics"] = sorted(plain["holidays"]), sorted(plain["topics"])
    plain["ladder"] = [{**one, "channels": sorted(one["channels"])} for one in plain["ladder"]]
    hours = clinic.hours
    plain["hours"] = {"opens": _shown(hours.opens), "closes": _shown(hours.closes), "days": sorted(hours.days)}
    plain |= {"planned_from": _shown(clinic.planned_from), "planned_until": _shown(clinic.planned_until)}
    return {**plain, "acknowledge_within_minutes": waits, "body_retention_days": clinic.body_retention.days}


def merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> Plain:
    """What is named is changed, within tables too; a list is another list."""
    after = dict(before)
    for name, value in given.items():
        inner = after.get(name)
        after[name] = merged(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return after


def _kept(reader: Reader) -> Plain:
    """As it is kept, what cannot be read put aside. Of the ladder that is a phone alone, so that the rest of somebody
    is judged."""
    plain = {name: reader.raw[name] for name in SETTINGS if name in reader.raw}
    country = str(plain.get("country"))
    readers: Mapping[str, Callable[[Any], Any]] = {
        "planned_from": _clock,
        "planned_until": _clock,
        "hours": partial(_hours, reader),
        "acknowledge_within_minutes": partial(_waits, reader),
        "body_retention_days": _days,
        "phone": partial(printed_phone, country=country),
        "after_hours_phone": partial(printed_phone, country=country),
        "calls_from": partial(_caller, country=country),
    }
    plain |= {name: reader.read(name, read) for name, read in readers.items() if name in plain}
    wrong = {one.field.partition(".")[0] for one in reader.problems}
    if isinstance(plain.get("ladder"), list):
        ladder = reader.part("ladder", {str(at): one for at, one in enumerate(plain["ladder"])})
        plain["ladder"] = [_contact(ladder, at, country) for at in ladder.raw]
    return _standing_in({KEPT_AS.get(name, name): value for name, value in plain.items()}, wrong)


def _standing_in(form: Plain, wrong: set[str]) -> Plain:
    """With something that is right for these settings: their default, or what stands in."""
    rest = {name: value for name, value in form.items() if name not in {KEPT_AS.get(one, one) for one in wrong}}
    return rest | {name: _STAND_INS[name] for name in wrong if name in _STAND_INS}


def _validated(form: Plain) -> Clinic | list[Problem]:
    from pydantic import ValidationError  # noqa: PLC0415 - a tenth of a cold start, for the page of settings alone

    try:
        return _adapter().validate_python(form)
    except ValidationError as error:
        return told(error)


def _contact(ladder: Reader, at: str, country: str) -> Any:
    given = ladder.raw[at]
    if not isinstance(given, Mapping) or "phone" not in given:
        return given
    return {**given, "phone": ladder.part(at, given).read("phone", partial(phone, country=country)) or _A_PHONE}


def _hours(reader: Reader, given: Any) -> Plain:
    if not isinstance(given, Mapping):
        raise Wrong("cannot be read", mend("hours"))
    part = reader.part("hours", given)
    return {**given, **{name: part.read(name, _clock) for name in ("opens", "closes") if name in given}}


def _waits(reader: Reader, given: Any) -> dict[str, timedelta | None]:
    if not isinstance(given, Mapping):
        raise Wrong("cannot be read", mend("acknowledge_within_minutes"))
    part = reader.part("acknowledge_within_minutes", given)
    return {severity: part.read(severity, _wait) for severity in PAGING if severity in given}


def _clock(value: Any) -> time:
    at = pasted.clock(value) if isinstance(value, str) else None
    if at is None:
        raise Wrong("is not a time of day", "write a time like 08:30")
    return at


def _days(value: Any) -> timedelta:
    given = pasted.plain(value) if isinstance(value, str) else value
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < len(str(WHOLE_MAX)):
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= WHOLE_MAX:
        raise Wrong("is no number of days", "write whole days, like 90")
    return timedelta(days=given)


def _wait(value: Any) -> timedelta:
    """Minutes, a part of one too: what is stored in seconds must not change by being read."""
    given = pasted.plain(value) if isinstance(value, str) else value
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,5}([.,][0-9]{1,6})?", given):
        given = float(given.replace(",", "."))
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 <= given <= WHOLE_MAX:
        raise Wrong("is no number of minutes", "write minutes, like 5")
    return timedelta(seconds=round(given * 60))


def _caller(value: Any, country: str) -> str | None:
    """Of the provider's, so it need not be one that can be texted. Empty: there is none."""
    if value is None or value == "":
        return None
    number = pasted.phone(value, country) if isinstance(value, str) else None
    if number is None:
        raise Wrong("is not a phone number", "copy it from the provider with its country code, like +12025550111")
    return number


def _shown(at: time) -> str:
    return f"{at:%H:%M}"


def _minutes(wait: timedelta) -> int | float:
    minutes = wait / timedelta(minutes=1)
    return int(minutes) if minutes.is_integer() else minutes


@cache
def _adapter() -> "TypeAdapter[Clinic]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - as above

    return TypeAdapter(Clinic)
