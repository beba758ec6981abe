"""Trained weights as one file: half a byte a weight, one row a known feature.

A feature's number is 32 bits. Its upper half says in which bucket it lies and its lower half is kept, in order, so that
two bytes name a feature. A row holds one weight a unit, each one of sixteen levels; two weights share a byte, the first
in its lower half. The file is not read but mapped: of its millions of weights a text needs a few thousand.
"""

import json
import math
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from messages.hearing.features import Feature

MAGIC = b"aftercare hearing 3\n"
BUCKETS = 1 << 16
BLOCK_BITS = 7
BLOCK = 1 << BLOCK_BITS
"""Buckets whose beginnings are counted together, for the first feature that lies in one of them."""
LEVELS = 16
INPUT_SCALE = 4.0
"""The features of a text, seen together, have this length, however many they are."""
_LOWER = bytes(byte & 15 for byte in range(256))
_UPPER = bytes(byte >> 4 for byte in range(256))


class NotWeights(ValueError):
    """The bytes are no weights, or not for these labels; says how to mend it."""


@dataclass(frozen=True)
class Weights:
    """`counts[bucket]` is how many features a bucket has in `lows`, `blocks[block]` where the first bucket of a block
    begins there; `rows` holds `units / 2` bytes a feature."""

    header: Mapping[str, Any]
    counts: bytes
    blocks: Sequence[int]
    lows: Sequence[int]
    rows: bytes | memoryview

    @property
    def features(self) -> int:
        return len(self.lows)

    @property
    def units(self) -> int:
        return len(self.header["scales"])

    @cached_property
    def levels(self) -> tuple[float, ...]:
        return tuple(self.header["levels"])

    @cached_property
    def _digits(self) -> tuple[bytes, float, float]:
        """The levels as bytes, what one step of a byte is worth, and the byte of zero."""
        low, high = self.levels[0], self.levels[-1]
        step = (high - low) / 255
        return bytes(round((level - low) / step) for level in self.levels), step, -low / step

    def known(self, found: Iterable[Feature]) -> dict[int, Feature]:
        """The rows of the features it knows."""
        counts, begun, lows = self.counts, self._begun, self.lows
        rows: dict[int, Feature] = {}
        for feature in found:
            number = feature[0]
            bucket = number >> 16
            count = counts[bucket]
            if not count:
                continue
            begins = begun[bucket >> BLOCK_BITS] or self._begins(bucket >> BLOCK_BITS)
            begin = begins[bucket & BLOCK - 1]
            low = number & 0xFFFF
            row = bisect_left(lows, low, begin, begin + count)
            if row < begin + count and lows[row] == low:
                rows[row] = feature
        return rows

    @cached_property
    def _begun(self) -> list["array[int] | None"]:
        """One a block, once a feature of it was asked for: where its buckets begin."""
        return [None] * len(self.blocks)

    def _begins(self, block: int) -> "array[int]":
        counts = self.counts[block * BLOCK : (block + 1) * BLOCK]
        begins = self._begun[block] = array("I", accumulate(counts[:-1], initial=self.blocks[block]))
        return begins

    def picked(self, known: Iterable[int]) -> tuple[bytes, ...]:
        """One a unit: the level of its weight, 0 to 15, in each of these rows."""
        size = self.units // 2
        rows = self.rows
        joined = b"".join([rows[row * size : (row + 1) * size] for row in known])
        pairs = [joined[at::size] for at in range(size)]
        return tuple(half for pair in pairs for half in (pair.translate(_LOWER), pair.translate(_UPPER)))

    def sums(self, picked: Sequence[bytes]) -> list[float]:
        """One a unit: what these levels add up to, with the unit's bias."""
        count = len(picked[0])
        if not count:
            return list(self.header["bias"])
        digits, step, zero = self._digits
        table = digits.ljust(256, b"\0")
        scaled = step * INPUT_SCALE / math.sqrt(count)
        return [
            bias + scale * scaled * (sum(levels.translate(table)) - zero * count)
            for levels, scale, bias in zip(picked, self.header["scales"], self.header["bias"], strict=True)
        ]


def packed(header: Mapping[str, Any], numbers: Sequence[int], rows: bytes) -> bytes:
    """The magic, the length of the header, the header, how many features each bucket has, their lower halves, the rows.

    `numbers` in rising order.
    """
    text = json.dumps({**header, "features": len(numbers)}, sort_keys=True).encode()
    counts = bytearray(BUCKETS)
    for number in numbers:
        counts[number >> 16] += 1
    lows = _little(array("H", [number & 0xFFFF for number in numbers]))
    return MAGIC + struct.pack("<I", len(text)) + text + bytes(counts) + lows.tobytes() + rows


def unpacked(data: bytes | mmap, labels: Sequence[str]) -> Weights:
    """Raises NotWeights on anything `packed` has not made for these labels."""
    if data[: len(MAGIC)] != MAGIC:
        raise NotWeights("not the weights of this reader: make them with `make train`")
    at = len(MAGIC) + 4
    size = struct.unpack("<I", data[at - 4 : at])[0]
    header = json.loads(data[at : at + size])
    if header["labels"] != list(labels):
        raise NotWeights("the weights were trained for other labels: make them anew with `make train`")
    at += size
    counts = data[at : at + BUCKETS]
    sums = (sum(counts[first : first + BLOCK]) for first in range(0, BUCKETS - BLOCK, BLOCK))
    at += BUCKETS
    lows = _little(array("H", bytes(data[at : at + 2 * header["features"]])))
    rows = memoryview(data)[at + 2 * header["features"] :]
    if len(rows) != header["features"] * (len(header["scales"]) // 2):
        raise NotWeights("the weights are cut short: make them anew with `make train`")
    return Weights(header=header, counts=counts, blocks=[*accumulate(sums, initial=0)], lows=lows, rows=rows)


@cache
def packaged_weights(name: str, labels: tuple[str, ...]) -> Weights:
    """One of this package's own files, opened once."""
    with Path(__file__).with_name(name).open("rb") as opened:
        return unpacked(mmap(opened.fileno(), 0, access=ACCESS_READ), labels)


def _little(lows: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        lows.byteswap()
    return lows
