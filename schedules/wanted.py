"""What she wants less of: which planned texts her own wishes withhold, and how far apart the others must lie."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from messages.hearing.reading import Question
from messages.packaged import table
from schedules.enrollment import Person
from schedules.pathways import Silence, Touchpoint
from schedules.text import Withheld

WEEKLY_DAYS = 7
_OF_FEELINGS = frozenset({Question.MOOD, Question.PHQ_INTEREST, Question.PHQ_DOWN, Question.OFFER, Question.CHOICES})


def unwanted(touchpoint: Touchpoint, person: Person) -> Withheld | None:
    """Why her wishes withhold it; None when they do not."""
    if touchpoint.topic is not None and touchpoint.topic not in person.topics:
        return Withheld.TOPIC_OFF
    if touchpoint.instead & person.topics:
        return Withheld.SUPERSEDED
    if person.closed_topics & closing().get(touchpoint.message, frozenset()):
        return Withheld.TOPIC_OFF
    return Withheld.NOT_WANTED if person.only_safety and not is_for_safety(touchpoint) else None


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
