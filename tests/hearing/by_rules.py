"""What the rules and figures hear by themselves, whatever the trained model thinks; and what the whole reader makes
of the same text."""

import re

from messages.hearing import read
from messages.hearing.amounts import numeric_signs
from messages.hearing.normalize import plain
from messages.hearing.reading import Band, Sign
from messages.hearing.rules import Rule, sign_rules
from messages.hearing.signs import MATCHES_MAX, PLAIN_WORDS_MAX
from messages.hearing.standing import stands
from messages.language import Language
from messages.severity import Severity


def signs_of(text: str) -> set[Sign]:
    """Every sign that counts by itself: hints do not."""
    figures = {sign for sign, *_ in numeric_signs(plain(text).words, None)}
    return figures | {rule.sign for rule in sign_rules() if not rule.hint and hears(rule, text)}


def severities_of(text: str) -> set[Severity]:
    """Those that page."""
    found = {sign.severity for sign in signs_of(text)}
    return {severity for severity in found if severity is not None and severity.pages_now}


def alarm_of(text: str) -> Severity | None:
    """What the whole reader pages or asks about; in a short text it pages."""
    reading = read(text, Language.ENGLISH, None)
    if len(plain(text).offsets) <= PLAIN_WORDS_MAX:
        assert reading.band is Band.PAGE, f"only {reading.band}: {text}"
    return reading.severity if reading.band is Band.PAGE else reading.doubt


def hears(rule: Rule, text: str) -> bool:
    words = plain(text).words
    if rule.beside and not rule.beside.search(words):
        return False
    return any(_hears(says.pattern, rule, words) for says in rule.says)


def _hears(pattern: re.Pattern[str], rule: Rule, words: str) -> bool:
    start = 0
    for _ in range(MATCHES_MAX):
        match = pattern.search(words, start)
        if match is None:
            return False
        if stands(words, match.start(), match.end(), rule):
            return True
        start = match.start() + 1
    return False
