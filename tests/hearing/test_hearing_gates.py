"""Gates only ever save a search: where a pattern would match, its gate is open."""

import re
from importlib import resources

import pytest

from infra.training import gating
from infra.training.corpus import EXAMS, labelled, labelled_file
from messages.hearing.patterns import ALWAYS, GATES_FILE, Late, gated, opened_by

MOST, FEW = 0.7, 0.5
EACH = 12  # every twelfth training text, beside all exams


def test_the_gates_are_those_of_the_patterns() -> None:
    text = resources.files("messages.hearing").joinpath(GATES_FILE).read_text("utf-8")

    assert text == gating.written(), "run `make gates`: rules changed since"


def test_no_gate_is_shut_where_its_pattern_matches() -> None:
    exams = [row for path in EXAMS.glob("inbox-*.jsonl") for row in labelled_file(path)]
    texts = [(row.plain.words, opened_by(row.plain.words)) for row in (*labelled()[::EACH], *exams)]
    wrong = [
        (one.source[:60], words)
        for one in gating.all_gated()
        if one.key != ALWAYS
        for words, opened in texts
        if one.key not in opened and one.pattern.search(words)
    ]

    assert wrong == []


def test_several_patterns_hear_what_one_of_all_of_them_would() -> None:
    rows = [(row, Late("|".join(row.texts), row.file)) for row in gating.rows()]
    texts = [row.plain.words for path in EXAMS.glob("inbox-*.jsonl") for row in labelled_file(path)][::3]
    wrong = [
        (words, row.texts[0])
        for words in texts
        for opened in (opened_by(words),)
        for row, whole in rows
        if span_of(row.search(words, opened)) != span_of(whole.search(words))
    ]

    assert len(texts) > 100
    assert wrong == []


def span_of(match: re.Match[str] | None) -> tuple[int, int] | None:
    return None if match is None else match.span()


def test_most_patterns_have_a_gate_and_an_everyday_text_opens_few() -> None:
    known = list(gating.all_gated())
    opened = opened_by(" running late , bus stuck at the lights ")

    assert sum(one.key != ALWAYS for one in known) > MOST * len(known)
    assert sum(one.key in opened for one in known) < FEW * len(known)


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("faint*|(soaked|drench*)", {"fain", "soak", "dren"}),
        ("(the )?fever", {"feve"}),
        ("\\w+", None),
        ("(blood|\\w+)", None),
        ("my*", None),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(pattern: str, needs: set[str] | None) -> None:
    found = gated((pattern,), "signs.en.toml")

    assert found is not None
    assert gating.needs_of(found.source) == needs
