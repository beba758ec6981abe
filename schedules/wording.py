"""How we speak of what happened: in the words she chose at enrollment (fact sheet D.1)."""

from messages.language import Language
from messages.phrases import phrase
from schedules.enrollment import Person, Words

NAME_CHARACTERS_MAX = 20


def said_of_loss(person: Person, language: Language) -> str:
    """Neutral on a discreet phone, whatever she chose."""
    if person.discreet:
        return phrase(f"loss.{Words.NEUTRAL}", language)
    if person.words is Words.NAME and person.name:
        return phrase(f"loss.{Words.NAME}", language).replace("{name}", person.name)
    words = Words.NEUTRAL if person.words is Words.NAME else person.words
    return phrase(f"loss.{words}", language)
