"""Every guarded idea is found however it is put, in both languages, and today's words set off none."""

import pytest

from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_guard import Idea, guarded, ideas
from messages.pages import pages

EN, ES = Language.ENGLISH, Language.SPANISH
FOUND = [(idea, language, text) for idea in ideas() for language in Language for text in idea.found[language]]
CLEAN = [(language, text) for idea in ideas() for language in Language for text in idea.clean[language]]
MISSED_ONCE = [
    (EN, "Wait three cycles", "G07"),
    (EN, "It was sex that led to this", "G01"),
    (EN, "You can have sex four days after", "G02"),
    (EN, "The womb was cleaned", "G04"),
    (EN, "Your body will carry a pregnancy to term", "G06"),
    (ES, "puñado de células", "G10"),
    (ES, "Puede intentarlo otra vez", "D01"),
    (ES, "Por algo pasan las cosas", "D02"),
]


def said(text: str, language: Language) -> set[str]:
    return {idea.key for idea, _ in guarded(text, language)}


@pytest.mark.parametrize(("idea", "language", "text"), FOUND, ids=lambda one: getattr(one, "key", None))
def test_each_way_to_say_a_guarded_idea_is_found(idea: Idea, language: Language, text: str) -> None:
    assert idea.key in said(text, language)


@pytest.mark.parametrize(("language", "text"), CLEAN)
def test_what_only_sounds_like_it_passes(language: Language, text: str) -> None:
    assert said(text, language) == set()


@pytest.mark.parametrize(("language", "text", "key"), MISSED_ONCE)
def test_what_was_missed_once_is_found(language: Language, text: str, key: str) -> None:
    assert key in said(f"We are sorry. {text.upper()}, {{clinic}}.", language)


def test_the_whole_guard_list_is_there() -> None:
    assert {f"G{number:02}" for number in range(1, 16)} <= {idea.key for idea in ideas()}


def test_no_text_and_no_page_says_a_guarded_idea() -> None:
    texts = [(entry.text, language) for (_, language), entry in catalogue().entries.items()]
    written = [
        (f"{words.title}\n{words.text}", language)
        for page in pages().values()
        for language, words in page.words.items()
    ]

    assert [said(text, language) for text, language in [*texts, *written] if said(text, language)] == []
