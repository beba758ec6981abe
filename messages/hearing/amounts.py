"""Degrees and pads: the numbers that are signs by themselves (facts B rules 3a, B1, B2, B7)."""

import re
from functools import cache

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of, pattern_of
from messages.hearing.reading import Question, Sign

Finding = tuple[Sign, str, int, int]  # sign, rule id, start and end in the plain words

BODY_C_MIN = 34.0
BODY_F_MIN = 94.0
FEVER_C_MIN = 38.0
FEVER_F_MIN = 100.4
FEVER_C_MAX = 43.0
FEVER_F_MAX = 109.0
PADS_HOUR_EMERGENCY = 2.0
PADS_HOUR_URGENT = 0.75  # "about one an hour"
RATE_WORDS_MAX = 9
_FILE = "amounts.toml"
_PHQ = (Question.PHQ_INTEREST, Question.PHQ_DOWN)


def numeric_signs(words: str, asked: Question | None) -> list[Finding]:
    """Every fever and every pad rate said in numbers."""
    digits = in_digits(words)
    found = [item for item in (*_fevers(digits, asked), *_pad_rates(digits)) if not _is_supposed(digits, item)]
    if digits == words:
        return found
    return [(sign, rule, 0, len(words)) for sign, rule, _, _ in found]  # figures moved the letters: show it all


def _is_supposed(digits: str, finding: Finding) -> bool:
    """A number asked about, not had, in its own sentence: 'how many pads an hour is too many'."""
    _, _, start, end = finding
    before = re.split(r" [.?]+(?= )", digits[:start])[-1]
    after = re.split(r" [.?]+(?= )", digits[end:])[0]
    return _found("supposed", f" {before.strip()} {digits[start:end].strip()} {after.strip()} ")


def in_digits(words: str) -> str:
    """Number words as figures, both languages: 'one oh one point two' is 101.2, 'treinta y ocho' 38."""
    table: dict[str, str] = packaged(_FILE)["numbers"]
    for pattern, figure in _spoken_numbers() if _any_spoken_number().search(words) else ():
        words = pattern.sub(figure, words)
    words = _number_word().sub(lambda match: table[match.group()], words)
    words = _joined().sub(r"\1.\2", words)
    return _and_a_half().sub(r"\1.5", words)


def celsius(value: float) -> float | None:
    """Degrees Celsius, one decimal, of a body's temperature in either scale; None when it is no such thing."""
    if BODY_C_MIN <= value <= FEVER_C_MAX:
        return round(value, 1)
    if BODY_F_MIN <= value <= FEVER_F_MAX:
        return round((value - 32) / 1.8, 1)
    return None


def is_fever(value: float) -> bool:
    return FEVER_C_MIN <= value <= FEVER_C_MAX or FEVER_F_MIN <= value <= FEVER_F_MAX


def _fevers(digits: str, asked: Question | None) -> list[Finding]:
    talk = _found("temperature", digits)
    if _found("no_temperature", digits):
        return []
    found: list[Finding] = []
    for match in _degrees().finditer(digits):
        before, after = digits[: match.end(1)][-40:], f" {digits[match.end(1) :].lstrip()}"[:40]
        if not is_fever(float(match.group(1))) or _found("not_degrees_after", after):
            continue
        if _found("not_degrees_before", before[: -len(match.group(1))]):
            continue
        marked = talk or "." in match.group(1) or _found("degrees_after", after)
        alone = asked not in _PHQ and not re.search(r"[a-z]{3}", digits.replace(match.group(1), ""))
        if marked or (alone and (asked is Question.TEMPERATURE or float(match.group(1)) >= 100)):  # noqa: PLR2004
            found.append((Sign.FEVER, "b7.degrees", match.start(1), match.end(1)))
    return found


def hourly_rates(digits: str) -> list[float]:
    """Pads an hour from every way of saying it, for a text known to speak of pads."""
    return [rate for _, rate, _ in _rates_in(digits)]


def is_slow_rate(words: str) -> bool:
    """A count of few pads over a time and nothing else: '4 pads in 12 hours'."""
    if words.count(" ") > RATE_WORDS_MAX or not _found("pads", words):
        return False
    digits = in_digits(words)
    rates = hourly_rates(digits)
    return bool(rates) and max(rates) < PADS_HOUR_URGENT and _found("only_a_rate", digits)


def _pad_rates(digits: str) -> list[Finding]:
    """The pad rates that are signs; the fastest counts."""
    found: list[Finding] = []
    if not _found("pads", digits) or _found("no_rate", digits):
        return found
    for name, rate, (start, end) in _rates_in(digits):
        if rate >= PADS_HOUR_EMERGENCY:
            found.append((Sign.HEAVY_BLEEDING, f"b1.rate.{name}", start, end))
        elif rate >= PADS_HOUR_URGENT:
            found.append((Sign.SOAKING_PADS, f"b2.rate.{name}", start, end))
    return found


def _rates_in(digits: str) -> list[tuple[str, float, tuple[int, int]]]:
    found: list[tuple[str, float, tuple[int, int]]] = []
    for name in packaged(_FILE)["rates"]:
        pattern = any_of((packaged(_FILE)["rates"][name],), _FILE)
        for match in pattern.finditer(digits) if pattern else ():
            parts = {key: value or "" for key, value in match.groupdict().items()}
            found.append((name, _rate(parts), match.span()))
    return found


def _rate(parts: dict[str, str]) -> float:
    """Pads an hour. A clock that crosses noon or midnight is taken the short way round."""
    count = float(parts.get("count") or 1)
    if parts.get("from"):
        hours = (_clock(parts["to"]) - _clock(parts["from"])) % 12
    else:
        unit = parts.get("unit", "")
        hours = float(parts.get("span") or 1) * (1 / 60 if unit.startswith("min") else 1)
        hours *= 0.5 if parts.get("half") else 1
    return count / hours if 0 < hours <= 12 else 0.0  # noqa: PLR2004 - a day's count is not a rate


def _clock(written: str) -> float:
    if "." not in written and ":" not in written and len(written) > 2:  # noqa: PLR2004 - 1545
        written = f"{written[:-2]}:{written[-2:]}"
    hour, _, minute = written.replace(".", ":").partition(":")
    return int(hour) + int(minute or 0) / 60


@cache
def _degrees() -> re.Pattern[str]:
    return pattern_of(r"(?<= )(\d{2,3}(?:\.\d{1,2})?)(?= )")


@cache
def _spoken_numbers() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((pattern_of(f"(?<= ){said}(?= )"), figure) for said, figure in packaged(_FILE)["compounds"].items())


@cache
def _any_spoken_number() -> re.Pattern[str]:
    """Of most texts none of the dozens need be looked for."""
    return pattern_of(f"(?<= )(?:{'|'.join(packaged(_FILE)['compounds'])})(?= )")


@cache
def _number_word() -> re.Pattern[str]:
    return pattern_of(f"(?<= )(?:{'|'.join(packaged(_FILE)['numbers'])})(?= )")


@cache
def _joined() -> re.Pattern[str]:
    return pattern_of(r"(?<= )(\d{2,3}) (?:point|punto|coma|,|con) (\d)(?= )")


@cache
def _and_a_half() -> re.Pattern[str]:
    return pattern_of(r"(?<= )(\d{2,3}) (?:y medio|y media|and a half)(?= )")


def _found(name: str, text: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["marks"][name]), _FILE)
    return pattern is not None and pattern.search(text) is not None
