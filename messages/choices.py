"""The private topics as she is offered them: each with a letter, which is the same whatever a clinic leaves out."""

from collections.abc import Collection

from messages.language import Language
from messages.opt_in import OptIn
from messages.phrases import phrase

BY_LETTER = (
    OptIn.INTIMACY,
    OptIn.CONTRACEPTION,
    OptIn.TRYING_AGAIN,
    OptIn.KEEPSAKES,
    OptIn.DATES,
    OptIn.PARTNER,
)
"""A to F: an answer keeps its meaning when a clinic's topics change after she was asked."""


def listed(topics: Collection[OptIn], language: Language) -> str:
    """What `offer.choices` lists of these."""
    return ", ".join(
        f"{_letter(topic)} {phrase(f'choice.{topic}', language)}" for topic in BY_LETTER if topic in topics
    )


def such_as(topics: Collection[OptIn]) -> str:
    """Letters to answer with, as an example: the first of these, and one further down where there is one."""
    letters = [_letter(topic) for topic in BY_LETTER if topic in topics]
    return " ".join(dict.fromkeys((*letters[:1], *letters[len(letters) // 2 :][:1])))


def chosen(letters: int, topics: Collection[OptIn]) -> list[OptIn]:
    """Those of these that she named; `letters` has a bit for each, A first."""
    return [topic for place, topic in enumerate(BY_LETTER) if letters >> place & 1 and topic in topics]


def _letter(topic: OptIn) -> str:
    return "ABCDEF"[BY_LETTER.index(topic)]
