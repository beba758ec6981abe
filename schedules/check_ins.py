"""Check-ins: asking, hearing the answer, reminding once, and what silence means."""

from dataclasses import replace
from datetime import timedelta

from messages.hearing.reading import Answer, Question, Reading
from messages.severity import Severity
from schedules.by_track import on_track
from schedules.calendar import local_date
from schedules.draft import Draft
from schedules.enrollment import ANSWERS_MAX, Answered, OpenQuestion, Outcome, Status
from schedules.escalation import Reason
from schedules.offering import choose, on_offered
from schedules.paging import escalate
from schedules.pathways import CheckIn, Clock, Silence
from schedules.text import Purpose

LOW_MOOD = 2  # of 5
VERY_LOW_MOOD = 1
PHQ2_POSITIVE, PHQ2_HIGH = 3, 5  # of 6 (fact sheet C.4)
LATE_ANSWERS = timedelta(days=3)
"""How long after its window a question is still remembered, so that a late bare number means something."""


def ask(draft: Draft, touchpoint: str, check_in: CheckIn) -> None:
    """Opens the question that a touchpoint's text asks; an older one gives way to it and counts as unanswered. On a
    discreet phone nothing is asked again in plain words."""
    discreet = draft.enrollment.person.discreet
    older = draft.enrollment.question
    if older is not None and not older.is_over:
        fall_silent(draft, older)
    draft.change(
        question=OpenQuestion(
            question=check_in.question,
            touchpoint=touchpoint,
            asked_at=draft.now,
            nudge_at=draft.now + check_in.nudge_after if check_in.nudge and not discreet else None,
            closes_at=draft.now + check_in.window,
        )
    )


def nudge(draft: Draft, question: OpenQuestion, message: str) -> None:
    draft.say(
        message,
        text_id=f"n-{draft.planned_id(question.touchpoint)}",
        purpose=Purpose.PLANNED,
        touchpoint=question.touchpoint,
        in_date_until=question.closes_at,
        is_reminder=True,
    )
    draft.change(question=replace(question, nudge_at=None))
    draft.planned_today()


def fall_silent(draft: Draft, question: OpenQuestion) -> None:
    """The window closed. Silence after a safety question is something the clinic should know, never a refusal."""
    pathway = draft.program.pathway
    touchpoint = pathway.touchpoint(question.touchpoint) if pathway else None
    if touchpoint and touchpoint.check_in and touchpoint.check_in.silence is Silence.ESCALATE:
        key, signs = draft.silence_of(question.touchpoint), (f"silent:{question.question.value}",)
        escalate(draft, key=key, severity=Severity.SOON, reason=Reason.SILENT, signs=signs)
    _tell_half_a_screen(draft, question)
    draft.outcome(question.touchpoint, Outcome.SILENT)
    draft.change(question=replace(question, is_over=True, nudge_at=None, closes_at=draft.now + LATE_ANSWERS))


def end_question(draft: Draft) -> None:
    """She wants nothing asked any more: no silence counts, but half a screen that is positive already is not lost."""
    question = draft.enrollment.question
    if question is not None:
        _tell_half_a_screen(draft, question)
        draft.change(question=None)


def answer_to_check_in(draft: Draft, reading: Reading) -> Answer | None:
    """Her answer to the check-in that is open; an answer to anything else, such as the safety question, is none."""
    question, answer = draft.enrollment.question, reading.answer
    return answer if question is not None and answer is not None and answer.question is question.question else None


def record(draft: Draft, question: OpenQuestion, answer: Answer) -> None:
    """Keeps the answer and closes the question; says nothing yet."""
    draft.outcome(question.touchpoint, Outcome.ANSWERED)
    draft.change(question=None)
    _keep(draft, answer)
    if answer.question is Question.CHOICES:
        choose(draft, int(answer.value))


def _keep(draft: Draft, answer: Answer) -> None:
    draft.change(answers=(*draft.enrollment.answers, Answered(answer=answer, at=draft.now))[-ANSWERS_MAX:])
    if answer.question is Question.BLEEDING_STARTED and answer.value:
        _bleeding_began(draft)


