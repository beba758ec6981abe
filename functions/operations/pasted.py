"""What tired people paste, made plain: only where one reading is possible; None where two are, or none is."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType

_INVISIBLE = frozenset({"Cf", "Cs"})
"""Marks that come along when a number is copied from an address book."""
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_AROUND_DIGITS = re.compile(r"\(0\)|[\s()./\-‐‑‒–—−]")
_CALLED_PHONE = re.compile(
    r"^(?:tel|tel[eé]fono|telephone|phone|mobile|mob|cell|cell ?phone|m[oó]vil|celular)\b[.: ]*(?=[+(\d])"
    r"|(?<=\d)\s*(?:\((?:mobile|cell|m[oó]vil|celular)\)|(?<= )(?:mobile|cell|m[oó]vil|celular))$"
)
_NORTH_AMERICA = (re.compile(r"1?([2-9]\d{2}[2-9]\d{6})"), "+1")
_NATIONAL = {
    "us": _NORTH_AMERICA,
    "ca": _NORTH_AMERICA,
    "mx": (re.compile(r"(?:52|01|04[45])?1?([1-9]\d{9})"), "+52"),
    "gb": (re.compile(r"(?:0|44)?(7\d{9})"), "+44"),
    "ie": (re.compile(r"(?:0|353)?(8\d{8})"), "+353"),
    "au": (re.compile(r"(?:0|61)?(4\d{8})"), "+61"),
    "nz": (re.compile(r"(?:0|64)?(2\d{7,9})"), "+64"),
    "es": (re.compile(r"(?:34)?([67]\d{8})"), "+34"),
}
"""How a phone that can be texted is written at home, and the country code it is dialed with from abroad."""
HOME_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "us": "(202) 555-0143",
        "ca": "(604) 555-0143",
        "mx": "55 0000 0000",
        "gb": "07700 900123",
        "ie": "085 000 0000",
        "au": "0491 570 156",
        "nz": "021 000 0000",
        "es": "600 00 00 00",
    }
)
"""How a mobile phone is written at home: numbers kept for examples, and where a country keeps none, all noughts."""
_ABROAD = {"us": "011", "ca": "011", "au": "0011"}
_ABROAD_ELSEWHERE = "00"
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s*(?:de\s+)?([a-z]{3,10})|([a-z]{3,10})\s*(\d{1,2})(?:st|nd|rd|th)?)"
)
_YEAR_AFTER = re.compile(r"(.+?)[\s,.\-]*(?:de[l]?\s+)?(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}|.*[a-z].*\D\d{2}")
_MONTHS = (
    ("january", "enero"),
    ("february", "febrero"),
    ("march", "marzo"),
    ("april", "abril"),
    ("may", "mayo"),
    ("june", "junio"),
    ("july", "julio"),
    ("august", "agosto"),
    ("september", "septiembre"),
    ("october", "octubre"),
    ("november", "noviembre"),
    ("december", "diciembre"),
)
_LETTERS_MIN = 3
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::00)?\s*(am|pm|a\.?\s?m\.?|p\.?\s?m\.?)?")
NOON = 12


def plain(value: str) -> str:
    """On one line, with plain spaces and digits, and nothing that cannot be seen."""
    wide = "".join(unicodedata.normalize("NFKC", one) if one.isdecimal() else one for one in value)
    seen = "".join(" " if unicodedata.category(one) == "Cc" else one for one in wide)
    kept = "".join(one for one in seen if unicodedata.category(one) not in _INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def phone(value: str, country: str) -> str | None:
    """E.164. Without a country code it is read as the country's own; behind one a zero that is dialed at home alone
    falls away."""
    compact = _AROUND_DIGITS.sub("", _bare(value))
    abroad = _ABROAD.get(country, _ABROAD_ELSEWHERE)
    if compact.startswith(abroad):
        compact = f"+{compact.removeprefix(abroad)}"
    if compact.startswith("+"):
        return _with_code(compact)
    return _at_home(compact, *_NATIONAL[country]) if country in _NATIONAL else None


def _with_code(number: str) -> str | None:
    for pattern, code in _NATIONAL.values():
        if number.startswith(code):
            home = _at_home(number.removeprefix(code), pattern, code)
            if home is not None or number.startswith(f"{code}0"):
                return home
    return number if _E164.fullmatch(number) else None


def _at_home(number: str, pattern: re.Pattern[str], code: str) -> str | None:
    match = pattern.fullmatch(number)
    return f"{code}{match[1]}" if match else None


def has_country_code(value: str) -> bool:
    return _bare(value).strip("( ").startswith("+")


def _bare(value: str) -> str:
    """Without what says that it is a phone."""
    return _CALLED_PHONE.sub("", plain(value).replace("＋", "+").lower())


def is_shortened(value: str) -> bool:
    """1.20256E+10: a spreadsheet took a phone for a quantity, and its last digits are gone."""
    return _SHORTENED.fullmatch(plain(value)) is not None


def day(value: str) -> date | None:
    """2026-03-14, 14 March 2026, marzo 14, 2026; 3/14/2026 since no month is the fourteenth, and never 3/4/2026."""
    text = plain(value).casefold()
    if (match := _YEAR_FIRST.fullmatch(text)) is not None:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if (match := _YEAR_LAST.fullmatch(text)) is not None:
        return _either_order(int(match[1]), int(match[2]), int(match[3]))
    return _with_name(text)


def has_short_year(value: str) -> bool:
    return day(value) is None and _SHORT_YEAR.fullmatch(plain(value).casefold()) is not None


def has_two_readings(value: str) -> bool:
    """A day and a month that might each be the other."""
    match = _YEAR_LAST.fullmatch(plain(value))
    return match is not None and day(value) is None and max(int(match[1]), int(match[2])) <= len(_MONTHS)


def moment(value: str) -> datetime | None:
    """A day with a time, each as `day` and `clock` read them; or ISO, whose zone it keeps."""
    text = plain(value)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for gap in re.finditer(r"[\s,]+(?:at\s+)?", text):
        on, at = day(text[: gap.start()]), clock(text[gap.end() :])
        if on is not None and at is not None:
            return datetime.combine(on, at)
    return None


def clock(value: str) -> time | None:
    """09:30, 9:30, 9.30, 9h30, 9:30 pm, 9 pm; a bare 9 might be either."""
    match = _TIME.fullmatch(plain(value).casefold())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _either_order(first: int, second: int, year: int) -> date | None:
    if first == second:
        return _date(year, first, second)
    readings = [one for one in (_date(year, first, second), _date(year, second, first)) if one is not None]
    return readings[0] if len(readings) == 1 else None


def _with_name(text: str) -> date | None:
    parts = _YEAR_AFTER.fullmatch(text)
    named = _NAMED.fullmatch(parts[1].strip()) if parts else None
    if parts is None or named is None:
        return None
    month = _month(named[2] or named[3])
    return _date(int(parts[2]), month, int(named[1] or named[4])) if month else None


def _month(said: str) -> int | None:
    """By its first letters, three at least, in either language."""
    found = (
        {number for number, names in enumerate(_MONTHS, 1) if any(one.startswith(said) for one in names)}
        if len(said) >= _LETTERS_MIN
        else set()
    )
    return found.pop() if len(found) == 1 else None


def _date(year: int, month: int, on: int) -> date | None:
    try:
        return date(year, month, on)
    except ValueError:
        return None
