"""How we speak of what happened: in the words she chose at enrollment (fact sheet D.1)."""

import unicodedata

from messages.language import Language
from messages.phrases import phrase
from schedules.enrollment import Person, Words

NAME_CHARACTERS_MAX = 20
_JOINS = frozenset(" '’-.")
"""What may stand between the letters of a name."""


def can_be_said(name: str) -> bool:
    """Any letters of the Latin script: Sofía, Matías, Zoë. Some cost the one English text that says the name more
    segments; a name is never written otherwise than she gave it."""
    return all(one in _JOINS or (one.isalpha() and unicodedata.name(one, "").startswith("LATIN ")) for one in name)


def said_of_loss(person: Person, language: Language) -> str:
    """Neutral on a discreet phone, whatever she chose."""
    if person.discreet:
        return phrase(f"loss.{Words.NEUTRAL}", language)
    if person.words is Words.NAME and person.name:
        return phrase(f"loss.{Words.NAME}", language).replace("{name}", person.name)
    words = Words.NEUTRAL if person.words is Words.NAME else person.words
    return phrase(f"loss.{words}", language)
