"""A small trained network over the features of a text, read with nothing but the standard library.

One hidden layer: each known feature of a text adds its row of weights, the sum is cut at zero, and a second layer gives
one score a class. No text ever leaves this process.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add, mul

from messages.hearing.features import Feature, token_spans
from messages.hearing.weights import Weights

SPAN_TOKENS_MAX = 8
KNOWN_MIN = 2  # how long a text is, is always known, and says nothing alone


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network knows of one text: its known features, their weights, and what the hidden units make of them."""

    known: tuple[Feature, ...]
    picked: tuple[bytes, ...]  # one a unit: the level of each feature's weight
    hidden: tuple[float, ...]


@dataclass(frozen=True)
class Network:
    weights: Weights
    out_weights: tuple[tuple[float, ...], ...]  # one row a hidden unit
    out_bias: tuple[float, ...]

    def seen(self, found: Iterable[Feature]) -> Seen | None:
        """Of the features of a text; None when it knows next to none of them."""
        known = self.weights.known(found)
        if len(known) < KNOWN_MIN:
            return None
        picked = self.weights.picked(known)
        hidden = tuple(max(value, 0.0) for value in self.weights.sums(picked))
        return Seen(tuple(known.values()), picked, hidden)

    def scores(self, seen: Seen) -> tuple[float, ...]:
        """One a class, in log odds up to a constant."""
        return tuple(
            bias + sum(map(mul, seen.hidden, column)) for bias, column in zip(self.out_bias, self._columns, strict=True)
        )

    @cached_property
    def _columns(self) -> tuple[tuple[float, ...], ...]:
        """One a class."""
        return tuple(zip(*self.out_weights, strict=True))

    def because(self, words: str, seen: Seen, pulls: Sequence[float]) -> tuple[int, int]:
        """Where in `words` what speaks for a decision lies most: start and end of a few words.

        `pulls`: how much each hidden unit speaks for it.
        """
        places = token_spans(words)
        told = [0.0] * len(places)
        for share, (_, first, last) in zip(self._shares(seen, pulls), seen.known, strict=True):
            for at in range(first, last + 1):
                told[at] += share / (last - first + 1)
        first, last = _heaviest(told)
        return places[first][0], places[last][1]

    def _shares(self, seen: Seen, pulls: Sequence[float]) -> list[float]:
        """How much each known feature speaks for it, through the units that are awake."""
        shares = [0.0] * len(seen.known)
        for value, levels, scale, pull in zip(
            seen.hidden, seen.picked, self.weights.header["scales"], pulls, strict=True
        ):
            if value:
                worth = [pull * scale * level for level in self.weights.levels]
                shares = list(map(add, shares, map(worth.__getitem__, levels)))
        return shares


def network(weights: Weights) -> Network:
    header = weights.header
    return Network(
        weights=weights,
        out_weights=tuple(tuple(row) for row in header["out_weights"]),
        out_bias=tuple(header["out_bias"]),
    )


def log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The run of at most SPAN_TOKENS_MAX tokens with the greatest sum; the shorter of equals."""
    best, found = -math.inf, (0, 0)
    for first in range(len(weights)):
        total = 0.0
        for last in range(first, min(first + SPAN_TOKENS_MAX, len(weights))):
            total += weights[last]
            if total > best:
                best, found = total, (first, last)
    return found
