"""Plain talk: nothing grave in it. An answer, a place in the inbox, or both; silence only for plain thanks."""

from collections.abc import Iterable
from datetime import timedelta

from messages.hearing.reading import Intent, Part, Reading, Sign, Topic
from messages.severity import Severity
from schedules.by_track import on_track
from schedules.calendar import due_at
from schedules.draft import Draft
from schedules.enrollment import Outcome
from schedules.escalation import Reason
from schedules.facts import ReplyReceived
from schedules.leaving import leave, pause, wrote_at
from schedules.offering import answer_about, is_answered, offer, offered, turn_on
from schedules.open_topics import topics_on
from schedules.paging import escalate
from schedules.part_leaving import lessen
from schedules.text import Purpose
from schedules.triage import Judgement

ANSWERS_AN_HOUR_MAX = 20
"""More ordinary answers than this in an hour means a machine is talking to a machine (provider code 14107)."""
DOUBTS_AN_HOUR_MAX = 40
"""What may be danger is told and answered after ordinary answers have ended, but no machine is answered for ever."""
TOPICS_MAX = 2
CALL_OFFERED = "heart.call"
WANTS_A_PERSON = frozenset({Intent.DISTRESS, Intent.HELP, Intent.HUMAN, Intent.WRONG_NUMBER})
"""Heard whatever else she says in the same text."""


def talk(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> None:
    """Nothing grave, no wish to leave, no answer to a check-in: talk, or a place in the inbox, or both."""
    if judgement.severity is not None:
        symptom(draft, fact, judgement)
    elif not fact.reading.readable:
        _unsure(draft, fact)
    elif fact.reading.more and (wanted := offered(draft)):
        if not _answer_all(draft, fact, turn_on(draft, wanted, cause=fact.sid)):
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)
    elif fact.reading.part is None or fact.reading.intent in WANTS_A_PERSON:
        _by_intent(draft, fact)
    less(draft, fact)


def less(draft: Draft, fact: ReplyReceived) -> None:
    """She wants less of our texts. Asking again for what she has already may mean that it fails her: a person looks."""
    part = fact.reading.part
    if part is None or (part is not Part.HOURS and lessen(draft, part, fact.reading.closing, cause=fact.sid)):
        return
    if may_answer(draft):
        message = "answer.hours" if part is Part.HOURS else "answer.read"
        draft.say(message, text_id=f"{fact.sid}-less", purpose=Purpose.ANSWER)
    escalate(draft, key=f"{fact.sid}-less", severity=Severity.SOON, reason=Reason.CALLBACK)


def _by_intent(draft: Draft, fact: ReplyReceived) -> None:
    match fact.reading.intent:
        case Intent.ACK:
            _acknowledged(draft, fact)
        case Intent.HELP:
            _help(draft, fact)
        case Intent.WRONG_NUMBER:
            _wrong_number(draft, fact)
        case Intent.PAUSE:
            _pause(draft, fact)
        case Intent.HUMAN:
            _answer(draft, fact, "answer.human")
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.CALLBACK)
        case _ if fact.reading.gives_date:
            _answer(draft, fact, "answer.due_date_told")
            signs = ("due_date_told",)
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.CALLBACK, signs=signs)
        case Intent.DISTRESS:
            _answer(draft, fact, "answer.guilt" if Sign.GUILT in fact.reading.signs else "answer.distress")
            escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.DISTRESS)
        case _:
            _question_or_unsure(draft, fact)


def _pause(draft: Draft, fact: ReplyReceived) -> None:
    if not pause(draft, cause=fact.sid):
        _answer(draft, fact, "answer.read")
        escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.CALLBACK)


def _acknowledged(draft: Draft, fact: ReplyReceived) -> None:
    """Thanks and nothing besides are met with kind silence. What only seems to say thanks may say more than we heard:
    a person reads it, and she is told so; so is a bare yes to the call she was offered."""
    if fact.reading.only_thanks and not _was_offered_a_call(draft):
        return
    _answer(draft, fact, "answer.read")
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)


