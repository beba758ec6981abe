"""A figure of the scale asked, said in digits or words of either language; a range takes its worse end."""

import re
from collections.abc import Callable
from functools import cache

from messages.hearing.amounts import PADS_HOUR_EMERGENCY, PADS_HOUR_URGENT, celsius, hourly_rates, in_digits
from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of, pattern_of
from messages.hearing.reading import Question
from messages.hearing.statements import present, said, stated, without_past

PADS_MANY = 2
FIRST_AT_MAX = 3  # tokens before a figure that still begins her answer
NAMED_AT_MAX = 7  # tokens before a word of the scale; later it tells of something else
STORY_MIN = 12  # tokens; in a text this long a figure before a noun counts that noun
DAY_HOURS = {"day": 16, "night": 8}  # what she is awake or asleep; any other span is a part of a day
PART_HOURS = 5
FORTNIGHT = 14  # the days the two questions of mood ask about
DAYS_MOST_MIN = 7
DAYS_NEARLY_ALL_MIN = 12
SITUATED_MAX = 22  # tokens; in a longer text two figures apart tell two stories
SHORT_MAX = 8  # tokens of a text that can only be about what was asked
_FILE = "answers.toml"
_RANGES: dict[Question, tuple[float, float]] = {
    Question.PADS_PER_HOUR: (0, 20),
    Question.PAIN: (0, 10),
    Question.MOOD: (1, 5),
    Question.PHQ_INTEREST: (0, 3),
    Question.PHQ_DOWN: (0, 3),
}
_SCALES = {Question.PHQ_INTEREST: "phq", Question.PHQ_DOWN: "phq"}


def degrees(words: str) -> float | None:
    """Degrees Celsius; of several the highest she does not call past."""
    told = stated(words)
    now = _degrees(present(told))
    return _degrees(told) if now is None else now


def _degrees(told: str) -> float | None:
    ranges = re.sub(r"(?<= )(\d{2,3}(?:\.\d)?) / (?=\d{2,3}(?:\.\d)? )", r"\1 ", _figures(told))
    digits = _split_decimals().sub(r"\1.\2", _present(_own(ranges)))
    values = [celsius(float(number)) for number in _numbers(digits)]
    if not _numbers(digits) or max(values, key=lambda value: value or 0) is None:
        values = [celsius(float(number) / 10) for number in _without_point(digits)]
    return max((value for value in values if value is not None), default=None)


def pads_in_an_hour(words: str) -> float | None:
    """0, 1 or 2, where 2 is two or more; part of a pad is not one, nor are the few of a day."""
    told = stated(words)
    digits = _figures(told)
    if _said("nothing_to_wear", told) and not (hourly_rates(digits) or _begins(_own(digits))):
        return None
    readings = (_pads(told) for told in (without_past(present(told)), present(told), told))
    return next((value for value in readings if value is not None), None)


def _pads(told: str) -> float | None:
    digits = _figures(told)
    own = _own(digits)
    values = [float(number) for number in _numbers(own)]
    rate = max(hourly_rates(digits), default=None)
    if (rate or 0) >= PADS_HOUR_EMERGENCY or _said("more_than_one", digits):
        return PADS_MANY
    if max(values, default=0) < PADS_MANY and (_is_part_of_one(digits) or _said("slow_pad", digits)):
        return 0
    if rate is not None:
        return float(rate >= PADS_HOUR_URGENT)
    if _said("begins_none", digits) or _said("few_since", digits) or _is_few_a_day(digits):
        return 0
    if _said("other_matter_pads", digits) and any(values):
        return None
    return _pads_named(told, own)


