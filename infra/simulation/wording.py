"""What may stand in a text: to staff no word of who she is or what ails her; to her, her language, and on a discreet
phone nothing that says what it is about."""

import re
from collections.abc import Iterable
from functools import lru_cache

from messages.language import Language
from messages.lint_words import fold
from schedules.enrollment import Enrollment

SECRETS_MIN = 7  # characters: shorter words stand in every log
PHONE_DIGITS = 10
_EXPLICIT = re.compile(
    r"\b(abort|baby|bebe|bleed|blood|clot|coagul|compresa|cramp|desmay|dolor|dying|ectopic|embaraz|faint|fever|fiebre"
    r"|kill|methotrex|metotrex|mifepri|miscarr|misopro|morir|pads?\b|pain|perdida|period|pregnan|regla\b|sangr|sex"
    r"|suicid|tablet|toalla|uter|vagin)"
)
"""Words of the body and of what happened to it, in both languages and without accents."""
_MARKS = {
    Language.ENGLISH: frozenset({"a", "and", "for", "is", "the", "this", "to", "we", "you", "your"}),
    Language.SPANISH: frozenset({"de", "el", "en", "la", "para", "por", "que", "su", "un", "una", "usted", "y"}),
}
"""Small words that a text of this language is full of, and one of the other has hardly any of."""
_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=20_000)
def is_explicit(body: str) -> bool:
    return _EXPLICIT.search(fold(body)) is not None


@lru_cache(maxsize=20_000)
def is_written_in(body: str, language: Language) -> bool:
    """Told by its small words, whatever the record says of it."""
    words = _WORD.findall(fold(body))
    counts = {one: sum(word in marks for word in words) for one, marks in _MARKS.items()}
    return counts[language] == max(counts.values())


def names_somebody(words: str, secrets: Iterable[str]) -> bool:
    return any(len(secret) >= SECRETS_MIN and secret in words for secret in secrets)


def tells_of_her(words: str, enrollment: Enrollment) -> bool:
    """Whether words to staff hold her phone, a name or note of hers, or anything of her health."""
    person, chart = enrollment.person, enrollment.chart
    digits = "".join(_DIGIT.findall(words))
    known = (one for one in (person.name, chart.name, chart.reference, chart.call_note) if one)
    return person.phone[-PHONE_DIGITS:] in digits or any(one in words for one in known) or is_explicit(words)
