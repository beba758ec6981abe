"""What a text that stays unsent in a calendar is waiting for, and the words that wait."""

from collections.abc import Mapping

from functions.operations.acting import program_for
from infra.pocket import SITE, Pocket
from messages.catalogue import catalogue
from messages.hearing.reading import Question
from schedules.text import Text, Withheld
from schedules.wording import said_of_loss

_YES: Mapping[Question, str] = {
    Question.BLEEDING_STARTED: "she has told that the bleeding began",
    Question.BLEEDING_STOPPED: "she has told that the bleeding ended",
    Question.PERIOD_BACK: "she has told that her period came back",
    Question.TEST_RESULT: "she has told that the test was positive",
}
"""What a yes says, of the questions that texts wait for."""


def yes_to(question: Question) -> str:
    return _YES.get(question, f"she has said yes to {question.value.replace('_', ' ')}")


def waits_for(world: Pocket, text: Text) -> str | None:
    """The answer or the choice it would go out for; None where it goes out, or never will."""
    program = program_for(world.clinic, world.enrollment, site=SITE)
    touchpoint = program.pathway.touchpoint(text.touchpoint) if program.pathway and text.touchpoint else None
    if touchpoint is None:
        return None
    if text.withheld is Withheld.NOT_YET and touchpoint.once is not None:
        return yes_to(touchpoint.once)
    if text.withheld is Withheld.TOPIC_OFF and touchpoint.topic is not None:
        return f"she has chosen the topic {touchpoint.topic.value.replace('_', ' ')}"
    return None


def unsent(world: Pocket, message: str) -> str:
    """As it would leave."""
    person = world.enrollment.person
    program = program_for(world.clinic, world.enrollment, site=SITE)
    page = catalogue().contracts[message].page
    values = {**program.values(person.language), "loss": said_of_loss(person, person.language)}
    if page:
        values["link"] = program.link(page, person.language)
    return catalogue().render(message, person.language, values)