def _pads_named(told: str, own: str) -> float | None:
    value = _figure(own, Question.PADS_PER_HOUR)
    if value is None and not _numbers(own):
        value = _named(told, Question.PADS_PER_HOUR)
    return None if value is None else min(float(-(-value // 1)), PADS_MANY)


def _is_few_a_day(digits: str) -> bool:
    """'4 pads the whole day', 'en toda la noche 2'; a count that could be one an hour is left unknown."""
    match = _match("in_a_day", digits)
    if match is None:
        return False
    kinds = (("day", match["day"] or match["day2"] or match["daily"]), ("night", match["night"]))
    hours = next((DAY_HOURS[kind] for kind, said in kinds if said), PART_HOURS)
    counts = [float(number) for number in _numbers(match.group().join("  "))]
    return max(counts, default=hours) / hours < PADS_HOUR_URGENT


def _is_part_of_one(digits: str) -> bool:
    """'half of 1', 'not even 1', but not '1, only half full'."""
    part, figure = _match("under_one_pad", digits), re.search(r"(?<= )[1-9]", digits)
    return part is not None and (figure is None or part.start() <= figure.start())


def on_scale(words: str, asked: Question) -> float | None:
    """What she says of now, else what the whole text says."""
    told = stated(words)
    now = present(told)
    value = _scaled(now, asked)
    return value if value is not None or now == told else _scaled(told, asked)


def _scaled(told: str, asked: Question) -> float | None:
    if asked in _SCALES and (days := _days(told)) is not None:
        return float((days > 0) + (days >= DAYS_MOST_MIN) + (days >= DAYS_NEARLY_ALL_MIN))
    own = _own(_without_scale(_sub("other_subject", " ; ", _figures(told)), _RANGES[asked][1]))
    if asked is not Question.PAIN:
        own = _sub("other_pain_figure", " ; ", own)
    if _numbers(own):
        return _figure(_present(own), asked)
    return _named(told, asked)


def _figure(own: str, asked: Question) -> float | None:
    """Two figures apart are a story, and so is one beyond the scale, unless she begins with hers."""
    low, high = _RANGES[asked]
    values = [float(number) for number in _numbers(own)]
    inside = [value for value in values if low <= value <= high]
    if not inside or (len(inside) < len(values) and not (_begins(own) and low <= values[0] <= high)):
        return None
    if len(set(inside)) > 1 and not (_said("joined", own) or _is_by_situation(own, len(values))):
        return None
    return _worst(asked)(inside)


def _is_by_situation(own: str, figures: int) -> bool:
    """'sitting 4, stairs 7': two figures of one matter, each with when it is so."""
    return figures == 2 and own.count(" ") <= SITUATED_MAX and _said("situations", own)  # noqa: PLR2004


def _days(told: str) -> int | None:
    """Of the last fourteen, the days she counts: 'ten of the fourteen', 'tres o cuatro días'; of a range the more."""
    digits = in_digits(_sub("once_is_one_time", " ; ", re.sub(r"(?<= )one(?= )", "1", told)))
    if _said("all_of_days", digits):
        return FORTNIGHT
    if _said("no_days", digits):
        return 0
    if match := _match("all_but_days", digits):
        return max(FORTNIGHT - _more_of(match), 0)
    if match := _match("out_of_days", digits):
        return _within_fortnight(_more_of(match))
    if _said("other_days", digits):
        return None
    match = _match("days_counted", digits) or _match("some_of_days", digits)
    if match is None or digits[: match.start()].count(" ") > NAMED_AT_MAX + 1:
        return None
    return _within_fortnight(_more_of(match) * (2 if match.groupdict().get("weekly") else 1))


def _more_of(match: re.Match[str]) -> int:
    return max(int(figure) for figure in re.findall(r"\d+", f"{match['days']} {match['more'] or ''}"))


def _within_fortnight(days: int) -> int | None:
    return days if days <= FORTNIGHT else None


def _worst(asked: Question) -> Callable[[list[float]], float]:
    return min if asked is Question.MOOD else max


def _figures(words: str) -> str:
    """Number words and their slips as figures; 'one' and articles too, which elsewhere mean nothing."""
    words = _sub("story_one", " ; ", _sub("not_a_figure", " ; ", words))
    words = re.sub(r"(?<= )one(?= )", "1", in_digits(_articles().sub("", words)))
    for slip, figure in _slips():
        words = slip.sub(figure, words)
    words = re.sub(r"(?<= )(\d{1,3}) (?:point|punto|coma|con) (\d)(?= )", r"\1.\2", words)
    words = re.sub(r"(?<= )(\d{2,3}) (?:(?:and|y|con) )?(\d) (?:tenths?|decimas?|decimos?)(?= )", r"\1.\2", words)
    return re.sub(r"(?<= )(\d{1,3}) (?:and (?:a )?half|y medi[ao])(?= )", r"\1.5", words)


def _own(digits: str) -> str:
    """Without the figures that count something else: weeks, tablets, a clock, an age, whatever noun follows."""
    own = _sub("took", " ; ", _sub("something_else", " ; ", digits))
    if own.count(" ") > STORY_MIN:
        return _sub("counted", " ; ", own)
    head = " ".join(own.split(" ")[: FIRST_AT_MAX + 2])
    return head + _sub("counted", " ; ", own[len(head) :]) if len(own) > len(head) else own


def _present(digits: str) -> str:
    """Without what she calls past, when a figure of now remains: '4 today, yesterday was a 2'."""
    now = _sub("from_past", " ; ", digits)
    return now if _numbers(now) else digits


def _without_scale(digits: str, top: float) -> str:
    """'7/10', '3 out of 5', '12/10' as the top; but '2/3' on a scale to 3 is two or three."""
    digits = re.sub(rf"(?<= )(?:1[1-9]|[2-9]\d|\d{{3}}) (?:/|out of|de|sobre) {top:g}(?= )", f"{top:g}", digits)
    kept = r"(?<! 2)" if top == 3 else ""  # noqa: PLR2004
    digits = re.sub(rf"{kept} / {top:g}(?= )", "", digits)
    return re.sub(rf" (?:out of|outta|outa|of|de|sobre|over|from) (?:a |un |the )?{top:g}(?= )", "", digits)


def _begins(own: str) -> bool:
    first = re.search(r"(?<= )\d{1,2}(?:\.\d)?(?= )", own)
    return first is not None and own[: first.start()].count(" ") - 1 <= FIRST_AT_MAX


def _named(told: str, asked: Question) -> float | None:
    """The worst word of the scale she says of now; one that is denied ("not every day") tells nothing."""
    heard = present(_sub("mood_of_something", " ; ", told) if asked is Question.MOOD else told)
    if (asked is not Question.MOOD and _said("unsure", heard)) or said("refused", heard):
        return None
    if asked is Question.PAIN and not _is_about_pain(heard):
        return None
    if asked in _SCALES and _said("begins_frequency", heard):
        return 0
    if asked in _SCALES and _said("other_frequency", heard):
        return None
    return _worst_named(heard, asked)


def _worst_named(heard: str, asked: Question) -> float | None:
    table: dict[str, list[str]] = packaged(_FILE)["scales"].get(_SCALES.get(asked, asked.value), {})
    found = []
    for value, patterns in table.items():
        pattern = any_of(tuple(patterns), _FILE)
        match = pattern.search(heard) if pattern else None
        if pattern is None or match is None:
            continue
        if (value == "0" or asked not in _SCALES) and heard[: match.start()].count(" ") > NAMED_AT_MAX:
            continue
        if not _said("denied", heard[: match.start()] + "$ "):
            found.append(float(value))
        heard = pattern.sub(" ; ", heard)
    return _worst(asked)(found) if found else None


def _is_about_pain(told: str) -> bool:
    return not _said("other_pain", told) and (told.count(" ") <= SHORT_MAX + 1 or _said("pain", told))


def _numbers(digits: str) -> list[str]:
    return re.findall(r"(?<= )\d{1,3}(?:\.\d{1,2})?(?= )", digits)


def _without_point(digits: str) -> list[str]:
    """'986', '1012': degrees typed without the point, alone in the text."""
    return re.findall(r"(?<= )\d{3,4}(?= )", digits) if digits.count(" ") <= SHORT_MAX // 2 else []


@cache
def _split_decimals() -> re.Pattern[str]:
    return pattern_of(r"(?<= )(3[4-9]|4[0-2]|9[4-9]|10[0-8]) (?:(?:[.,]|y|and|con) )?(\d)(?= )")


@cache
def _slips() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, str] = packaged(_FILE)["figures"]
    return tuple((pattern_of(f"(?<= ){said}(?= )"), figure) for said, figure in table.items())


@cache
def _articles() -> re.Pattern[str]:
    said = "|".join(["[0-9]", "one ", *(f"{word} " for word in packaged("amounts.toml")["numbers"])])
    return pattern_of(f" (?:a|an|un|una|el|la|the)(?= (?:{said}))")


def _sub(name: str, by: str, words: str) -> str:
    pattern = any_of(tuple(packaged(_FILE)["said"][name]), _FILE)
    return re.sub(r"  +", " ", pattern.sub(by, words)) if pattern else words


def _said(name: str, words: str) -> bool:
    return _match(name, words) is not None


def _match(name: str, words: str) -> re.Match[str] | None:
    pattern = any_of(tuple(packaged(_FILE)["said"][name]), _FILE)
    return pattern.search(words) if pattern else None
