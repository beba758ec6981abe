"""Law: each rule says what it is for, hears its own examples, and a hint never counts by itself."""

import pytest

from messages.hearing import read
from messages.hearing.reading import Sign
from messages.hearing.rules import Rule, sign_rules
from messages.language import Language
from messages.severity import Severity
from tests.hearing.by_rules import hears

HINTS = [rule for rule in sign_rules() if rule.hint]


@pytest.mark.parametrize("rule", sign_rules(), ids=lambda rule: rule.id)
def test_every_rule_hears_its_own_examples(rule: Rule) -> None:
    """A rule nobody can trip is a rule nobody has tried."""
    assert rule.examples
    assert all(hears(rule, example) for example in rule.examples)


def test_rule_ids_are_unique_and_every_sign_has_a_rule_in_both_languages() -> None:
    """Evidence names one rule; no red flag is heard in one language only, and none by hints alone."""
    ids = [rule.id for rule in sign_rules()]
    plain = [rule for rule in sign_rules() if not rule.hint]

    assert len(ids) == len(set(ids))
    for language in Language:
        assert {rule.sign for rule in plain if rule.id.endswith(language)} == set(Sign)


def test_hints_come_after_the_rules_that_count() -> None:
    """Whoever keeps the first rule of a sign keeps one that counts by itself."""
    order = [rule.hint for rule in sign_rules()]

    assert HINTS
    assert order == sorted(order)


def test_severity_is_the_gravest_of_the_signs() -> None:
    """A text with a fever and a faint is an emergency, and keeps both signs, gravest first."""
    reading = read("temp is 38.9 and i fainted", Language.ENGLISH, None)

    assert reading.severity is Severity.EMERGENCY
    assert reading.signs[0] is Sign.FAINTED
    assert Sign.FEVER in reading.signs


def test_guilt_by_itself_asks_for_no_person() -> None:
    """B30: support is sent, nobody is paged."""
    assert Sign.GUILT.severity is None
