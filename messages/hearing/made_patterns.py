"""Patterns compiled when the archive was made, in Python's own code for them.

Compiling what the first text of a container meets takes most of a second; reading it back takes hundredths. The code is
good for one version of Python, which the name of the file says: any other finds no such file, and compiles.
"""

import _sre  # type: ignore[import-not-found]  # Python's own, of no promised shape: a test holds what is made of it
import marshal
import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

FILE = f"patterns.{sys.implementation.cache_tag}.made"
MAGIC = f"aftercare patterns 3 {_sre.MAGIC} {_sre.CODESIZE} {sys.byteorder}\n".encode()
NUMBER_BYTES, KEY_BYTES = 4, 8
FIRST = len(MAGIC) + NUMBER_BYTES
"""Where the rows begin."""
LARGE = 255
Numbers = tuple[bytes, tuple[tuple[int, int], ...]]
"""A byte each, and where those stand that are LARGE or more."""


@dataclass(frozen=True)
class Made:
    """`keys` as numbers, in rising order, and where the row of each ends in `rows`: where the next begins."""

    keys: Sequence[int] = ()
    ends: Sequence[int] = ()
    rows: mmap | bytes = b""

    def pattern(self, key: str, *, called: str) -> re.Pattern[str] | None:
        """`called`: what its own `pattern` shall be."""
        number = int(key, 16)
        at = bisect_left(self.keys, number)
        if at == len(self.keys) or self.keys[at] != number:
            return None
        row = self.rows[self.ends[at - 1] if at else FIRST : self.ends[at]]
        flags, numbers, groups, names = marshal.loads(row)  # noqa: S302 - our own archive
        by_number: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            by_number[number] = name
        pattern: re.Pattern[str] = _sre.compile(called, flags, unpacked(numbers), groups, names, tuple(by_number))
        return pattern


def made_before(key: str) -> re.Pattern[str] | None:
    """None: compile it. It is called by its key, since nobody asks for its words."""
    return _made().pattern(key, called=key)


def made_in(path: Path) -> Made:
    """The file: its magic, how many rows, the rows, their keys, their ends. None where it is of another Python."""
    with path.open("rb") as opened:
        whole = mmap(opened.fileno(), 0, access=ACCESS_READ)
    if whole[: len(MAGIC)] != MAGIC:
        return Made()
    count = int.from_bytes(whole[len(MAGIC) : FIRST], "little")
    index = memoryview(whole)[len(whole) - count * (KEY_BYTES + NUMBER_BYTES) :]
    keys, ends = index[: count * KEY_BYTES], index[count * KEY_BYTES :]
    return Made(keys.cast("Q"), ends.cast("I"), whole)


@cache
def _made() -> Made:
    path = Path(__file__).with_name(FILE)
    return made_in(path) if path.exists() else Made()


def packed(numbers: list[int]) -> Numbers:
    """Of a pattern's code one number in fifty is more than a byte."""
    large = [(at, int(number)) for at, number in enumerate(numbers) if number >= LARGE]
    return bytes(min(number, LARGE) for number in numbers), tuple(large)


def unpacked(numbers: Numbers) -> list[int]:
    small, large = numbers
    code = list(small)
    for at, number in large:
        code[at] = number
    return code
