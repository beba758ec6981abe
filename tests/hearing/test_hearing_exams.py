"""How well the shipped reader does on texts that were never trained on: bounds it may not fall behind.

The figures themselves: `make bench-hearing`. The bounds leave room for a text or two, not for another reader.
"""

from collections.abc import Sequence
from functools import cache

import pytest

from infra.training.bench import EVERYDAY, INBOXES, PLAIN
from infra.training.corpus import EXAMS, labelled_file
from infra.training.judging import Judged, marks, shipped
from messages.hearing.reading import Band
from messages.language import Language


@cache
def judged(name: str) -> Sequence[Judged]:
    return shipped(labelled_file(EXAMS / f"{name}.jsonl"))


def inbox() -> list[Judged]:
    return [one for name in INBOXES for one in judged(name)]


def test_danger_is_hardly_ever_met_with_neither_page_nor_question() -> None:
    assert marks(inbox()).missed_rate <= 0.01


def test_other_texts_hardly_ever_page_and_few_are_asked_back() -> None:
    found = marks(inbox())

    assert found.false_page_rate <= 0.02
    assert found.asked_rate <= 0.09


@pytest.mark.parametrize("language", Language)
def test_neither_language_is_read_much_worse(language: Language) -> None:
    found = marks(inbox(), language)

    assert found.missed_rate <= 0.02
    assert found.false_page_rate + found.asked_rate <= 0.14


def test_plain_statements_of_danger_are_paged_and_none_is_missed() -> None:
    plainly = [one for name in PLAIN for one in judged(name)]
    paged = sum(one.reading.band is Band.PAGE for one in plainly)

    assert not [one.row.text for one in plainly if one.missed]
    assert paged / len(plainly) >= 0.98


def test_everyday_texts_hardly_ever_page() -> None:
    everyday = [one for name in EVERYDAY for one in judged(name)]

    assert sum(one.reading.band is Band.PAGE for one in everyday) / len(everyday) <= 0.0075


def test_a_wish_to_leave_is_heard_and_nobody_is_taken_off_who_did_not_ask() -> None:
    found = marks([*inbox(), *judged("quitting-4")])

    assert found.leaving_found >= 0.95
    assert found.leaving_true >= 0.99


def test_of_the_little_that_is_missed_most_is_still_read_by_a_person() -> None:
    silent = [one for one in inbox() if one.missed and one.reading.band is Band.AUTO]

    assert len(silent) <= 3
