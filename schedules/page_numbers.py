"""A clinic's own numbers in the address of a page, which reads no table: five characters, or none for the defaults.

The first four count which combination of allowed thresholds it is, the last is a check. Whatever is written there, what
is read is within bounds, or the default: no address can make a page say a number that is not safe. It names no clinic
and no person, only numbers. Order and ends of `BOUNDS` are part of the format; links sent before they change fail the
check, and print the defaults.
"""

import string
import zlib
from math import prod

from messages.pages import NUMBERS_CHARACTERS
from schedules.thresholds import BOUNDS, Thresholds

_SIGNS = string.digits + string.ascii_lowercase
_COMBINATIONS = prod(bounds.steps for bounds in BOUNDS.values())
_FORMAT = ",".join(f"{name} {bounds.low}-{bounds.high}/{bounds.parts}" for name, bounds in BOUNDS.items())


def numbers_code(limits: Thresholds) -> str:
    """Empty for the defaults, so that an address says no more than it must."""
    if limits == Thresholds():
        return ""
    combination = 0
    for name, bounds in BOUNDS.items():
        combination = combination * bounds.steps + (bounds.step(getattr(limits, name)) or 0)
    written = "".join(_SIGNS[combination // len(_SIGNS) ** place % len(_SIGNS)] for place in (3, 2, 1, 0))
    return written + _check(written)


def thresholds_from(code: str) -> Thresholds:
    """The defaults for an empty code, and for whatever no clinic's numbers make."""
    written, check = code[:-1], code[-1:]
    if len(code) != NUMBERS_CHARACTERS or set(code) - set(_SIGNS) or check != _check(written):
        return Thresholds()
    combination = int(written, len(_SIGNS))
    if combination >= _COMBINATIONS:
        return Thresholds()
    found: dict[str, float] = {}
    for name, bounds in reversed(tuple(BOUNDS.items())):
        combination, step = divmod(combination, bounds.steps)
        found[name] = bounds.at(step)
    fever = found.pop("fever_celsius")
    return Thresholds(fever_celsius=fever, **{name: int(value) for name, value in found.items()})


def _check(written: str) -> str:
    return _SIGNS[zlib.crc32(f"{_FORMAT}:{written}".encode()) % len(_SIGNS)]
