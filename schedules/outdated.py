"""Why a text that was decided and never left is not handed over any more: what was true of it then is not now."""

from datetime import timedelta

from schedules.doubts import QUESTION
from schedules.draft import Draft
from schedules.enrollment import InFlight, Status
from schedules.paging import find
from schedules.text import Channel, Purpose, Withheld
from schedules.unreached import asks_still
from schedules.wanted import unwanted
from schedules.writing import is_her_hour

KEPT_TRYING = timedelta(hours=6)
"""A text without a date of its own is not handed over again later than that."""


def why_outdated(draft: Draft, flight: InFlight) -> Withheld | None:
    """None: it may go again. Danger is outdated by her leaving, another owner of the phone, or an answer alone."""
    enrollment = draft.enrollment
    if flight.purpose is Purpose.PAGE:
        return Withheld.SUPERSEDED if flight.channel is not Channel.SMS and not is_open(draft, flight) else None
    if enrollment.phone_given:
        return Withheld.PHONE_GIVEN
    if enrollment.left_at is not None and flight.claimed_at <= enrollment.left_at:
        return None if flight.text_id.endswith("-goodbye") else Withheld.LEFT
    if flight.purpose is Purpose.SAFETY:
        settled = flight.text_id.endswith(QUESTION) and not asks_still(draft, flight)
        return Withheld.SUPERSEDED if settled else None
    return _why_ended(draft, flight) or _why_unwanted(draft, flight) or _why_late(draft, flight)


def is_open(draft: Draft, flight: InFlight) -> bool:
    """Nobody is called, or written to, about what somebody has taken."""
    escalation = find(draft, flight.escalation_id)
    return escalation is not None and escalation.is_untaken


def _why_ended(draft: Draft, flight: InFlight) -> Withheld | None:
    """She was withdrawn, or it is of the pathway she was on before. A welcome is of every pathway."""
    switched = draft.enrollment.switched_at
    withdrawn = draft.enrollment.status is Status.WITHDRAWN
    if withdrawn and (flight.is_planned or flight.purpose is Purpose.STAFF):
        return Withheld.ENDED
    outrun = flight.purpose is Purpose.PLANNED and switched is not None and flight.first_claimed_at < switched
    return Withheld.SWITCHED if outrun else None


def _why_unwanted(draft: Draft, flight: InFlight) -> Withheld | None:
    """Since it was decided she has asked for less, or her clinic writes about less. A reminder goes the way of its
    question."""
    pathway = draft.program.pathway
    touchpoint = pathway.touchpoint(flight.touchpoint) if pathway and flight.touchpoint else None
    return unwanted(touchpoint, draft.enrollment.person, draft.program.clinic) if touchpoint else None


def _why_late(draft: Draft, flight: InFlight) -> Withheld | None:
    if flight.in_her_hours and not is_her_hour(draft.program, draft.enrollment, draft.now):
        return Withheld.QUIET
    until = flight.in_date_until or flight.first_claimed_at + KEPT_TRYING
    return None if draft.now < until else Withheld.TOO_LATE
