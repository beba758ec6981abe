"""No message is written for nobody, no fact goes unsaid, and no touchpoint waits for what cannot come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import TypeVar

import pytest

from infra.content import coverage, usage
from messages.catalogue import Contract, catalogue
from messages.facts import facts
from messages.hearing.reading import Question
from messages.opt_in import OptIn
from messages.pages import Page, pages
from schedules.lint import check
from schedules.pathways import CatchUp, Clock, Pathway, Touchpoint, pathway

Carrying = TypeVar("Carrying", Contract, Page)


def test_every_message_is_sent_by_something() -> None:
    assert [str(one) for one in usage.problems()] == []


def test_an_orphan_is_found() -> None:
    (found,) = usage.orphans([*catalogue().contracts, "heart.nobody"])

    assert (found.key, found.rule) == ("heart.nobody", "orphan")


def test_every_key_the_code_puts_together_is_known() -> None:
    assert set(usage.put_together()) <= set(usage.NAMED_WITH)


def test_a_fact_no_message_says_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {**facts(), "body.unsaid": {"fact": "Nobody says this", "tracks": "late"}}
    monkeypatch.setattr(coverage, "facts", lambda: rows)

    found = list(coverage.problems())

    assert {(one.key, one.rule, one.language.value if one.language else "") for one in found} == {
        ("body.unsaid", "unsaid", "en"),
        ("body.unsaid", "unsaid", "es"),
    }
    assert all("late-induction" in one.said for one in found)


@pytest.fixture
def unsaid(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A catalogue and pages from which one fact was taken."""
    fact = "support.therapist"
    contracts = {key: _without(one, fact) for key, one in catalogue().contracts.items()}
    written = {key: _without(one, fact) for key, one in pages().items()}
    monkeypatch.setattr(coverage, "catalogue", lambda: replace(catalogue(), contracts=contracts))
    monkeypatch.setattr(coverage, "pages", lambda: written)
    coverage._said.cache_clear()
    yield fact
    coverage._said.cache_clear()


def _without(one: Carrying, fact: str) -> Carrying:
    return replace(one, facts=tuple(kept for kept in one.facts if kept != fact))


def test_a_fact_that_loses_its_texts_is_found(unsaid: str) -> None:
    assert {one.key for one in coverage.problems()} == {unsaid}


def changed(one: Pathway, name: str, **changes: object) -> Pathway:
    assert one.touchpoint(name)
    touchpoints = tuple(
        replace(touchpoint, **changes) if touchpoint.key == name else touchpoint  # type: ignore[arg-type]
        for touchpoint in one.touchpoints
    )
    return replace(one, touchpoints=touchpoints)


def never(one: Pathway) -> set[str]:
    return {problem.key for problem in check(one) if problem.rule == "never"}


@pytest.mark.parametrize(
    ("track", "name", "changes"),
    [
        ("ectopic-methotrexate", "feelings-11", {"until": Clock.INJECTION}),
        ("early-expectant", "pads-2", {"until": Clock.BLEEDING}),
        ("ectopic-methotrexate", "intimacy-45", {"once": Question.PERIOD_BACK}),
        ("early-medication", "intimacy-35", {"unless": Question.BLEEDING_STOPPED}),
        ("early-medication", "intimacy-35", {"day": 6, "expires_after": timedelta(hours=24)}),
        ("early-medication", "intimacy-35", {"instead": frozenset({OptIn.INTIMACY})}),
        ("early-medication", "feelings-9", {"milk": True}),
    ],
)
def test_a_touchpoint_that_can_never_be_sent_is_found(track: str, name: str, changes: dict[str, object]) -> None:
    latest = 2 if track.startswith("early") else 1

    assert name in never(changed(pathway(track, latest), name, **changes))


def test_a_catch_up_for_nothing_is_found() -> None:
    one = pathway("partner-support", 1)
    idle = CatchUp(message="catch_up.weeks", clock=Clock.JOINED, from_day=1, to_day=20)

    assert "catch_up.weeks" in never(replace(one, catch_ups=(idle,)))


def test_what_waits_for_a_question_asked_in_time_is_not_named() -> None:
    one = pathway("early-medication", 2)
    waiting = one.touchpoint("intimacy-35")
    assert isinstance(waiting, Touchpoint)

    assert waiting.once is Question.BLEEDING_STOPPED
    assert waiting.at < time(20)
    assert never(one) == set()
