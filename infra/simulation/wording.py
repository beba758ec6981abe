"""What may stand in a text: to staff no word of who she is or what ails her; to her, her language, and on a discreet
phone nothing that says what it is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from functions.operations.codes import beside_codes
from infra.simulation.people import Said
from messages.hearing.reader import read
from messages.language import Language
from messages.lint_words import fold
from schedules.enrollment import Enrollment
from schedules.text import Purpose, Text

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


@lru_cache(maxsize=20_000)
def _tongue(body: str) -> Language | None:
    return read(body, Language.ENGLISH, None).tongue


def is_in_her_language(text: Text, enrollment: Enrollment, said: Iterable[Said]) -> bool:
    """In what she asked for; what is not planned may be in a tongue she has written in. Staff write as they will."""
    if text.purpose is Purpose.STAFF or is_written_in(text.body, enrollment.person.language):
        return True
    planned = text.purpose is Purpose.PLANNED or text.touchpoint is not None
    hers = (beside_codes(one.body) for one in said if one.number == enrollment.person.phone)
    return not planned and any(_tongue(body) is text.language for body in hers)


@dataclass(slots=True)
class Secrets:
    """Numbers, names and words that may stand in no log line and no page. Words that were looked through once are held
    against whatever was added since."""

    _all: list[str] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)  # how many of all these words do not hold

    def add(self, *secrets: str) -> None:
        self._all += [one for one in secrets if len(one) >= SECRETS_MIN and one not in self._all]

    def named_in(self, words: str) -> bool:
        if len(words) < SECRETS_MIN:
            return False
        if any(secret in words for secret in self._all[self._seen.get(words, 0) :]):
            return True
        self._seen[words] = len(self._all)
        return False


def tells_of_her(words: str, enrollment: Enrollment) -> bool:
    """Whether words to staff hold her phone, a name or note of hers, or anything of her health."""
    person, chart = enrollment.person, enrollment.chart
    digits = "".join(_DIGIT.findall(words))
    known = (one for one in (person.name, chart.name, chart.reference, chart.call_note) if one)
    return person.phone[-PHONE_DIGITS:] in digits or any(one in words for one in known) or is_explicit(words)
