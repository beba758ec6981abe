"""Patterns of which the first in a text counts, each with a gate of its own: of hundreds a text comes to a few."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from messages.hearing.patterns import Late, gated, key_of, made
from messages.packaged import made_ready

KEYS = "several"
Keys = tuple[tuple[str, str], ...]
"""Of each pattern its gate and its own key."""


@dataclass(frozen=True)
class Several:
    """`texts` are in the little language, the words of `file` unlisted."""

    texts: tuple[str, ...]
    file: str

    def search(self, words: str, opened: frozenset[str]) -> re.Match[str] | None:
        """As if they were one pattern: what begins first; of what begins together, the first in the file."""
        found: re.Match[str] | None = None
        for pattern in self.open(opened):
            match = pattern.search(words)
            if match is not None and (found is None or match.start() < found.start()):
                found = match
        return found

    def open(self, opened: frozenset[str]) -> list[re.Pattern[str]]:
        """Those that may match: `opened` is `opened_by` the words, or by any text these are part of."""
        gates = self.gates & opened
        return [self._pattern(place) for place in sorted(place for gate in gates for place in self._places[gate])]

    @cached_property
    def key(self) -> str:
        return key_of("|".join(self.texts), self.file)

    @cached_property
    def keys(self) -> Keys:
        made = _keys_ready().get(self.key)
        return keys_of(self) if made is None else tuple(zip(*[iter(made.split(","))] * 2, strict=True))

    @cached_property
    def gates(self) -> frozenset[str]:
        return frozenset(self._places)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """By gate: which patterns have it."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (gate, _) in enumerate(self.keys):
            places[gate].append(place)
        return dict(places)

    @cached_property
    def _made(self) -> dict[int, re.Pattern[str]]:
        return {}

    def _pattern(self, place: int) -> re.Pattern[str]:
        known = self._made.get(place)
        if known is None:
            known = self._made[place] = made(self.keys[place][1], lambda: Late(self.texts[place], self.file).source)
        return known


def several(texts: tuple[str, ...], file: str) -> Several | None:
    return Several(texts, file) if texts else None


def keys_of(row: Several) -> Keys:
    each = (gated((text,), row.file) for text in row.texts)
    return tuple((one.key, one.late.key) for one in each if one)


@cache
def _keys_ready() -> Mapping[str, str]:
    """As packaging makes them ready, by the key of each row: all of its keys in one string."""
    made: Mapping[str, str] | None = made_ready(__file__, KEYS)
    return made or {}
