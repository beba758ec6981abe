"""Trained weights as one file: bytes around a middle, one column a unit, one row a known feature."""

import json
import math
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from operator import itemgetter
from typing import Any

from messages.hearing.features import Feature

MAGIC = b"aftercare hearing 2\n"
MIDDLE = 128  # a weight of zero, as a byte
INPUT_SCALE = 4.0
"""The features of a text, seen together, have this length, however many they are."""


class NotWeights(ValueError):
    """The bytes are no weights, or not for these labels; says how to mend it."""


@dataclass(frozen=True)
class Weights:
    """`columns[unit][row]` is a weight as a byte; `numbers[row]` is the number of its feature."""

    header: Mapping[str, Any]
    numbers: Sequence[int]
    columns: tuple[bytes, ...]

    @cached_property
    def rows(self) -> dict[int, int]:
        return dict(zip(self.numbers, range(len(self.numbers)), strict=True))

    def known(self, found: Iterable[Feature]) -> dict[int, Feature]:
        """The rows of the features it knows."""
        rows = self.rows
        return {rows[feature[0]]: feature for feature in found if feature[0] in rows}

    def sums(self, known: Iterable[int]) -> list[float]:
        """One a unit: what these rows add up to, with the unit's bias."""
        places = tuple(known)
        if not places:
            return list(self.header["bias"])
        scaled = INPUT_SCALE / math.sqrt(len(places))
        middle = MIDDLE * len(places)
        if len(places) == 1:
            totals = [column[places[0]] for column in self.columns]
        else:
            pick = itemgetter(*places)
            totals = [sum(pick(column)) for column in self.columns]
        return [
            bias + scale * scaled * (total - middle)
            for total, scale, bias in zip(totals, self.header["scales"], self.header["bias"], strict=True)
        ]


def packed(header: Mapping[str, Any], numbers: Sequence[int], columns: Sequence[bytes]) -> bytes:
    """The magic, the length of the header, the header, the features' numbers, the columns."""
    text = json.dumps({**header, "features": len(numbers)}, sort_keys=True).encode()
    keys = _little(array("I", numbers))
    return MAGIC + struct.pack("<I", len(text)) + text + keys.tobytes() + b"".join(columns)


def unpacked(data: bytes, labels: Sequence[str]) -> Weights:
    """Raises NotWeights on anything `packed` has not made for these labels."""
    if not data.startswith(MAGIC):
        raise NotWeights("not the weights of this reader: make them with `make train`")
    at = len(MAGIC) + 4
    size = struct.unpack("<I", data[at - 4 : at])[0]
    header = json.loads(data[at : at + size])
    if header["labels"] != list(labels):
        raise NotWeights("the weights were trained for other labels: make them anew with `make train`")
    count, units = header["features"], len(header["scales"])
    keys = array("I")
    at += size
    keys.frombytes(data[at : at + count * keys.itemsize])
    at += count * keys.itemsize
    columns = tuple(data[at + unit * count : at + (unit + 1) * count] for unit in range(units))
    return Weights(header=header, numbers=_little(keys), columns=columns)


@cache
def packaged_weights(name: str, labels: tuple[str, ...]) -> Weights:
    """One of this package's own files, read once."""
    return unpacked(resources.files(__package__).joinpath(name).read_bytes(), labels)


def _little(keys: "array[int]") -> "array[int]":
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        keys.byteswap()
    return keys
