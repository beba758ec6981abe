"""What the provider says of our texts, and what to do when it says nothing.

The create call has no idempotency key, so a time-out is `unknown`: we ask what the provider has before trying
again. Grave texts and pages are sent again rather than risk silence; routine ones only while still in date.
"""

from dataclasses import replace
from datetime import timedelta

from messages.severity import Severity
from schedules.decision import Ask, PhoneConsent
from schedules.draft import Draft
from schedules.enrollment import InFlight
from schedules.escalation import EscalationState, Reason
from schedules.facts import DeliveryReported, ProviderHasNone, SendAnswered
from schedules.leaving import leave
from schedules.paging import escalate, find, noted, page_more
from schedules.text import Failure, Purpose, TextMoved, TextState

ATTEMPTS_MAX = 3
ATTEMPTS_MUST_ARRIVE_MAX = 6
CHECKS_MAX = 12
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
        case Failure.THROTTLED | Failure.RETRY:
            _keep(draft, replace(flight, check_at=draft.now + _BACKOFF[min(flight.attempts, len(_BACKOFF)) - 1]))
        case failure:
            _move(draft, flight, TextState.REJECTED, error=fact.error)
            _drop(draft, flight)
            _not_reached(draft, flight, failure)


def on_delivery_reported(draft: Draft, fact: DeliveryReported) -> None:
    draft.moved.append(TextMoved(text_id=fact.text_id, state=fact.state, at=draft.now, sid=fact.sid, error=fact.error))
    flight = _flight(draft, fact.text_id)
    if flight is not None:
        _report_on_flight(draft, flight, fact)
    elif fact.state is TextState.UNDELIVERED:
        _not_reached(draft, None, fact.failure or Failure.AMBIGUOUS)
    if fact.state is TextState.DELIVERED and (draft.enrollment.failures_in_a_row or draft.enrollment.unreachable):
        draft.change(failures_in_a_row=0, unreachable=False)


def on_provider_has_none(draft: Draft, fact: ProviderHasNone) -> None:
    flight = _flight(draft, fact.text_id)
    if flight is None or flight.state.rank > TextState.UNKNOWN.rank:
        return
    urgent = flight.purpose.must_arrive
    if draft.now < flight.claimed_at + (GRACE_MUST_ARRIVE if urgent else GRACE):
        return
    if not urgent and draft.enrollment.left_at is not None and flight.purpose is not Purpose.NOTICE:
        _give_up(draft, flight)
    elif flight.attempts >= (ATTEMPTS_MUST_ARRIVE_MAX if urgent else ATTEMPTS_MAX):
        _give_up(draft, flight)
        _not_reached(draft, flight, Failure.AMBIGUOUS)
    elif not urgent and flight.in_date_until is not None and draft.now >= flight.in_date_until:
        _give_up(draft, flight)
    else:
        _keep(draft, replace(flight, attempts=flight.attempts + 1, checks=0, claimed_at=draft.now))
        draft.resend.append(flight.text_id)


def check(draft: Draft, text_id: str) -> None:
    """Time to ask the provider about a text in flight; bounded, and slower each time."""
    flight = _flight(draft, text_id)
    if flight is None:
        return
    if flight.checks >= CHECKS_MAX:
        _drop(draft, flight)
        if flight.state.rank <= TextState.UNKNOWN.rank:
            _not_reached(draft, flight, Failure.AMBIGUOUS)
        return
    wait = _BACKOFF[min(flight.checks, len(_BACKOFF) - 1)]
    _keep(draft, replace(flight, checks=flight.checks + 1, check_at=draft.now + wait))
    draft.asks.append(Ask(text_id=text_id, sid=flight.sid, since=flight.claimed_at))


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
    if failure is Failure.OPTED_OUT:
        leave(draft, cause="carrier", confirmation=None)
        draft.phone = PhoneConsent.LEFT
    draft.change(
        failures_in_a_row=draft.enrollment.failures_in_a_row + 1,
        unreachable=draft.enrollment.unreachable or failure is Failure.PERMANENT,
    )
    if flight is not None and flight.purpose is Purpose.SAFETY:
        _safety_not_reached(draft, flight)
    elif failure is not Failure.OPTED_OUT and (
        draft.enrollment.unreachable or draft.enrollment.failures_in_a_row >= FAILURES_MEAN_UNREACHABLE
    ):
        key = f"unreachable-{draft.enrollment.version}"
        escalate(draft, key=key, severity=Severity.SOON, reason=Reason.UNREACHABLE)


def _safety_not_reached(draft: Draft, flight: InFlight) -> None:
    """She wrote of danger and does not have our answer: whoever is on call must know to phone her."""
    escalation = find(draft, flight.escalation_id)
    if escalation is None:
        escalate(draft, key=f"unreached-{flight.text_id}", severity=Severity.URGENT, reason=Reason.UNREACHABLE)
        return
    page_more(draft, escalation, key=f"unreached-{flight.text_id}", action="reply_not_delivered")


def _climb_now(draft: Draft, flight: InFlight) -> None:
    escalation = find(draft, flight.escalation_id)
    if escalation is None or escalation.state is not EscalationState.OPEN or escalation.next_page_at is None:
        return
    draft.keep(replace(escalation, next_page_at=min(escalation.next_page_at, draft.now + _BACKOFF[0])))


def _give_up(draft: Draft, flight: InFlight) -> None:
    _move(draft, flight, TextState.REJECTED)
    _drop(draft, flight)


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
