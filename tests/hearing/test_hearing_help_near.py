"""That help is near: said plainly, never where she asks, refuses or cannot."""

import pytest

from messages.hearing.reader import read
from messages.language import Language


@pytest.mark.parametrize(
    "text",
    [
        "ya viene la ambulancia",
        "Ya voy al hospital, gracias",
        "im on my way to the er",
        "At the hospital now",
        "my husband is driving me to hospital",
        "estoy en urgencias",
        "ya llamé al 911",
        "we called 999",
        "in the ambulance",
    ],
)
def test_she_is_on_her_way_or_there(text: str) -> None:
    assert read(text, Language.ENGLISH, None).getting_help


@pytest.mark.parametrize(
    "text",
    [
        "should i go to the hospital?",
        "im not going to the hospital",
        "i cant get to the hospital",
        "la ambulancia no llega",
        "no quiero ir al hospital",
        "no tengo como ir a urgencias",
        "do you think they would send an ambulance",
        "the hospital was kind to me",
        "thank you",
    ],
)
def test_she_is_not(text: str) -> None:
    assert not read(text, Language.ENGLISH, None).getting_help
