"""Who of those on call is there now: beside whom a test rings, and before a change is saved that leaves one person."""

from datetime import datetime

from functions.screens import speaking
from schedules.calendar import is_there
from schedules.clinic import Clinic, Contact

_ALONE = "If she cannot answer, or writes for herself, nobody else is told. Add a second."


def rung_by_test(clinic: Clinic, now: datetime) -> tuple[str, ...]:
    """Whom a test would ring, in order; who is away or off duty now is named as that."""
    return tuple(_rung(one, clinic, now) for one in clinic.ladder)


def left_there(before: Clinic, after: Clinic, now: datetime) -> str:
    """What to know before it is saved, where it changes who is told and leaves one person there now, or nobody; else
    empty."""
    if (before.ladder, before.hours, before.holidays) == (after.ladder, after.hours, after.holidays):
        return ""
    there = _there(after, now)
    if len(after.ladder) == 1:
        return f"After this only {after.ladder[0].contact_id} is on call. {_ALONE}"
    if not there:
        return "After this nobody is there now: all are away or off duty. Pages reach them all the same."
    if len(there) > 1:
        return ""
    only = there[0].contact_id
    return (
        f"After this only {only} is there now. Whoever else is on call is away or off duty, and is told only when "
        f"{only} was told twice and has not answered."
    )


def _rung(one: Contact, clinic: Clinic, now: datetime) -> str:
    """Where nobody is there everybody counts as there, and nobody is passed over."""
    why = _why_not(one, clinic, now)
    passed = ": passed over" if _there(clinic, now) else ""
    return f"{one.contact_id}, {speaking.phone(one.phone)}" + (f" ({why}{passed})" if why else "")


def _there(clinic: Clinic, now: datetime) -> list[Contact]:
    return [one for one in clinic.ladder if is_there(one, now, clinic)]


def _why_not(one: Contact, clinic: Clinic, now: datetime) -> str:
    """Empty where she is there."""
    if is_there(one, now, clinic):
        return ""
    if one.out_until is not None and now < one.out_until:
        return f"away until {speaking.when(one.out_until, now, clinic.zone, clinic.country)}"
    return "off duty now"
