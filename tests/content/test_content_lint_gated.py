"""Nothing private comes to somebody who did not choose it: not by a touchpoint, not by a fact, not by a word."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from infra.content.journeys import planned
from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_gated import gated, gated_problems, leaks
from messages.opt_in import OptIn
from messages.pages import pages
from schedules.lint import check
from schedules.lint_gates import gated_facts
from schedules.pathways import Pathway, Touchpoint, pathway, released

EN, ES = Language.ENGLISH, Language.SPANISH
EVERY_CHOICE = [frozenset(chosen) for size in range(len(OptIn) + 1) for chosen in combinations(OptIn, size)]
NONE: frozenset[OptIn] = frozenset()


def leaked(one: Pathway, chosen: frozenset[OptIn]) -> Iterator[tuple[str, int, str, str]]:
    """Touchpoint, day, message and what is private about it, of all that goes out with these topics on."""
    for touchpoint in one.touchpoints:
        if touchpoint.topic is None or touchpoint.topic in chosen:
            for message in (touchpoint.message, touchpoint.check_in and touchpoint.check_in.nudge):
                if message:
                    for why in _private(message, chosen):
                        yield touchpoint.key, touchpoint.day, message, why
    for catch_up in one.catch_ups:
        for why in _private(catch_up.message, chosen):
            yield catch_up.message, catch_up.from_day, catch_up.message, why


def _private(message: str, chosen: frozenset[OptIn]) -> list[str]:
    return [why for topic, why in _everything_private(message) if topic not in chosen]


@cache
def _everything_private(message: str) -> tuple[tuple[str | None, str], ...]:
    """With the topic that would allow it, None where no topic could."""
    contract = catalogue().contracts[message]
    page = pages().get(contract.page or "")
    topics = [topic for topic in (contract.topic, page.gate if page else None) if topic]
    facts = gated_facts(contract)
    words = [
        (topic, f"says {word!r} ({language.value})")
        for language in Language
        for topic, word in leaks(message, catalogue().entry(message, language).text, language, contract.topic)
    ]
    carried = [(None, f"carries {facts}")] if facts and not topics else []
    return (*((topic, f"belongs to {topic}") for topic in topics), *carried, *words)


def without_topic(one: Pathway, name: str) -> Pathway:
    touchpoints = tuple(replace(two, topic=None) if two.key == name else two for two in one.touchpoints)
    return replace(one, touchpoints=touchpoints)


def gated_touchpoints() -> list[tuple[str, int, Touchpoint]]:
    return [
        (key, version, touchpoint)
        for key, version in released()
        for touchpoint in pathway(key, version).touchpoints
        if touchpoint.topic is not None
    ]


@pytest.mark.parametrize("track", released(), ids=lambda one: f"{one[0]}.{one[1]}")
def test_on_every_track_and_day_nothing_private_is_planned_for_who_did_not_choose_it(track: tuple[str, int]) -> None:
    """With every choice of topics, in both languages."""
    for chosen in EVERY_CHOICE:
        assert list(leaked(pathway(*track), chosen)) == []


@pytest.mark.parametrize(("key", "version", "touchpoint"), gated_touchpoints())
def test_a_touchpoint_that_loses_its_topic_is_found(key: str, version: int, touchpoint: Touchpoint) -> None:
    planted = without_topic(pathway(key, version), touchpoint.key)

    assert touchpoint.key in {name for name, *_ in leaked(planted, NONE)}
    assert touchpoint.key in {problem.key for problem in check(planted) if problem.rule == "gate"}


def test_a_touchpoint_under_another_topic_is_found() -> None:
    one = pathway("ectopic-methotrexate", 1)
    touchpoints = tuple(
        replace(two, topic=OptIn.DATES) if two.key == "contraception-49" else two for two in one.touchpoints
    )

    found = {problem.key for problem in check(replace(one, touchpoints=touchpoints)) if problem.rule == "gate"}

    assert found == {"contraception-49"}


def test_a_catch_up_and_a_reminder_about_a_topic_are_found() -> None:
    one = pathway("ectopic-methotrexate", 1)
    catch_ups = tuple(replace(two, message="topic.dates") for two in one.catch_ups)
    touchpoints = tuple(
        replace(two, check_in=replace(two.check_in, nudge="topic.keepsakes")) if two.check_in else two
        for two in one.touchpoints
    )

    found = {problem.key for problem in check(replace(one, catch_ups=catch_ups, touchpoints=touchpoints))}

    assert {"topic.dates", "mood-2"} <= found


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("track", sorted({key for key, _ in released()}))
def test_what_is_sent_on_each_day_with_no_topic_says_no_private_word(track: str, language: Language) -> None:
    """The texts themselves, as they leave."""
    for text in planned(track, language, NONE):
        message = text.message or ""

        assert leaks(message, text.body, language, None) == [], message


WORDS = [
    (EN, "Sex can wait"),
    (EN, "Closeness may feel strange"),
    (EN, "Ask us about birth control"),
    (EN, "You could get pregnant soon"),
    (EN, "When you try again"),
    (EN, "Some keep a memory box"),
    (EN, "Your due date may hurt"),
    (EN, "The anniversary may hurt"),
    (ES, "El SEXO puede esperar"),
    (ES, "La intimidad puede doler"),
    (ES, "Pregunte por anticoncepción"),
    (ES, "Use preservativos"),
    (ES, "Puede quedar embarazada pronto"),
    (ES, "Pregunte por un próximo embarazo"),
    (ES, "Hay quien guarda recuerdos"),
    (ES, "La fecha probable de parto puede doler"),
    (ES, "El aniversario puede doler"),
]


@pytest.mark.parametrize(("language", "words"), WORDS)
@pytest.mark.parametrize("key", ["heart.time", "check.mood.ok", "answer.sleep"])
def test_a_private_word_in_a_text_of_no_topic_is_found(key: str, language: Language, words: str) -> None:
    """Planned, told after an answer, or an answer about something else."""
    book = catalogue()
    entry = replace(book.entries[key, language], text=f"{{clinic}}: {words}.")

    found = list(gated_problems({**book.entries, (key, language): entry}, book.contracts, pages()))

    assert {(one.key, one.language, one.rule) for one in found} == {(key, language, "gate")}


def test_a_private_word_on_an_open_page_is_found() -> None:
    page = pages()["water"]
    words = {**page.words, EN: replace(page.words[EN], text=f"{page.words[EN].text} Sex is another matter.")}

    found = list(
        gated_problems(catalogue().entries, catalogue().contracts, {**pages(), "water": replace(page, words=words)})
    )

    assert [(one.file, one.rule) for one in found] == [("messages/pages/water.toml", "gate")]


def test_an_exception_nobody_needs_any_more_is_found() -> None:
    book = catalogue()
    entries = {
        (key, language): replace(entry, text="{clinic}: rest.") if key == "care.mtx_limits" else entry
        for (key, language), entry in book.entries.items()
    }

    found = list(gated_problems(entries, book.contracts, pages()))

    assert [(one.file, one.key) for one in found] == [("messages/lint_gated.toml", "care.mtx_limits")]


def test_every_exception_has_its_reason_and_its_text() -> None:
    """Fact sheet A.0.6: what a body must not have put into it while it bleeds, and no pregnancy after methotrexate."""
    known = {*catalogue().contracts, *(f"page:{key}" for key in pages())}

    assert set(gated().excepted) <= known
    assert {"care.precautions", "care.mtx_not_yet", "catch_up.injection"} <= set(gated().excepted)
