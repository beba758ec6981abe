"""What the provider says of our texts, and what to do when it says nothing.

The create call has no idempotency key, so a time-out is `unknown`: we ask what the provider has before trying
again. Grave texts and pages are sent again rather than risk silence; routine ones only while still in date.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from messages.severity import Severity
from schedules.decision import Ask, PhoneConsent
from schedules.doubts import QUESTION, page_for
from schedules.draft import FIRST_CHECK, FIRST_CHECK_MUST_ARRIVE, Draft
from schedules.enrollment import Enrollment, InFlight, Status
from schedules.escalation import EscalationState, Reason
from schedules.facts import DeliveryReported, ProviderHasNone, SendAnswered
from schedules.leaving import leave
from schedules.paging import escalate, find, ladder_for, noted, page_more
from schedules.steps import WELCOME, sendable_at
from schedules.text import Failure, Purpose, TextMoved, TextState
from schedules.wanted import unwanted

ATTEMPTS_MAX = 3
ATTEMPTS_MUST_ARRIVE_MAX = 6
CHECKS_MAX = 12
ASKED_IN_VAIN_MAX = 4
"""So many unanswered questions, about four minutes, and an answer to danger or a page goes again unasked."""
KEPT_TRYING = timedelta(hours=6)
HELD_AGAIN = timedelta(hours=1)
FAILURES_MEAN_UNREACHABLE = 2
GRACE = timedelta(minutes=3)
"""How long after handing a text over the provider may still not list it."""
GRACE_MUST_ARRIVE = timedelta(seconds=45)
_BACKOFF = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))
CONFIRM_WITHIN = timedelta(seconds=60)  # fact sheet C.5, row 12


def on_send_answered(draft: Draft, fact: SendAnswered) -> None:
    flight = _flight(draft, fact.text_id)
    if flight is None or flight.state.rank > TextState.UNKNOWN.rank:
        return
    match fact.failure:
        case None:
            _accepted(draft, flight, fact)
        case Failure.AMBIGUOUS:
            _move(draft, flight, TextState.UNKNOWN, error=fact.error)
            _keep(draft, replace(flight, state=TextState.UNKNOWN, check_at=draft.now + _BACKOFF[0]))
        case Failure.THROTTLED | Failure.RETRY:  # surely not sent: that was no attempt
            attempts = max(flight.attempts - 1, 0)
            _keep(draft, replace(flight, attempts=attempts, check_at=draft.now + _backoff(flight.checks)))
        case failure:
            _give_up(draft, flight, error=fact.error)
            _not_reached(draft, flight, failure)


def on_delivery_reported(draft: Draft, fact: DeliveryReported) -> None:
    draft.moved.append(TextMoved(text_id=fact.text_id, state=fact.state, at=draft.now, sid=fact.sid, error=fact.error))
    flight = _flight(draft, fact.text_id)
    hers = fact.purpose is not Purpose.PAGE
    if flight is not None:
        _report_on_flight(draft, flight, fact)
    elif fact.state is TextState.UNDELIVERED and hers:
        _not_reached(draft, None, fact.failure or Failure.AMBIGUOUS)
    recovered = fact.state is TextState.DELIVERED and hers
    if recovered and (draft.enrollment.failures_in_a_row or draft.enrollment.unreachable):
        draft.change(failures_in_a_row=0, unreachable=False)


def on_provider_has_none(draft: Draft, fact: ProviderHasNone) -> None:
    flight = _flight(draft, fact.text_id)
    if flight is None or flight.state.rank > TextState.UNKNOWN.rank:
        return
    urgent = flight.purpose.must_arrive
    if draft.now < flight.claimed_at + (GRACE_MUST_ARRIVE if urgent else GRACE):
        return
    if _is_stale(draft, flight):
        _give_up(draft, flight)
    elif flight.attempts >= (ATTEMPTS_MUST_ARRIVE_MAX if urgent else ATTEMPTS_MAX):
        _give_up(draft, flight)
        _not_reached(draft, flight, Failure.AMBIGUOUS)
    elif (later := _held_until(draft, flight)) is not None:
        _keep(draft, replace(flight, checks=0, check_at=later))
    else:
        _send_again(draft, flight)


def check(draft: Draft, text_id: str) -> None:
    """Time to ask the provider about a text in flight; bounded, and slower each time."""
    flight = _flight(draft, text_id)
    if flight is None:
        return
    unsettled = flight.state.rank <= TextState.UNKNOWN.rank
    if unsettled and flight.purpose.must_arrive and flight.checks >= ASKED_IN_VAIN_MAX and not _is_stale(draft, flight):
        _send_again(draft, flight)  # the provider cannot be asked: twice is better than never
        return
    if flight.checks >= CHECKS_MAX:
        _give_up(draft, flight)
        if unsettled:
            _not_reached(draft, flight, Failure.AMBIGUOUS)
        return
    _keep(draft, replace(flight, checks=flight.checks + 1, check_at=draft.now + _backoff(flight.checks)))
    draft.asks.append(Ask(text_id=text_id, sid=flight.sid, since=flight.claimed_at))


def _send_again(draft: Draft, flight: InFlight) -> None:
    if flight.attempts >= ATTEMPTS_MUST_ARRIVE_MAX:
        _give_up(draft, flight)
        _not_reached(draft, flight, Failure.AMBIGUOUS)
        return
    again = replace(
        flight,
        attempts=flight.attempts + 1,
        checks=0,
        claimed_at=draft.now,
        check_at=draft.now + (FIRST_CHECK_MUST_ARRIVE if flight.purpose.must_arrive else FIRST_CHECK),
    )
    _keep(draft, again)
    draft.resend.append(flight.text_id)


def _is_stale(draft: Draft, flight: InFlight) -> bool:
    """What was true when it was decided is not any more: she has left, it ended, or its time has passed."""
    enrollment = draft.enrollment
    if flight.purpose is Purpose.PAGE:
        return False
    if enrollment.left_at is not None and flight.claimed_at <= enrollment.left_at:
        return not flight.text_id.endswith("-goodbye")
    if flight.purpose is Purpose.SAFETY:
        return flight.text_id.endswith(QUESTION) and not _asks_still(draft, flight)
    if flight.purpose is Purpose.PLANNED and (_is_ended(enrollment, flight) or _is_unwanted(draft, flight)):
        return True
    if flight.purpose is Purpose.STAFF and enrollment.status is Status.WITHDRAWN:
        return True
    until = flight.in_date_until or flight.first_claimed_at + KEPT_TRYING
    return draft.now >= until


def _is_ended(enrollment: Enrollment, flight: InFlight) -> bool:
    """Withdrawn, or of the pathway she was on before."""
    switched = enrollment.switched_at
    return enrollment.status is Status.WITHDRAWN or (switched is not None and flight.first_claimed_at < switched)


def _is_unwanted(draft: Draft, flight: InFlight) -> bool:
    """She has asked for less since it was decided."""
    pathway, person = draft.program.pathway, draft.enrollment.person
    planned = flight.text_id.removeprefix("n-")  # a reminder goes the way of its question
    return any(
        draft.planned_id(one.key) == planned and unwanted(one, person) is not None
        for one in (pathway.touchpoints if pathway else ())
    )


def _held_until(draft: Draft, flight: InFlight) -> datetime | None:
    """When a planned text may be tried again, if not now: quiet hours, holds and pauses bind the second try too."""
    if flight.purpose is not Purpose.PLANNED and flight.text_id != draft.planned_id(WELCOME):
        return None
    at = sendable_at(draft.program, draft.enrollment, draft.now, apart=0)
    return None if at == draft.now else at or draft.now + HELD_AGAIN


def _backoff(times: int) -> timedelta:
    return _BACKOFF[min(times, len(_BACKOFF) - 1)]


def _accepted(draft: Draft, flight: InFlight, fact: SendAnswered) -> None:
    _move(draft, flight, TextState.ACCEPTED, sid=fact.sid)
    if flight.purpose.must_arrive:
        _keep(
            draft,
            replace(flight, state=TextState.ACCEPTED, sid=fact.sid, checks=0, check_at=draft.now + CONFIRM_WITHIN),
        )
    else:
        _drop(draft, flight)


def _report_on_flight(draft: Draft, flight: InFlight, fact: DeliveryReported) -> None:
    if fact.state.is_final or not flight.purpose.must_arrive:
        _drop(draft, flight)
        if fact.state is TextState.UNDELIVERED:
            _not_reached(draft, flight, fact.failure or Failure.AMBIGUOUS)
        return
    late = flight.state.rank >= TextState.ACCEPTED.rank and flight.checks == 1
    _keep(draft, replace(flight, state=max(flight.state, fact.state, key=lambda state: state.rank), sid=fact.sid))
    escalation = find(draft, flight.escalation_id)
    if late and flight.purpose is Purpose.SAFETY and escalation is not None:
        noted(draft, escalation, author="machine", action="reply_not_confirmed_in_time")


def _not_reached(draft: Draft, flight: InFlight | None, failure: Failure) -> None:
    """A text did not arrive. A page climbs at once; a patient's silent phone is a safety matter."""
    if flight is not None and flight.purpose is Purpose.PAGE:
        _climb_now(draft, flight)
        return
    returned = draft.enrollment.returned_at
    outdated = flight is not None and returned is not None and flight.claimed_at < returned
    if failure is Failure.OPTED_OUT and not outdated:
        leave(draft, cause="carrier", confirmation=None)
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
        action="reply_not_delivered",
        message="page.undelivered",
    )


