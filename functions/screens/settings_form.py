"""Between the settings as the form takes them and the plain values in which they are changed, both ways."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrollment_fields import Problem
from functions.operations.plain_settings import plain_of
from functions.screens.settings_typed import Raw, Typed, read, typed
from messages.severity import Severity
from schedules.clinic import Clinic


def as_form(clinic: Clinic) -> dict[str, Any]:
    """With the waits that hold where the clinic says nothing, and absences by its own clock. What has no order is in
    that of the page."""
    waits = {severity: clinic.within(severity) for severity in Severity if severity.pages_now}
    form = _with_absences(plain_of(replace(clinic, acknowledge_within=waits)), _local)
    return read(typed(form), form)


def changes(said: Typed, raw: Raw) -> dict[str, Any]:
    """What was typed otherwise than it stands, as changing takes it; nothing else is sent."""
    before, after = (_with_absences(one, _with_zone) for one in (raw, read(said, raw)))
    return {name: _part(before[name], value) for name, value in after.items() if value != before[name]}


def on_the_form(problem: Problem, said: Typed) -> Problem:
    """At the field of the form that it is about, or the nearest around it."""
    around = problem.field
    while around and around not in said:
        around = around.rpartition(".")[0]
    return replace(problem, field=around or problem.field)


def without_address(said: Typed, raw: Raw) -> list[Problem]:
    """Who is newly to be told by e-mail and has no address. Where the box merely stood ticked nothing was meant by it:
    it is ticked for everybody who was never asked."""
    stood = {one["contact_id"] for one in raw["ladder"] if "email" in one["channels"] and not one["email"]}
    problem, mend = "E-mail is ticked without an address", "write the address, or untick it"
    return [
        Problem(field=f"ladder.{at}.email", problem=problem, mend=mend)
        for at, one in enumerate(read(said, raw)["ladder"])
        if "email" in one["channels"] and not one["email"] and one["contact_id"] not in stood
    ]


def _part(before: Any, after: Any) -> Any:
    """Of what holds several values, those that differ: a default stays one until somebody changes it."""
    if not isinstance(after, Mapping):
        return after
    return {name: value for name, value in after.items() if value != before.get(name)}


def _with_absences(settings: Mapping[str, Any], write: Callable[[str, str], str]) -> dict[str, Any]:
    zone = str(settings["zone"])
    ladder = [
        {**one, "out_until": write(one["out_until"], zone) if one["out_until"] else None} for one in settings["ladder"]
    ]
    return {**settings, "ladder": ladder}


def _local(at: str, zone: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _with_zone(at: str, zone: str) -> str:
    """What is no moment stays as it was typed, to be refused."""
    try:
        local = datetime.fromisoformat(at)
    except ValueError:
        return at
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat() if local.tzinfo is None else at
