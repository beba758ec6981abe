"""People: everybody of the clinic, found by what staff know of her and by what she may need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from functions.screens import speaking, tracks
from functions.sights import Row
from schedules.clinic import Clinic
from schedules.enrollment import Status
from schedules.listing import Listed
from schedules.paging import who

WEEKS_MAX = 12
QUERY_CHARACTERS_MAX = 80
PATH = "/console/people"


class Who(StrEnum):
    """Whom to show of all."""

    OPEN = "open"
    SILENT = "silent"
    UNREACHABLE = "undeliverable"
    PAUSED = "paused"
    LEFT = "left"


WHO: Mapping[Who, str] = {
    Who.OPEN: "Somebody must look at it",
    Who.SILENT: "Questions unanswered",
    Who.UNREACHABLE: "Texts do not arrive",
    Who.PAUSED: "Paused",
    Who.LEFT: "Asked us to stop",
}
_ENDED = {Status.WITHDRAWN: "Withdrawn", Status.COMPLETED: "Completed", Status.STRANGER: "Not enrolled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for in the address; whatever is none of ours counts as not asked."""

    words: str = ""
    track: str | None = None
    week: int | None = None  # the first is 0, as in the list
    who: Who | None = None
    after: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.track or self.who) or self.week is not None


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
    asked: Asked
    lines: tuple[Line, ...]
    tracks: tuple[tuple[str, str], ...]
    weeks: tuple[int, ...]
    whos: tuple[tuple[str, str], ...]
    next: str | None  # the address of the next page
    first: str | None  # back to the first, from a later one


def asked(query: Mapping[str, str]) -> Asked:
    week, whom, track = query.get("week", ""), query.get("who", ""), query.get("track", "")
    return Asked(
        words=query.get("q", "").strip()[:QUERY_CHARACTERS_MAX],
        track=track if tracks.needs(track) else None,
        week=int(week) - 1 if week in set(map(str, range(1, WEEKS_MAX + 1))) else None,
        who=Who(whom) if whom in set(Who) else None,
        after=query.get("after", ""),
    )


def page(rows: Iterable[Row], of: Asked, clinic: Clinic, now: datetime, *, after: str | None) -> Page:
    """`after`: the cursor behind the last of these, None when there is nobody more."""
    return Page(
        asked=of,
        lines=tuple(_line(row, clinic, now) for row in rows),
        tracks=tuple((one.key, speaking.track(one.key)) for group in tracks.groups() for one in group.tracks),
        weeks=tuple(range(1, WEEKS_MAX + 1)),
        whos=tuple((one.value, name) for one, name in WHO.items()),
        next=_address(of, after) if after else None,
        first=_address(of, "") if of.after else None,
    )


def _address(of: Asked, after: str) -> str:
    parts = {
        "q": of.words,
        "track": of.track or "",
        "week": "" if of.week is None else str(of.week + 1),
        "who": of.who.value if of.who else "",
        "after": after,
    }
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{PATH}?{query}" if query else PATH


def _line(row: Row, clinic: Clinic, now: datetime) -> Line:
    one, number = row.listed, who(row.listed.enrollment_id)
    week = one.week_on(now.astimezone(ZoneInfo(clinic.zone)).date()) if one.status is Status.ACTIVE else None
    replied = one.last_reply_at
    return Line(
        enrollment_id=one.enrollment_id,
        title=one.name or f"Patient {number}",
        number=number,
        reference=one.reference or "",
        phone=f"…{one.phone_ending}",
        track=speaking.track(one.pathway),
        week="" if week is None else str(week + 1),
        severity=one.open.value if one.open else None,
        severity_name=speaking.SEVERITIES[one.open] if one.open else "",
        chips=_chips(one, now, clinic),
        last_reply=speaking.when(replied, now, clinic.zone, clinic.country) if replied else "none yet",
        texts=f"{row.counts.delivered} of {row.counts.sent}",
    )


def _chips(one: Listed, now: datetime, clinic: Clinic) -> tuple[str, ...]:
    found = [_ENDED[one.status]] if one.status in _ENDED else []
    if one.left_at is not None:
        found.append(f"Stopped {speaking.day(one.left_at, clinic.zone)}")
    if one.paused_until is not None and one.paused_until > now:
        found.append("Paused")
    if one.unreachable:
        found.append("Texts do not arrive")
    if one.silent:
        found.append(f"{one.silent} unanswered")
    return tuple(found)
