"""How she stands, in a word or two beside her name: whether planned texts go out to her, and why not."""

from datetime import datetime, timedelta

from functions.screens import speaking
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Status

_STATES = {
    Status.ACTIVE: "Receiving texts",
    Status.WITHDRAWN: "Withdrawn",
    Status.COMPLETED: "Completed",
    Status.STRANGER: "Not enrolled",
}


def chips(enrollment: Enrollment, now: datetime, clinic: Clinic) -> tuple[str, ...]:
    """What holds her texts stands first; then what else a nurse should know before she writes."""
    found = [_state(enrollment, now, clinic)]
    if enrollment.left_at is None and enrollment.paused_until is not None and enrollment.paused_until > now:
        years = enrollment.paused_until - now > timedelta(days=365)
        found = ["Paused" if years else f"Paused until {speaking.day(enrollment.paused_until, clinic.zone)}"]
    if enrollment.unreachable:
        found.append("Texts do not arrive")
    if enrollment.person.discreet:
        found.append("Discreet")
    return tuple(found)


def _state(enrollment: Enrollment, now: datetime, clinic: Clinic) -> str:
    if enrollment.left_at is not None:
        return f"Asked us to stop on {speaking.day(enrollment.left_at, clinic.zone)}"
    return "Planned texts wait for an open matter" if are_held(enrollment, now) else _STATES[enrollment.status]


def are_held(enrollment: Enrollment, now: datetime) -> bool:
    """By a grave matter that is open: `sendable_at` lets nothing planned leave before."""
    until = max((one.holds_planned_until or now for one in enrollment.escalations), default=now)
    return enrollment.status is Status.ACTIVE and until > now
