"""What is decided anew: a planned text that never left, after how she is written to has changed, in the form of today;
and what was withheld, after her days have been counted anew.

What was decided must not go out: explicit words to a phone that is discreet by now, or another language. Nor may it go
twice: the provider has been asked first.
"""

from collections.abc import Collection
from dataclasses import replace

from schedules.calendar import due_at, local_date
from schedules.draft import PLANNED_ID, Draft
from schedules.enrollment import InFlight, Outcome, Person, Status
from schedules.facts import DeliveryReported
from schedules.missed import missed_before_enrollment
from schedules.text import Purpose


def mark_reworded(draft: Draft, before: Person) -> None:
    """What is in flight may have left already; what the provider then does not have is not handed over again."""
    if _form(before) == _form(draft.enrollment.person):
        return
    in_flight = tuple(replace(one, is_reworded=True) if one.is_planned else one for one in draft.enrollment.in_flight)
    draft.change(in_flight=in_flight)


def undo(draft: Draft, flight: InFlight) -> None:
    """As if it had never been decided: its step is due again, under another id, in her hours and in date."""
    if flight.touchpoint is None:
        return
    if flight.is_reminder:
        _remind_again(draft, flight.touchpoint)
        _due_again(draft, ())  # its text's id is made of the touchpoint's
    elif draft.enrollment.outcomes.get(flight.touchpoint) is Outcome.SENT:
        _due_again(draft, {flight.touchpoint})
    else:  # answered, or over in silence
        return
    decided_on = local_date(flight.first_claimed_at, draft.enrollment.person.zone)
    if flight.purpose is Purpose.PLANNED and draft.enrollment.last_planned_on == decided_on:
        draft.change(last_planned_on=draft.enrollment.planned_before)  # nothing planned reached her that day


def say_again(draft: Draft, fact: DeliveryReported) -> None:
    """The carrier took a planned text and could not bring it: its step is due once more, under another id, in her hours
    and in date. Not today, since it may have arrived after all and one a day is one a day; nor a third time. What asks
    has arrived when its question was opened by something else than this text."""
    enrollment, key = draft.enrollment, fact.touchpoint
    if key is None or key in enrollment.said_again or not fact.text_id.startswith(PLANNED_ID):
        return
    of_before = fact.decided_at is None or fact.decided_at < enrollment.on_pathway_since
    if of_before or enrollment.left_at is not None or enrollment.status is not Status.ACTIVE:
        return
    question, sealed = enrollment.question, enrollment.sealed
    its = question if question is not None and question.touchpoint == key else None
    if (its is not None and its.asked_at != fact.decided_at) or not _is_in_date(draft, key):
        return
    if enrollment.outcomes.get(key) is Outcome.SENT:
        draft.change(
            question=None if its is not None else question,
            sealed=None if sealed is not None and sealed.touchpoint == key else sealed,
            said_again=enrollment.said_again | {key},
        )
        _due_again(draft, {key})


def _is_in_date(draft: Draft, key: str) -> bool:
    touchpoint = draft.program.pathway.touchpoint(key) if draft.program.pathway else None
    due = due_at(touchpoint, draft.enrollment) if touchpoint else None
    return touchpoint is not None and due is not None and due + touchpoint.expires_after > draft.now


def _due_again(draft: Draft, keys: Collection[str]) -> None:
    """What came of these touchpoints is forgotten; the texts that they bring have other ids than those before."""
    kept = {key: outcome for key, outcome in draft.enrollment.outcomes.items() if key not in keys}
    draft.change(outcomes=kept, replanned=draft.enrollment.replanned + 1)


def count_anew(draft: Draft) -> None:
    """Her days are counted otherwise from now on: what was withheld by the old count and is in date by the new one gets
    another chance, what fell due a few hours ago included; but for what the catch-up says by the new count too."""
    current, enrollment = draft.program.pathway, draft.enrollment
    in_date = {
        one.key
        for one in (current.touchpoints if current else ())
        if enrollment.outcomes.get(one.key) is Outcome.WITHHELD
        and (due := due_at(one, enrollment)) is not None
        and due + one.expires_after > draft.now
        and not missed_before_enrollment(draft.program, enrollment, one, due)
    }
    if in_date:
        _due_again(draft, in_date)


def _remind_again(draft: Draft, touchpoint: str) -> None:
    question = draft.enrollment.question
    if question is not None and question.touchpoint == touchpoint and not question.is_over:
        draft.change(question=replace(question, nudge_at=draft.now))


def _form(person: Person) -> tuple[object, ...]:
    return person.discreet, person.language, person.words, person.name