def _safety_question_not_reached(draft: Draft, flight: InFlight) -> None:
    """Who was not asked cannot say no: somebody is paged. Once she answered or a person took it, it is no matter."""
    doubt = draft.enrollment.doubt
    if doubt is not None and _asks_still(draft, flight):
        page_for(draft, doubt, key=f"unreached-{flight.text_id}", why="question_not_delivered")


def _asks_still(draft: Draft, flight: InFlight) -> bool:
    doubt = draft.enrollment.doubt
    return doubt is not None and doubt.escalation_id == flight.escalation_id


def _climb_now(draft: Draft, flight: InFlight) -> None:
    escalation = find(draft, flight.escalation_id)
    if escalation is None or escalation.state is not EscalationState.OPEN or escalation.next_page_at is None:
        return
    if escalation.rung > len(ladder_for(draft)):  # everybody is paged already, and will be again
        return
    draft.keep(replace(escalation, next_page_at=min(escalation.next_page_at, draft.now + _BACKOFF[0])))


def _give_up(draft: Draft, flight: InFlight, *, error: int | None = None) -> None:
    """It will not be sent. A check-in that never reached her asked nothing: no reminder, no silence."""
    if flight.state.rank <= TextState.UNKNOWN.rank:
        _move(draft, flight, TextState.REJECTED, error=error)
    _drop(draft, flight)
    question = draft.enrollment.question
    if question is not None and flight.text_id == draft.planned_id(question.touchpoint):
        draft.change(question=None)
    sealed = draft.enrollment.sealed
    if sealed is not None and flight.text_id == draft.planned_id(sealed.touchpoint):
        draft.change(sealed=None)


def _move(
    draft: Draft, flight: InFlight, state: TextState, *, sid: str | None = None, error: int | None = None
) -> None:
    draft.moved.append(TextMoved(text_id=flight.text_id, state=state, at=draft.now, sid=sid, error=error))


def _flight(draft: Draft, text_id: str) -> InFlight | None:
    return next((one for one in draft.enrollment.in_flight if one.text_id == text_id), None)


def _keep(draft: Draft, flight: InFlight) -> None:
    others = tuple(one for one in draft.enrollment.in_flight if one.text_id != flight.text_id)
    draft.change(in_flight=(*others, flight))


def _drop(draft: Draft, flight: InFlight) -> None:
    draft.change(in_flight=tuple(one for one in draft.enrollment.in_flight if one.text_id != flight.text_id))