def hear_told(draft: Draft, told: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Keeps what she states of her bleeding without being asked, where it changes anything; says nothing yet. It sets
    the second clock of waiting (A.0.1), and a yes that the bleeding is over is taken back by blood that began again."""
    over = draft.enrollment.said_yes(Question.BLEEDING_STOPPED)
    back = Answer(question=Question.BLEEDING_STOPPED, value=False)
    meant = (back if over and one.question is Question.BLEEDING_STARTED else one for one in told)
    kept = tuple(one for one in meant if _changes(draft, one))
    for one in kept:
        _keep(draft, one)
    return kept


def _changes(draft: Draft, told: Answer) -> bool:
    if told.question is Question.BLEEDING_STARTED:
        return waits_for_bleeding(draft)
    pathway = draft.program.pathway
    check_ins = (one.check_in for one in (pathway.touchpoints if pathway else ()))
    asked = any(one is not None and one.question is told.question for one in check_ins)
    return asked and bool(told.value) is not draft.enrollment.said_yes(told.question)


def waits_for_bleeding(draft: Draft) -> bool:
    pathway = draft.program.pathway
    return pathway is not None and Clock.BLEEDING in pathway.clocks and Clock.BLEEDING not in draft.enrollment.anchors


def respond_to_told(draft: Draft, told: Answer, *, cause: str) -> None:
    if told.question is Question.BLEEDING_STOPPED:
        _bleeding_stopped(draft, stopped=bool(told.value), cause=cause)
    else:
        _say(draft, "check.bleeding_started.yes", cause)


def respond(draft: Draft, question: OpenQuestion, answer: Answer, *, cause: str) -> None:
    """The answer was not dangerous: say what fits it, and tell the clinic what it should know."""
    match answer.question:
        case Question.PHQ_INTEREST:
            _ask_second_item(draft, question, int(answer.value), cause=cause)
        case Question.PHQ_DOWN:
            _screened(draft, (question.first_score or 0) + int(answer.value), cause=cause)
        case Question.MOOD:
            _mood(draft, int(answer.value), cause=cause)
        case Question.BLEEDING_STOPPED:
            _bleeding_stopped(draft, stopped=bool(answer.value), cause=cause)
        case Question.PERIOD_BACK:
            _period(draft, back=bool(answer.value), cause=cause)
        case Question.BLEEDING_STARTED:
            waits = Clock.DECISION in draft.enrollment.anchors
            no = "check.bleeding_started.no_waiting" if waits else "check.bleeding_started.no"
            _say(draft, "check.bleeding_started.yes" if answer.value else no, cause)
        case Question.TEST_RESULT:
            _say(draft, "check.test_result.negative", cause)  # a positive one is a sign, answered before
        case Question.OFFER | Question.CHOICES:
            on_offered(draft, question, int(answer.value), cause=cause)
        case Question.PADS_PER_HOUR | Question.TEMPERATURE | Question.PAIN:
            _say(draft, f"check.{answer.question.value}.ok", cause)


def _say(draft: Draft, message: str, cause: str) -> None:
    fitting = on_track(message, draft.enrollment.pathway)
    draft.say(fitting, text_id=f"{cause}-answer", purpose=Purpose.ANSWER)


def _bleeding_began(draft: Draft) -> None:
    """Her reply sets the second clock of waiting (A.0.1), while there are texts that could follow from it."""
    if draft.enrollment.status is Status.ACTIVE and waits_for_bleeding(draft):
        today = local_date(draft.now, draft.enrollment.person.zone)
        draft.change(anchors={**draft.enrollment.anchors, Clock.BLEEDING: today})


def _ask_second_item(draft: Draft, question: OpenQuestion, score: int, *, cause: str) -> None:
    """Both PHQ-2 items belong to one window: the second follows at once, and the first alone is no score."""
    _say(draft, "check.phq_down", cause)
    draft.change(
        question=replace(
            question, question=Question.PHQ_DOWN, first_score=score, nudge_at=None, asked_at=draft.now, is_over=False
        )
    )


def _screened(draft: Draft, total: int, *, cause: str) -> None:
    """C.4: 0-2 thanks, 3-4 support and a staff matter; 5-6, or positive for the second time, the same in stronger
    words and on the same day."""
    positive = total >= PHQ2_POSITIVE
    high = total >= PHQ2_HIGH or (positive and any(one >= PHQ2_POSITIVE for one in _screens(draft)[:-1]))
    _say(draft, "check.phq.high" if high else "check.phq.mid" if positive else "check.phq.low", cause)
    if positive:
        _screen(draft, total, key=f"{cause}-phq", same_day=high)


def _screen(draft: Draft, total: int, *, key: str, same_day: bool) -> None:
    signs = (f"phq2:{total}",)
    escalate(draft, key=key, severity=Severity.SOON, reason=Reason.SCREEN, signs=signs, same_day=same_day)


def _tell_half_a_screen(draft: Draft, question: OpenQuestion) -> None:
    """Nearly every day to the first item is a positive screen whatever the second would be; no score is made of it."""
    first = question.first_score or 0
    if question.question is Question.PHQ_DOWN and first >= PHQ2_POSITIVE:
        key = f"{draft.silence_of(question.touchpoint)}-phq"
        escalate(draft, key=key, severity=Severity.SOON, reason=Reason.SCREEN, signs=(f"phq2_first:{first}",))


def screened_beside(draft: Draft, question: OpenQuestion, answer: Answer, *, cause: str) -> None:
    """A screen answered in words that already brought a person: positive with such words is for the same day (C.4)."""
    if answer.question is Question.PHQ_DOWN:
        total = (question.first_score or 0) + int(answer.value)
    elif answer.question is Question.PHQ_INTEREST:
        total = int(answer.value)
    else:
        return
    if total >= PHQ2_POSITIVE:
        _screen(draft, total, key=f"{cause}-phq", same_day=True)


def _screens(draft: Draft) -> list[int]:
    """The total of every screen she finished, this one last: half a screen is no score."""
    totals: list[int] = []
    first: int | None = None
    for answered in draft.enrollment.answers:
        if answered.answer.question is Question.PHQ_INTEREST:
            first = int(answered.answer.value)
        elif answered.answer.question is Question.PHQ_DOWN and first is not None:
            totals.append(first + int(answered.answer.value))
            first = None
    return totals


def _mood(draft: Draft, mood: int, *, cause: str) -> None:
    _say(draft, "check.mood.low" if mood <= LOW_MOOD else "check.mood.ok", cause)
    if mood <= VERY_LOW_MOOD:
        escalate(draft, key=f"{cause}-mood", severity=Severity.SOON, reason=Reason.DISTRESS)


def _bleeding_stopped(draft: Draft, *, stopped: bool, cause: str) -> None:
    if stopped or not _past(draft, weeks=draft.program.clinic.thresholds.bleeding_weeks):
        _say(draft, "check.bleeding_stopped.yes" if stopped else "check.bleeding_stopped.no", cause)
        return
    _say(draft, "safety.soon", cause)
    escalate(draft, key=f"{cause}-bleeding", severity=Severity.SOON, reason=Reason.SYMPTOM, signs=("long_bleeding",))


def _period(draft: Draft, *, back: bool, cause: str) -> None:
    if back or not _past(draft, weeks=draft.program.clinic.thresholds.period_weeks):
        _say(draft, "check.period_back.yes" if back else "check.period_back.no", cause)
        return
    _say(draft, "check.period_back.past", cause)
    escalate(draft, key=f"{cause}-period", severity=Severity.SOON, reason=Reason.SYMPTOM, signs=("no_period",))


def _past(draft: Draft, *, weeks: int) -> bool:
    """Whether so many weeks have passed on the clock of the body: bleeding while waiting, else the first clock."""
    pathway, anchors = draft.program.pathway, draft.enrollment.anchors
    first = pathway.clocks[0] if pathway else None
    start = anchors.get(Clock.BLEEDING) or (anchors.get(first) if first else None)
    if start is None:
        return False
    return local_date(draft.now, draft.enrollment.person.zone) >= start + timedelta(weeks=weeks)
