"""Taking the steps that are due, one at a time, until none is left."""

from datetime import datetime

from schedules.check_ins import ask, fall_silent, nudge
from schedules.delivery import check
from schedules.doubts import page_silence
from schedules.draft import Draft
from schedules.enrollment import Outcome, Status
from schedules.paging import find, page
from schedules.sealing import announce, forget
from schedules.steps import WELCOME, Kind, Step, next_step
from schedules.text import Purpose

STEPS_MAX = 200
"""More steps than a whole pathway holds: reaching it is a defect, and the rest waits for the next wake."""


def take_due_steps(draft: Draft) -> datetime | None:
    """The earliest instant after now at which anything must happen; None when nothing ever will by itself."""
    step = next_step(draft.program, draft.enrollment, draft.now)
    for _ in range(STEPS_MAX):
        if step is None or step.at > draft.now:
            break
        _take(draft, step)
        step = next_step(draft.program, draft.enrollment, draft.now)
    return step.at if step else None


def _take(draft: Draft, step: Step) -> None:
    question = draft.enrollment.question
    match step.kind:
        case Kind.PAGE:
            _page(draft, step)
        case Kind.PAGE_DOUBT:
            page_silence(draft)
        case Kind.CHECK_TEXT:
            check(draft, step.key)
        case Kind.FALL_SILENT if question is not None:
            fall_silent(draft, question)
        case Kind.NUDGE if question is not None:
            nudge(draft, question, step.message)
        case Kind.FORGET_QUESTION | Kind.FORGET_SEALED:
            _forget(draft, step.kind)
        case Kind.WITHHOLD:
            draft.withhold(step.message, text_id=draft.planned_id(step.key), touchpoint=step.key, reason=step.reason)
        case Kind.WELCOME:
            draft.say(
                step.message,
                text_id=draft.planned_id(WELCOME),
                purpose=Purpose.NOTICE,
                touchpoint=WELCOME,
                in_date_until=step.expires,
            )
            draft.outcome(WELCOME, Outcome.SENT)
        case Kind.CATCH_UP | Kind.SEND:
            _send(draft, step)
        case _:
            draft.change(status=Status.COMPLETED)


def _forget(draft: Draft, kind: Kind) -> None:
    if kind is Kind.FORGET_SEALED:
        forget(draft)
    else:
        draft.change(question=None)


def _page(draft: Draft, step: Step) -> None:
    escalation = find(draft, step.key)
    if escalation is not None:
        page(draft, escalation)


def _send(draft: Draft, step: Step) -> None:
    draft.planned_today()
    draft.outcome(step.key, Outcome.SENT)
    if draft.enrollment.person.discreet:
        announce(draft, key=step.key, message=step.message, check_in=step.check_in, expires=step.expires)
        return
    draft.say(
        step.message,
        text_id=draft.planned_id(step.key),
        purpose=Purpose.PLANNED,
        touchpoint=step.key,
        in_date_until=step.expires,
    )
    if step.check_in is not None:
        ask(draft, step.key, step.check_in)
