"""Leaving in part: she wants less, not nothing. Her wish is recorded in the same commit as its one confirmation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from messages.hearing.reading import Part, Topic
from messages.opt_in import ASKED_AS, OptIn
from schedules.draft import Draft
from schedules.enrollment import Person
from schedules.leaving import pause
from schedules.sealing import forget
from schedules.text import Purpose, Withheld
from schedules.wanted import unwanted

LATER = timedelta(hours=12)


def lessen(draft: Draft, part: Part, closing: tuple[Topic, ...], *, cause: str) -> bool:
    """False: nothing changes, since it is so already or nobody can tell what she means; a person looks."""
    person = draft.enrollment.person
    match part:
        case Part.NOT_NOW:
            return pause(draft, cause=cause)
        case Part.LATER_TODAY:
            return _later(draft, cause=cause)
        case Part.SAFETY_ONLY:
            return _wish(draft, replace(person, only_safety=True), "notice.safety_only", cause=cause)
        case Part.LESS_OFTEN:
            return _wish(draft, replace(person, weekly=True), "notice.weekly", cause=cause)
        case Part.TOPIC:
            return _wish(draft, _without(person, closing), "notice.topic_closed", cause=cause)
        case _:
            return False


def _later(draft: Draft, *, cause: str) -> bool:
    """Never sooner than a pause that is there already. The open check-in stays: later today she may answer it."""
    until = draft.now + LATER
    draft.change(paused_until=max(until, draft.enrollment.paused_until or until))
    _confirm(draft, "notice.later", cause=cause)
    return True


def _wish(draft: Draft, person: Person, confirmation: str, *, cause: str) -> bool:
    if person == draft.enrollment.person:
        return False
    draft.change(person=person, offered=None)
    _close_door(draft)
    _confirm(draft, confirmation, cause=cause)
    return True


def _close_door(draft: Draft) -> None:
    """What she wants to hear no more about is not behind a door either."""
    sealed, pathway = draft.enrollment.sealed, draft.program.pathway
    touchpoint = pathway.touchpoint(sealed.touchpoint) if sealed and pathway else None
    if touchpoint is None:
        return
    if unwanted(touchpoint, draft.enrollment.person, draft.program.clinic) is Withheld.TOPIC_OFF:
        forget(draft)


def _without(person: Person, closing: Iterable[Topic]) -> Person:
    closed = frozenset(topic.value for topic in closing)
    ended = {OptIn.PARTNER if topic is Topic.PARTNER else ASKED_AS.get(topic) for topic in closing}
    return replace(person, topics=person.topics - ended, closed_topics=person.closed_topics | closed)


def _confirm(draft: Draft, message: str, *, cause: str) -> None:
    draft.say(message, text_id=f"{cause}-less", purpose=Purpose.NOTICE)
