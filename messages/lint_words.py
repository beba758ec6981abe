"""Which words a text uses that it may not: the lists of `lint_words.toml`, compared without accents or capitals."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from messages.language import Language

FOLDED_MAX = 2048
"""Texts kept without accents: the same text is searched for many lists."""
_VALUE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Lists by language. `kinds` are the first parts of message keys that a rule speaks of."""

    sensitive: Mapping[str, Sequence[str]]
    avoid: Mapping[str, Sequence[str]]
    informal: Mapping[str, Sequence[str]]
    symptom: Mapping[str, Sequence[str]]
    dying: Mapping[str, Sequence[str]]
    kinds: Mapping[str, Sequence[str]]

    def is_kind(self, kind: str, key: str) -> bool:
        return key.split(".", 1)[0] in self.kinds[kind]


@cache
def words() -> Words:
    raw = tomllib.loads(resources.files("messages").joinpath("lint_words.toml").read_text("utf-8"))
    return Words(**raw)


def found(text: str, listed: Mapping[str, Sequence[str]], language: Language) -> tuple[str, ...]:
    """The listed words that stand in the text, as they are listed."""
    plain = fold(_VALUE.sub(" ", text))
    words = tuple(listed[language.value])
    if not words or not _any_of(words).search(plain):
        return ()
    return tuple(word for word in words if _pattern(word).search(plain))


@lru_cache(maxsize=FOLDED_MAX)
def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_written(word) for word in words))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_written(word))


def _written(word: str) -> str:
    stem = re.escape(fold(word.removesuffix("*")))
    return rf"\b{stem}\w*" if word.endswith("*") else rf"\b{stem}\b"
