"""Each rule for pages bites: a fault planted in a good page is found."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from infra.content.grades import grade, is_easy
from messages.catalogue import catalogue
from messages.language import Language
from messages.lint import shipped, warnings
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
        (saying("water", EN, more=" Call {phone}."), "value"),
        (saying("water", EN, more=" About {pad_hours} hours."), "values"),
        (with_page("water", facts=("no.such",)), "fact"),
        (with_page("water", facts=("sex.no-touch",)), "gate"),
        (with_page("water", facts=(), sources=()), "source"),
        (with_page("water", review="fine"), "review"),
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


def test_old_numbers_and_drafts_are_told_without_failing() -> None:
    checked = shipped().lines[0].verified_on

    assert "stale" not in {one.rule for one in warnings(checked)}
    assert "stale" in {one.rule for one in warnings(checked.replace(year=checked.year + 1))}
    assert any(one.rule == "unsigned" for one in warnings(checked)) == any(
        entry.review == "draft" for entry in catalogue().entries.values()
    )


def test_hard_words_are_found_in_both_languages() -> None:
    hard = "Subsequently, contraindicated pharmaceuticals necessitate comprehensive consultation with practitioners."
    dificil = "Posteriormente, los medicamentos contraindicados requieren una consulta exhaustiva con profesionales."

    assert grade(hard, EN) > 6
    assert not is_easy(hard, EN)
    assert not is_easy(dificil, ES)
    assert is_easy("Rest when you can. Call us if it hurts.", EN)
    assert is_easy("Descanse si puede. Llame si le duele.", ES)
