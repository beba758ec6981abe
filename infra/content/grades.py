"""How hard a text is to read. English: Flesch-Kincaid school grade. Spanish: Fernandez-Huerta, where 100 is easy.

Counted by textstat. A text of a line or two swings widely, so the grade is a limit against bad cases, no measure.
"""

import re
from collections.abc import Iterator

import textstat

from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_text import Problem, at
from messages.pages import pages

GRADE_MAX = 6.0
EASE_MIN = 70.0  # "fairly easy" on the Spanish scale: sixth grade
_NOT_HERS = ("page.", "severity.")  # staff read these
_EXACT = frozenset({"ask.phq_interest", "nudge.phq_interest", "check.phq_down"})  # the instrument's own words (C.4)
_FILL = {"emergency": "911", "clinic": "the clinic", "link": "", "crisis_line": "988", "loss": "a loss"}
_VALUE = re.compile(r"\{([a-z_]+)\}")
_MARKS = re.compile(r"(?m)^(?:## |- )")


def grade(text: str, language: Language) -> float:
    """Values count as the short words they become."""
    plain = _VALUE.sub(lambda value: _FILL.get(value[1], "555"), text).replace("\n- ", ".\n- ").replace("..", ".")
    plain = _MARKS.sub("", plain)
    textstat.set_lang(language.value)
    if language is Language.SPANISH:
        return float(textstat.fernandez_huerta(plain))
    return float(textstat.flesch_kincaid_grade(plain))


def is_easy(text: str, language: Language) -> bool:
    measured = grade(text, language)
    return measured >= EASE_MIN if language is Language.SPANISH else measured <= GRADE_MAX


def problems() -> Iterator[Problem]:
    """Of every text and page she may read."""
    for (key, language), entry in catalogue().entries.items():
        if key not in _EXACT and not key.startswith(_NOT_HERS) and not is_easy(entry.text, language):
            yield _hard(f"messages/catalogue/{language.value}.toml", key, language, entry.text)
    for key, page in pages().items():
        for language, words in page.words.items():
            if not is_easy(words.text, language):
                yield _hard(f"messages/pages/{key}.toml", key, language, words.text)


def _hard(file: str, key: str, language: Language, text: str) -> Problem:
    limit = f"at least {EASE_MIN:g}" if language is Language.SPANISH else f"at most {GRADE_MAX:g}"
    said = f"reads at {grade(text, language):.1f} where {limit} is wanted"
    return at(file, key, language, "grade", said=said, mend="use shorter words and sentences")
