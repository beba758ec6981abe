"""Between the settings as the form takes them and the plain values in which they are changed, both ways."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.clinic_settings import plain_of
from functions.operations.enrollment_fields import Problem
from functions.screens.settings_typed import Raw, Typed, read, typed, units_of
from messages.severity import Severity
from schedules.clinic import Clinic

RENAMED = {"acknowledge_within_minutes": "acknowledge_within", "body_retention_days": "body_retention"}
"""What changing calls a setting, and what the form does."""


def as_form(clinic: Clinic) -> dict[str, Any]:
    """With the waits that hold where the clinic says nothing, and absences by its own clock. What has no order is in
    that of the page."""
    raw = {name: value for name, value in plain_of(clinic).items() if name not in RENAMED}
    waits = {severity.value: _duration(clinic.within(severity)) for severity in Severity if severity.pages_now}
    ladder = [_away(rung, lambda at: _local(at, clinic.zone)) for rung in raw["ladder"]]
    kept = _duration(clinic.body_retention)
    form = {**raw, "acknowledge_within": waits, "body_retention": kept, "ladder": ladder}
    return read(typed(form), form)


def changes(said: Typed, raw: Raw) -> dict[str, Any]:
    """What was typed otherwise than it stands, as changing takes it; nothing else is sent."""
    before, after = _plain(raw), _plain(read(said, raw))
    return {name: _part(before[name], value) for name, value in after.items() if value != before[name]}


def on_the_form(problem: Problem, said: Typed) -> Problem:
    """At the field of the form that it is about, or the nearest around it."""
    first, _, rest = problem.field.partition(".")
    name = ".".join(part for part in (RENAMED.get(first, first), rest) if part)
    around = name
    while around and around not in said:
        around = around.rpartition(".")[0]
    return replace(problem, field=around or name)


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in settings.items() if name not in RENAMED.values()}
    zone = str(settings["zone"])
    return {
        **plain,
        "acknowledge_within_minutes": {
            severity: units_of(wait, timedelta(minutes=1)) for severity, wait in settings["acknowledge_within"].items()
        },
        "body_retention_days": units_of(settings["body_retention"], timedelta(days=1)),
        "ladder": [_away(rung, lambda at: _with_zone(at, zone)) for rung in settings["ladder"]],
    }


def _part(before: Any, after: Any) -> Any:
    """Of what holds several values, those that differ: a default stays one until somebody changes it."""
    if not isinstance(after, Mapping):
        return after
    return {name: value for name, value in after.items() if value != before.get(name)}


def _away(rung: Mapping[str, Any], write: Any) -> dict[str, Any]:
    until = rung.get("out_until")
    return {**rung, "out_until": write(until) if until else None}


def _local(at: str, zone: str) -> str:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _with_zone(at: str, zone: str) -> str:
    """What is no moment stays as it was typed, to be refused."""
    try:
        local = datetime.fromisoformat(at)
    except ValueError:
        return at
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat() if local.tzinfo is None else at


def _duration(span: timedelta) -> str:
    return f"PT{round(span.total_seconds())}S"
