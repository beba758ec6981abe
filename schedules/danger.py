"""Danger: answered at once and paged; and everything she writes after it, until a person has taken it."""

from datetime import datetime

from messages.hearing.reading import Intent, Reading, Topic
from messages.severity import Severity
from schedules.check_ins import answer_to_check_in, record
from schedules.draft import Draft
from schedules.enrollment import Status
from schedules.escalation import HOLD_AFTER_ACKNOWLEDGED, LEFT_UNANSWERED, Escalation, Reason
from schedules.facts import ReplyReceived
from schedules.leaving import come_back, leave_as_asked, leaves, returns, wants_out, wrote_at
from schedules.paging import escalate, find, is_violence_alone, noted, page_more
from schedules.talk import ANSWERS_AN_HOUR_MAX, DOUBTS_AN_HOUR_MAX, WANTS_A_PERSON, answers_to, may_answer
from schedules.text import Purpose
from schedules.triage import safety_key

_UNCLEAR = frozenset({Intent.OTHER, Intent.DISTRESS, Intent.HELP, Intent.HUMAN})


def on_danger(draft: Draft, fact: ReplyReceived, *, severity: Severity, signs: tuple[str, ...], message: str) -> None:
    """Answered at once whatever the hour, and paged. A wish to come back in the same text is honored before, so that
    the answer reaches her; a wish to leave after. `message` answers what is not graver than what is open already, but
    whoever is on her way to care is not sent there again."""
    goes_on = fact.reading.getting_help and _is_known(draft, severity)
    draft.change(doubt=None)
    if returns(draft, fact) and not wants_out(fact) and draft.enrollment.left_at is not None:
        come_back(draft, cause=fact.sid, at=wrote_at(draft, fact), carrier=True)
    escalation = escalate(
        draft,
        key=fact.sid,
        severity=severity,
        reason=Reason.STRANGER if draft.enrollment.status is Status.STRANGER else Reason.DANGER,
        signs=signs,
    )
    _record_answer(draft, fact)
    if leaves(draft, fact):
        _let_go(draft, fact, escalation)
        return
    if draft.enrollment.left_at is not None:
        noted(draft, escalation, author="machine", action=LEFT_UNANSWERED)
    graver = escalation.severity.rank < severity.rank or draft.enrollment.status is Status.STRANGER
    if graver:
        message = safety_message(draft, escalation)
    elif goes_on:
        message = safety_again(draft, escalation)
    draft.say(
        message,
        text_id=f"{fact.sid}-safety",
        purpose=Purpose.SAFETY,
        escalation_id=escalation.escalation_id,
    )


def _let_go(draft: Draft, fact: ReplyReceived, escalation: Escalation) -> None:
    """The one text that the law allows tells her where to ring. The carrier's own, or the one she had when she left
    before, does not."""
    answered = fact.carrier is None and draft.enrollment.left_at is None
    leave_as_asked(draft, fact, confirmation="notice.goodbye_danger")
    left = find(draft, escalation.escalation_id)
    if left is not None and not answered:
        noted(draft, left, author="machine", action=LEFT_UNANSWERED)


def _is_known(draft: Draft, severity: Severity) -> bool:
    """Whether she was answered about as much danger already, and a person looks after it or is looked for."""
    return any(
        one.severity.rank <= severity.rank and (one.is_grave_and_untaken or _was_taken_lately(one, draft.now))
        for one in draft.enrollment.escalations
    )


def grave_it_belongs_to(draft: Draft, fact: ReplyReceived) -> Escalation | None:
    """Until a person takes a grave matter, everything she writes belongs to it; for a day after, whatever is not
    plain talk."""
    grave = [one for one in draft.enrollment.escalations if one.severity.pages_now]
    untaken = [one for one in grave if one.is_untaken]
    if untaken:
        return untaken[0]
    lately = [one for one in grave if _was_taken_lately(one, draft.now)]
    return lately[-1] if lately and _is_unclear(draft, fact.reading) else None


