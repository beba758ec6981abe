"""Ideas no text may say, however they are put: the guard list of the fact sheet (F.2) and its tone guide (D.1, D.2)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from messages.language import Language
from messages.lint_words import FOLDED_MAX, fold

_VALUE = re.compile(r"\{[a-z_]+\}")
_SENTENCE = re.compile(r"(?<=[.?])\s|\n")
_NO_PATTERN = r"(?!)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Idea:
    """`unless`: what, in the same sentence, makes it a report of older advice. `found` and `clean` try the patterns."""

    key: str
    idea: str
    patterns: Mapping[Language, tuple[re.Pattern[str], ...]]
    unless: Mapping[Language, re.Pattern[str]]
    found: Mapping[Language, tuple[str, ...]]
    clean: Mapping[Language, tuple[str, ...]]


@cache
def ideas() -> tuple[Idea, ...]:
    raw = tomllib.loads(resources.files("messages").joinpath("lint_guard.toml").read_text("utf-8"))
    return tuple(
        Idea(
            key=key,
            idea=row["idea"],
            patterns={one: tuple(re.compile(pattern) for pattern in row[one.value]) for one in Language},
            unless={one: re.compile(row.get("unless", {}).get(one.value, _NO_PATTERN)) for one in Language},
            found={one: tuple(row["found"][one.value]) for one in Language},
            clean={one: tuple(row["clean"][one.value]) for one in Language},
        )
        for key, row in raw.items()
    )


@lru_cache(maxsize=FOLDED_MAX)
def guarded(text: str, language: Language) -> tuple[tuple[Idea, str], ...]:
    """Each idea the text says, with the words that say it."""
    plain = fold(_VALUE.sub(" ", text)).replace("’", "'")
    return tuple(hit for sentence in _SENTENCE.split(plain) for hit in _in(sentence, language))


def _in(sentence: str, language: Language) -> Iterator[tuple[Idea, str]]:
    for idea in ideas():
        said = (pattern.search(sentence) for pattern in idea.patterns[language])
        hit = next((one for one in said if one is not None), None)
        if hit is not None and not idea.unless[language].search(sentence):
            yield idea, hit[0]
