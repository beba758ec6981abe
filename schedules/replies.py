"""What a reply brings about. The order is the law: danger, then leaving and returning, then her answer, then talk."""

from datetime import datetime, timedelta

from messages.hearing.reading import Intent, Reading, Sign
from messages.severity import Severity
from schedules.calendar import local_date
from schedules.check_ins import record, respond
from schedules.draft import Draft
from schedules.enrollment import Status
from schedules.escalation import HOLD_AFTER_ACKNOWLEDGED, Escalation, EscalationState, Reason
from schedules.facts import ReplyReceived
from schedules.leaving import come_back, leave, pause
from schedules.paging import escalate, is_violence_alone, noted, page_more
from schedules.text import Direction, Purpose, Text, TextState
from schedules.triage import Judgement, judge

ANSWERS_AN_HOUR_MAX = 20
"""More ordinary answers than this in an hour means a machine is talking to a machine (provider code 14107)."""
TOPICS_MAX = 2
_LEAVES = frozenset({"STOP"})
_RETURNS = frozenset({"START"})
_UNCLEAR = frozenset({Intent.OTHER, Intent.DISTRESS, Intent.HELP, Intent.HUMAN})


def on_reply(draft: Draft, fact: ReplyReceived) -> None:
    _take_in(draft, fact)
    judgement = judge(draft.program, draft.enrollment, fact.reading, draft.now)
    if judgement.severity is not None and judgement.severity.pages_now:
        _danger(draft, fact, judgement, judgement.severity)
    elif _wants_out(fact):
        leave(draft, cause=fact.sid, confirmation=None if fact.carrier else "notice.goodbye")
    elif _wants_back(fact):
        come_back(draft, cause=fact.sid, carrier=fact.carrier is not None)
    elif (grave := _grave_it_belongs_to(draft, fact)) is not None:
        _after_danger(draft, fact, grave)
    elif draft.enrollment.status is Status.STRANGER:
        _stranger(draft, fact)
    elif not _answers_check_in(draft, fact, judgement):
        _talk(draft, fact, judgement)


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


def _wants_out(fact: ReplyReceived) -> bool:
    return fact.reading.leaving or fact.reading.intent is Intent.OPT_OUT or fact.carrier in _LEAVES


def _wants_back(fact: ReplyReceived) -> bool:
    return fact.reading.returning or fact.reading.intent is Intent.OPT_IN or fact.carrier in _RETURNS


def _danger(draft: Draft, fact: ReplyReceived, judgement: Judgement, severity: Severity) -> None:
    """Answered at once whatever the hour, and paged. A wish to come back in the same text is honored before, so that
    the answer reaches her; a wish to leave after."""
    if _wants_back(fact) and not _wants_out(fact) and draft.enrollment.left_at is not None:
        come_back(draft, cause=fact.sid, carrier=True)
    escalation = escalate(
        draft,
        key=fact.sid,
        severity=severity,
        reason=Reason.STRANGER if draft.enrollment.status is Status.STRANGER else Reason.DANGER,
        signs=tuple(sign.value for sign in judgement.signs),
    )
    question = draft.enrollment.question
    if question is not None and fact.reading.answer is not None:
        record(draft, question, fact.reading.answer)
    if _wants_out(fact):
        leave(draft, cause=fact.sid, confirmation=None if fact.carrier else "notice.goodbye_danger")
        return
    if draft.enrollment.left_at is not None:
        noted(draft, escalation, author="machine", action="she_left_and_must_be_phoned")
    graver = escalation.severity.rank < severity.rank or draft.enrollment.status is Status.STRANGER
    draft.say(
        _safety_message(draft, escalation) if graver else judgement.message or "safety.urgent",
        text_id=f"{fact.sid}-safety",
        purpose=Purpose.SAFETY,
        escalation_id=escalation.escalation_id,
    )


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
        _symptom(draft, fact, judgement)
    else:
        respond(draft, question, answer, cause=fact.sid)
    return True


def _talk(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> None:
    """Nothing grave, no wish to leave, no answer to a check-in: talk, or a place in the inbox, or both."""
    if judgement.severity is not None:
        _symptom(draft, fact, judgement)
    elif not fact.reading.readable:
        _unsure(draft, fact)
    else:
        _by_intent(draft, fact)


def _by_intent(draft: Draft, fact: ReplyReceived) -> None:
    match fact.reading.intent:
        case Intent.ACK:
            _acknowledged(draft, fact)
        case Intent.HELP:
            _help(draft, fact)
        case Intent.WRONG_NUMBER:
            _wrong_number(draft, fact)
        case Intent.PAUSE:
            pause(draft, cause=fact.sid)
        case Intent.HUMAN:
            _answer(draft, fact, "answer.human")
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.CALLBACK)
        case Intent.DISTRESS:
            _answer(draft, fact, "answer.guilt" if Sign.GUILT in fact.reading.signs else "answer.distress")
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.DISTRESS)
        case _:
            _question_or_unsure(draft, fact)