def _was_taken_lately(one: Escalation, now: datetime) -> bool:
    return one.acknowledged_at is not None and now < one.acknowledged_at + HOLD_AFTER_ACKNOWLEDGED


def _is_unclear(draft: Draft, reading: Reading) -> bool:
    if not reading.readable or reading.doubt is not None:
        return True
    if reading.part is not None and reading.intent not in WANTS_A_PERSON:
        return False
    if reading.intent in _UNCLEAR or Topic.CONTACT in reading.topics:  # "hello? is anyone there"
        return True
    if reading.intent is Intent.QUESTION:
        return not answers_to(draft, reading)
    return reading.intent is Intent.ACK and not reading.only_thanks and reading.answer is None


def on_more(draft: Draft, fact: ReplyReceived, grave: Escalation) -> None:
    """The thread stays with people: every text is added and told to them, and answered as before.

    Bounded, since a phone may answer by itself: what may be danger later than the rest, what is danger never.
    """
    _record_answer(draft, fact)
    if fact.reading.intent is Intent.WRONG_NUMBER:
        may_be_anothers(draft, fact)
    doubt = fact.reading.doubt
    if doubt is not None and doubt.rank < grave.severity.rank:
        signs = (f"doubt:{doubt.value}", *(sign.value for sign in fact.reading.doubted))
        on_danger(
            draft, fact, severity=doubt, signs=signs, message=safety_words(doubt, signs, draft.enrollment.pathway)
        )
        return
    most = ANSWERS_AN_HOUR_MAX if doubt is None else DOUBTS_AN_HOUR_MAX
    if fact.reading.only_thanks or not may_answer(draft, most=most):
        noted(draft, grave, author="patient", action="wrote_again")
        return
    added = page_more(draft, grave, key=fact.sid, action="more")
    if draft.enrollment.left_at is not None:
        noted(draft, added, author="machine", action=LEFT_UNANSWERED)
    draft.say(
        safety_again(draft, grave) if _needs_no_telling(fact, grave) else safety_message(draft, grave),
        text_id=f"{fact.sid}-safety",
        purpose=Purpose.SAFETY,
        escalation_id=grave.escalation_id,
    )


def may_be_anothers(draft: Draft, fact: ReplyReceived) -> None:
    """Whoever holds this phone says that it is not hers. It stays heard, since she may be pushing us away; but nothing
    about health goes there until a person has found out whose it is."""
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.STRANGER)


def _record_answer(draft: Draft, fact: ReplyReceived) -> None:
    question, answer = draft.enrollment.question, answer_to_check_in(draft, fact.reading)
    if question is not None and answer is not None:
        record(draft, question, answer)


def safety_message(draft: Draft, grave: Escalation) -> str:
    if _is_anothers(draft, grave):
        return "stranger.danger"
    return safety_words(grave.severity, grave.signs, draft.enrollment.pathway)


def _is_anothers(draft: Draft, grave: Escalation) -> bool:
    """Nobody enrolled this phone, or somebody said that it is not hers and no person has found out yet."""
    reasons = (grave.reason, *(one.reason for one in draft.enrollment.escalations))
    return draft.enrollment.status is Status.STRANGER or Reason.STRANGER in reasons


def _needs_no_telling(fact: ReplyReceived, grave: Escalation) -> bool:
    """Where to ring is said again and again, except to whoever is on her way; and after violence we ask but once
    when she can be called."""
    return fact.reading.doubt is None and (fact.reading.getting_help or is_violence_alone(grave.signs))


def safety_again(draft: Draft, grave: Escalation) -> str:
    if _is_anothers(draft, grave):
        return "stranger.danger"
    return "safety.again.neutral" if is_violence_alone(grave.signs) else "safety.again"


def safety_words(severity: Severity, signs: tuple[str, ...], track: str | None) -> str:
    """The safety answer that fits; after violence a neutral one, since a partner may be reading (B28)."""
    if severity is Severity.CRISIS and is_violence_alone(signs):
        return "safety.violence"
    return safety_key(severity, track)
