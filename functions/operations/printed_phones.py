"""Numbers that stand in texts for her to dial: kept as the clinic writes them, and only where a call would arrive.

Not only mobiles: a clinic's line is a landline, or a free number, or the country's own short number for an emergency.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from functions.operations.enrollment_fields import Wrong
from functions.operations.pasted import plain
from messages.resources import countries, lines

_NORTH_AMERICA = r"1?(?!.11)[2-9]\d{2}[2-9]\d{6}"
_DIALED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "us": ("1", _NORTH_AMERICA),
        "ca": ("1", _NORTH_AMERICA),
        "mx": ("52", r"(?:01)?[1-9]\d{9}"),
        "gb": ("44", r"0[1-9]\d{8,9}"),
        "ie": ("353", r"0[1-9]\d{6,8}|1[89]\d{8}"),
        "au": ("61", r"0[2-478]\d{8}|1[389]00\d{6}|13\d{4}"),
        "nz": ("64", r"0[2-9]\d{7,9}"),
        "es": ("34", r"[5-9]\d{8}"),
    }
)
"""By country, its code and what is dialed at home: published numbering plans, no list of who has which number."""
_TRUNKS: Mapping[str, str] = MappingProxyType({"us": "1", "ca": "1", "mx": "01"})
"""What stands before a number at home and falls away abroad; a nought elsewhere."""
_BETWEEN_DIGITS = re.compile(r"[\s()./\-‐‑‒–—−]")
_LIKE: Mapping[str, str] = MappingProxyType(
    {
        "us": "202-555-0100",
        "ca": "604-555-0100",
        "mx": "55 0000 0000",
        "gb": "020 7946 0100",
        "ie": "01 000 0000",
        "au": "02 5550 0100",
        "nz": "09 000 0000",
        "es": "910 00 00 00",
    }
)


def printed_phone(value: Any, country: str) -> str:
    """As it was written. Where the country is none of ours, that is what is wrong and not its numbers."""
    written = plain(value) if isinstance(value, str) else ""
    if country in countries() and not _can_be_dialed(_BETWEEN_DIGITS.sub("", written), country):
        raise Wrong("is no number that can be dialed there", _mend(country))
    return written


def from_abroad(printed: str, country: str) -> str | None:
    """E.164 of a number as it is printed; None for one that is dialed in the country alone."""
    digits = _BETWEEN_DIGITS.sub("", plain(printed))
    if digits.startswith("+"):
        return digits
    if country not in _DIALED or re.fullmatch(_DIALED[country][1], digits, re.ASCII) is None:
        return None
    code, trunk = _DIALED[country][0], _TRUNKS.get(country, "0")
    return f"+{code}{digits.removeprefix(trunk)}"


def _can_be_dialed(digits: str, country: str) -> bool:
    code, home = _DIALED[country]
    if digits in _short(country):
        return True
    if not digits.startswith("+"):
        return re.fullmatch(home, digits, re.ASCII) is not None
    rest = digits.removeprefix(f"+{code}")
    return rest != digits and any(re.fullmatch(home, one, re.ASCII) for one in (rest, f"0{rest}"))


def _short(country: str) -> frozenset[str]:
    return frozenset(_BETWEEN_DIGITS.sub("", one) for one in _helpers(country))


def _helpers(country: str) -> Iterator[str]:
    known = lines(country)
    yield from (known.emergency, known.crisis_tel)
    yield from (one.phone for one in known.support)


def _mend(country: str) -> str:
    return f"write one number as she should dial it, like {_LIKE[country]} or {lines(country).emergency}"
