"""Whatever name our own texts print for a subject closes it, however politely she says so, and never takes her off."""

from itertools import product

import pytest

from messages.catalogue import catalogue
from messages.choices import listed
from messages.hearing.reader import read
from messages.hearing.reading import Part, Topic
from messages.language import Language
from messages.opt_in import OptIn

NAMES = {
    Language.ENGLISH: {
        Topic.SEX: ("closeness", "A"),
        Topic.CONTRACEPTION: ("contraception", "B"),
        Topic.TRYING_AGAIN: ("a next pregnancy", "next pregnancy", "C"),
        Topic.KEEPSAKES: ("keepsakes and funeral", "keepsakes", "funeral", "D"),
        Topic.DUE_DATE: ("hard dates", "dates", "E"),
        Topic.PARTNER: ("a person close to you", "F"),
    },
    Language.SPANISH: {
        Topic.SEX: ("intimidad", "A"),
        Topic.CONTRACEPTION: ("anticoncepción", "B"),
        Topic.TRYING_AGAIN: ("otro embarazo", "C"),
        Topic.KEEPSAKES: ("recuerdos y funeral", "recuerdos", "funeral", "D"),
        Topic.DUE_DATE: ("fechas difíciles", "fechas", "E"),
        Topic.PARTNER: ("alguien cercano", "F"),
    },
}
VERBS = {
    Language.ENGLISH: ("no more {}", "NO MORE {}", "stop {}", "end {}", "I don't want {}", "no more texts about {}"),
    Language.SPANISH: (
        "no más {}",
        "NO MÁS {}",
        "ya no quiero {}",
        "no quiero más {}",
        "no me hablen de {}",
        "dejar {}",
    ),
}
POLITE = {
    Language.ENGLISH: ("{}", "{} please", "please {}", "{}, thank you", "{}. Thanks!", "{} please, thanks"),
    Language.SPANISH: (
        "{}",
        "{} por favor",
        "por favor {}",
        "{}, gracias",
        "{}. ¡Muchas gracias!",
        "hola, {} por favor",
    ),
}


@pytest.mark.parametrize("topic", NAMES[Language.ENGLISH])
@pytest.mark.parametrize("language", Language)
def test_a_printed_name_closes_its_topic_and_nothing_else(language: Language, topic: Topic) -> None:
    every = product(NAMES[language][topic], VERBS[language], POLITE[language])
    said = [polite.format(verb.format(name)) for name, verb, polite in every]

    heard = {words: read(words, Language.ENGLISH, None) for words in said}

    assert [words for words, one in heard.items() if (one.part, one.closing) != (Part.TOPIC, (topic,))] == []
    assert [words for words, one in heard.items() if one.leaving or one.severity or one.doubt] == []


@pytest.mark.parametrize("language", Language)
def test_these_are_the_names_that_our_texts_print(language: Language) -> None:
    choices = listed(frozenset(OptIn), language)
    assert "{choices}" in catalogue().entry("offer.choices", language).text
    for topic, (name, *_, letter) in NAMES[language].items():
        assert f"{letter} {name}" in choices, topic
    for key in ("contraception", "dates", "intimacy", "keepsakes", "trying_again"):
        told = catalogue().entry(f"topic.{key}", language).text.partition("NO M")[2].partition(" ")[2].rstrip(".")
        assert any(told.lower() in (name.lower() for name in names) for names in NAMES[language].values()), told


@pytest.mark.parametrize(
    ("words", "closing"),
    [
        ("no more closeness and contraception", (Topic.SEX, Topic.CONTRACEPTION)),
        ("no more closeness & contraception, please", (Topic.SEX, Topic.CONTRACEPTION)),
        ("stop A, B and E", (Topic.SEX, Topic.CONTRACEPTION, Topic.DUE_DATE)),
        ("no more A C D", (Topic.SEX, Topic.TRYING_AGAIN, Topic.KEEPSAKES)),
        ("no más intimidad ni otro embarazo", (Topic.SEX, Topic.TRYING_AGAIN)),
        ("no me hablen de embarazos", (Topic.TRYING_AGAIN,)),
        ("no me hablen más de embarazos por favor", (Topic.TRYING_AGAIN,)),
    ],
)
def test_several_names_close_all_of_them(words: str, closing: tuple[Topic, ...]) -> None:
    heard = read(words, Language.SPANISH, None)

    assert (heard.part, heard.closing) == (Part.TOPIC, closing)
    assert not heard.leaving


@pytest.mark.parametrize("words", ["no more", "STOP", "no más", "no more texts please", "stop all", "end"])
def test_a_text_that_names_no_subject_still_leaves(words: str) -> None:
    assert read(words, Language.ENGLISH, None).leaving
