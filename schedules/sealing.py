"""Discreet texts: a planned text only says that it is there, and opens when she asks (fact sheet D.3)."""

from datetime import datetime, timedelta

from messages.hearing.reading import Question, Reading
from messages.severity import Severity
from schedules.check_ins import ask, fall_silent
from schedules.draft import Draft
from schedules.enrollment import Outcome, Sealed
from schedules.escalation import Reason
from schedules.paging import escalate
from schedules.pathways import CheckIn, Silence, Touchpoint
from schedules.text import Purpose
from schedules.wanted import is_unwritten

KEPT = timedelta(days=7)
"""How long a text that asks nothing can still be opened."""


def announce(draft: Draft, *, key: str, message: str, check_in: CheckIn | None, expires: datetime | None) -> None:
    """The door instead of the text. What was open before gives way, as it does to any planned text."""
    older = draft.enrollment.question
    if check_in is not None and older is not None and not older.is_over:
        fall_silent(draft, older)
    if draft.enrollment.sealed is not None:
        forget(draft)
    draft.say(
        "discreet.door_question" if check_in else "discreet.door",
        text_id=draft.planned_id(key),
        purpose=Purpose.PLANNED,
        touchpoint=key,
        in_date_until=expires,
    )
    until = draft.now + (check_in.window if check_in else KEPT)
    draft.change(sealed=Sealed(touchpoint=key, message=message, at=draft.now, until=until))


def opens(draft: Draft, reading: Reading) -> bool:
    answer = reading.answer
    return draft.enrollment.sealed is not None and answer is not None and answer.question is Question.DOOR


def unseal(draft: Draft, *, cause: str) -> None:
    """What was announced, as an answer to her; a question is open from now on. Where her clinic has ceased to write
    about it, a person reads that she asked for it."""
    sealed = draft.enrollment.sealed
    if sealed is None:
        return
    touchpoint = _behind(draft, sealed)
    if touchpoint is not None and is_unwritten(touchpoint, draft.enrollment.person, draft.program.clinic):
        forget(draft)
        draft.say("answer.read", text_id=f"{cause}-opened", purpose=Purpose.ANSWER)
        escalate(draft, key=cause, severity=Severity.SOON, reason=Reason.UNSURE)
        return
    draft.change(sealed=None)
    draft.say(sealed.message, text_id=f"{cause}-opened", purpose=Purpose.ANSWER)
    if touchpoint is not None and touchpoint.check_in is not None:
        ask(draft, touchpoint.key, touchpoint.check_in)


def forget(draft: Draft) -> None:
    """It was never opened. A question nobody saw counts as unanswered, and its silence is told where it matters."""
    sealed = draft.enrollment.sealed
    if sealed is None:
        return
    draft.change(sealed=None)
    touchpoint = _behind(draft, sealed)
    if touchpoint is None or touchpoint.check_in is None:
        return
    if touchpoint.check_in.silence is Silence.ESCALATE:
        escalate(draft, key=draft.silence_of(touchpoint.key), severity=Severity.SOON, reason=Reason.SILENT)
    draft.outcome(touchpoint.key, Outcome.SILENT)


def _behind(draft: Draft, sealed: Sealed) -> Touchpoint | None:
    return draft.program.pathway.touchpoint(sealed.touchpoint) if draft.program.pathway else None
