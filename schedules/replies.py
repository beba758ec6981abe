"""What a reply brings about. The order is the law: danger, leaving and returning, a grave matter that is open, doubt,
then her answer, then talk."""

from messages.hearing.reading import Answer, Question, Topic
from messages.severity import Severity
from schedules.calendar import local_date
from schedules.check_ins import (
    answer_to_check_in,
    hear_told,
    record,
    respond,
    respond_to_told,
    screened_beside,
    waits_for_bleeding,
)
from schedules.danger import grave_it_belongs_to, on_danger, on_more
from schedules.doubts import danger_in_doubt, leave_in_doubt, on_doubt
from schedules.draft import Draft
from schedules.enrollment import Status
from schedules.escalation import Reason
from schedules.facts import ReplyReceived
from schedules.leaving import come_back, leave_as_asked, leaves, returns, says_back, wants_out, wrote_at
from schedules.paging import escalate
from schedules.sealing import opens, unseal
from schedules.talk import WANTS_A_PERSON, less, symptom, talk
from schedules.text import Direction, Purpose, Text, TextState, Withheld
from schedules.triage import Judgement, judge

_TOLD_HER = frozenset({Purpose.ANSWER, Purpose.NOTICE})
_OF_BLEEDING = frozenset({Topic.BLEEDING, Topic.CLOTS})
"""Heard in any text that speaks of blood; no question besides."""


def on_reply(draft: Draft, fact: ReplyReceived) -> None:
    _take_in(draft, fact)
    draft.tongue = fact.reading.tongue
    judgement = judge(draft.program, draft.enrollment, fact.reading, draft.now)
    if judgement.severity is not None and judgement.severity.pages_now:
        _on_danger(draft, fact, judgement, judgement.severity)
    elif leaves(draft, fact):
        hear_told(draft, fact.reading.told)
        if not leave_in_doubt(draft, fact, judgement):
            leave_as_asked(draft, fact, confirmation="notice.goodbye")
    elif fact.reading.doubt is None and says_back(fact) and returns(draft, fact):
        come_back(draft, cause=fact.sid, at=wrote_at(draft, fact), carrier=fact.carrier is not None)
    elif fact.reading.doubt is None and (wants_out(fact) or says_back(fact)):
        _wished_before(draft, fact)
    else:
        _stays(draft, fact, judgement)
        _read_what_cannot_be_answered(draft, fact)


def _on_danger(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> None:
    hear_told(draft, tuple(one for one in fact.reading.told if not one.value))  # danger takes back, it sets no clock
    if danger_in_doubt(draft, fact, judgement, severity):
        return
    signs = tuple(sign.value for sign in judgement.signs)
    on_danger(draft, fact, severity=severity, signs=signs, message=judgement.message or "safety.urgent")


def _wished_before(draft: Draft, fact: ReplyReceived) -> None:
    """Her later word holds, and nothing is said to her; a person sees both, since dates may be a little apart."""
    hear_told(draft, fact.reading.told)
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)


def _stays(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> None:
    """That the bleeding she waits for has begun raises no doubt, in words that would raise none as an answer."""
    if returns(draft, fact):  # and raises a doubt, or says YES to us as well: what follows answers her
        come_back(draft, cause=fact.sid, at=wrote_at(draft, fact), carrier=True)
    waited = waits_for_bleeding(draft)
    told = hear_told(draft, fact.reading.told)
    if (grave := grave_it_belongs_to(draft, fact)) is not None:
        on_more(draft, fact, grave)
    elif waited and told and fact.reading.only_told and draft.enrollment.doubt is None:
        respond_to_told(draft, told[0], cause=fact.sid)
    elif on_doubt(draft, fact, judgement):
        pass
    elif draft.enrollment.status is Status.STRANGER:
        _stranger(draft, fact)
    elif opens(draft, fact.reading):
        unseal(draft, cause=fact.sid)
    elif not _answers_check_in(draft, fact, judgement) and not _tells(draft, fact, judgement, told):
        talk(draft, fact, judgement)


def _read_what_cannot_be_answered(draft: Draft, fact: ReplyReceived) -> None:
    """What somebody who left writes later, and what would have had an answer, is lost on nobody: a person reads it."""
    kept_back = any(one.withheld is Withheld.LEFT and one.purpose in _TOLD_HER for one in draft.texts)
    if kept_back and not draft.escalations:
        escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNANSWERED)


def _tells(draft: Draft, fact: ReplyReceived, judgement: Judgement, told: tuple[Answer, ...]) -> bool:
    """She told us of her bleeding, and is thanked; what she asks in the same text is answered besides."""
    if not told or judgement.severity is not None:
        return False
    respond_to_told(draft, told[0], cause=fact.sid)
    asks = set(fact.reading.topics) - _OF_BLEEDING
    if asks or fact.reading.part is not None or fact.reading.intent in WANTS_A_PERSON:
        talk(draft, fact, judgement)
    return True


def _take_in(draft: Draft, fact: ReplyReceived) -> None:
    """The reply is on record, as she wrote it, before anything is made of it."""
    evidence = "; ".join(f"{one.rule}: {one.phrase}" for one in fact.reading.evidence)
    draft.texts.append(
        Text(
            text_id=fact.sid,
            direction=Direction.IN,
            purpose=Purpose.REPLY,
            state=TextState.RECEIVED,
            at=draft.now,
            body=fact.body,
            language=fact.reading.tongue or draft.enrollment.person.language,
            sid=fact.sid,
            reading=fact.reading.intent.value,
            evidence=evidence or None,
        )
    )
    draft.change(last_reply_at=draft.now)


def _stranger(draft: Draft, fact: ReplyReceived) -> None:
    """Somebody nobody enrolled: a person sees it; one neutral answer a local day, nothing about health."""
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.STRANGER)
    today = local_date(draft.now, draft.enrollment.person.zone)
    if draft.enrollment.last_notice_on != today:
        draft.change(last_notice_on=today)
        draft.say("stranger.answer", text_id=f"{fact.sid}-stranger", purpose=Purpose.NOTICE)


def _answers_check_in(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> bool:
    question, answer = draft.enrollment.question, answer_to_check_in(draft, fact.reading)
    if question is None or answer is None:
        return False
    record(draft, question, answer)
    if judgement.severity is not None and judgement.message is not None:
        symptom(draft, fact, judgement)
        screened_beside(draft, question, answer, cause=fact.sid)
    else:
        respond(draft, question, answer, cause=fact.sid)
        if answer.question is not Question.OFFER:  # "not now" means the offer, not our texts
            less(draft, fact)
    return True
