"""What is shipped has no problems, and every rule finds the fault planted for it."""

from dataclasses import replace
from datetime import date

import pytest

from messages.choices import listed
from messages.language import Language
from messages.lint import Book, check, problems, shipped
from messages.lint_shape import SEGMENTS_MAX, first_seen, longest
from messages.lint_words import fold, found, words
from messages.opt_in import OptIn
from messages.resources import CrisisText

EN, ES = Language.ENGLISH, Language.SPANISH
TODAY = date(2026, 12, 1)


def with_text(key: str, language: Language, text: str) -> Book:
    book = shipped()
    entry = replace(book.entries[key, language], text=text)
    return replace(book, entries={**book.entries, (key, language): entry})


def with_contract(key: str, **changes: object) -> Book:
    book = shipped()
    return replace(book, contracts={**book.contracts, key: replace(book.contracts[key], **changes)})  # type: ignore[arg-type]


def rules(book: Book) -> set[str]:
    return {problem.rule for problem in check(book, TODAY)}


def test_the_shipped_catalogue_has_no_problems() -> None:
    assert [str(problem) for problem in problems(TODAY)] == []


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        (EN, "{clinic}: we think of you. " + "word " * 80, "length"),
        (ES, "{clinic}: pensamos en usted. " + "día " * 70, "length"),
        (EN, "{clinic}: we think of you — always", "alphabet"),
        (EN, "{clinic}: we think of you!", "exclamation"),
        (ES, "{clinic}: ¡ánimo", "exclamation"),
        (EN, "{clinic}: we think of you 💛", "emoji"),
        (EN, "{clinic}: how are you? Are you alone?", "questions"),
        (ES, "{clinic}: cómo está?", "questions"),
        (EN, "{clinic}: we think of {you", "braces"),
        (EN, "{clinic}: we think  of you", "spaces"),
        (EN, "{clinic}: at least it was early", "words"),
        (ES, "{clinic}: después del aborto", "words"),
        (ES, "{clinic}: AL MENOS fue pronto", "words"),
        (ES, "{clinic}: pensamos en ti", "usted"),
        (EN, "{clinic}: after your loss", "first_seen"),
        (ES, "{clinic}: si hay sangrado", "first_seen"),
        (EN, "{clinic}: take 3 breaths", "numbers"),
        (EN, "Call us at {phone}", "values"),
    ],
)
def test_a_fault_planted_in_a_text_is_found(language: Language, text: str, rule: str) -> None:
    assert rule in rules(with_text("heart.time", language, text))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"facts": (), "sources": ()}, "source"),
        ({"sources": ("somewhere",)}, "source"),
        ({"facts": ("body.unheard-of",)}, "fact"),
        ({"facts": ("sex.no-hurry",)}, "gate"),
        ({"facts": ("redflag.fever",)}, "number"),
        ({"facts": ("depression.suicide",)}, "number"),
        ({"values": frozenset({"clinic", "surname"})}, "value"),
        ({"values": frozenset({"clinic", "phone"})}, "values"),
    ],
)
def test_a_fault_planted_in_a_contract_is_found(changes: dict[str, object], rule: str) -> None:
    assert rule in rules(with_contract("heart.time", **changes))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (EN, "{clinic}: if you feel faint, lie down.", "faint"),
        (EN, "{clinic}: watch for chills and rest.", "chills"),
        (EN, "{clinic}: soaking pads is a reason to rest.", "soak"),
        (ES, "{clinic}: si tiene fiebre, descanse.", "fiebre"),
        (ES, "{clinic}: con mucho dolor, descanse.", "mucho dolor"),
        (EN, "{clinic}: some think of dying.", "crisis line"),
        (ES, "{clinic}: hay quien piensa en morir.", "crisis line"),
    ],
)
def test_a_symptom_in_the_words_alone_has_to_say_whom_to_ring(language: Language, text: str, said: str) -> None:
    """`heart.time` names no fact of danger, and no number."""
    found_problems = [one for one in check(with_text("heart.time", language, text), TODAY) if one.rule == "number"]

    assert any(said in one.said and one.language is language for one in found_problems)


def test_a_country_needs_its_name_and_a_phrase_nobody_says_is_found() -> None:
    book = shipped()
    without = {key: one for key, one in book.phrases.items() if key != "country.us"}
    idle = {**book.phrases, "around.idle": replace(book.phrases["around.also"], key="around.idle")}

    assert "needed" in rules(replace(book, phrases=without))
    assert "orphan" in rules(replace(book, phrases=idle))


