"""What is decided anew: a planned text that never left, after how she is written to has changed, in the form of today;
and what was withheld, after her days have been counted anew.

What was decided must not go out: explicit words to a phone that is discreet by now, or another language. Nor may it go
twice: the provider has been asked first.
"""

from dataclasses import replace

from schedules.calendar import due_at, local_date
from schedules.draft import Draft
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
    elif draft.enrollment.outcomes.get(flight.touchpoint) is Outcome.SENT:
        rest = {key: outcome for key, outcome in draft.enrollment.outcomes.items() if key != flight.touchpoint}
        draft.change(outcomes=rest)
    else:  # answered, or over in silence
        return
    draft.change(replanned=draft.enrollment.replanned + 1)
    decided_on = local_date(flight.first_claimed_at, draft.enrollment.person.zone)
    if flight.purpose is Purpose.PLANNED and draft.enrollment.last_planned_on == decided_on:
        draft.change(last_planned_on=draft.enrollment.planned_before)  # nothing planned reached her that day


def say_again(draft: Draft, fact: DeliveryReported) -> None:
    """The carrier took a planned text and could not bring it: its step is due once more, under another id, in her hours
    and in date. Not today, since it may have arrived after all and one a day is one a day; nor a third time."""
    enrollment, key = draft.enrollment, fact.touchpoint
    current = draft.program.pathway
    one = next((one for one in (current.touchpoints if current else ()) if one.key == key), None)
    due = due_at(one, enrollment) if one else None
    if one is None or due is None or due + one.expires_after <= draft.now or not fact.text_id.startswith("t-"):
        return
    of_before = fact.decided_at is None or fact.decided_at < enrollment.on_pathway_since
    if of_before or enrollment.left_at is not None or enrollment.status is not Status.ACTIVE:
        return
    if enrollment.outcomes.get(one.key) is not Outcome.SENT or one.key in enrollment.said_again:
        return
    question, sealed = enrollment.question, enrollment.sealed
    draft.change(
        outcomes={other: outcome for other, outcome in enrollment.outcomes.items() if other != one.key},
        said_again=enrollment.said_again | {one.key},
        replanned=enrollment.replanned + 1,
        question=None if question is not None and question.touchpoint == one.key else question,
        sealed=None if sealed is not None and sealed.touchpoint == one.key else sealed,
    )


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
        kept = {key: outcome for key, outcome in enrollment.outcomes.items() if key not in in_date}
        draft.change(outcomes=kept, replanned=enrollment.replanned + 1)


def _remind_again(draft: Draft, touchpoint: str) -> None:
    question = draft.enrollment.question
    if question is not None and question.touchpoint == touchpoint and not question.is_over:
        draft.change(question=replace(question, nudge_at=draft.now))


def _form(person: Person) -> tuple[object, ...]:
    return person.discreet, person.language, person.words, person.name
