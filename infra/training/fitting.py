"""From labelled texts to weights: choose the features that tell most, teach the network, round it to half bytes.

numpy and scikit-learn are needed here only; what runs in a function is `messages.hearing.network`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_selection import chi2

from infra.training.corpus import Labelled, Question
from infra.training.network import Layers, taught
from messages.hearing.features import features
from messages.hearing.model import CLASSES
from messages.hearing.normalize import Plain
from messages.hearing.subjects import CLASSES as TOPICS
from messages.hearing.subjects import NONE
from messages.hearing.weights import INPUT_SCALE, LEVELS, packed

FEATURES_MAX = 232_000
TOPIC_FEATURES_MAX = 36_000
PASSES, BATCH, RATE = 12, 1024, 0.008
TOPIC_PASSES, TOPIC_BATCH, TOPIC_RATE = 30, 128, 0.006
TEXTS_MIN = 2  # a feature seen in one text tells about that text
_LEVELS_SEEN = 200_000  # weights looked at to choose the levels
_LEVEL_ROUNDS = 30
_OUTERMOST = 0.0005  # of the weights may lie beyond the outermost levels at first


@dataclass(frozen=True)
class Fitted:
    """`numbers[row]` is a feature's number, in rising order."""

    numbers: tuple[int, ...]
    layers: Layers


def numbers_of(heard: Plain) -> tuple[int, ...]:
    return tuple(sorted({number for number, _, _ in features(heard.words)}))


def fit(rows: Sequence[Labelled], numbers: Sequence[tuple[int, ...]]) -> Fitted:
    """`numbers[i]` are the features of `rows[i]`. The same rows in the same order give the same weights."""
    classes = np.array([row.target for row in rows])
    if len(np.unique(classes)) != len(CLASSES):
        raise ValueError("every label needs texts: some have none")
    known = chosen(numbers, classes, FEATURES_MAX)
    targets = np.eye(len(CLASSES), dtype=np.float32)[classes]
    texts = matrix(numbers, known, scaled=True)
    return Fitted(tuple(known.tolist()), taught(texts, targets, passes=PASSES, batch=BATCH, rate=RATE))


def fit_topics(questions: Sequence[Question]) -> Fitted:
    """What each question is about; of two topics each counts half."""
    numbers = [numbers_of(one.plain) for one in questions]
    targets = np.zeros((len(questions), len(TOPICS)), dtype=np.float32)
    for row, one in zip(targets, questions, strict=True):
        for name in one.topics or (NONE,):
            row[TOPICS.index(name)] = 1 / max(len(one.topics), 1)
    known = chosen(numbers, targets.argmax(axis=1), TOPIC_FEATURES_MAX)
    texts = matrix(numbers, known, scaled=True)
    return Fitted(
        tuple(known.tolist()), taught(texts, targets, passes=TOPIC_PASSES, batch=TOPIC_BATCH, rate=TOPIC_RATE)
    )


def chosen(numbers: Sequence[tuple[int, ...]], classes: Any, most: int) -> Any:
    """Those in at least two texts, and of them the ones most unevenly spread over the labels."""
    seen, counts = np.unique(_flat(numbers), return_counts=True)
    often = seen[counts >= TEXTS_MIN]
    if len(often) <= most:
        return often
    unevenness, _ = chi2(matrix(numbers, often, scaled=False), classes)
    return np.sort(often[np.argsort(-unevenness, kind="stable")[:most]])


def matrix(numbers: Sequence[tuple[int, ...]], known: Any, *, scaled: bool) -> Any:
    """Sparse, texts by known features; scaled so that each text has the length INPUT_SCALE."""
    flat = _flat(numbers)
    places = np.searchsorted(known, flat)
    places[places == len(known)] = 0
    found = known[places] == flat
    rows = np.repeat(np.arange(len(numbers)), [len(one) for one in numbers])[found]
    counts = np.bincount(rows, minlength=len(numbers))
    values = np.repeat(INPUT_SCALE / np.sqrt(np.maximum(counts, 1)), counts) if scaled else np.ones(len(rows))
    starts = np.concatenate([[0], np.cumsum(counts)])
    return csr_matrix((values.astype(np.float32), places[found], starts), shape=(len(numbers), len(known)))


def _flat(numbers: Sequence[tuple[int, ...]]) -> Any:
    return np.fromiter((number for one in numbers for number in one), dtype=np.int64)


def weights(fitted: Fitted, *, page_at: float, ask_at: float, leave_at: float, made_of: str) -> bytes:
    """The file `messages.hearing.model` reads."""
    limits = {"page_at": round(page_at, 3), "ask_at": round(ask_at, 3), "leave_at": round(leave_at, 3)}
    return as_file(fitted, {"labels": list(CLASSES), "made_of": made_of, **limits})


def topic_weights(fitted: Fitted, *, made_of: str) -> bytes:
    """The file `messages.hearing.subjects` reads."""
    return as_file(fitted, {"labels": list(TOPICS), "made_of": made_of})


def as_file(fitted: Fitted, header: dict[str, Any]) -> bytes:
    layers = fitted.layers
    rows, scales, levels = as_halves(layers.first)
    header = header | {
        "scales": scales,
        "levels": levels,
        "bias": rounded(layers.first_bias),
        "out_weights": [rounded(row) for row in layers.second],
        "out_bias": rounded(layers.second_bias),
    }
    return packed(header | {"version": version(header, rows)}, fitted.numbers, rows)


def as_halves(table: Any) -> tuple[bytes, list[float], list[float]]:
    """Each weight as one of sixteen levels, two a byte; the scale of each unit, and the levels."""
    scales = table.std(axis=0)
    scales[scales == 0] = 1.0
    scaled = table / scales
    levels = _levels(scaled.ravel()[:: max(scaled.size // _LEVELS_SEEN, 1)])
    halves = np.searchsorted((levels[1:] + levels[:-1]) / 2, scaled).astype(np.uint8)
    rows = halves[:, 0::2] | (halves[:, 1::2] << 4)
    return rows.tobytes(), [float(f"{scale:.8g}") for scale in scales], rounded(levels)


def _levels(values: Any) -> Any:
    """Sixteen levels near which most of the values lie (Lloyd's method)."""
    lowest, highest = np.quantile(values, [_OUTERMOST, 1 - _OUTERMOST])
    levels = np.linspace(lowest, highest, LEVELS)
    for _ in range(_LEVEL_ROUNDS):
        nearest = np.searchsorted((levels[1:] + levels[:-1]) / 2, values)
        counts = np.bincount(nearest, minlength=LEVELS)
        sums = np.bincount(nearest, weights=values, minlength=LEVELS)
        levels = np.where(counts > 0, sums / np.maximum(counts, 1), levels)
    return levels


def rounded(values: Any) -> list[float]:
    return [round(float(value), 6) for value in values]


def version(header: dict[str, Any], rows: bytes) -> str:
    return hashlib.sha256(rows + repr(sorted(header.items())).encode()).hexdigest()[:8]
