"""From labelled texts to weights: choose the features that tell most, fit the network, round it to bytes.

scikit-learn is needed here only; what runs in a function is `messages.hearing.model`.
"""

import hashlib
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_selection import chi2
from sklearn.neural_network import MLPClassifier

from infra.training.corpus import Labelled
from messages.hearing.features import features
from messages.hearing.model import CLASSES
from messages.hearing.weights import INPUT_SCALE, MIDDLE, packed

SEED = 20261121
FEATURES_MAX = 136_000
TEXTS_MIN = 2  # a feature seen in one text tells about that text
HIDDEN = 24
PASSES = 7
BATCH = 512
LEARNING_RATE = 0.006
_WEIGHT_MAX = 127


@dataclass(frozen=True)
class Fitted:
    """`numbers[row]` is a feature's number; `first` is features by hidden units, `second` hidden units by classes."""

    numbers: tuple[int, ...]
    first: Any
    first_bias: Any
    second: Any
    second_bias: Any


def numbers_of(row: Labelled) -> tuple[int, ...]:
    return tuple(sorted({number for number, _, _ in features(row.plain.words)}))


def fit(rows: Sequence[Labelled], numbers: Sequence[tuple[int, ...]]) -> Fitted:
    """`numbers[i]` are the features of `rows[i]`. The same rows in the same order give the same weights."""
    targets = np.array([row.target for row in rows])
    known = chosen(numbers, targets)
    places = {number: place for place, number in enumerate(known)}
    network = MLPClassifier(
        (HIDDEN,), max_iter=PASSES, batch_size=BATCH, learning_rate_init=LEARNING_RATE, random_state=SEED
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
        network.fit(matrix(numbers, places, scaled=True), targets)
    if len(network.classes_) != len(CLASSES):
        raise ValueError("every label needs texts: some have none")
    return Fitted(
        numbers=tuple(known),
        first=network.coefs_[0],
        first_bias=network.intercepts_[0],
        second=network.coefs_[1],
        second_bias=network.intercepts_[1],
    )


def chosen(numbers: Sequence[tuple[int, ...]], targets: Any, most: int = FEATURES_MAX) -> list[int]:
    """Those in at least two texts, and of them the ones most unevenly spread over the labels."""
    seen = Counter(number for one in numbers for number in one)
    often = sorted(number for number, count in seen.items() if count >= TEXTS_MIN)
    if len(often) <= most:
        return often
    table = matrix(numbers, {number: place for place, number in enumerate(often)}, scaled=False)
    unevenness, _ = chi2(table, targets)
    best = np.argsort(-unevenness, kind="stable")[:most]
    return sorted(often[place] for place in best)


def matrix(numbers: Sequence[tuple[int, ...]], places: dict[int, int], *, scaled: bool) -> Any:
    starts, columns, values = [0], [], []
    for one in numbers:
        known = [places[number] for number in one if number in places]
        columns.extend(known)
        values.extend([INPUT_SCALE / max(len(known), 1) ** 0.5 if scaled else 1.0] * len(known))
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(numbers), len(places)))


def weights(fitted: Fitted, *, page_at: float, ask_at: float, leave_at: float, made_of: str) -> bytes:
    """The file `messages.hearing.model` reads."""
    columns, scales = as_bytes(fitted.first)
    header: dict[str, Any] = {
        "labels": list(CLASSES),
        "scales": scales,
        "bias": rounded(fitted.first_bias),
        "out_weights": [rounded(row) for row in fitted.second],
        "out_bias": rounded(fitted.second_bias),
        "page_at": round(page_at, 3),
        "ask_at": round(ask_at, 3),
        "leave_at": round(leave_at, 3),
        "made_of": made_of,
    }
    return packed(header | {"version": version(header, columns)}, fitted.numbers, columns)


def as_bytes(table: Any) -> tuple[list[bytes], list[float]]:
    """Each column as bytes around the middle, and its scale."""
    scales = np.abs(table).max(axis=0) / _WEIGHT_MAX
    scales[scales == 0] = 1.0
    columns = [
        (np.rint(table[:, unit] / scale).astype(int) + MIDDLE).astype(np.uint8).tobytes()
        for unit, scale in enumerate(scales)
    ]
    return columns, [float(f"{scale:.8g}") for scale in scales]


def rounded(values: Any) -> list[float]:
    return [round(float(value), 6) for value in values]


def version(header: dict[str, Any], columns: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(columns) + repr(sorted(header.items())).encode()).hexdigest()[:8]