def _acknowledged(draft: Draft, fact: ReplyReceived) -> None:
    """Thanks and nothing besides are met with kind silence. What only seems to say thanks may say more than we heard:
    a person reads it, and she is told so."""
    if fact.reading.only_thanks:
        return
    _answer(draft, fact, "answer.read")
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)


def _question_or_unsure(draft: Draft, fact: ReplyReceived) -> None:
    messages = _answers_to(fact.reading)
    for number, message in enumerate(messages):
        _answer(draft, fact, message, number=number)
    if not messages:
        _unsure(draft, fact)


def _answers_to(reading: Reading) -> tuple[str, ...]:
    if Sign.EXPOSURE in reading.signs:
        return ("answer.exposure",)
    if reading.topics:
        return tuple(f"answer.{topic.value}" for topic in reading.topics[:TOPICS_MAX])
    return ("answer.spotting",) if Sign.SPOTTING in reading.signs else ()


def _symptom(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> None:
    """Something a clinician should look at by the next working day."""
    _answer(draft, fact, judgement.message or "safety.soon")
    signs = tuple(sign.value for sign in judgement.signs)
    reason = Reason.DISTRESS if signs == (Sign.DEPRESSED.value,) else Reason.SYMPTOM
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=reason, signs=signs)


def _unsure(draft: Draft, fact: ReplyReceived) -> None:
    """Not understood means a person looks; she is told so, and whom to ring if she is unwell."""
    _answer(draft, fact, "answer.unsure")
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)


def _help(draft: Draft, fact: ReplyReceived) -> None:
    """HELP may be a cry for help: the answer carries the numbers and a person is told."""
    if not fact.carrier:
        draft.say("notice.help", text_id=f"{fact.sid}-help", purpose=Purpose.NOTICE)
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.HELP)


def _wrong_number(draft: Draft, fact: ReplyReceived) -> None:
    """Recycled number or somebody else's hands: say nothing about health, stop, and let staff find out."""
    leave(draft, cause=fact.sid, confirmation="notice.wrong_number")
    draft.change(wrong_number=True)
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.STRANGER)


def _grave_it_belongs_to(draft: Draft, fact: ReplyReceived) -> Escalation | None:
    """Until a person takes a grave matter, everything she writes belongs to it; for a day after, whatever is not
    plain talk."""
    grave = [one for one in draft.enrollment.escalations if one.severity.pages_now]
    untaken = [one for one in grave if one.state is EscalationState.OPEN]
    if untaken:
        return untaken[0]
    lately = [one for one in grave if _was_taken_lately(one, draft.now)]
    return lately[-1] if lately and _is_unclear(fact.reading) else None


def _was_taken_lately(one: Escalation, now: datetime) -> bool:
    return one.acknowledged_at is not None and now < one.acknowledged_at + HOLD_AFTER_ACKNOWLEDGED


def _is_unclear(reading: Reading) -> bool:
    if not reading.readable or reading.intent in _UNCLEAR:
        return True
    if reading.intent is Intent.QUESTION:
        return not _answers_to(reading)
    return reading.intent is Intent.ACK and not reading.only_thanks and reading.answer is None


def _after_danger(draft: Draft, fact: ReplyReceived, grave: Escalation) -> None:
    """The thread stays with people: every text is added and told to them, and answered as before.

    Bounded, since a phone may answer by itself; her own danger signs are never held back by this bound.
    """
    question, answer = draft.enrollment.question, fact.reading.answer
    if question is not None and answer is not None:
        record(draft, question, answer)
    if fact.reading.only_thanks or not _may_answer(draft):
        noted(draft, grave, author="patient", action="wrote_again")
        return
    page_more(draft, grave, key=fact.sid, action="more")
    draft.say(
        _safety_message(draft, grave),
        text_id=f"{fact.sid}-safety",
        purpose=Purpose.SAFETY,
        escalation_id=grave.escalation_id,
    )


def _safety_message(draft: Draft, grave: Escalation) -> str:
    if draft.enrollment.status is Status.STRANGER:
        return "stranger.danger"
    if grave.severity is Severity.CRISIS:
        return "safety.violence" if is_violence_alone(grave.signs) else "safety.crisis"
    return f"safety.{grave.severity.value}"


def _may_answer(draft: Draft) -> bool:
    """Counts an ordinary answer against the hour's bound; False: two machines are talking."""
    recent = tuple(at for at in draft.enrollment.answered_at if at > draft.now - timedelta(hours=1))
    if len(recent) >= ANSWERS_AN_HOUR_MAX:
        return False
    draft.change(answered_at=(*recent, draft.now))
    return True


def _answer(draft: Draft, fact: ReplyReceived, message: str, *, number: int = 0) -> None:
    if _may_answer(draft):
        draft.say(message, text_id=f"{fact.sid}-answer-{number}", purpose=Purpose.ANSWER)
