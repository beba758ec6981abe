"""Doubt: words that may mean danger. She is asked once, and whatever is not a clear no in time pages a person."""

from datetime import timedelta

from messages.hearing.reading import Answer, Intent, Question
from messages.severity import Severity, gravest
from schedules.check_ins import answer_to_check_in, record
from schedules.danger import may_be_anothers, on_danger, safety_message, safety_words
from schedules.draft import Draft
from schedules.enrollment import Doubt, Status
from schedules.escalation import LEFT_UNANSWERED, Escalation, Reason
from schedules.facts import ReplyReceived
from schedules.leaving import leave_as_asked
from schedules.paging import escalate, find, noted, raise_to
from schedules.talk import WANTS_A_PERSON, talk
from schedules.text import Purpose
from schedules.triage import Judgement

DOUBT_WAITS = timedelta(minutes=10)
"""How long she has to answer the safety question; her silence then pages a person."""
QUESTION = "-doubt"
"""How the id of a safety question's text ends."""


def on_doubt(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> bool:
    """False: the reply neither raises a doubt nor answers the safety question."""
    doubt, answer = draft.enrollment.doubt, _answer(draft, fact)
    if doubt is not None and (fact.reading.doubt is not None or (answer is not None and answer.value)):
        _page_now(draft, fact, doubt)
    elif fact.reading.doubt is not None:
        _first(draft, fact, judgement, fact.reading.doubt)
    elif doubt is not None and answer is not None and _is_clear(draft, fact, judgement):
        _no(draft, fact, judgement, doubt)
    else:
        return False
    return True


def danger_in_doubt(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> bool:
    """Danger while a graver doubt is open pages as the doubt would have. False: there is none, or she said no to it."""
    doubt, answer = draft.enrollment.doubt, _answer(draft, fact)
    if doubt is None or doubt.severity.rank >= severity.rank or (answer is not None and not answer.value):
        return False
    _as_danger(draft, fact, judgement, doubt.severity)
    return True


def leave_in_doubt(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> bool:
    """Who leaves cannot be asked any more: a doubt, open or just raised, pages at once. False: there is none."""
    doubt, answer = draft.enrollment.doubt, _answer(draft, fact)
    if doubt is None and fact.reading.doubt is not None:
        _as_danger(draft, fact, judgement, fact.reading.doubt)
        return True
    if doubt is None or (answer is not None and not answer.value and fact.reading.doubt is None):
        draft.change(doubt=None)
        return False
    leave_as_asked(draft, fact, confirmation="notice.goodbye_danger")
    escalation = page_for(draft, doubt, key=fact.sid, why="left", now=fact.reading.doubt)
    noted(draft, escalation, author="machine", action=LEFT_UNANSWERED)
    return True


def page_silence(draft: Draft) -> None:
    """The time to answer is over. She has the emergency line already, so nothing more is said to her."""
    doubt = draft.enrollment.doubt
    if doubt is not None:
        page_for(draft, doubt, key=f"{doubt.escalation_id}-silent", why="no_answer")


def page_for(draft: Draft, doubt: Doubt, *, key: str, why: str, now: Severity | None = None) -> Escalation:
    """Pages at the doubt's severity, or at that of a graver one raised `now`; the doubt is over."""
    draft.change(doubt=None)
    severity = gravest([doubt.severity, *([now] if now else [])]) or doubt.severity
    known = find(draft, doubt.escalation_id)
    if known is None:
        return escalate(draft, key=key, severity=severity, reason=Reason.DOUBT, signs=(_sign(severity),))
    return raise_to(draft, known, severity, key=key, why=why)


def taken(draft: Draft, escalation: Escalation) -> None:
    """A person has seen what she wrote and decides: nobody needs to be paged."""
    doubt = draft.enrollment.doubt
    if doubt is not None and doubt.escalation_id == escalation.escalation_id:
        draft.change(doubt=None)


def _first(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> None:
    """A question cannot be put to somebody who left, nor one about health to a stranger, nor to whoever may hold this
    phone now: then a person must ask."""
    if draft.enrollment.left_at is not None or draft.enrollment.status is Status.STRANGER:
        _as_danger(draft, fact, judgement, severity)
        return
    if fact.reading.intent is Intent.WRONG_NUMBER:
        _from_another(draft, fact, judgement, severity)
        return
    answer = answer_to_check_in(draft, fact.reading)
    if answer is not None and draft.enrollment.question is not None:
        record(draft, draft.enrollment.question, answer)
    signs = _signs(severity, fact, judgement)
    escalation = escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.DOUBT, signs=signs)
    doubt = Doubt(
        escalation_id=escalation.escalation_id,
        severity=severity,
        asked_at=draft.now,
        page_at=draft.now + DOUBT_WAITS,
    )
    draft.change(doubt=doubt)
    draft.say(
        "ask.doubt.mind" if severity is Severity.CRISIS else "ask.doubt.body",
        text_id=f"{fact.sid}{QUESTION}",
        purpose=Purpose.SAFETY,
        escalation_id=escalation.escalation_id,
    )


def _as_danger(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> None:
    signs = _signs(severity, fact, judgement)
    on_danger(
        draft, fact, severity=severity, signs=signs, message=safety_words(severity, signs, draft.enrollment.pathway)
    )


def _from_another(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> None:
    """Whoever holds this phone says it is not hers: paged, and answered as a stranger is, with nothing about health."""
    signs = _signs(severity, fact, judgement)
    escalation = escalate(draft, key=fact.sid, severity=severity, reason=Reason.STRANGER, signs=signs)
    _answer_paged(draft, fact, escalation)


def _page_now(draft: Draft, fact: ReplyReceived, doubt: Doubt) -> None:
    """She said yes, or wrote a second text that may mean danger: two in a row are not nothing."""
    why = "doubted_again" if fact.reading.doubt else "said_yes"
    escalation = page_for(draft, doubt, key=fact.sid, why=why, now=fact.reading.doubt)
    if fact.reading.intent is Intent.WRONG_NUMBER:
        may_be_anothers(draft, fact)
    _answer_paged(draft, fact, escalation)


def _answer_paged(draft: Draft, fact: ReplyReceived, escalation: Escalation) -> None:
    is_hers = fact.reading.intent is not Intent.WRONG_NUMBER
    draft.say(
        safety_message(draft, escalation) if is_hers else "stranger.danger",
        text_id=f"{fact.sid}-safety",
        purpose=Purpose.SAFETY,
        escalation_id=escalation.escalation_id,
    )


def _is_clear(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> bool:
    """A no with something beside it that a person should hear is no clear no; nor is that of whoever told us that this
    phone is not hers."""
    if draft.enrollment.wrong_number or judgement.severity is not None:
        return False
    return fact.reading.readable and fact.reading.intent not in WANTS_A_PERSON


def _no(draft: Draft, fact: ReplyReceived, judgement: Judgement, doubt: Doubt) -> None:
    draft.change(doubt=None)
    escalation = find(draft, doubt.escalation_id)
    if escalation is not None:
        noted(draft, escalation, author="patient", action="said_no")
    draft.say("check.doubt.no", text_id=f"{fact.sid}-no", purpose=Purpose.ANSWER)
    if fact.reading.part is not None or fact.reading.intent in {Intent.PAUSE, Intent.QUESTION}:
        talk(draft, fact, judgement)  # "no, and can I take a bath?"


def _answer(draft: Draft, fact: ReplyReceived) -> Answer | None:
    answer = fact.reading.answer
    asked = draft.enrollment.doubt is not None and answer is not None and answer.question is Question.DOUBT
    return answer if asked else None


def _signs(severity: Severity, fact: ReplyReceived, judgement: Judgement) -> tuple[str, ...]:
    return _sign(severity), *(sign.value for sign in (*fact.reading.doubted, *judgement.signs))


def _sign(severity: Severity) -> str:
    return f"doubt:{severity.value}"
