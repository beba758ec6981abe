"""What an enrollment must do next, and when: the one source of both the alarm clock and what a wake does.

`next_step` computes the earliest step with its instant from the state alone. A wake takes those that are due, one at a
time, computing afresh after each; the first that is not due yet is `wake_at`. So a stale or repeated wake finds nothing
due, and nothing that must happen can be missing from the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import chain

from messages.hearing.reading import Question
from messages.opt_in import OptIn
from schedules.calendar import dues, local_date, next_allowed
from schedules.decision import INDEFINITE, Program
from schedules.enrollment import TALKING, Enrollment, Status
from schedules.escalation import FOREVER
from schedules.missed import catch_up_for, missed_before_enrollment
from schedules.open_topics import topics_on
from schedules.pathways import CheckIn, Clock, Touchpoint
from schedules.text import Withheld
from schedules.wanted import days_apart, is_for_safety, is_offer, unwanted

WELCOME, CATCH_UP = "welcome", "catch-up"
WELCOME_EXPIRES_AFTER = timedelta(days=3)
CATCH_UP_EXPIRES_AFTER = timedelta(days=3)
LAST_QUESTION_GRACE = timedelta(days=1)
CHOSEN_MIN = 2
"""Topics on by which she has been shown them all: one may be on because she asked about it."""
SCORES = frozenset({Question.MOOD, Question.PHQ_INTEREST})
"""Paused while any red flag or crisis is open (fact sheet C.2)."""


class Kind(IntEnum):
    """What to do; the order in which steps due at the same instant are taken."""

    PAGE = 0
    PAGE_DOUBT = 1
    CHECK_TEXT = 2
    FALL_SILENT = 3
    FORGET_QUESTION = 4
    FORGET_SEALED = 5
    WITHHOLD = 6
    WELCOME = 7
    CATCH_UP = 8
    NUDGE = 9
    SEND = 10
    COMPLETE = 11


@dataclass(frozen=True, slots=True, order=True)
class Step:
    at: datetime
    kind: Kind
    since: datetime  # when it first became due: the longest waiting goes first
    key: str  # touchpoint, text or escalation
    message: str = field(default="", compare=False)
    expires: datetime | None = field(default=None, compare=False)
    reason: Withheld = field(default=Withheld.TOO_LATE, compare=False)
    check_in: CheckIn | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """Something planned, before it is known whether it may still be sent."""

    kind: Kind
    key: str
    message: str
    due: datetime
    expires: datetime
    check_in: CheckIn | None = None
    days_apart: int = 1  # from the planned text before it
    spares: bool = False  # not on the day that was hoped for

    def step(self, at: datetime, kind: Kind, reason: Withheld = Withheld.TOO_LATE) -> Step:
        return Step(at, kind, self.due, self.key, self.message, self.expires, reason, self.check_in)


def next_step(program: Program, enrollment: Enrollment, now: datetime) -> Step | None:
    """The earliest step; None when nothing ever happens by itself. It is due when its `at` is not after `now`."""
    return min(
        chain(
            _paging(enrollment),
            _doubt(enrollment),
            _sealed(enrollment),
            _checking(enrollment),
            _question(program, enrollment, now),
            _planned(program, enrollment, now),
        ),
        default=None,
    )


def _paging(enrollment: Enrollment) -> Iterator[Step]:
    for one in enrollment.escalations:
        if one.is_untaken and one.next_page_at is not None:
            yield Step(one.next_page_at, Kind.PAGE, one.opened_at, one.escalation_id)


def _doubt(enrollment: Enrollment) -> Iterator[Step]:
    doubt = enrollment.doubt
    if doubt is not None:
        yield Step(doubt.page_at, Kind.PAGE_DOUBT, doubt.asked_at, doubt.escalation_id)


def _sealed(enrollment: Enrollment) -> Iterator[Step]:
    sealed = enrollment.sealed
    if sealed is not None:
        yield Step(sealed.until, Kind.FORGET_SEALED, sealed.at, sealed.touchpoint)


def _checking(enrollment: Enrollment) -> Iterator[Step]:
    for one in enrollment.in_flight:
        yield Step(one.check_at, Kind.CHECK_TEXT, one.claimed_at, one.text_id)


def _question(program: Program, enrollment: Enrollment, now: datetime) -> Iterator[Step]:
    question = enrollment.question
    if question is None:
        return
    kind = Kind.FORGET_QUESTION if question.is_over else Kind.FALL_SILENT
    yield Step(question.closes_at, kind, question.closes_at, question.touchpoint)
    touchpoint = program.pathway.touchpoint(question.touchpoint) if program.pathway else None
    message = touchpoint.check_in.nudge if touchpoint and touchpoint.check_in else None
    if question.nudge_at is None or touchpoint is None or message is None or not _is_texted(enrollment):
        return
    if enrollment.person.discreet or unwanted(touchpoint, enrollment.person, program.clinic) is not None:
        return  # made discreet since it was asked: nothing is asked again in plain words
    apart = days_apart(touchpoint, enrollment.person)
    scores = question.question in SCORES
    spares = not is_for_safety(touchpoint)
    at = sendable_at(program, enrollment, max(question.nudge_at, now), apart=apart, scores=scores, spares=spares)
    if at is not None and at < question.closes_at:
        yield Step(at, Kind.NUDGE, question.nudge_at, question.touchpoint, message, question.closes_at)


def _is_texted(enrollment: Enrollment) -> bool:
    return enrollment.status is Status.ACTIVE and enrollment.left_at is None


def _planned(program: Program, enrollment: Enrollment, now: datetime) -> Iterator[Step]:
    """Welcome first, then the catch-up, then the touchpoints as they fall due; then the end."""
    if program.pathway is None or enrollment.status is not Status.ACTIVE:
        return
    pending = [due for due in dues(program.pathway, enrollment) if due[1].key not in enrollment.outcomes]
    yield from _opening(program, enrollment, now)
    yield from _earliest(program, enrollment, pending, now)
    waits = enrollment.question is not None or enrollment.sealed is not None
    if not waits and all(_is_off(program, enrollment, one) for _, one in pending):
        yield Step(now, Kind.COMPLETE, now, "")


def _earliest(
    program: Program, enrollment: Enrollment, pending: list[tuple[datetime, Touchpoint]], now: datetime
) -> Iterator[Step]:
    """In the order in which they fall due; nothing is done about a touchpoint before its time, so what falls due after
    the earliest step cannot come before it."""
    found: datetime | None = None
    for due, touchpoint in pending:
        if found is not None and due > found:
            return
        step = _touchpoint(program, enrollment, touchpoint, due, now)
        found = step.at if found is None else min(found, step.at)
        yield step


def _is_off(program: Program, enrollment: Enrollment, touchpoint: Touchpoint) -> bool:
    """It waits for a topic that is not on: when nothing else is left, it keeps nobody on the pathway, and nor does what
    counts from a clock that was never known."""
    return touchpoint.topic is not None and touchpoint.topic not in topics_on(enrollment.person, program.clinic)


def _opening(program: Program, enrollment: Enrollment, now: datetime) -> Iterator[Step]:
    enrolled = enrollment.on_pathway_since
    if WELCOME not in enrollment.outcomes:
        due = _Due(
            kind=Kind.WELCOME,
            key=WELCOME,
            message=program.pathway.welcome if program.pathway else "notice.welcome",
            due=enrolled,
            expires=enrolled + WELCOME_EXPIRES_AFTER,
            days_apart=0,
        )
        yield _send_or_withhold(program, enrollment, now, due)
    elif CATCH_UP not in enrollment.outcomes and (catch_up := catch_up_for(program, enrollment)) is not None:
        due = _Due(
            kind=Kind.CATCH_UP,
            key=CATCH_UP,
            message=catch_up.message,
            due=enrolled,
            expires=enrolled + CATCH_UP_EXPIRES_AFTER,
        )
        yield _send_or_withhold(program, enrollment, now, due)


def _touchpoint(
    program: Program, enrollment: Enrollment, touchpoint: Touchpoint, due_on: datetime, now: datetime
) -> Step:
    due = _Due(
        kind=Kind.SEND,
        key=touchpoint.key,
        message=touchpoint.message,
        due=due_on,
        expires=due_on + touchpoint.expires_after,
        check_in=touchpoint.check_in,
        days_apart=days_apart(touchpoint, enrollment.person),
        spares=not is_for_safety(touchpoint),
    )
    moot = _moot_reason(program, enrollment, touchpoint, due_on)
    if moot is None and _is_held(touchpoint, enrollment) and enrollment.left_at is None:
        return due.step(due.expires, Kind.WITHHOLD, Withheld.NOT_YET)
    if moot is not None:
        return due.step(max(due_on, enrollment.on_pathway_since), Kind.WITHHOLD, moot)
    return _send_or_withhold(program, enrollment, now, due)


def _moot_reason(program: Program, enrollment: Enrollment, touchpoint: Touchpoint, due: datetime) -> Withheld | None:
    if missed_before_enrollment(program, enrollment, touchpoint, due):
        return Withheld.BEFORE_ENROLLMENT
    if touchpoint.until is not None and touchpoint.until in enrollment.anchors:
        return Withheld.SUPERSEDED
    if touchpoint.unless is not None and enrollment.said_yes(touchpoint.unless):
        return Withheld.SUPERSEDED
    if _is_offered_again(touchpoint, enrollment):
        return Withheld.SUPERSEDED
    if touchpoint.milk and not enrollment.milk:
        return Withheld.NOT_HERS
    return unwanted(touchpoint, enrollment.person, program.clinic)


def _is_held(touchpoint: Touchpoint, enrollment: Enrollment) -> bool:
    """It waits for a yes: closeness is not spoken of while she bleeds."""
    return touchpoint.once is not None and not enrollment.said_yes(touchpoint.once)


def _is_offered_again(touchpoint: Touchpoint, enrollment: Enrollment) -> bool:
    """Whatever she answered to an offer, it is not made twice; nor to somebody who has chosen among them before."""
    chose = len(enrollment.person.topics - {OptIn.PARTNER}) >= CHOSEN_MIN
    return is_offer(touchpoint) and (chose or enrollment.last_answer(Question.OFFER) is not None)


def _send_or_withhold(program: Program, enrollment: Enrollment, now: datetime, due: _Due) -> Step:
    """Of somebody who left what is about her safety waits until its time is over, so that a STOP by mistake loses none
    of it; the rest is over when it falls due."""
    if enrollment.left_at is not None:
        over = due.due if due.spares else due.expires
        return due.step(max(over, enrollment.left_at), Kind.WITHHOLD, Withheld.LEFT)
    welcome = due.kind is Kind.WELCOME
    scores = due.check_in is not None and due.check_in.question in SCORES
    at = sendable_at(program, enrollment, max(due.due, now), apart=due.days_apart, scores=scores, spares=due.spares)
    if at is not None and at < due.expires and (welcome or WELCOME in enrollment.outcomes):
        return due.step(at, due.kind)
    return due.step(due.expires, Kind.WITHHOLD)


def sendable_at(
    program: Program,
    enrollment: Enrollment,
    start: datetime,
    *,
    apart: int = 1,
    scores: bool = False,
    spares: bool = False,
) -> datetime | None:
    """The first instant from `start` on when a planned text may leave; None while nobody can tell.

    Quiet hours, so many local days `apart` from the planned text before it (0: they may share a day), pauses, a
    conversation going on, an open doubt, and grave escalations; nobody `scores` her mood before a person has taken one.
    What is not about safety `spares` the day that was hoped for, and comes on the next (fact sheet D.6).
    """
    earliest = max(start, enrollment.paused_until or start)
    if enrollment.last_reply_at is not None:
        earliest = max(earliest, enrollment.last_reply_at + TALKING)
    if enrollment.doubt is not None:
        earliest = max(earliest, enrollment.doubt.page_at)
    for one in enrollment.escalations:
        held_until = FOREVER if scores and one.is_grave_and_untaken else one.holds_planned_until
        if held_until is FOREVER:
            return None
        earliest = max(earliest, held_until or earliest)
    if earliest - start > INDEFINITE / 2:
        return None
    last = enrollment.last_planned_on
    taken = last + timedelta(days=apart - 1) if last is not None and apart else None
    at = next_allowed(earliest, program.clinic, enrollment.person, taken)
    hoped_for = enrollment.anchors.get(Clock.DUE)
    if not spares or at is None or local_date(at, enrollment.person.zone) != hoped_for:
        return at
    return next_allowed(earliest, program.clinic, enrollment.person, hoped_for)
