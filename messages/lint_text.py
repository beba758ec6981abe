"""What is wrong with one text, whatever stands beside it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from messages.catalogue import Entry, catalogue
from messages.language import Language
from messages.lint_guard import guarded
from messages.lint_shape import ANSWER_SEGMENTS_MAX, FIRST_SEEN, SEGMENTS_MAX, SINGLE_ENGLISH, first_seen, longest
from messages.lint_words import found, words
from messages.segments import Encoding, outside_gsm7

_BRACE = re.compile(r"[{}]")
_VALUE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend. `language` is None where it concerns both or neither."""

    file: str
    key: str
    language: Language | None
    rule: str
    said: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" + (f" ({self.language.value})" if self.language else "")
        return f"{where} {self.said}. To mend: {self.mend}. [{self.rule}]"


def at(file: str, key: str, language: Language | None, rule: str, *, said: str, mend: str) -> Problem:
    return Problem(file=file, key=key, language=language, rule=rule, said=said, mend=mend)


def text_problems(entry: Entry) -> Iterator[Problem]:
    for rule, said, mend in (*_length(entry), *_signs(entry), *_words(entry)):
        yield at(
            f"messages/catalogue/{entry.language.value}.toml", entry.key, entry.language, rule, said=said, mend=mend
        )


def _most(entry: Entry) -> int:
    if entry.key in SINGLE_ENGLISH and entry.language is Language.ENGLISH:
        return 1
    links = entry.key.startswith("answer.") and "link" in entry.values
    return (ANSWER_SEGMENTS_MAX if links else SEGMENTS_MAX)[entry.language]


def _length(entry: Entry) -> Iterator[tuple[str, str, str]]:
    most = _most(entry)
    contract = catalogue().contracts.get(entry.key)
    answers = entry.key.startswith("answer.")
    price = longest(entry.text, entry.language, contract.page if contract else None, own_numbers=not answers)
    if price.segments > most:
        said = f"takes {price.segments} segments ({price.units} units) at its longest; {most} are allowed"
        yield "length", said, "shorten it"
    if entry.language is Language.ENGLISH and price.encoding is not Encoding.GSM7:
        yield "alphabet", f"holds {outside_gsm7(entry.text)}, which halve what fits", "use plain characters"


def _signs(entry: Entry) -> Iterator[tuple[str, str, str]]:
    text = entry.text
    if "!" in text or "¡" in text:
        yield "exclamation", "raises its voice", "end the sentence with a period"
    if any(unicodedata.category(one) in {"So", "Sk", "Cs"} for one in text):
        yield "emoji", "holds an emoji or symbol", "say it in words"
    if text.count("?") > 1 or text.count("¿") > 1:
        yield "questions", "asks more than one question", "ask one thing"
    if entry.language is Language.SPANISH and text.count("?") != text.count("¿"):
        yield "questions", "opens and closes its question differently", "write ¿ and ?"
    if _BRACE.search(_VALUE.sub("", text)):
        yield "braces", "holds a brace that is no value", "write values as {name}"
    if "  " in text:
        yield "spaces", "holds two spaces in a row", "write one"


def _words(entry: Entry) -> Iterator[tuple[str, str, str]]:
    lists = words()
    for word in found(entry.text, lists.avoid, entry.language):
        yield "words", f"says {word!r}, which hurts or misleads", "see the tone guide for words to prefer"
    for idea, said in guarded(entry.text, entry.language):
        yield (
            "guard",
            f"says {said!r}: {idea.idea}",
            f"see {idea.key} in messages/lint_guard.toml, and say it otherwise",
        )
    for word in found(entry.text, lists.informal, entry.language):
        yield "usted", f"says {word!r}", "speak to her with usted"
    if lists.is_kind("quiet_start", entry.key):
        for word in found(first_seen(entry.text), lists.sensitive, entry.language):
            said = f"shows {word!r} in its first {FIRST_SEEN} characters, on a locked screen"
            yield "first_seen", said, "begin with something a stranger may read"
