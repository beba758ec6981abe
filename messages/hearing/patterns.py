"""The little language our rules are written in, turned into bounded regular expressions.

`~` any four words or fewer of one sentence, `word*` any ending, `<name>` a word list of the same file, `(...)*`
that group up to six times; the rest is regular expression. Patterns match whole words only.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from zlib import crc32

from messages.hearing.packaged import packaged

_GAP = r"(?:(?![.?])[^ ]+ ){0,4}"
_ENDING = r"(?<=[a-z0-9])\*"
GATES_FILE = "gates.txt"
BEGINNING_MAX = 4  # letters
DEPTH_MAX = 4  # word lists inside word lists


ALWAYS = ""
"""The key of every pattern without a gate: open to any text."""


@dataclass(frozen=True)
class Gated:
    """A long pattern, searched (and compiled) only for texts with a word that begins as one of its matches must.

    What each needs comes from `gates.txt`, made by `make gates`; a pattern that is not in it is searched always.
    """

    source: str
    key: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def search(self, words: str, opened: frozenset[str]) -> re.Match[str] | None:
        """`opened`: `opened_by(words)`, or by any text these words are part of."""
        return self.pattern.search(words) if self.key in opened else None


@dataclass(frozen=True)
class Late:
    """A pattern that only few texts come to, compiled for the first of them: all of them cost a cold start half a
    second."""

    source: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def search(self, words: str) -> re.Match[str] | None:
        return self.pattern.search(words)


def opened_by(words: str) -> frozenset[str]:
    """The keys of the patterns that may match in these words or in any part of them."""
    opens = _opens()
    begun = {word[:length] for word in words.split() for length in range(1, BEGINNING_MAX + 1)}
    return frozenset((ALWAYS,)).union(*(opens[one] for one in begun & opens.keys()))


def gated(patterns: tuple[str, ...], file: str) -> Gated | None:
    if not patterns:
        return None
    source = _whole_words("|".join(patterns), file)
    key = key_of(source)
    return Gated(source, key if key in needs_by_key() else ALWAYS)


def key_of(source: str) -> str:
    return f"{crc32(source.encode()):08x}"


@cache
def compiled(pattern: str, file: str) -> re.Pattern[str]:
    return re.compile(_whole_words(pattern, file))


def _whole_words(pattern: str, file: str) -> str:
    return f"(?<= )(?:{_expand(pattern, file)})(?:(?<= )|(?= ))"


@cache
def needs_by_key() -> dict[str, frozenset[str]]:
    """Of each gated pattern the beginnings of words one of which must be there: one to four letters."""
    lines = resources.files(__package__).joinpath(GATES_FILE).read_text(encoding="utf-8").splitlines()
    return {key: frozenset(needs) for key, *needs in (line.split() for line in lines)}


@cache
def _opens() -> dict[str, frozenset[str]]:
    """The same by beginning."""
    opens: defaultdict[str, set[str]] = defaultdict(set)
    for key, needs in needs_by_key().items():
        for need in needs:
            opens[need].add(key)
    return {need: frozenset(keys) for need, keys in opens.items()}


def any_of(patterns: tuple[str, ...], file: str) -> re.Pattern[str] | None:
    return compiled("|".join(patterns), file) if patterns else None


def later(patterns: tuple[str, ...], file: str) -> Late | None:
    return Late(_whole_words("|".join(patterns), file)) if patterns else None


@cache
def _expand(pattern: str, file: str) -> str:
    lists: dict[str, str] = packaged(file).get("words", {})
    for _ in range(DEPTH_MAX):
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda found: f"(?:{lists[found.group(1)]})", pattern)
    pattern = re.sub(r" ~(?=[|)]|$)", "", pattern)  # a gap before nothing
    pattern = re.sub(_ENDING, "[a-z0-9]*", pattern.replace("|. |", "|[.?]+ |"))
    return pattern.replace(")*", "){0,6}").replace(" ~ ", f" {_GAP}")
