"""When a text of a pathway leaves and on what it depends, in a nurse's words."""

from collections.abc import Mapping
from datetime import time

from functions.screens import speaking
from schedules.clinic import Clinic
from schedules.pathways import Clock, Touchpoint

NOON = 12
_CLOCKS: Mapping[Clock, str] = {
    Clock.DECISION: "the day waiting was chosen",
    Clock.BLEEDING: "the day bleeding began",
    Clock.TABLETS: "the day of the second tablets",
    Clock.PROCEDURE: "the day of the procedure",
    Clock.INJECTION: "the day of the injection",
    Clock.LOSS: "the day of the loss",
    Clock.JOINED: "the day of signing up",
    Clock.DUE: "a date that was hoped for",
}


def counted(clock: Clock) -> str:
    return _CLOCKS[clock]


def condition(one: Touchpoint) -> str:
    """What must hold for it to leave; empty where nothing must."""
    parts = [
        f"only if she asked for {speaking.plain(one.topic.value)}" if one.topic else "",
        f"only after a yes to “{speaking.asks(one.once).lower()}”" if one.once else "",
        f"not after a yes to “{speaking.asks(one.unless).lower()}”" if one.unless else "",
        f"only until {counted(one.until)} is known" if one.until else "",
        "only where milk may come in" if one.milk else "",
        _gives_way(one),
    ]
    return "; ".join(part for part in parts if part)


def _gives_way(one: Touchpoint) -> str:
    topics = " or ".join(sorted(speaking.plain(topic.value) for topic in one.instead))
    return f"not if she asked for {topics}" if topics else ""


def hour_of(at: time, clinic: Clinic) -> str:
    """Within the clinic's hours for planned texts: what is early waits until they begin, what is late for the next
    day."""
    if at < clinic.planned_from:
        return f"{clock(clinic.planned_from, clinic.country)} ({clock(at, clinic.country)} is in your quiet hours)"
    if at > clinic.planned_until:
        begins = clock(clinic.planned_from, clinic.country)
        return f"the next day at {begins} ({clock(at, clinic.country)} is in your quiet hours)"
    return clock(at, clinic.country)


def clock(at: time, country: str) -> str:
    if country == "us":
        return f"{at.hour % NOON or NOON}:{at:%M} {'pm' if at.hour >= NOON else 'am'}"
    return f"{at:%H:%M}"
