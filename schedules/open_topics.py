"""Which private topics count for her: those she has on that her clinic writes about."""

from messages.hearing.reading import Topic
from messages.opt_in import ASKED_AS, OptIn
from schedules.clinic import Clinic
from schedules.enrollment import Person


def topics_on(person: Person, clinic: Clinic) -> frozenset[OptIn]:
    """What her clinic has turned off stays on her record, and counts again once it is turned on."""
    return person.topics & clinic.topics


def left_to_offer(person: Person, clinic: Clinic) -> frozenset[OptIn]:
    return clinic.topics - person.topics


def is_written_about(topic: Topic, clinic: Clinic) -> bool:
    """Whether a question about it may be answered at all, shortly or in full."""
    return topic not in ASKED_AS or ASKED_AS[topic] in clinic.topics
