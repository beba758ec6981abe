"""A text or call that did not reach its person: a page climbs, a patient's silent phone is a safety matter."""

from dataclasses import replace
from datetime import datetime, timedelta

from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.doubts import QUESTION, page_for
from schedules.draft import Draft
from schedules.enrollment import InFlight
from schedules.escalation import NOT_DELIVERED, Escalation, EscalationState, Reason
from schedules.leaving import leave
from schedules.paging import escalate, find, ladder_for, page_more
from schedules.telling import call_instead, round_id
from schedules.text import Channel, Failure, Purpose

FAILURES_MEAN_UNREACHABLE = 2
CLIMBS_WITHIN = timedelta(seconds=30)
CALLED_AND_NOT_TAKEN = timedelta(minutes=1)
"""In a crisis or an emergency the next person's phone rings this long after nobody answered the last one's."""
_CANNOT_WAIT = frozenset({Severity.CRISIS, Severity.EMERGENCY})


def not_reached(draft: Draft, flight: InFlight | None, failure: Failure, *, decided_at: datetime | None = None) -> None:
    """A text did not arrive. A page climbs at once; a patient's silent phone is a safety matter. `decided_at`: of a
    text that is in flight no more. A refusal of before she came back takes nobody out."""
    if flight is not None and flight.purpose is Purpose.PAGE:
        _page_not_reached(draft, flight, failure)
        return
    returned = draft.enrollment.returned_at
    at = flight.claimed_at if flight else decided_at or draft.now
    if failure is Failure.OPTED_OUT and (returned is None or at >= returned):
        leave(draft, cause="carrier", at=at, confirmation=None)
        draft.phone = PhoneConsent.LEFT
    draft.change(
        failures_in_a_row=draft.enrollment.failures_in_a_row + 1,
        unreachable=draft.enrollment.unreachable or failure is Failure.PERMANENT,
    )
    if flight is not None and flight.purpose is Purpose.SAFETY:
        _safety_not_reached(draft, flight)
    elif _is_out_of_reach(draft, flight, failure):
        key = f"unreachable-{draft.enrollment.version}"
        escalate(draft, key=key, severity=Severity.SOON, reason=Reason.UNREACHABLE)


def _is_out_of_reach(draft: Draft, flight: InFlight | None, failure: Failure) -> bool:
    if failure is Failure.OPTED_OUT:  # she asked for it, unless she has just asked to come back
        return flight is not None and flight.text_id.endswith("-returned")
    return draft.enrollment.unreachable or draft.enrollment.failures_in_a_row >= FAILURES_MEAN_UNREACHABLE


def _safety_not_reached(draft: Draft, flight: InFlight) -> None:
    """She wrote of danger and does not have our answer: whoever is on call must know to phone her."""
    if flight.text_id.endswith(QUESTION):
        _safety_question_not_reached(draft, flight)
        return
    escalation = find(draft, flight.escalation_id)
    if escalation is None:
        escalate(draft, key=f"unreached-{flight.text_id}", severity=Severity.URGENT, reason=Reason.UNREACHABLE)
        return
    page_more(
        draft,
        escalation,
        key=f"unreached-{flight.text_id}",
        action=NOT_DELIVERED,
        message="page.undelivered",
    )


def _safety_question_not_reached(draft: Draft, flight: InFlight) -> None:
    """Who was not asked cannot say no: somebody is paged. Once she answered or a person took it, it is no matter."""
    doubt = draft.enrollment.doubt
    if doubt is not None and asks_still(draft, flight):
        page_for(draft, doubt, key=f"unreached-{flight.text_id}", why="question_not_delivered")


def asks_still(draft: Draft, flight: InFlight) -> bool:
    doubt = draft.enrollment.doubt
    return doubt is not None and doubt.escalation_id == flight.escalation_id


def _page_not_reached(draft: Draft, flight: InFlight, failure: Failure) -> None:
    """A text that did not arrive climbs, at once where no text to her ever will, and a call nobody took in what cannot
    wait; an e-mail never."""
    escalation = find(draft, flight.escalation_id)
    is_open = escalation is not None and escalation.state is not EscalationState.CLOSED
    if escalation is not None and is_open and flight.channel is Channel.SMS and failure.is_for_good:
        call_instead(draft, escalation, flight.text_id)
    if flight.channel is Channel.SMS:
        nobody_waits = failure.is_for_good and escalation is not None and _is_of_newest_round(escalation, flight)
        _climb(draft, escalation, timedelta(0) if nobody_waits else CLIMBS_WITHIN)
    elif flight.channel is Channel.CALL and escalation is not None and escalation.severity in _CANNOT_WAIT:
        _climb(draft, escalation, CALLED_AND_NOT_TAKEN)


def _is_of_newest_round(escalation: Escalation, flight: InFlight) -> bool:
    """A page of a round before it is late news: whoever was paged since has her time."""
    return flight.text_id.startswith(round_id(escalation.escalation_id, str(escalation.rounds - 1)))


def _climb(draft: Draft, escalation: Escalation | None, within: timedelta) -> None:
    if escalation is None or not escalation.is_untaken or escalation.next_page_at is None:
        return
    if escalation.rung > len(ladder_for(draft)):  # everybody is paged already, and will be again
        return
    draft.keep(replace(escalation, next_page_at=min(escalation.next_page_at, draft.now + within)))
