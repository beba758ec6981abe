"""How we speak of what happened: in the words she chose at enrollment (fact sheet D.1)."""

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


def said_of_loss(person: Person, language: Language) -> str:
    """Neutral on a discreet phone, whatever she chose."""
    if person.discreet:
        return _SAID[Words.NEUTRAL, language]
    if person.words is Words.NAME and person.name:
        return f"{'losing' if language is Language.ENGLISH else 'la pérdida de'} {person.name}"
    words = Words.NEUTRAL if person.words is Words.NAME else person.words
    return _SAID[words, language]
