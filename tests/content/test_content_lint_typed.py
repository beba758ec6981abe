"""A number typed into a text by hand is found, in digits and in words; what has to be typed is listed with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from messages.language import Language
from messages.lint import Book, check, shipped
from messages.lint_typed import allowed, number_problems, typed_numbers, typed_problems

EN, ES = Language.ENGLISH, Language.SPANISH


def with_text(key: str, language: Language, text: str) -> Book:
    book = shipped()
    return replace(book, entries={**book.entries, (key, language): replace(book.entries[key, language], text=text)})


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (EN, "Lift 5 kg (10 lb) at most.", ["5 kilos", "10 pounds"]),
        (EN, "Usual life: 2 to 4 weeks; 4 to 6 after open surgery.", ["2 weeks", "4 weeks", "4", "6"]),
        (EN, "No driving for 24 hours; effects can last 48.", ["24 hours", "48"]),
        (EN, "It often ends in one to two weeks.", ["2 weeks"]),
        (EN, "Back to work in a day or two.", ["2 days"]),
        (EN, "Wait a couple of weeks.", ["2 weeks"]),
        (EN, "Wait forty-eight hours.", ["40 hours", "8 hours"]),
        (EN, "A fever of 38 or more.", ["38"]),
        (ES, "Suele durar una o dos semanas.", ["2 weeks"]),
        (ES, "Hay quien vuelve en un día o dos.", ["2 days"]),
        (ES, "En las primeras veinticuatro horas.", ["24 hours"]),
        (ES, "Vida usual: 2-4 semanas.", ["2 weeks", "4 weeks"]),
    ],
)
def test_a_typed_number_is_found_with_what_it_counts(language: Language, text: str, said: list[str]) -> None:
    assert list(typed_numbers(text, language)) == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "A pad an hour, or {pads} pads an hour for {pad_hours} hours."),
        (EN, "The two of you; these two questions; within a week; one idea."),
        (EN, "{period_from_weeks} to {period_weeks} weeks"),
        (ES, "Una toalla por hora; las dos cosas; en una semana."),
        (ES, "de {period_from_weeks} a {period_weeks} semanas"),
    ],
)
def test_a_value_and_a_word_that_counts_nothing_are_no_typed_numbers(language: Language, text: str) -> None:
    assert list(typed_numbers(text, language)) == []


@pytest.mark.parametrize(
    ("key", "language", "said"),
    [
        ("care.activity", EN, "{clinic}: go gently. Usual life: 2 to 4 weeks. {link}"),
        ("answer.work", ES, "Hay quien vuelve al trabajo en un día o dos. {link}"),
        ("ask.bleeding_stopped", EN, "{clinic}: Reply 1 for yes or 2 for no. One to two weeks is common."),
    ],
)
def test_a_number_typed_into_a_shipped_text_is_named_with_how_to_mend_it(
    key: str, language: Language, said: str
) -> None:
    found = [one for one in check(with_text(key, language, said), date(2026, 12, 1)) if one.rule == "typed"]

    assert {(one.key, one.language) for one in found} == {(key, language)}
    assert all("messages/numbers.py" in one.mend for one in found)


def test_a_number_typed_into_a_page_or_a_phrase_is_named() -> None:
    book = shipped()
    page, phrase = book.pages["moving"], book.phrases["around.note"]
    words = {one: replace(written, text=written.text + "\n10 lb") for one, written in page.words.items()}

    found = typed_problems(
        [], [replace(page, words=words)], [replace(phrase, words={EN: "for 3 days", ES: "por 3 días"})]
    )

    named = {(one.file, one.key, one.language) for one in found if "typed by hand" in one.said}
    assert named == {
        (file, key, language)
        for language in Language
        for file, key in (("messages/pages/moving.toml", "moving"), ("messages/phrases.toml", "around.note"))
    }


def test_an_allowance_that_nothing_needs_is_named() -> None:
    found = [one for one in typed_problems([], [], []) if "which no text says any more" in one.said]

    assert len(found) == sum(len(one.says) for one in allowed())
    assert all(one.why for one in allowed())


def test_a_number_without_its_source_and_a_number_said_nowhere_are_named() -> None:
    contract = replace(shipped().contracts["care.activity"], sources=())

    found = list(number_problems([contract], []))

    assert any("{lift_kg}" in one.said for one in found if one.rule == "source")
    assert "scan_weeks" in {one.key for one in found if one.rule == "orphan"}
