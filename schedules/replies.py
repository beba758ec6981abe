"""What a reply brings about. The order is the law: danger, then leaving and returning, then her answer, then talk."""

from messages.severity import Severity
from schedules.calendar import local_date
from schedules.check_ins import record, respond
from schedules.danger import grave_it_belongs_to, on_danger, on_more
from schedules.draft import Draft
from schedules.enrollment import Status
from schedules.escalation import Reason
from schedules.facts import ReplyReceived
from schedules.leaving import come_back, leave, wants_back, wants_out
from schedules.paging import escalate
from schedules.talk import symptom, talk
from schedules.text import Direction, Purpose, Text, TextState
from schedules.triage import Judgement, judge


def on_reply(draft: Draft, fact: ReplyReceived) -> None:
    _take_in(draft, fact)
    judgement = judge(draft.program, draft.enrollment, fact.reading, draft.now)
    if judgement.severity is not None and judgement.severity.pages_now:
        on_danger(draft, fact, judgement, judgement.severity)
    elif wants_out(fact):
        leave(draft, cause=fact.sid, confirmation=None if fact.carrier else "notice.goodbye")
    elif wants_back(fact):
        come_back(draft, cause=fact.sid, carrier=fact.carrier is not None)
    elif (grave := grave_it_belongs_to(draft, fact)) is not None:
        on_more(draft, fact, grave)
    elif draft.enrollment.status is Status.STRANGER:
        _stranger(draft, fact)
    elif not _answers_check_in(draft, fact, judgement):
        talk(draft, fact, judgement)


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
            language=draft.enrollment.person.language,
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
    question, answer = draft.enrollment.question, fact.reading.answer
    if question is None or answer is None:
        return False
    record(draft, question, answer)
    if judgement.severity is not None and judgement.message is not None:
        symptom(draft, fact, judgement)
    else:
        respond(draft, question, answer, cause=fact.sid)
    return True
