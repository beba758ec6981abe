"""A number typed into a text or page, where it should come from a named constant or a clinic's setting.

Digits are numbers wherever they stand; a word is one where it counts a unit (`two weeks`), also behind it (`a week or
two`). One is left alone: `a pad an hour`. What has to be typed, such as the digits to reply with, is listed with its
reason in messages/lint_numbers.toml; a line there that nothing needs any more is a problem too.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

from messages.catalogue import Contract, Entry
from messages.language import Language
from messages.lint_numbers import counted, counting, tokens_of
from messages.lint_text import Problem, at
from messages.numbers import NUMBERS
from messages.pages import Page
from messages.phrases import Phrase

LIST = "messages/lint_numbers.toml"
_OR = {Language.ENGLISH: "or", Language.SPANISH: "o"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """`keys`: patterns of keys, also `page:<key>` and `phrase:<key>`. `says`: numbers, with the unit they count."""

    keys: tuple[str, ...]
    says: frozenset[str]
    why: str

    def covers(self, key: str, said: str) -> bool:
        return said in self.says and any(fnmatchcase(key, pattern) for pattern in self.keys)


@cache
def allowed() -> tuple[Allowed, ...]:
    raw = tomllib.loads(resources.files("messages").joinpath("lint_numbers.toml").read_text("utf-8"))
    return tuple(Allowed(keys=tuple(one["keys"]), says=frozenset(one["says"]), why=one["why"]) for one in raw["typed"])


def typed_numbers(text: str, language: Language) -> Iterator[str]:
    """Each number in digits, and the unit it counts where it counts one: `2 weeks`, `48`."""
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        digits = token if token.isdigit() else counting().numbers[language].get(token)
        unit = counted(tokens, place, language) or _counted_behind(tokens, place, language)
        if digits is not None and (unit or token.isdigit()):
            yield f"{digits} {unit}" if unit else digits


def _counted_behind(tokens: list[str], place: int, language: Language) -> str | None:
    """`a week or two`."""
    behind = tokens[max(0, place - 2) : place]
    return counting().units.get(behind[0]) if len(behind) > 1 and behind[1] == _OR[language] else None


def typed_problems(entries: list[Entry], pages: list[Page], phrases: list[Phrase]) -> Iterator[Problem]:
    needed: set[tuple[int, str]] = set()
    for file, key, language, text in _texts(entries, pages, phrases):
        for said in typed_numbers(text, language):
            covering = [place for place, one in enumerate(allowed()) if one.covers(key, said)]
            needed |= {(place, said) for place in covering}
            if not covering:
                yield at(
                    file,
                    key.partition(":")[2] or key,
                    language,
                    "typed",
                    said=f"holds a number typed by hand: {said}",
                    mend="name it in messages/numbers.py or schedules/thresholds.py and write its name in braces",
                )
    for place, one in enumerate(allowed()):
        for said in sorted(one.says - {needs for where, needs in needed if where == place}):
            yield at(
                LIST,
                ", ".join(one.keys),
                None,
                "typed",
                said=f"allows {said!r}, which no text says any more",
                mend="remove it",
            )


def _texts(entries: list[Entry], pages: list[Page], phrases: list[Phrase]) -> Iterator[tuple[str, str, Language, str]]:
    for entry in entries:
        yield f"messages/catalogue/{entry.language.value}.toml", entry.key, entry.language, entry.text
    for page in pages:
        for language, words in page.words.items():
            yield f"messages/pages/{page.key}.toml", f"page:{page.key}", language, f"{words.title}\n{words.text}"
    for phrase in phrases:
        for language, written in phrase.words.items():
            yield "messages/phrases.toml", f"phrase:{phrase.key}", language, written


def number_problems(contracts: list[Contract], pages: list[Page]) -> Iterator[Problem]:
    """Whoever says a number of messages/numbers.py names the section of the fact sheet it is from; each is said."""
    saying = [("messages/catalogue/contract.toml", one.key, one.values, one.sources) for one in contracts]
    for page in pages:
        values = frozenset(value for written in page.words.values() for value in written.values)
        saying.append((f"messages/pages/{page.key}.toml", page.key, values, page.sources))
    for file, key, values, sources in saying:
        for name in sorted(values & NUMBERS.keys()):
            if NUMBERS[name].source not in sources:
                said = f"says {{{name}}} without its source {NUMBERS[name].source}"
                yield at(file, key, None, "source", said=said, mend="add it to the sources")
    for name in sorted(NUMBERS.keys() - {value for _, _, values, _ in saying for value in values}):
        yield at("messages/numbers.py", name, None, "orphan", said="is said nowhere", mend="take it out")
