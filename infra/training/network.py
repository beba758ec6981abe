"""Teaching the network of `messages.hearing.network`: one hidden layer, Adam, and features left out at random.

Our own fifty lines of numpy: the first layer is a hundred times wider than a text has features, and leaving features
and units out at random is what makes wordings nobody has seen read well (docs/hearing.md). One seed decides everything.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

SEED = 20261121
HIDDEN = 24
RATE_LEFT = 0.1  # of the rate, at the end
FEATURES_DROPPED = 0.4
UNITS_DROPPED = 0.3
SHRINK = 1e-4
_FADE, _FADE_SQUARES, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Layers:
    """`first` is features by units, `second` units by classes."""

    first: Any
    first_bias: Any
    second: Any
    second_bias: Any


def taught(texts: Any, targets: Any, *, passes: int, batch: int, rate: float) -> Layers:
    """`texts`: sparse, texts by features. `targets`: texts by classes, each row adding up to one.

    `passes` over all texts, `batch` texts a step, `rate` of the first step.
    """
    chance = np.random.default_rng(SEED)
    layers = _begun(texts.shape[1], targets.shape[1], chance)
    fading = [(np.zeros_like(layer), np.zeros_like(layer)) for layer in layers]
    steps = passes * math.ceil(texts.shape[0] / batch)
    step = 0
    for _ in range(passes):
        order = chance.permutation(texts.shape[0])
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            step += 1
            now = rate * (1 - (1 - RATE_LEFT) * step / steps)
            now *= math.sqrt(1 - _FADE_SQUARES**step) / (1 - _FADE**step)
            slopes = _slopes(layers, _with_some_left_out(texts[chosen], chance), targets[chosen], chance)
            for layer, slope, (mean, square) in zip(layers, slopes, fading, strict=True):
                _move(layer, slope, mean, square, now)
    return Layers(*layers)


def _move(layer: Any, slope: Any, mean: Any, square: Any, rate: float) -> None:
    """One step of Adam, in place: the layers are too large to copy at each."""
    mean *= _FADE
    mean += (1 - _FADE) * slope
    square *= _FADE_SQUARES
    square += (1 - _FADE_SQUARES) * slope * slope
    layer -= rate * mean / (np.sqrt(square) + _TINY)


def _begun(features: int, classes: int, chance: Any) -> list[Any]:
    def spread(rows: int, columns: int) -> Any:
        bound = math.sqrt(6 / (rows + columns))
        return chance.uniform(-bound, bound, (rows, columns)).astype(np.float32)

    return [
        spread(features, HIDDEN),
        np.zeros(HIDDEN, np.float32),
        spread(HIDDEN, classes),
        np.zeros(classes, np.float32),
    ]


def _with_some_left_out(texts: Any, chance: Any) -> Any:
    kept = chance.random(len(texts.data), dtype=np.float32) >= FEATURES_DROPPED
    texts = texts.copy()
    texts.data = texts.data * kept / np.float32(1 - FEATURES_DROPPED)
    return texts


def _slopes(layers: list[Any], texts: Any, targets: Any, chance: Any) -> tuple[Any, ...]:
    first, first_bias, second, second_bias = layers
    sums = texts @ first + first_bias
    kept = (chance.random(sums.shape, dtype=np.float32) >= UNITS_DROPPED) / np.float32(1 - UNITS_DROPPED)
    units = np.maximum(sums, 0) * kept
    scores = units @ second + second_bias
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    wrong = (odds / odds.sum(axis=1, keepdims=True) - targets) / np.float32(len(targets))
    shrink = np.float32(SHRINK / len(targets))
    wrong_units = (wrong @ second.T) * kept
    wrong_units[sums <= 0] = 0
    return (
        texts.T @ wrong_units + shrink * first,
        wrong_units.sum(axis=0),
        units.T @ wrong + shrink * second,
        wrong.sum(axis=0),
    )
