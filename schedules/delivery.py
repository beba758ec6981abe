"""What the provider says of our texts, and what to do when it says nothing.

The create call has no idempotency key, so a time-out is `unknown`: we ask what the provider has before trying
again. Grave texts and pages are sent again rather than risk silence; routine ones only while still in date.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from schedules.anew import say_again, undo
from schedules.decision import Ask
from schedules.draft import FIRST_CHECK, FIRST_CHECK_MUST_ARRIVE, Draft
from schedules.enrollment import InFlight
from schedules.facts import DeliveryReported, ProviderHasNone, SendAnswered
from schedules.outdated import is_open, why_outdated
from schedules.paging import find, noted
from schedules.steps import sendable_at
from schedules.text import Channel, Failure, Purpose, TextMoved, TextState, Withheld
from schedules.unreached import not_reached

ATTEMPTS_MAX = 3
ATTEMPTS_MUST_ARRIVE_MAX = 6
EMAIL_ATTEMPTS_MAX = 2
LAST_TRY_AFTER = timedelta(hours=1)
"""Of what can wait, the last try comes so long after the one before: three in a row would all fall into one outage."""
CHECKS_MAX = 12
"""Five hours of questions nobody answers, by the pauses below."""
ASKED_IN_VAIN_MAX = 4
"""So many unanswered questions, about four minutes, and an answer to danger or a page goes again unasked."""
HELD_AGAIN = timedelta(hours=1)
GRACE = timedelta(minutes=3)
"""How long after handing a text over the provider may still not list it."""
GRACE_MUST_ARRIVE = timedelta(seconds=45)
HAND_OVER_WITHIN = timedelta(seconds=14)
"""From claiming, so long may a worker begin to hand a text over. The request takes eleven seconds at most and twenty
may pass until the provider lists what it took: then nobody who asks once the grace is over can hear of none."""
_PASSING = frozenset({Failure.RETRY, Failure.THROTTLED, Failure.AMBIGUOUS})
"""What may well be over tomorrow: a queue that was full, a phone that was off, an unknown error (fact sheet E.7)."""
_BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (0.5, 1, 2, 5, 5, 5, 15, 30, 60))
SETTLED_PAUSE_MAX = timedelta(minutes=5)
"""Whether what the provider has taken arrived, too, is asked for an hour at most."""
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
        case Failure.THROTTLED | Failure.RETRY | Failure.LOCKED_OUT:  # surely not sent: that was no attempt
            attempts = max(flight.attempts - 1, 0)
            _keep(draft, replace(flight, attempts=attempts, check_at=draft.now + _backoff(flight.checks)))
        case failure:
            _give_up(draft, flight, error=fact.error)
            not_reached(draft, flight, failure)


def on_delivery_reported(draft: Draft, fact: DeliveryReported) -> None:
    draft.moved.append(TextMoved(text_id=fact.text_id, state=fact.state, at=draft.now, sid=fact.sid, error=fact.error))
    flight = _flight(draft, fact.text_id)
    hers = fact.purpose is not Purpose.PAGE
    if flight is not None:
        _report_on_flight(draft, flight, fact)
    elif fact.state is TextState.UNDELIVERED and hers:
        not_reached(draft, None, fact.failure or Failure.AMBIGUOUS, decided_at=fact.decided_at)
    if fact.state is TextState.UNDELIVERED and fact.failure in _PASSING:
        say_again(draft, fact)
    recovered = fact.state is TextState.DELIVERED and hers
    if recovered and (draft.enrollment.failures_in_a_row or draft.enrollment.unreachable):
        draft.change(failures_in_a_row=0, unreachable=False)


def on_provider_has_none(draft: Draft, fact: ProviderHasNone) -> None:
    flight = _flight(draft, fact.text_id)
    if flight is None or flight.state.rank > TextState.UNKNOWN.rank:
        return
    urgent = flight.must_arrive
    if (fact.asked_at or draft.now) < flight.claimed_at + _grace(flight):
        return
    outdated = why_outdated(draft, flight)
    if outdated is not None:
        _give_up(draft, flight, withheld=outdated)
    elif flight.attempts >= (ATTEMPTS_MUST_ARRIVE_MAX if urgent else ATTEMPTS_MAX):
        _give_up(draft, flight)
        not_reached(draft, flight, Failure.AMBIGUOUS)
    elif flight.is_reworded:
        _give_up(draft, flight, withheld=Withheld.REWORDED)
        undo(draft, flight)
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
    if flight.channel is Channel.EMAIL:
        _check_email(draft, flight)
        return
    if unsettled and flight.must_arrive and flight.checks >= ASKED_IN_VAIN_MAX and why_outdated(draft, flight) is None:
        _send_again(draft, flight)  # the provider cannot be asked: twice is better than never
        return
    if flight.checks >= CHECKS_MAX:
        _give_up(draft, flight)
        if unsettled:
            not_reached(draft, flight, Failure.AMBIGUOUS)
        return
    pause = _backoff(flight.checks) if unsettled else min(_backoff(flight.checks), SETTLED_PAUSE_MAX)
    _keep(draft, replace(flight, checks=flight.checks + 1, check_at=draft.now + pause))
    draft.asks.append(Ask(text_id=text_id, sid=flight.sid, since=flight.first_claimed_at))


def _send_again(draft: Draft, flight: InFlight) -> None:
    if flight.attempts >= ATTEMPTS_MUST_ARRIVE_MAX:
        _give_up(draft, flight)
        not_reached(draft, flight, Failure.AMBIGUOUS)
        return
    again = replace(
        flight,
        attempts=flight.attempts + 1,
        checks=0,
        claimed_at=draft.now,
        check_at=draft.now + (FIRST_CHECK_MUST_ARRIVE if flight.must_arrive else FIRST_CHECK),
    )
    _keep(draft, again)
    draft.resend.append(flight.text_id)


def _held_until(draft: Draft, flight: InFlight) -> datetime | None:
    """When a text may be tried again, if not now. Of planned ones, quiet hours, holds and pauses bind the second try
    too."""
    last_try_at = _last_try_at(flight)
    if last_try_at is not None and draft.now < last_try_at:
        return last_try_at
    if not flight.is_planned:
        return None
    at = sendable_at(draft.program, draft.enrollment, draft.now, apart=0)
    return None if at == draft.now else at or draft.now + HELD_AGAIN


def _last_try_at(flight: InFlight) -> datetime | None:
    """Where the next try is the last one, and can wait: as late as an hour, or its date, lets it."""
    if flight.must_arrive or flight.attempts != ATTEMPTS_MAX - 1:
        return None
    at = flight.claimed_at + LAST_TRY_AFTER
    return at if flight.in_date_until is None else min(at, flight.in_date_until - GRACE)


def _grace(flight: InFlight) -> timedelta:
    return GRACE_MUST_ARRIVE if flight.must_arrive else GRACE


def _backoff(times: int) -> timedelta:
    return _BACKOFF[min(times, len(_BACKOFF) - 1)]


def _accepted(draft: Draft, flight: InFlight, fact: SendAnswered) -> None:
    _move(draft, flight, TextState.ACCEPTED, sid=fact.sid)
    if flight.must_arrive:
        _keep(
            draft,
            replace(flight, state=TextState.ACCEPTED, sid=fact.sid, checks=0, check_at=draft.now + CONFIRM_WITHIN),
        )
    else:
        _drop(draft, flight)


def _report_on_flight(draft: Draft, flight: InFlight, fact: DeliveryReported) -> None:
    if fact.state.is_final or not flight.must_arrive:
        _drop(draft, flight)
        if fact.state is TextState.UNDELIVERED:
            not_reached(draft, flight, fact.failure or Failure.AMBIGUOUS)
        return
    late = flight.state.rank >= TextState.ACCEPTED.rank and flight.checks == 1
    _keep(draft, replace(flight, state=max(flight.state, fact.state, key=lambda state: state.rank), sid=fact.sid))
    escalation = find(draft, flight.escalation_id)
    if late and flight.purpose is Purpose.SAFETY and escalation is not None:
        noted(draft, escalation, author="machine", action="reply_not_confirmed_in_time")


def _check_email(draft: Draft, flight: InFlight) -> None:
    """The mail service cannot be asked. Once more while nobody has taken it; then it was the least of three ways."""
    if flight.attempts < EMAIL_ATTEMPTS_MAX and is_open(draft, flight):
        _send_again(draft, flight)
    else:
        _give_up(draft, flight)


def _give_up(draft: Draft, flight: InFlight, *, error: int | None = None, withheld: Withheld | None = None) -> None:
    """It will not be sent. A check-in that never reached her asked nothing: no reminder, no silence."""
    if flight.state.rank <= TextState.UNKNOWN.rank:
        state = TextState.REJECTED if withheld is None else TextState.WITHHELD
        _move(draft, flight, state, error=error, withheld=withheld)
    _drop(draft, flight)
    question, sealed = draft.enrollment.question, draft.enrollment.sealed
    if question is not None and flight.began(question.touchpoint, question.asked_at):
        draft.change(question=None)
    if sealed is not None and flight.began(sealed.touchpoint, sealed.at):
        draft.change(sealed=None)


def _move(
    draft: Draft,
    flight: InFlight,
    state: TextState,
    *,
    sid: str | None = None,
    error: int | None = None,
    withheld: Withheld | None = None,
) -> None:
    moved = TextMoved(text_id=flight.text_id, state=state, at=draft.now, sid=sid, error=error, withheld=withheld)
    draft.moved.append(moved)


def _flight(draft: Draft, text_id: str) -> InFlight | None:
    return next((one for one in draft.enrollment.in_flight if one.text_id == text_id), None)


def _keep(draft: Draft, flight: InFlight) -> None:
    others = tuple(one for one in draft.enrollment.in_flight if one.text_id != flight.text_id)
    draft.change(in_flight=(*others, flight))


def _drop(draft: Draft, flight: InFlight) -> None:
    draft.change(in_flight=tuple(one for one in draft.enrollment.in_flight if one.text_id != flight.text_id))