def test_the_list_of_topics_is_counted_with_all_of_them() -> None:
    for language in Language:
        text = shipped().entries["offer.choices", language].text
        values = {"choices": listed(frozenset(OptIn), language), "letters": "A D"}
        rendered = text.format(**values)

        assert longest(text, language).units == longest(rendered, language).units
        assert longest(text, language).segments <= SEGMENTS_MAX[language]


@pytest.mark.parametrize(
    ("key", "words", "rule"),
    [
        ("around.call", {EN: "At least call", ES: "Llame"}, "words"),
        ("around.call", {EN: "Call", ES: "Llama a tu gente"}, "usted"),
        ("around.call", {EN: "You can try again", ES: "Llame"}, "guard"),
        ("around.ring", {EN: "Call", ES: "Llamar al {number}"}, "values"),
        ("loss.neutral", {EN: "something far too long to stand in a text", ES: "una pérdida"}, "length"),
        ("around.call", {EN: "Sex", ES: "Llame"}, "gate"),
        ("choice.dates", {EN: "keepsakes", ES: "fechas"}, "gate"),  # of what a clinic may have left out
    ],
)
def test_a_fault_planted_in_the_words_around_pages_is_found(key: str, words: dict[Language, str], rule: str) -> None:
    book = shipped()
    phrase = replace(book.phrases[key], words=words)

    assert rule in rules(replace(book, phrases={**book.phrases, key: phrase}))


def test_a_fact_that_waits_for_a_topic_may_be_said_under_that_topic() -> None:
    book = with_contract("heart.time", facts=("sex.no-hurry",), topic="intimacy")

    assert "gate" not in rules(book)


def test_a_missing_twin_a_missing_contract_and_a_missing_answer_are_found() -> None:
    book = shipped()
    no_twin = {place: entry for place, entry in book.entries.items() if place != ("heart.time", ES)}
    no_contract = {key: contract for key, contract in book.contracts.items() if key != "answer.clots"}

    assert "twin" in rules(replace(book, entries=no_twin))
    assert {"contract", "needed"} <= rules(replace(book, contracts=no_contract))


def test_help_must_fit_one_english_segment() -> None:
    book = shipped()
    text = book.entries["notice.help", EN].text + " We will answer as soon as we can."

    assert "length" in rules(with_text("notice.help", EN, text))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"emergency": "call 911"}, "emergency"),
        ({"crisis_line": {EN: "9" * 45, ES: "988"}}, "crisis_line"),
        ({"crisis_line": {EN: "Línea 988", ES: "988"}}, "crisis_line"),
        ({"crisis_line": {EN: "988", ES: ""}}, "crisis_line"),
        ({"crisis_tel": "112"}, "crisis_line"),
        ({"crisis_text": CrisisText(number="988", word={ES: "AYUDA"})}, "crisis_line"),
        ({"verified_on": date(2027, 1, 1)}, "date"),
        ({"live_tested_on": date(2027, 1, 1)}, "date"),
    ],
)
def test_a_fault_planted_in_a_country_is_found(changes: dict[str, object], rule: str) -> None:
    book = shipped()
    country = replace(book.lines[0], **changes)  # type: ignore[arg-type]

    assert rule in rules(replace(book, lines=(country,)))


def test_problems_are_said_in_words_with_the_place_and_how_to_mend() -> None:
    (problem,) = [
        one
        for one in check(with_text("heart.time", EN, "{clinic}: we think of you!"), TODAY)
        if one.rule == "exclamation"
    ]

    assert str(problem) == (
        "messages/catalogue/en.toml: heart.time (en) raises its voice. "
        "To mend: end the sentence with a period. [exclamation]"
    )


def test_words_are_found_without_accents_or_capitals_and_only_whole() -> None:
    assert fold("Último PERÍODO") == "ultimo periodo"
    assert found("El BEBÉ", words().avoid, ES) == ("bebe*",)
    assert found("patience, in each breath", words().avoid, EN) == ()


def test_spanish_is_counted_as_if_every_value_held_an_accent() -> None:
    assert longest("{clinic}: hola", ES).units == 24 + len(": hola")
    assert longest("hola", ES).segments == 1


def test_the_first_characters_are_judged_with_the_shortest_clinic_name() -> None:
    seen = first_seen("{clinic}: a short question, when you can. Has the bleeding started?")

    assert seen == "ABC: a short question, when you can. Has"
