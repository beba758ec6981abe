"""Local time: when a touchpoint is due and when a planned text may leave.

Wall-clock times are kept as local times in an IANA zone and become instants here. A time that a clock change
skips means the instant an hour later; a time that comes twice means the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from schedules.clinic import Clinic, Hours
from schedules.enrollment import Enrollment, Person
from schedules.pathways import Touchpoint

SUNDAY = 6
SUNDAY_FROM = time(10)
DAYS_AHEAD_MAX = 8
"""A daily window is found within a week whatever the hours are."""
KEPT_MAX = 4096
"""Answers of a zone kept: one decision asks for the same few dozen instants a hundred times."""


@lru_cache(KEPT_MAX)
def at_local(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@lru_cache(KEPT_MAX)
def local_date(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def due_at(touchpoint: Touchpoint, enrollment: Enrollment) -> datetime | None:
    """None while the clock it counts from is not known."""
    anchor = enrollment.anchors.get(touchpoint.clock)
    if anchor is None:
        return None
    return at_local(anchor + timedelta(days=touchpoint.day), touchpoint.at, enrollment.person.zone)


def window(day: date, clinic: Clinic, person: Person) -> tuple[datetime, datetime] | None:
    """When planned texts may start on a local day, narrowed by clinic and patient; None when nothing is left."""
    opens = max(clinic.planned_from, person.planned_from or time.min)
    closes = min(clinic.planned_until, person.planned_until or time.max)
    if day.weekday() == SUNDAY:
        opens = max(opens, SUNDAY_FROM)
    start, end = at_local(day, opens, person.zone), at_local(day, closes, person.zone)
    return (start, end) if start < end else None


def next_allowed(instant: datetime, clinic: Clinic, person: Person, last_planned_on: date | None) -> datetime | None:
    """The first instant from `instant` on when a planned text may leave: in the window, one a local day.

    None when the narrowed hours leave no window on any day.
    """
    today = local_date(instant, person.zone)
    for day in _days_from(today if last_planned_on is None else max(today, last_planned_on + timedelta(days=1))):
        hours = window(day, clinic, person)
        if hours is not None and instant <= hours[1]:
            return max(instant, hours[0])
    return None


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=ahead) for ahead in range(DAYS_AHEAD_MAX))


def clinic_hours_after(instant: datetime, hours: Hours, zone: str, wait: timedelta) -> datetime:
    """The instant by which `wait` of clinic hours will have passed."""
    left = wait
    for day in _days_from(local_date(instant, zone)):
        if day.weekday() not in hours.days:
            continue
        opens, closes = max(instant, at_local(day, hours.opens, zone)), at_local(day, hours.closes, zone)
        if opens >= closes:
            continue
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return instant + timedelta(days=DAYS_AHEAD_MAX)


def closes_after(instant: datetime, hours: Hours, zone: str) -> datetime | None:
    """When the clinic closes today; None when it is closed already, or all day."""
    today = local_date(instant, zone)
    closes = at_local(today, hours.closes, zone)
    return closes if today.weekday() in hours.days and instant < closes else None
