"""How many segments a text costs: GSM-7 (160, then 153 septets) or UCS-2 (70, then 67 code units).

Source: 3GPP TS 23.038. A character of the extension table costs two septets and may not straddle two segments;
a character outside the Basic Multilingual Plane costs two code units and may not either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "^{}\\[~]|€\f"


class Encoding(StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"

    @property
    def single_max(self) -> int:
        return 160 if self is Encoding.GSM7 else 70

    @property
    def part_max(self) -> int:
        return 153 if self is Encoding.GSM7 else 67


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    encoding: Encoding
    segments: int
    units: int


@cache
def _gsm7_widths() -> dict[str, int]:
    return dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENSION, 2)


def outside_gsm7(body: str) -> tuple[str, ...]:
    """The characters that force UCS-2, each once, in order of appearance."""
    return tuple(dict.fromkeys(character for character in body if character not in _gsm7_widths()))


def cost(body: str) -> Cost:
    encoding = Encoding.UCS2 if outside_gsm7(body) else Encoding.GSM7
    if encoding is Encoding.GSM7:
        widths = [_gsm7_widths()[character] for character in body]
    else:
        widths = [len(character.encode("utf-16-be")) // 2 for character in body]
    units = sum(widths)
    segments = 1 if units <= encoding.single_max else _parts(widths, encoding.part_max)
    return Cost(encoding=encoding, segments=segments, units=units)


def _parts(widths: Sequence[int], part_max: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > part_max:
            parts, used = parts + 1, 0
        used += width
    return parts