def _was_offered_a_call(draft: Draft) -> bool:
    """In these days. Yes, thanks and OK are heard alike, and the one of them that asks for a call may not be lost."""
    for one in draft.program.pathway.touchpoints if draft.program.pathway else ():
        if one.message == CALL_OFFERED and draft.enrollment.outcomes.get(one.key) is Outcome.SENT:
            due = due_at(one, draft.enrollment)
            return due is not None and draft.now < due + one.expires_after
    return False


def _question_or_unsure(draft: Draft, fact: ReplyReceived) -> None:
    """A topic she only talks around is answered and read by a person too; so is a text that asks besides about one on
    which the clinic does not write, and what could not be answered."""
    messages = answers_to(draft, fact.reading)
    all_said = _answer_all(draft, fact, messages)
    offer(draft, fact.reading, messages)
    if not messages:
        _unsure(draft, fact)
    elif fact.reading.guessed or not all_said or len(_answered(draft, fact.reading)) < len(fact.reading.topics):
        escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.UNSURE)


def answers_to(draft: Draft, reading: Reading) -> tuple[str, ...]:
    """What answers her; about a topic that is off only what safety needs, and how to have more (D.4). About
    one on which her clinic does not write nothing does."""
    on, track = topics_on(draft.enrollment.person, draft.program.clinic), draft.enrollment.pathway
    if Sign.EXPOSURE in reading.signs:
        return (on_track("answer.exposure", track),)
    topics = _answered(draft, reading)[:TOPICS_MAX]
    if topics and reading.intent is not Intent.OTHER:
        return tuple(dict.fromkeys(answer_about(topic, on, track) for topic in topics))
    return (on_track("answer.spotting", track),) if Sign.SPOTTING in reading.signs else ()


def _answered(draft: Draft, reading: Reading) -> tuple[Topic, ...]:
    return tuple(one for one in reading.topics if is_answered(one, draft.program.clinic, draft.enrollment.pathway))


def symptom(draft: Draft, fact: ReplyReceived, judgement: Judgement) -> None:
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
    """HELP may be a cry for help: the answer carries the numbers, the signs of danger follow it (F.3), and a person is
    told. Whoever asks who we are may be somebody else (D.3): no word of health. Whoever stands by somebody has no signs
    of their own."""
    if not fact.carrier:
        draft.say("notice.help", text_id=f"{fact.sid}-help", purpose=Purpose.NOTICE)
    track = draft.enrollment.pathway
    cries = fact.reading.help_word or fact.carrier is not None
    if cries and track is not None and not track.startswith("partner"):
        signs = on_track("notice.help_signs", track)
        draft.say(signs, text_id=f"{fact.sid}-signs", purpose=Purpose.NOTICE)
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.HELP)


def _wrong_number(draft: Draft, fact: ReplyReceived) -> None:
    """Recycled number or somebody else's hands: say nothing about health, stop, and let staff find out."""
    leave(draft, cause=fact.sid, at=wrote_at(draft, fact), confirmation="notice.wrong_number")
    draft.change(wrong_number=True)
    escalate(draft, key=fact.sid, severity=Severity.SOON, reason=Reason.STRANGER)


def may_answer(draft: Draft, *, most: int = ANSWERS_AN_HOUR_MAX) -> bool:
    """Counts an answer against the hour's bound; False: two machines are talking."""
    recent = tuple(at for at in draft.enrollment.answered_at if at > draft.now - timedelta(hours=1))
    if len(recent) >= most:
        return False
    draft.change(answered_at=(*recent, draft.now))
    return True


def _answer(draft: Draft, fact: ReplyReceived, message: str, *, number: int = 0) -> bool:
    """Whether it was said."""
    said = may_answer(draft)
    if said:
        draft.say(message, text_id=f"{fact.sid}-answer-{number}", purpose=Purpose.ANSWER)
    return said


def _answer_all(draft: Draft, fact: ReplyReceived, messages: Iterable[str]) -> bool:
    """Whether all were said. Beyond the hour's bound a person reads what she asked, since it may be no machine."""
    said = [_answer(draft, fact, message, number=number) for number, message in enumerate(messages)]
    return all(said)
