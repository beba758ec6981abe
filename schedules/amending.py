"""What staff change of how she is written to and known; whatever is to come follows, since nothing of it is stored."""

from dataclasses import replace
from datetime import date, time

from schedules.anew import count_anew, mark_reworded
from schedules.calendar import at_local, local_date
from schedules.draft import Draft
from schedules.enrollment import Enrollment, Person, Status, Words
from schedules.facts import Amended, ShownAnew
from schedules.offering import lacks_date, need_date, reopened

LATEST_AT = time(20)
"""By then every planned text of a local day has left, whatever the hours."""
SHOWN_ANEW_MAX = 25
"""Open matters in one commit: each is up to three of the hundred operations that one transaction holds."""
SHOWN_WITH_A_SWITCH_MAX = 8
"""The same where every text of a pathway is withheld in that commit too."""


def amend(draft: Draft, fact: Amended) -> None:
    """Not her phone: consent and opt-out belong to a phone, so another phone is another enrollment.

    What is open is kept anew with it, so that whoever looks at it reads when it is safe to call as it is now; of very
    many open matters the first, and the rest by `show_anew`.
    """
    before = draft.enrollment
    if before.status is Status.STRANGER:
        return
    person = _person(before.person, fact.person)
    if (person, fact.chart) == (before.person, before.chart):
        return
    opened = person.topics - before.person.topics
    draft.change(person=reopened(person, opened), chart=fact.chart, last_planned_on=_planned_on(draft, person.zone))
    mark_reworded(draft, before.person)
    if _began_on(draft.enrollment) != _began_on(before):
        count_anew(draft)
    if before.status is Status.ACTIVE and lacks_date(draft, opened):
        need_date(draft, cause=f"amended-{before.version}")
    show_first(draft, SHOWN_ANEW_MAX)


def _began_on(enrollment: Enrollment) -> date:
    """What lay before this day of hers is left to the catch-up, and what is of this day is not."""
    return local_date(enrollment.on_pathway_since, enrollment.person.zone)


def _planned_on(draft: Draft, zone: str) -> date | None:
    """The day of her last planned text where she is now: where clocks are ahead, the next one, if it left so late. Her
    record has its day alone, so that it is taken to have left as late as it can."""
    last, before = draft.enrollment.last_planned_on, draft.enrollment.person.zone
    if last is None or zone == before:
        return last
    latest = at_local(last, LATEST_AT, before)
    return max(last, local_date(min(draft.now, latest), zone))


def show_first(draft: Draft, most: int) -> None:
    """Of her open matters so many, from the oldest."""
    show_anew(draft, ShownAnew(escalation_ids=frozenset(_ids(draft.enrollment)[:most])))


def shown_later(enrollment: Enrollment, shown: int) -> list[ShownAnew]:
    """What is still to be shown anew after a commit that held the first of her open matters."""
    rest = _ids(enrollment)[shown:]
    parts = (rest[start : start + SHOWN_ANEW_MAX] for start in range(0, len(rest), SHOWN_ANEW_MAX))
    return [ShownAnew(escalation_ids=frozenset(part)) for part in parts]


def show_anew(draft: Draft, fact: ShownAnew) -> None:
    for escalation in draft.enrollment.escalations:
        if escalation.escalation_id in fact.escalation_ids:
            draft.keep(escalation)


def _ids(enrollment: Enrollment) -> list[str]:
    return [one.escalation_id for one in enrollment.escalations]


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
