"""What the rules and figures hear by themselves, whatever the trained model thinks: the same on every machine."""

from messages.hearing.amounts import numeric_signs
from messages.hearing.normalize import plain
from messages.hearing.reading import Sign
from messages.hearing.rules import Rule, sign_rules
from messages.hearing.signs import MATCHES_MAX
from messages.hearing.standing import stands
from messages.severity import Severity


def signs_of(text: str) -> set[Sign]:
    """Every sign that counts by itself: hints do not."""
    figures = {sign for sign, *_ in numeric_signs(plain(text).words, None)}
    return figures | {rule.sign for rule in sign_rules() if not rule.hint and hears(rule, text)}


def severities_of(text: str) -> set[Severity]:
    """Those that page."""
    found = {sign.severity for sign in signs_of(text)}
    return {severity for severity in found if severity is not None and severity.pages_now}


def hears(rule: Rule, text: str) -> bool:
    words = plain(text).words
    if rule.beside and not rule.beside.search(words):
        return False
    start = 0
    for _ in range(MATCHES_MAX):
        match = rule.pattern.search(words, start)
        if match is None:
            return False
        if stands(words, match.start(), match.end(), rule):
            return True
        start = match.start() + 1
    return False
