"""How far a clinic may move its own hours and waits: within what the fact sheet leaves to it, never to the unsafe side.

Its clinical numbers have their bounds in `schedules/thresholds.py`."""

from collections.abc import Iterator
from datetime import time, timedelta

from functions.operations.enrollment_fields import Problem
from functions.operations.enrollment_form import WINDOW_MIN
from messages.severity import Severity
from schedules.clinic import Clinic

PLANNED_FROM_MIN, PLANNED_UNTIL_MAX = time(9), time(19, 45)
"""Fact sheet E.2: a clinic may narrow these, never widen them."""
WAITS_MINUTES_MAX = {Severity.CRISIS: 15, Severity.EMERGENCY: 15, Severity.URGENT: 60}
RETENTION_DAYS = (30, 365)
"""Fact sheet E.4: the shortest that still serves care."""


def bound_problems(clinic: Clinic) -> Iterator[Problem]:
    yield from _hour_problems(clinic)
    yield from _ladder_problems(clinic)
    for severity, most in WAITS_MINUTES_MAX.items():
        if clinic.within(severity) > timedelta(minutes=most):
            field, problem = f"acknowledge_within_minutes.{severity.value}", f"is more than {most}"
            yield Problem(
                field=field, problem=problem, mend="make it shorter: she waits for so long before the next rung"
            )
    least, most = RETENTION_DAYS
    if not least <= clinic.body_retention.days <= most:
        problem, mend = f"is not {least} to {most}", "choose the shortest that your records need"
        yield Problem(field="body_retention_days", problem=problem, mend=mend)


def _hour_problems(clinic: Clinic) -> Iterator[Problem]:
    if clinic.planned_from < PLANNED_FROM_MIN:
        yield Problem(field="planned_from", problem="is before 09:00", mend="planned texts wait until nine")
    if clinic.planned_until > PLANNED_UNTIL_MAX:
        yield Problem(field="planned_until", problem="is after 19:45", mend="planned texts end a quarter to eight")
    if _minutes(clinic.planned_until) - _minutes(clinic.planned_from) < WINDOW_MIN.total_seconds() / 60:
        yield Problem(field="planned_until", problem="leaves less than two hours a day", mend="widen the hours")
    hours = clinic.hours
    if hours.opens >= hours.closes:
        yield Problem(
            field="hours.closes", problem="is not after opens", mend="write when the clinic closes, like 17:00"
        )
    if not hours.days or not hours.days <= frozenset(range(7)):
        yield Problem(field="hours.days", problem="are no days of a week", mend="write numbers from 0, Monday, to 6")


def _ladder_problems(clinic: Clinic) -> Iterator[Problem]:
    """Two places with one phone look like two people and wake one."""
    seen: dict[str, str] = {}
    for at, one in enumerate(clinic.ladder):
        if one.phone in seen:
            problem = f"is the phone of {seen[one.phone]} too, so paging the next would ring the same phone"
            yield Problem(
                field=f"ladder.{at}.phone", problem=problem, mend="write another phone, or remove one of both"
            )
        seen.setdefault(one.phone, one.contact_id)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
