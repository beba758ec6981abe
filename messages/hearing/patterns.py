"""The little language our rules are written in, turned into bounded regular expressions.

`~` any four words or fewer of one sentence, `word*` any ending, `<name>` a word list of the same file, `(...)*`
that group up to six times; the rest is regular expression. Patterns match whole words only.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b

from messages.hearing.made_patterns import made_before
from messages.hearing.packaged import packaged
from messages.packaged import lines, made_ready

_GAP = r"(?:(?![.?])[^ ]+ ){0,4}"
_ENDING = r"(?<=[a-z0-9])\*"
GATES_FILE = "gates.txt"
BEGINNING_MAX = 4  # letters
DEPTH_MAX = 4  # word lists inside word lists
KEY_BYTES = 8
TEXTS_KEPT = 4
"""Signs, requests, parts and topics are each looked for in the same words."""
Gates = tuple[Mapping[str, str], str]
"""The keys that each beginning opens, and all of them, in one string each: a text splits the few it needs."""

ALWAYS = ""
"""The key of every pattern without a gate: open to any text."""


@dataclass(frozen=True)
class Late:
    """A pattern that only few texts come to, made for the first of them: all of them cost a cold start seconds.

    `text` is in the little language, the words of `file` unlisted.
    """

    text: str
    file: str

    @cached_property
    def key(self) -> str:
        """Names the very pattern: another letter, or another word in a list of the file, is another key."""
        return key_of(self.text, self.file)

    @property
    def source(self) -> str:
        return _whole_words(self.text, self.file)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return made(self.key, lambda: self.source)

    def search(self, words: str) -> re.Match[str] | None:
        return self.pattern.search(words)


@dataclass(frozen=True)
class Gated:
    """A long pattern, searched (and made) only for texts with a word that begins as one of its matches must.

    What each needs comes from `gates.txt`, made by `make gates`; a pattern that is not in it is searched always.
    """

    late: Late
    key: str

    @property
    def source(self) -> str:
        return self.late.source

    @property
    def pattern(self) -> re.Pattern[str]:
        return self.late.pattern

    def is_open(self, opened: frozenset[str]) -> bool:
        """`opened`: `opened_by(words)`, or by any text these words are part of."""
        return self.key in opened

    def search(self, words: str, opened: frozenset[str]) -> re.Match[str] | None:
        return self.late.pattern.search(words) if self.is_open(opened) else None


@lru_cache(TEXTS_KEPT)
def opened_by(words: str) -> frozenset[str]:
    """The keys of the patterns that may match in these words or in any part of them."""
    opens, _ = _gates()
    begun = {word[:length] for word in words.split() for length in range(1, BEGINNING_MAX + 1)}
    return frozenset((ALWAYS,)).union(*map(_opened_by_one, begun & opens.keys()))


@cache
def _opened_by_one(beginning: str) -> list[str]:
    return _gates()[0][beginning].split()


def gated(patterns: tuple[str, ...], file: str) -> Gated | None:
    if not patterns:
        return None
    late = Late("|".join(patterns), file)
    return Gated(late, late.key if late.key in _has_gate() else ALWAYS)


def key_of(text: str, file: str) -> str:
    return _named(f"{_word_lists(file)}{text}")


def _named(said: str) -> str:
    return blake2b(said.encode(), digest_size=KEY_BYTES).hexdigest()


@cache
def _word_lists(file: str) -> str:
    """Names the word lists of a file as they stand."""
    return _named(repr(sorted(packaged(file).get("words", {}).items())))


@cache
def pattern_of(source: str) -> re.Pattern[str]:
    """A regular expression of ours that is not written in the little language."""
    return made(_named(source), lambda: source)


def made(key: str, source: Callable[[], str]) -> re.Pattern[str]:
    """The one door to every pattern: read back where packaging has compiled it, else compiled here."""
    return made_before(key) or re.compile(source())


@cache
def compiled(pattern: str, file: str) -> re.Pattern[str]:
    return Late(pattern, file).pattern


def _whole_words(pattern: str, file: str) -> str:
    return f"(?<= )(?:{_expand(pattern, file)})(?:(?<= )|(?= ))"


@cache
def needs_by_key() -> dict[str, frozenset[str]]:
    """Of each gated pattern the beginnings of words one of which must be there: one to four letters."""
    return {key: frozenset(needs) for key, *needs in (line.split() for line in lines(__file__, GATES_FILE))}


@cache
def _has_gate() -> frozenset[str]:
    return frozenset(_gates()[1].split())


@cache
def _gates() -> Gates:
    made: Gates | None = made_ready(__file__, GATES_FILE)
    return gates_written() if made is None else made


def gates_written() -> Gates:
    opens: defaultdict[str, list[str]] = defaultdict(list)
    needs_by = needs_by_key()
    for key in sorted(needs_by):
        for need in sorted(needs_by[key]):
            opens[need].append(key)
    return {need: " ".join(keys) for need, keys in opens.items()}, " ".join(sorted(needs_by))


@cache
def any_of(patterns: tuple[str, ...], file: str) -> re.Pattern[str] | None:
    return compiled("|".join(patterns), file) if patterns else None


def later(patterns: tuple[str, ...], file: str) -> Late | None:
    return Late("|".join(patterns), file) if patterns else None


@cache
def _expand(pattern: str, file: str) -> str:
    lists: dict[str, str] = packaged(file).get("words", {})
    for _ in range(DEPTH_MAX):
        pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda found: f"(?:{lists[found.group(1)]})", pattern)
    pattern = re.sub(r" ~(?=[|)]|$)", "", pattern)  # a gap before nothing
    pattern = re.sub(_ENDING, "[a-z0-9]*", pattern.replace("|. |", "|[.?]+ |"))
    return pattern.replace(")*", "){0,6}").replace(" ~ ", f" {_GAP}")
