"""The little language our rules are written in, turned into bounded regular expressions.

`~` any four words or fewer of one sentence, `word*` any ending, `<name>` a word list of the same file, `(...)*`
that group up to six times; the rest is regular expression. Patterns match whole words only.
"""

import re
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


@dataclass(frozen=True)
class Gated:
    """A long pattern, searched (and compiled) only for texts with a word that begins as one of its matches must.

    `needs` come from `gates.txt`, made by `make gates`; a pattern that is not in it is searched always.
    """

    source: str
    needs: frozenset[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def search(self, words: str, begun: frozenset[str]) -> re.Match[str] | None:
        """`begun`: `beginnings(words)`, or of any text these words are part of."""
        if self.needs is not None and self.needs.isdisjoint(begun):
            return None
        return self.pattern.search(words)


def beginnings(words: str) -> frozenset[str]:
    """The first one, two, three and four letters of each word."""
    return frozenset(word[:length] for word in words.split() for length in range(1, BEGINNING_MAX + 1))


def gated(patterns: tuple[str, ...], file: str) -> Gated | None:
    if not patterns:
        return None
    source = _whole_words("|".join(patterns), file)
    return Gated(source, _gates().get(key_of(source)))


def key_of(source: str) -> str:
    return f"{crc32(source.encode()):08x}"


@cache
def compiled(pattern: str, file: str) -> re.Pattern[str]:
    return re.compile(_whole_words(pattern, file))


def _whole_words(pattern: str, file: str) -> str:
    return f"(?<= )(?:{_expand(pattern, file)})(?:(?<= )|(?= ))"


@cache
def _gates() -> dict[str, frozenset[str]]:
    lines = resources.files(__package__).joinpath(GATES_FILE).read_text(encoding="utf-8").splitlines()
    return {key: frozenset(needs) for key, *needs in (line.split() for line in lines)}


def any_of(patterns: tuple[str, ...], file: str) -> re.Pattern[str] | None:
    return compiled("|".join(patterns), file) if patterns else None


@cache
def _expand(pattern: str, file: str) -> str:
    lists: dict[str, str] = packaged(file).get("words", {})
    for _ in range(DEPTH_MAX):
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda found: f"(?:{lists[found.group(1)]})", pattern)
    pattern = re.sub(r" ~(?=[|)]|$)", "", pattern)  # a gap before nothing
    pattern = re.sub(_ENDING, "[a-z0-9]*", pattern.replace("|. |", "|[.?]+ |"))
    return pattern.replace(")*", "){0,6}").replace(" ~ ", f" {_GAP}")
