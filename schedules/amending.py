"""What staff change of how she is written to and known; whatever is to come follows, since nothing of it is stored."""

from dataclasses import replace

from schedules.anew import mark_reworded
from schedules.draft import Draft
from schedules.enrollment import Person, Status, Words
from schedules.facts import Amended
from schedules.offering import lacks_date, need_date, reopened


def amend(draft: Draft, fact: Amended) -> None:
    """Not her phone: consent and opt-out belong to a phone, so another phone is another enrollment.

    What is open is kept anew with it, so that whoever looks at it reads when it is safe to call as it is now.
    """
    before = draft.enrollment
    if before.status is Status.STRANGER:
        return
    person = _person(before.person, fact.person)
    if (person, fact.chart) == (before.person, before.chart):
        return
    opened = person.topics - before.person.topics
    draft.change(person=reopened(person, opened), chart=fact.chart)
    mark_reworded(draft, before.person)
    if before.status is Status.ACTIVE and lacks_date(draft, opened):
        need_date(draft, cause=f"amended-{before.version}")
    for escalation in draft.enrollment.escalations:
        draft.keep(escalation)


def _person(before: Person, wanted: Person) -> Person:
    return replace(
        before,
        language=wanted.language,
        zone=wanted.zone,
        planned_from=wanted.planned_from,
        planned_until=wanted.planned_until,
        discreet=wanted.discreet,
        words=wanted.words,
        name=wanted.name if wanted.words is Words.NAME else None,
        topics=wanted.topics,
    )
