"""How we speak of what happened: in the words she chose at enrollment (fact sheet D.1)."""

import unicodedata

from messages.language import Language
from schedules.enrollment import Person, Words

NAME_CHARACTERS_MAX = 20
_SAID = {
    (Words.NEUTRAL, Language.ENGLISH): "a loss",
    (Words.NEUTRAL, Language.SPANISH): "una pérdida",
    (Words.PREGNANCY, Language.ENGLISH): "the loss of a pregnancy",
    (Words.PREGNANCY, Language.SPANISH): "la pérdida de un embarazo",
    (Words.BABY, Language.ENGLISH): "the loss of your baby",
    (Words.BABY, Language.SPANISH): "la pérdida de su bebé",
}
_JOINS = frozenset(" '’-.")
"""What may stand between the letters of a name."""


def can_be_said(name: str) -> bool:
    """Any letters of the Latin script: Sofía, Matías, Zoë. Some cost the one English text that says the name more
    segments; a name is never written otherwise than she gave it."""
    return all(one in _JOINS or (one.isalpha() and unicodedata.name(one, "").startswith("LATIN ")) for one in name)


def said_of_loss(person: Person, language: Language) -> str:
    """Neutral on a discreet phone, whatever she chose."""
    if person.discreet:
        return _SAID[Words.NEUTRAL, language]
    if person.words is Words.NAME and person.name:
        return f"{'losing' if language is Language.ENGLISH else 'la pérdida de'} {person.name}"
    words = Words.NEUTRAL if person.words is Words.NAME else person.words
    return _SAID[words, language]
