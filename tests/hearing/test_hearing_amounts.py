"""Degrees and pads an hour, however she writes the numbers."""

import pytest

from messages.hearing import read
from messages.hearing.reading import Sign
from messages.language import Language

FEVERS = [
    "101.8",
    "38,5",
    "my temp is 39",
    "temp 100.4",
    "38 y pico de fiebre",
    "thermometer says 102",
    "tengo 39 de temperatura",
    "one oh one point two temp",
]
NO_FEVERS = [
    "temp 37.5",
    "tengo 39 años",
    "98.6",
    "the 38 bus is late",
    "im 40 and tired",
    "38 weeks",
    "temperature 36,8",
    "room 101",
    "101.5 fm on the radio",
]
EMERGENCY_RATES = [
    "3 pads in 90 min",
    "two pads an hour",
    "a new pad every 20 minutes",
    "4 pads since 3pm, its 3:45",
    "5 toallas en una hora",
    "3 compresas por hora",
    "a pad lasts 10 minutes",
    "cambio de toalla cada 25 minutos",
]
URGENT_RATES = ["one pad every hour", "una compresa cada hora", "3 pads in 3 hours"]
SLOW = ["3 pads a day", "2 pads in the whole day", "one pad every 6 hours", "4 pads in 12 hours", "dos toallas al día"]


@pytest.mark.parametrize("text", FEVERS)
def test_38_celsius_or_100_4_fahrenheit_is_a_fever(text: str) -> None:
    """B7, either scale, either decimal mark."""
    assert Sign.FEVER in read(text, Language.ENGLISH, None).signs


@pytest.mark.parametrize("text", NO_FEVERS)
def test_a_number_that_is_not_her_temperature_is_no_fever(text: str) -> None:
    """Ages, buses, rooms, weeks and radio stations are not degrees."""
    assert Sign.FEVER not in read(text, Language.ENGLISH, None).signs


@pytest.mark.parametrize("text", EMERGENCY_RATES)
def test_two_pads_an_hour_is_an_emergency_before_the_second_hour(text: str) -> None:
    """Facts B rule 3a: an unknown duration is not waited out."""
    assert Sign.HEAVY_BLEEDING in read(text, Language.ENGLISH, None).signs


@pytest.mark.parametrize("text", URGENT_RATES)
def test_about_one_pad_an_hour_is_urgent(text: str) -> None:
    """B2."""
    signs = read(text, Language.ENGLISH, None).signs

    assert Sign.SOAKING_PADS in signs
    assert Sign.HEAVY_BLEEDING not in signs


@pytest.mark.parametrize("text", SLOW)
def test_a_few_pads_a_day_are_neither(text: str) -> None:
    """Spread over a day it is ordinary."""
    assert read(text, Language.ENGLISH, None).severity is None
