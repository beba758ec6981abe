"""People: everybody of the clinic, found by what staff know of her and by what she may need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from functions.operations import people
from functions.operations.people import SOUGHT_CHARACTERS_MAX, Kind, Person, Wanted
from functions.screens import speaking, tracks
from schedules.clinic import Clinic
from schedules.enrollment import Status
from schedules.listing import Listed

WEEKS_MAX = 13
PATH = "/console/people"
MARK = "s"
"""The query's name for the mark of a search."""
KINDS: Mapping[Kind, str] = {
    Kind.OPEN: "Somebody must look at it",
    Kind.GRAVE: "Grave and open",
    Kind.SILENT: "Questions unanswered",
    Kind.UNDELIVERABLE: "Texts do not arrive",
    Kind.PAUSED: "Paused",
    Kind.LEFT: "Asked us to stop",
}
STATUSES: Mapping[Status, str] = {
    Status.ACTIVE: "Receiving texts",
    Status.COMPLETED: "Completed",
    Status.WITHDRAWN: "Withdrawn",
    Status.STRANGER: "Wrote, but is not enrolled",
}
_ENDED = {Status.WITHDRAWN: "Withdrawn", Status.COMPLETED: "Completed", Status.STRANGER: "Not enrolled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    enrollment_id: str
    title: str
    number: str
    reference: str
    phone: str
    track: str
    week: str
    severity: str | None
    severity_name: str
    chips: tuple[str, ...]
    last_reply: str
    texts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`who`: the value of the one choice in which kinds and statuses stand together."""

    sought: str
    is_forgotten: bool  # what was looked for is not known any more
    phone_end: str | None  # the digits by which a part of a phone was looked for
    track: str
    week: int | None  # the first is 1
    who: str
    is_filtered: bool
    lines: tuple[Line, ...]
    tracks: tuple[tuple[str, str], ...]
    weeks: tuple[int, ...]
    whos: tuple[tuple[str, str], ...]
    next: str | None  # the address of the next page
    first: str | None  # back to the first, from a later one
    has_sheet: bool  # whether everybody that fits, as a table, is hers to take


def wanted(query: Mapping[str, str], sought: str = "") -> Wanted:
    """What the address asks for; whatever is none of ours counts as not asked. `sought` stands in no address."""
    week, whom, track = query.get("week", ""), query.get("who", ""), query.get("track", "")
    return Wanted(
        status=Status(whom) if whom in set(Status) else None,
        pathway=track if tracks.needs(track) else None,
        week=int(week) - 1 if week in set(map(str, range(1, WEEKS_MAX + 1))) else None,
        kinds=frozenset({Kind(whom)}) if whom in set(Kind) else frozenset(),
        sought=sought.strip()[:SOUGHT_CHARACTERS_MAX],
    )


def page(
    found: people.Page,
    asked: Wanted,
    clinic: Clinic,
    now: datetime,
    *,
    mark: str = "",
    after: str = "",
    may_carry: bool = False,
) -> Page:
    """`mark`: what stands for the words sought in an address. `after`: the cursor this page was asked with."""
    whos = [(one.value, name) for table in (KINDS, STATUSES) for one, name in table.items()]
    return Page(
        sought=asked.sought,
        is_forgotten=bool(mark) and not asked.sought,
        phone_end=people.phone_end(asked.sought),
        track=asked.pathway or "",
        week=None if asked.week is None else asked.week + 1,
        who=_who(asked),
        is_filtered=asked != Wanted(),
        lines=tuple(_line(one, clinic, now) for one in found.people),
        tracks=tuple((one.key, speaking.track(one.key)) for group in tracks.groups() for one in group.tracks),
        weeks=tuple(range(1, WEEKS_MAX + 1)),
        whos=tuple(whos),
        next=address(asked, mark, found.next) if found.next else None,
        first=address(asked, mark) if after else None,
        has_sheet=may_carry and bool(found.people),
    )


def _who(asked: Wanted) -> str:
    return next((one.value for one in asked.kinds), asked.status.value if asked.status else "")


def address(asked: Wanted, mark: str, after: str = "") -> str:
    parts = {
        MARK: mark if asked.sought else "",
        "track": asked.pathway or "",
        "week": "" if asked.week is None else str(asked.week + 1),
        "who": _who(asked),
        "after": after,
    }
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{PATH}?{query}" if query else PATH


def _line(person: Person, clinic: Clinic, now: datetime) -> Line:
    one, counts = person.row.listed, person.row.counts
    shows_week = person.week is not None and one.status is Status.ACTIVE
    return Line(
        enrollment_id=one.enrollment_id,
        title=one.name or f"Patient {person.who}",
        number=person.who,
        reference=one.reference or "",
        phone=f"…{one.phone_ending}",
        track=speaking.track(one.pathway),
        week=str((person.week or 0) + 1) if shows_week else "",
        severity=one.open.value if one.open else None,
        severity_name=speaking.SEVERITIES[one.open] if one.open else "",
        chips=_chips(person, clinic),
        last_reply=speaking.when(one.last_reply_at, now, clinic.zone, clinic.country)
        if one.last_reply_at
        else "none yet",
        texts=f"{counts.delivered} of {counts.sent}",
    )


def _chips(person: Person, clinic: Clinic) -> tuple[str, ...]:
    one: Listed = person.row.listed
    found = [
        _ENDED.get(one.status, ""),
        f"Stopped {speaking.day(one.left_at, clinic.zone)}" if one.left_at else "",
        "Paused" if person.paused else "",
        "Texts do not arrive" if person.undeliverable else "",
        f"{one.silent} unanswered" if person.silent else "",
    ]
    return tuple(chip for chip in found if chip)
