"""What she wants less of: which planned texts her own wishes withhold, and how far apart the others must lie. What her
clinic does not write about she cannot wish for."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from messages.hearing.reading import Question
from messages.packaged import table
from schedules.clinic import Clinic
from schedules.enrollment import Person
from schedules.open_topics import left_to_offer, topics_on
from schedules.pathways import Silence, Touchpoint
from schedules.text import Withheld

WEEKLY_DAYS = 7
_OF_FEELINGS = frozenset({Question.MOOD, Question.PHQ_INTEREST, Question.PHQ_DOWN, Question.OFFER, Question.CHOICES})


def unwanted(touchpoint: Touchpoint, person: Person, clinic: Clinic) -> Withheld | None:
    """Why her wishes withhold it; None when they do not."""
    on = topics_on(person, clinic)
    if is_unwritten(touchpoint, person, clinic) or (touchpoint.topic is not None and touchpoint.topic not in on):
        return Withheld.TOPIC_OFF
    if touchpoint.instead & on:
        return Withheld.SUPERSEDED
    if person.closed_topics & closing().get(touchpoint.message, frozenset()):
        return Withheld.TOPIC_OFF
    return Withheld.NOT_WANTED if person.only_safety and not is_for_safety(touchpoint) else None


def is_unwritten(touchpoint: Touchpoint, person: Person, clinic: Clinic) -> bool:
    """Her clinic does not write about its topic; or it is the offer, and there is none left that she could turn on."""
    if is_offer(touchpoint):
        return not left_to_offer(person, clinic)
    return touchpoint.topic is not None and touchpoint.topic not in clinic.topics


def is_offer(touchpoint: Touchpoint) -> bool:
    return touchpoint.check_in is not None and touchpoint.check_in.question is Question.OFFER


def days_apart(touchpoint: Touchpoint, person: Person) -> int:
    """Local days from the planned text before it."""
    return WEEKLY_DAYS if person.weekly and not is_for_safety(touchpoint) else 1


def is_for_safety(touchpoint: Touchpoint) -> bool:
    """It tells of danger, or asks about the body or something whose silence would bring a person."""
    asks = touchpoint.check_in
    if touchpoint.safety or asks is None:
        return touchpoint.safety
    return asks.silence is Silence.ESCALATE or asks.question not in _OF_FEELINGS


@cache
def closing() -> Mapping[str, frozenset[str]]:
    """The topics that close each message, by message key."""
    raw = table(__file__, "topics.toml")
    messages = {message for listed in raw.values() for message in listed}
    return MappingProxyType(
        {message: frozenset(topic for topic, listed in raw.items() if message in listed) for message in messages}
    )
