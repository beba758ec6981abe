"""The trained reader: a small network over features, its weights made by `aftercare train` and read here with nothing
but the standard library.

One hidden layer: each known feature of a text adds its row of weights, the sum is cut at zero, and a second layer gives
one score a label. No text ever leaves this process.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from messages.hearing.features import features, token_spans
from messages.hearing.reading import Intent, Part
from messages.hearing.weights import MIDDLE, Weights, packaged_weights
from messages.severity import Severity

WEIGHTS_FILE = "model.bin"
VIOLENCE = "violence"
"""Crisis is two classes to the model, since danger from a partner needs neutral words."""
PARTS = tuple(f"part:{part.value}" for part in Part)
"""And a pause is one class a kind of part-leaving."""
CLASSES = (*(intent.value for intent in Intent if intent is not Intent.PAUSE), VIOLENCE, *PARTS)
SPAN_TOKENS_MAX = 8
_SEVERITIES = {
    Intent.CRISIS.value: Severity.CRISIS,
    VIOLENCE: Severity.CRISIS,
    Intent.EMERGENCY.value: Severity.EMERGENCY,
    Intent.URGENT.value: Severity.URGENT,
}
DANGERS = tuple(place for place, name in enumerate(CLASSES) if name in _SEVERITIES)
_CALM = tuple(place for place, name in enumerate(CLASSES) if name not in _SEVERITIES)


@dataclass(frozen=True, slots=True)
class Opinion:
    """`scores`: one a class of CLASSES, in log odds. `danger`: the log odds of any danger label against all others."""

    scores: tuple[float, ...]
    danger: float

    @property
    def severity(self) -> Severity:
        """The likeliest of the danger labels, however unlikely."""
        return _SEVERITIES[CLASSES[max(DANGERS, key=self.scores.__getitem__)]]

    @property
    def violence(self) -> bool:
        """Danger from a person, rather than to herself by her own hand."""
        return CLASSES[max(DANGERS, key=self.scores.__getitem__)] == VIOLENCE

    @property
    def calm(self) -> Intent:
        """The likeliest label that is no danger."""
        name = self._calmest
        return Intent.PAUSE if name in PARTS else Intent(name)

    @property
    def part(self) -> Part | None:
        """What she wants less of, when that is the likeliest of all that is no danger."""
        name = self._calmest
        return Part(name.removeprefix("part:")) if name in PARTS else None

    @property
    def _calmest(self) -> str:
        return CLASSES[max(_CALM, key=self.scores.__getitem__)]

    def odds(self, intent: Intent) -> float:
        """Log odds of one label against all the rest."""
        place = CLASSES.index(intent.value)
        return self.scores[place] - _log_sum([score for at, score in enumerate(self.scores) if at != place])


@dataclass(frozen=True, slots=True)
class Model:
    """Thresholds come with the weights, since they are in their units: log odds."""

    weights: Weights
    version: str
    page_at: float
    ask_at: float
    leave_at: float
    out_weights: tuple[tuple[float, ...], ...]  # one row a hidden unit
    out_bias: tuple[float, ...]

    def opinion(self, words: str) -> Opinion | None:
        """Of the plain words of a text; None when it knows nothing of them."""
        known = self.weights.known(features(words))
        if not known:
            return None
        hidden = [
            (value, row) for value, row in zip(self.weights.sums(known), self.out_weights, strict=True) if value > 0
        ]
        scores = tuple(
            bias + sum(value * row[place] for value, row in hidden) for place, bias in enumerate(self.out_bias)
        )
        return Opinion(scores, _log_odds(scores))

    def because(self, words: str) -> tuple[int, int]:
        """Where in `words` the danger lies most: start and end of the few words that speak for it."""
        known = self.weights.known(features(words))
        places = token_spans(words)
        if not known or not places:
            return 0, len(words)
        pulls = [
            (unit, _pull(row))
            for unit, (value, row) in enumerate(zip(self.weights.sums(known), self.out_weights, strict=True))
            if value > 0
        ]
        told = [0.0] * len(places)
        for share, (_, first, last) in zip(self._shares(tuple(known), pulls), known.values(), strict=True):
            for at in range(first, last + 1):
                told[at] += share / (last - first + 1)
        first, last = _heaviest(told)
        return places[first][0], places[last][1]

    def _shares(self, rows: tuple[int, ...], pulls: list[tuple[int, float]]) -> list[float]:
        """How much each of these rows speaks for danger."""
        shares = [0.0] * len(rows)
        for unit, pull in pulls:
            column, scaled = self.weights.columns[unit], pull * self.weights.header["scales"][unit]
            shares = [share + scaled * (column[row] - MIDDLE) for share, row in zip(shares, rows, strict=True)]
        return shares


def _pull(row: Sequence[float]) -> float:
    """How much a hidden unit speaks for danger."""
    return max(row[at] for at in DANGERS) - sum(row[at] for at in _CALM) / len(_CALM)


@cache
def model() -> Model:
    return trained(packaged_weights(WEIGHTS_FILE, CLASSES))


def trained(weights: Weights) -> Model:
    header = weights.header
    return Model(
        weights=weights,
        version=header["version"],
        page_at=header["page_at"],
        ask_at=header["ask_at"],
        leave_at=header["leave_at"],
        out_weights=tuple(tuple(row) for row in header["out_weights"]),
        out_bias=tuple(header["out_bias"]),
    )


def _log_odds(scores: Sequence[float]) -> float:
    return _log_sum([scores[at] for at in DANGERS]) - _log_sum([scores[at] for at in _CALM])


def _log_sum(values: Sequence[float]) -> float:
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
