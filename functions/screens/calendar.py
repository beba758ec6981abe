"""Her whole calendar before anything is done: week by week, in her clock and the clinic's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.screens import speaking
from functions.screens.conversation import WHY_WITHHELD
from schedules.clinic import Clinic
from schedules.text import Withheld


class Dated(Protocol):
    """A text to come, as a preview gives it."""

    @property
    def at(self) -> datetime: ...
    @property
    def week(self) -> int | None: ...
    @property
    def body(self) -> str: ...
    @property
    def segments(self) -> int: ...
    @property
    def only_if_silent(self) -> bool: ...
    @property
    def withheld(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    hers: str
    clinics: str
    body: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`not_sent`: what has passed or is not for her, with the reason."""

    summary: str
    one_clock: bool
    weeks: tuple[Week, ...]
    not_sent: tuple[Day, ...]


def calendar(texts: Iterable[Dated], zone: str, clinic: Clinic) -> Calendar:
    """`zone` is hers."""
    given = list(texts)
    sent = [one for one in given if one.withheld is None]
    planned = [one for one in sent if not one.only_if_silent]
    numbers = sorted({one.week or 0 for one in sent})
    return Calendar(
        summary=_summary(planned, zone),
        one_clock=all(_wall(one, zone, clinic) == _wall(one, clinic.zone, clinic) for one in given),
        weeks=tuple(
            Week(name=f"Week {at + 1}", days=tuple(_day(one, zone, clinic) for one in sent if (one.week or 0) == at))
            for at in numbers
        ),
        not_sent=tuple(_day(one, zone, clinic) for one in given if one.withheld is not None),
    )


def _summary(planned: list[Dated], zone: str) -> str:
    if not planned:
        return "No planned text is left to send. Whatever she writes is heard all the same."
    count = len(planned)
    first, last = speaking.day(planned[0].at, zone), speaking.day(planned[-1].at, zone)
    segments = sum(one.segments for one in planned)
    return f"{count} planned text{'' if count == 1 else 's'}, from {first} to {last}: {segments} segments in all."


def _day(one: Dated, zone: str, clinic: Clinic) -> Day:
    return Day(hers=_wall(one, zone, clinic), clinics=_wall(one, clinic.zone, clinic), body=one.body, note=_note(one))


def _wall(one: Dated, zone: str, clinic: Clinic) -> str:
    return f"{speaking.day(one.at, zone)}, {speaking.clock(one.at, zone, clinic.country)}"


def _note(one: Dated) -> str:
    if one.withheld is not None:
        return WHY_WITHHELD[Withheld(one.withheld)] if one.withheld in set(Withheld) else one.withheld
    return "only if the question before stays unanswered" if one.only_if_silent else ""
