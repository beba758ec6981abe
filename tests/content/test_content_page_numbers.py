"""A clinic's own numbers stand in the address of a page; whatever stands there, what is printed is safe."""

import string
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.operations.page_views import show
from messages.catalogue import catalogue
from messages.language import Language
from messages.pages import NUMBERS_CHARACTERS, address, pages
from messages.resources import lines
from schedules.decision import Program
from schedules.page_numbers import numbers_code, thresholds_from
from schedules.printed import printed
from schedules.thresholds import BOUNDS, Thresholds, threshold_problems
from tests.making import clinic

ALLOWED = st.builds(Thresholds, **{name: st.integers(0, one.steps - 1).map(one.at) for name, one in BOUNDS.items()})
DEFAULT = Thresholds()
OWN = Thresholds(fever_celsius=37.8, bleeding_weeks=2, test_weeks=4, methotrexate_months=6)


@given(ALLOWED)
def test_what_a_clinic_may_say_reads_back_the_same(limits: Thresholds) -> None:
    code = numbers_code(limits)

    assert thresholds_from(code) == limits
    assert len(code) == (0 if limits == DEFAULT else NUMBERS_CHARACTERS)


@given(st.text(string.digits + string.ascii_lowercase, max_size=12) | st.text(max_size=12))
def test_whatever_is_written_there_is_within_bounds_or_the_default(code: str) -> None:
    assert list(threshold_problems(thresholds_from(code))) == []
    assert 200 <= show(f"water.en.us.{code}").status < 500


def test_a_code_cut_short_or_with_a_letter_changed_prints_the_defaults() -> None:
    code = numbers_code(OWN)
    changed = [
        code[:place] + letter + code[place + 1 :]
        for place, letter in product(range(len(code)), string.digits + string.ascii_lowercase)
        if letter != code[place]
    ]

    assert all(thresholds_from(code[:length]) == DEFAULT for length in range(len(code)))
    assert sum(thresholds_from(one) != DEFAULT for one in changed) < len(changed) / 10


def test_the_code_is_a_format_that_texts_already_sent_rely_on() -> None:
    """Whoever changes this breaks no page, but the pages of texts already sent print the defaults."""
    assert numbers_code(OWN) == "atpto"


def test_a_page_opened_from_a_clinics_text_prints_its_numbers_in_both_languages_and_on_the_pages_it_leads_to() -> None:
    program = Program(pathway=None, clinic=replace(clinic(), thresholds=OWN), catalogue=catalogue(), lines=lines("us"))
    for key, language in product(pages(), Language):
        shown = show(program.link(key, language).removeprefix("/r/")).html
        values = printed(OWN, clinic().country)

        written = pages()[key].words[language].text
        assert all(values[name] in shown for name in pages()[key].words[language].values), written
        for other in pages()[key].also:
            assert program.link(other, language) in shown


def test_there_is_a_code_for_everything_a_clinic_may_say() -> None:
    highest = Thresholds(**{name: type(getattr(DEFAULT, name))(one.high) for name, one in BOUNDS.items()})

    assert thresholds_from(numbers_code(highest)) == highest


def test_an_address_says_no_more_than_it_must() -> None:
    program = Program(pathway=None, clinic=clinic(), catalogue=catalogue(), lines=lines("us"))

    assert program.link("water", Language.ENGLISH) == address("water", Language.ENGLISH, clinic().country)


def test_numbers_without_a_country_are_the_defaults() -> None:
    assert show(f"first-weeks.en.{numbers_code(OWN)}").html == show("first-weeks.en").html


def test_every_page_says_that_what_her_clinic_said_comes_first() -> None:
    for key in pages():
        assert "Where your clinic told you something else, go by that." in show(f"{key}.en.us").html
        assert "Si su clínica le dijo otra cosa, siga eso." in show(f"{key}.es.us").html


@pytest.mark.parametrize(
    ("name", "value"),
    [("fever_celsius", 39.0), ("fever_celsius", 37.85), ("pads_per_hour", 1), ("pads_per_hour", 4), ("pads_hours", 3),
     ("bleeding_weeks", 6), ("no_bleeding_hours", 72), ("waiting_days", 60), ("test_weeks", 1), ("period_weeks", 0),
     ("methotrexate_months", 2)],
)  # fmt: skip
def test_a_clinic_with_a_number_that_is_not_safe_is_refused(name: str, value: float) -> None:
    limits = replace(DEFAULT, **{name: value})  # type: ignore[arg-type]

    with pytest.raises(ValueError, match=name):
        replace(clinic(), thresholds=limits)


def test_fahrenheit_is_said_with_one_decimal_at_most() -> None:
    assert [printed(replace(DEFAULT, fever_celsius=one), "us")["fever"] for one in (37.5, 37.8, 38.0, 38.3)] == [
        "99.5 F (37.5 C)",
        "100 F (37.8 C)",
        "100.4 F (38 C)",
        "100.9 F (38.3 C)",
    ]
    assert printed(DEFAULT, "gb")["fever"] == "38 C"
