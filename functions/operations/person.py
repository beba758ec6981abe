"""One person as her page needs her: all that is on record, and all that is to come, in one value."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from functions.operations.acting import program_for
from functions.operations.world import World
from functions.ports import Inbox, Ref
from functions.sights import Audit
from messages.hearing.reading import Question
from schedules.calendar import due_at, local_date
from schedules.clinic import Clinic
from schedules.decision import INDEFINITE, Program
from schedules.enrollment import Enrollment, Outcome
from schedules.escalation import Escalation
from schedules.listing import first_anchor, week_since
from schedules.pathways import pathway
from schedules.preview import Coming, coming
from schedules.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything on record of one person, as the store and the preview gave it."""

    enrollment: Enrollment
    texts: list[Text]
    open: list[Inbox]
    escalations: list[Escalation]
    coming: list[Coming]
    audits: list[Audit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One touchpoint of her weeks, on her local date. `outcome` None: it is to come."""

    key: str
    message: str
    on: date
    week: int
    asks: Question | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Her answers to one question, oldest first; a yes is 1 and a no 0."""

    question: Question
    answers: tuple[tuple[datetime, float], ...]


def record(world: World, ref: Ref, inbox: list[Inbox]) -> tuple[Record, Clinic] | None:
    """None where this clinic has no such person. `inbox`: of her clinic, which whoever shows her page has read."""
    clinic, enrollment = world.store.clinic(ref.clinic_id), world.store.enrollment(ref)
    if clinic is None or enrollment is None:
        return None
    program = program_for(clinic, enrollment, site=world.public_url)
    found = Record(
        enrollment=enrollment,
        texts=world.store.texts(ref),
        open=[one for one in inbox if one.ref == ref],
        escalations=world.store.escalations(ref),
        coming=ahead(program, enrollment, max(world.time.now(), enrollment.acted_at)),
        audits=world.store.audits(ref),
    )
    return found, clinic


def ahead(program: Program, enrollment: Enrollment, now: datetime) -> list[Coming]:
    """What is to come as she would get it; while she is paused with no end in sight, as if the pause ended now."""
    until = enrollment.paused_until
    endless = until is not None and until - now > INDEFINITE / 2
    return coming(program, replace(enrollment, paused_until=None) if endless else enrollment, now)


def points(enrollment: Enrollment) -> list[Point]:
    """Her pathway as it went and as it will go, by date; what counts from a date nobody knows yet is left out."""
    key, version, began = enrollment.pathway, enrollment.pathway_version, first_anchor(enrollment)
    if key is None or version is None or began is None:
        return []
    found = [
        Point(
            key=one.key,
            message=one.message,
            on=local_date(due, enrollment.person.zone),
            week=week_since(began, local_date(due, enrollment.person.zone)),
            asks=one.check_in.question if one.check_in else None,
            outcome=enrollment.outcomes.get(one.key),
        )
        for one in pathway(key, version).touchpoints
        if (due := due_at(one, enrollment)) is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.key))


def series(enrollment: Enrollment) -> list[Series]:
    """What she answered, question by question; what she only chose of topics and doors is no series."""
    asked = [question for question in Question if question not in _NOT_DRAWN]
    found = [
        Series(
            question=question,
            answers=tuple(
                (one.at, float(one.answer.value)) for one in enrollment.answers if one.answer.question is question
            ),
        )
        for question in asked
    ]
    return [one for one in found if one.answers]


_NOT_DRAWN = frozenset({Question.DOUBT, Question.OFFER, Question.CHOICES, Question.DOOR})
