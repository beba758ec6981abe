"""The answer to the open check-in, in digits or words of either language; a range takes its worse end."""

import re
from collections.abc import Callable
from functools import cache

from messages.hearing.amounts import celsius, in_digits, is_fever
from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of
from messages.hearing.reading import Answer, Question, Sign

PAIN_SEVERE_MIN = 8
PADS_MANY = 2
WORDS_MAX = 60  # a longer text tells a story; a number in it is hardly the answer
_FILE = "answers.toml"
_YES_NO = (Question.BLEEDING_STARTED, Question.BLEEDING_STOPPED, Question.PERIOD_BACK, Question.TEST_RESULT)
_RANGES: dict[Question, tuple[float, float]] = {
    Question.PADS_PER_HOUR: (0, 60),
    Question.PAIN: (0, 10),
    Question.MOOD: (1, 5),
    Question.PHQ_INTEREST: (0, 3),
    Question.PHQ_DOWN: (0, 3),
}


def answer_to(words: str, asked: Question | None) -> Answer | None:
    """None when nothing was asked or she did not answer it."""
    if asked is None or words.count(" ") > WORDS_MAX:
        return None
    value: bool | float | None
    if asked in _YES_NO:
        value = _yes_no(words, asked)
    elif asked is Question.TEMPERATURE:
        value = _degrees(in_digits(words))
    else:
        value = _scaled(words, asked)
    return None if value is None else Answer(question=asked, value=value)


def danger_in(answer: Answer) -> Sign | None:
    """The sign an answer is by itself; a low mood is not one."""
    if answer.question is Question.PADS_PER_HOUR and answer.value:
        return Sign.HEAVY_BLEEDING if answer.value >= PADS_MANY else Sign.SOAKING_PADS
    if answer.question is Question.TEMPERATURE and is_fever(answer.value):
        return Sign.FEVER
    if answer.question is Question.PAIN and answer.value >= PAIN_SEVERE_MIN:
        return Sign.SEVERE_PAIN
    if answer.question is Question.TEST_RESULT and answer.value:
        return Sign.POSITIVE_TEST
    return None


def _yes_no(words: str, asked: Question) -> bool | None:
    """Her own statement of the thing asked beats a bare yes or no; both at once, or doubt, is no answer."""
    stated = [value for name, value in (("false", False), ("true", True)) if _said(f"{asked}_{name}", words)]
    if asked is Question.TEST_RESULT:  # "2" may be two lines, "yes" may be "I did it": better asked than guessed
        return stated[0] if len(stated) == 1 and not _said("test_unclear", words) else None
    if stated:
        return stated[0]
    if _said("doubt", words):
        return None
    bare = [value for name, value in (("no", False), ("yes", True)) if _said(name, words)]
    return bare[0] if len(bare) == 1 else None


def _degrees(digits: str) -> float | None:
    values = [celsius(float(number)) for number in _numbers(_own_numbers(digits))]
    return max((value for value in values if value is not None), default=None)


def _scaled(words: str, asked: Question) -> float | None:
    if asked is Question.PADS_PER_HOUR:
        if _said("under_one_pad", words):
            return 0.0
        if _said("other_pad_rate", in_digits(words)):
            return None
    low, high = _RANGES[asked]
    worst: Callable[[list[float]], float] = min if asked is Question.MOOD else max
    digits = re.sub(r" (?:/|out of|of|de|sobre) (?:10|5|3)(?= )", " ", in_digits(_one(words)))
    own = _own_numbers(digits)
    values = [float(number) for number in _numbers(own)]
    if values:
        if any(not low <= value <= high for value in values) or (len(set(values)) > 1 and not _is_range(own)):
            return None
        return min(worst(values), PADS_MANY) if asked is Question.PADS_PER_HOUR else worst(values)
    named = [float(value) for value in _named(words, asked)]
    return worst(named) if named else None


def _own_numbers(digits: str) -> str:
    """Without the numbers that count something else: weeks, tablets, a clock, an age."""
    pattern = _pattern("counts_something_else")
    return pattern.sub(" ", digits) if pattern else digits


def _is_range(digits: str) -> bool:
    """'1-2', '6 or 7': neighbors; two numbers apart are a story."""
    joined = r"(?<= )\d+(?:\.\d+)? (?:(?:or|to|and|a|o|y|maybe|/|,) ){0,2}\d+(?:\.\d+)?(?= )"
    return re.search(joined, digits) is not None


def _named(words: str, asked: Question) -> list[str]:
    """A word that is denied ("not every day") leaves the answer unknown."""
    table: dict[str, list[str]] = packaged(_FILE)["scales"].get(asked.value, {})
    heard = words
    found = []
    for value, patterns in table.items():
        pattern = any_of(tuple(patterns), _FILE)
        match = pattern.search(heard) if pattern else None
        if pattern is None or match is None:
            continue
        if _said("denied", heard[: match.start()] + "$ "):
            return []
        found.append(value)
        heard = pattern.sub(" ", heard)
    return found


def _one(words: str) -> str:
    """In an answer 'one' and 'un' are figures too."""
    return re.sub(r"(?<= )(?:one|un)(?= )", "1", words)


def _numbers(digits: str) -> list[str]:
    return re.findall(r"(?<= )\d{1,3}(?:\.\d{1,2})?(?= )", digits)


def _said(name: str, words: str) -> bool:
    return _match(name, words) is not None


def _match(name: str, words: str) -> re.Match[str] | None:
    pattern = _pattern(name)
    return pattern.search(words) if pattern else None


@cache
def _pattern(name: str) -> re.Pattern[str] | None:
    return any_of(tuple(packaged(_FILE)["said"].get(name, ())), _FILE)
