"""How long the provider may keep trying to hand a text to the carrier: no longer than it may reach her phone."""

from datetime import timedelta

from schedules.calendar import hours_end
from schedules.clinic import Clinic
from schedules.enrollment import InFlight, Person

VALID_FOR = timedelta(hours=4)
VALID_FOR_MUST_ARRIVE = timedelta(minutes=10)
VALID_FOR_MIN = timedelta(minutes=5)
"""Less is lost in the provider's own queue at a busy hour; the provider itself takes any whole second from one on."""
AFTER_HOURS = timedelta(minutes=15)
"""What left in the last minute of her hours may still be under way: 20:00 where they end at 19:45."""


def valid_for(clinic: Clinic, person: Person, flight: InFlight) -> timedelta:
    """Counted from `claimed_at`, so that a text handed over again later is valid for less."""
    if flight.purpose.must_arrive:
        return VALID_FOR_MUST_ARRIVE
    limits = [VALID_FOR]
    if flight.in_date_until is not None:
        limits.append(flight.in_date_until - flight.claimed_at)
    if flight.is_planned:
        limits.append(hours_end(flight.claimed_at, clinic, person) + AFTER_HOURS - flight.claimed_at)
    if flight.in_her_hours:
        limits.append(hours_end(flight.claimed_at, clinic, person) - flight.claimed_at)
    return max(min(limits), VALID_FOR_MIN)
