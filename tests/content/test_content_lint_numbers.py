"""A number said otherwise in the other language is found, in digits and in words, with what it counts."""

import pytest

from messages.lint_numbers import disagreements


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("some advise about three months", "algunas aconsejan unos seis meses"),
        ("wait 2 weeks", "espere 2 meses"),
        ("one to two weeks", "una o tres semanas"),
        ("one week", "un mes"),
        ("in two days", "en dos horas"),
        ("more than {bleeding_weeks} weeks", "más de {bleeding_weeks} días"),
        ("for twelve weeks", "por un tiempo"),
        ("for a time", "por once semanas"),
        ("call 3 times", "llame 4 veces"),
        ("two full months", "dos semanas enteras"),
    ],
)
def test_numbers_that_differ_are_named(english: str, spanish: str) -> None:
    assert list(disagreements(english, spanish))


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("about three months", "unos tres meses"),
        ("two weeks", "2 semanas"),
        ("one to two weeks", "de una a dos semanas"),
        ("4 to 6 weeks", "4-6 semanas"),
        ("a pad an hour", "una toalla por hora"),
        ("{pads} pads an hour", "{pads} por hora"),
        ("it differs between two losses", "cambia de una a otra pérdida"),
        ("from day to day", "de un día a otro"),
        ("within a week", "en una semana"),
        ("a dozen weeks", "doce semanas"),
        ("both of you", "los dos"),
    ],
)
def test_numbers_that_agree_pass(english: str, spanish: str) -> None:
    assert list(disagreements(english, spanish)) == []


def test_what_differs_is_said_in_words() -> None:
    assert list(disagreements("three months", "seis meses")) == ["says the numbers 6 where English says 3"]
    assert list(disagreements("2 weeks", "2 meses")) == ["says 2 months where English says 2 weeks"]
