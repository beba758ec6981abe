"""What is wrong with the words around texts and pages."""

import re
from collections.abc import Iterator, Mapping

from messages.language import Language
from messages.lint_gated import spoken
from messages.lint_guard import guarded
from messages.lint_shape import LOSS_MAX
from messages.lint_text import Problem, at
from messages.lint_words import found, words
from messages.opt_in import OptIn
from messages.phrases import Phrase

FILE = "messages/phrases.toml"
NEEDED = frozenset(
    {
        *(f"loss.{words}" for words in ("baby", "name", "neutral", "pregnancy")),
        *(f"around.{name}" for name in ("also", "call", "crisis", "emergency", "missing", "note", "ring", "text")),
        *(f"choice.{topic}" for topic in OptIn),
        *("around.text_word", "around.title", "consent.1", "export.head"),
    }
)
_VALUE = re.compile(r"\{[a-z_]+\}")
_CHOICE = "choice."
"""Each names its own topic, in the list she asked to see."""
_HERS = frozenset({"loss.baby"})
"""What she chose to call it, in words no text may choose for her."""


def phrase_problems(phrases: Mapping[str, Phrase], countries: tuple[str, ...]) -> Iterator[Problem]:
    needed = NEEDED | {f"country.{country}" for country in countries}
    for key in sorted(needed - phrases.keys()):
        yield at(FILE, key, None, "needed", said="is needed and is missing", mend="write it in both languages")
    for key in sorted(phrases.keys() - needed):
        yield at(FILE, key, None, "orphan", said="is said nowhere", mend="take it out")
    for one in phrases.values():
        yield from _phrase(one)


def _phrase(one: Phrase) -> Iterator[Problem]:
    if len({frozenset(_VALUE.findall(text)) for text in one.words.values()}) > 1:
        yield at(FILE, one.key, None, "values", said="differs in its values between languages", mend="use the same")
    for language, text in one.words.items():
        for rule, said, mend in _words(one.key, language, text):
            yield at(FILE, one.key, language, rule, said=said, mend=mend)


def _words(key: str, language: Language, text: str) -> Iterator[tuple[str, str, str]]:
    if key not in _HERS:
        for word in found(text, words().avoid, language):
            yield "words", f"says {word!r}, which hurts or misleads", "see the tone guide for words to prefer"
    for idea, said in guarded(text, language):
        yield "guard", f"says {said!r}: {idea.idea}", f"see {idea.key} in messages/lint_guard.toml"
    for word in found(text, words().informal, language):
        yield "usted", f"says {word!r}", "speak to her with usted"
    for topic, word in spoken(text, language, key.removeprefix(_CHOICE) if key.startswith(_CHOICE) else None):
        yield "gate", f"says {word!r}, which speaks of {topic.value}", "leave it to a text she asked for"
    if "!" in text or "¡" in text:
        yield "exclamation", "raises its voice", "end the sentence with a period"
    if key.startswith("loss.") and len(_VALUE.sub("x" * 20, text)) > LOSS_MAX[language]:
        yield "length", f"is longer than the {LOSS_MAX[language]} characters texts leave for it", "shorten it"
