"""Each rule for pages bites: a fault planted in a good page is found."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from infra.content.grades import grade, is_easy
from messages.language import Language
from messages.lint import notes, shipped
from messages.lint_pages import page_problems
from messages.pages import Page, pages

EN, ES = Language.ENGLISH, Language.SPANISH


def rules(changed: Mapping[str, Page]) -> set[str]:
    book = shipped()
    return {problem.rule for problem in page_problems(changed, book.contracts, book.facts)}


def with_page(key: str, **changes: object) -> dict[str, Page]:
    return {**pages(), key: replace(pages()[key], **changes)}  # type: ignore[arg-type]


def saying(
    key: str, language: Language, *, title: str | None = None, more: str = "", text: str | None = None
) -> dict[str, Page]:
    page = pages()[key]
    words = page.words[language]
    changed = replace(words, title=title or words.title, text=(text or words.text) + more)
    return with_page(key, words=MappingProxyType({**page.words, language: changed}))


def test_the_shipped_pages_have_no_problems() -> None:
    assert rules(pages()) == set()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (saying("water", EN, title="After a miscarriage"), "first_seen"),
        (saying("water", ES, text="Sangrado y más."), "words"),
        (saying("water", EN, more=" You failed."), "words"),
        (saying("water", EN, more=" Great!"), "signs"),
        (saying("water", ES, more=" Puedes bañarte."), "usted"),
        (saying("water", EN, more=" Wait 9 days."), "numbers"),
        (saying("water", ES, more=" Espere seis meses."), "numbers"),
        (saying("water", EN, more=" You can try again."), "guard"),
        (saying("water", EN, more=" Call {phone}."), "value"),
        (saying("water", EN, more=" About {pad_hours} hours."), "values"),
        (with_page("water", facts=("no.such",)), "fact"),
        (with_page("water", facts=("sex.no-touch",)), "gate"),
        (with_page("water", facts=(), sources=()), "source"),
        (with_page("water", also=("nowhere",)), "also"),
        (with_page("water", also=("closer",)), "also"),
        (with_page("closer", gate="weather"), "gate"),
        (with_page("water", topics=()), "needed"),
        ({**pages(), "lonely": replace(pages()["water"], key="lonely")}, "reached"),
        ({key: page for key, page in pages().items() if key != "water"}, "page"),
    ],
)
def test_a_fault_planted_in_a_page_is_found(changed: dict[str, Page], rule: str) -> None:
    assert rule in rules(changed)


def test_a_gated_page_is_not_linked_from_a_text_without_its_topic() -> None:
    book = shipped()
    leaky = {**book.contracts, "answer.baths": replace(book.contracts["answer.baths"], page="closer")}

    assert "gate" in {problem.rule for problem in page_problems(pages(), leaky, book.facts)}


def test_numbers_nobody_checked_for_half_a_year_are_noted_without_failing() -> None:
    book = shipped()
    checked = book.lines[0].verified_on

    assert "stale" not in {one.rule for one in notes(book, checked)}
    assert "stale" in {one.rule for one in notes(book, checked.replace(year=checked.year + 1))}


def test_a_number_somebody_dialed_is_as_young_as_that_day() -> None:
    book = shipped()
    later = book.lines[0].verified_on.replace(year=book.lines[0].verified_on.year + 1)
    dialed = replace(book.lines[0], live_tested_on=later, support=())

    assert "stale" not in {one.rule for one in notes(replace(book, lines=(dialed,)), later)}


def test_every_draft_is_noted_by_its_key() -> None:
    book = shipped()
    named = {(one.key, one.language) for one in notes(book, book.lines[0].verified_on) if one.rule == "draft"}

    assert ("heart.time", EN) in named
    assert ("heart.time", ES) in named
    assert ("water", None) in named
    assert ("loss.baby", None) in named


def test_hard_words_are_found_in_both_languages() -> None:
    hard = "Subsequently, contraindicated pharmaceuticals necessitate comprehensive consultation with practitioners."
    dificil = "Posteriormente, los medicamentos contraindicados requieren una consulta exhaustiva con profesionales."

    assert grade(hard, EN) > 6
    assert not is_easy(hard, EN)
    assert not is_easy(dificil, ES)
    assert is_easy("Rest when you can. Call us if it hurts.", EN)
    assert is_easy("Descanse si puede. Llame si le duele.", ES)
