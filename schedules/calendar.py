"""Local time: when a touchpoint is due and when a planned text may leave.

Wall-clock times are kept as local times in an IANA zone and become instants here. A time that a clock change
skips means the instant an hour later; a time that comes twice means the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from schedules.clinic import Clinic, Contact, OnCall
from schedules.enrollment import Enrollment, Person
from schedules.pathways import Clock, Pathway, Touchpoint

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


def dues(pathway: Pathway, enrollment: Enrollment) -> tuple[tuple[datetime, Touchpoint], ...]:
    """What she may be told and when it falls due, in that order; without what counts from a clock that is not known."""
    return _dues(pathway, frozenset(enrollment.anchors.items()), enrollment.person.zone)


@lru_cache(KEPT_MAX)
def _dues(
    pathway: Pathway, anchors: frozenset[tuple[Clock, date]], zone: str
) -> tuple[tuple[datetime, Touchpoint], ...]:
    known = dict(anchors)
    found = [
        (at_local(known[one.clock] + timedelta(days=one.day), one.at, zone), one)
        for one in pathway.touchpoints
        if one.clock in known
    ]
    return tuple(sorted(found, key=lambda due: due[0]))


def window(day: date, clinic: Clinic, person: Person) -> tuple[datetime, datetime] | None:
    """When planned texts may start on a local day, narrowed by clinic and patient; None when nothing is left."""
    opens = max(clinic.planned_from, person.planned_from or time.min)
    closes = min(clinic.planned_until, person.planned_until or time.max)
    if day.weekday() == SUNDAY:
        opens = max(opens, SUNDAY_FROM)
    start, end = at_local(day, opens, person.zone), at_local(day, closes, person.zone)
    return (start, end) if start < end else None


def hours_end(instant: datetime, clinic: Clinic, person: Person) -> datetime:
    """When her hours end on the local day of `instant`; `instant` itself where that day has none."""
    hours = window(local_date(instant, person.zone), clinic, person)
    return instant if hours is None else hours[1]


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


def clinic_hours_after(instant: datetime, clinic: Clinic, wait: timedelta) -> datetime:
    """The instant by which `wait` of clinic hours will have passed."""
    left = wait
    for day in _days_from(local_date(instant, clinic.zone)):
        if not is_clinic_day(day, clinic):
            continue
        opens = max(instant, at_local(day, clinic.hours.opens, clinic.zone))
        closes = at_local(day, clinic.hours.closes, clinic.zone)
        if opens >= closes:
            continue
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return instant + timedelta(days=DAYS_AHEAD_MAX)


def closes_after(instant: datetime, clinic: Clinic) -> datetime | None:
    """When the clinic closes today; None when it is closed already, or all day."""
    today = local_date(instant, clinic.zone)
    closes = at_local(today, clinic.hours.closes, clinic.zone)
    return closes if is_clinic_day(today, clinic) and instant < closes else None


def opened_at(instant: datetime, clinic: Clinic) -> datetime | None:
    """When the clinic opened today; None before it does, and on days it does not."""
    today = local_date(instant, clinic.zone)
    opens = at_local(today, clinic.hours.opens, clinic.zone)
    return opens if is_clinic_day(today, clinic) and opens <= instant else None


def is_clinic_day(day: date, clinic: Clinic) -> bool:
    return day.weekday() in clinic.hours.days and day not in clinic.holidays


def is_there(contact: Contact, instant: datetime, clinic: Clinic) -> bool:
    """Whether somebody on the ladder is to be paged now: neither out nor off duty."""
    if contact.out_until is not None and instant < contact.out_until:
        return False
    is_open = opened_at(instant, clinic) is not None and closes_after(instant, clinic) is not None
    return contact.on_call is OnCall.ALWAYS or is_open is (contact.on_call is OnCall.CLINIC_HOURS)
