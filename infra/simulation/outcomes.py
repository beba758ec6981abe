"""What became of each touchpoint: what is marked as sent was decided, and what is past was sent or has a reason."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from functions.ports import Commit
from infra.simulation.answering import Break
from messages.hearing.reading import Question
from schedules.calendar import due_at
from schedules.enrollment import Answered, Enrollment, Outcome, Status
from schedules.pathways import Clock, Silence, Touchpoint, pathway
from schedules.steps import CATCH_UP_EXPIRES_AFTER, WELCOME
from schedules.text import Direction, Text, TextState, Withheld

LATE = timedelta(hours=1)
_ONCE = "offer.topics"
"""Said once in a life: after a switch the new pathway's is marked as the old one's."""


def marked(before: Enrollment | None, commit: Commit, *, switched: bool) -> Iterator[Break]:
    """Whatever this commit marks has its text in this commit."""
    was, after = before.outcomes if before else {}, commit.enrollment
    if was == after.outcomes:
        return
    for key, outcome in after.outcomes.items():
        if key in was or (switched and _message(after, key) == _ONCE):
            continue
        states = {one.state for one in commit.texts if one.touchpoint == key and one.direction is Direction.OUT}
        if outcome is Outcome.WITHHELD and TextState.WITHHELD not in states:
            yield "unsent", f"{key} is withheld and no reason is on record"
        if outcome is not Outcome.WITHHELD and TextState.SENDING not in states:
            yield "unsent", f"{key} is marked as {outcome.value} and nothing was decided"


def followed(before: Enrollment | None, commit: Commit, *, switched: bool) -> Iterator[Break]:
    """What an answer, or none, must bring about; and what may not be given up of what is for her safety."""
    after, was = commit.enrollment, before.outcomes if before else {}
    if not (after.pathway and after.pathway_version) or (after.outcomes == was and after.answers == _answers(before)):
        return
    program = pathway(after.pathway, after.pathway_version)
    for key, outcome in after.outcomes.items():
        touchpoint = program.touchpoint(key)
        if touchpoint is None or was.get(key) is outcome:
            continue
        asks = touchpoint.check_in
        minded = asks is not None and asks.silence is Silence.ESCALATE and after.status is Status.ACTIVE
        if outcome is Outcome.SILENT and minded and not switched and not commit.escalations:
            yield "promised_in_vain", f"{key} was not answered, and nobody is told"
        if outcome is Outcome.WITHHELD and touchpoint.safety and _left_too_soon(touchpoint, commit, key):
            yield "unsent", f"{key} is for her safety, and was given up while a START might have come"
    began = after.said_yes(Question.BLEEDING_STARTED) and after.answers != _answers(before)
    if (
        began
        and after.status is Status.ACTIVE
        and Clock.BLEEDING in program.clocks
        and Clock.BLEEDING not in after.anchors
    ):
        yield "clock_unset", f"{after.enrollment_id} bleeds, and its days are not counted"


def _answers(before: Enrollment | None) -> tuple[Answered, ...]:
    return before.answers if before else ()


def _left_too_soon(touchpoint: Touchpoint, commit: Commit, key: str) -> bool:
    due = due_at(touchpoint, commit.enrollment)
    withheld = [one for one in commit.texts if one.touchpoint == key and one.withheld is Withheld.LEFT]
    return due is not None and any(one.at < due + touchpoint.expires_after - LATE for one in withheld)


def undecided(enrollment: Enrollment, texts: Sequence[Text], now: datetime) -> Iterator[Break]:
    """In a world that has healed: each touchpoint whose time is over was sent, or withheld with a reason."""
    if enrollment.status is Status.STRANGER or not (enrollment.pathway and enrollment.pathway_version):
        return
    reasons = {one.touchpoint for one in texts if one.state is TextState.WITHHELD and one.withheld is not None}
    begun = enrollment.on_pathway_since + CATCH_UP_EXPIRES_AFTER + LATE < now
    if enrollment.status is Status.ACTIVE and begun and WELCOME not in enrollment.outcomes:
        yield "undecided", f"{enrollment.enrollment_id} was neither welcomed nor not"
    for one in pathway(enrollment.pathway, enrollment.pathway_version).touchpoints:
        outcome = enrollment.outcomes.get(one.key)
        ended = enrollment.status is not Status.ACTIVE and one.key in reasons
        if outcome is None and not ended and _is_past(one, enrollment, now):
            yield "undecided", f"{one.key} of {enrollment.enrollment_id} is past, and neither sent nor withheld"
        if outcome is Outcome.WITHHELD and one.key not in reasons:
            yield "undecided", f"{one.key} of {enrollment.enrollment_id} was withheld without a reason"


def _is_past(touchpoint: Touchpoint, enrollment: Enrollment, now: datetime) -> bool:
    """A topic she did not choose keeps nobody on a pathway that is over."""
    due = due_at(touchpoint, enrollment)
    off = touchpoint.topic is not None and touchpoint.topic not in enrollment.person.topics
    if due is None or (off and enrollment.status is not Status.ACTIVE):
        return False
    return due + touchpoint.expires_after + LATE < now


def _message(enrollment: Enrollment, key: str) -> str | None:
    if not (enrollment.pathway and enrollment.pathway_version):
        return None
    touchpoint = pathway(enrollment.pathway, enrollment.pathway_version).touchpoint(key)
    return touchpoint.message if touchpoint else None
