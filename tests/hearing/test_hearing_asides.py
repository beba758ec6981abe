"""Law: what is added after a harmless question is heard by itself, and asked about."""

import pytest

from messages.hearing import read
from messages.hearing.asides import asides
from messages.hearing.normalize import plain
from messages.hearing.reading import Band
from messages.language import Language


@pytest.mark.parametrize(
    "text",
    [
        "Quick q about milk drying up, cabbage leaves yes or no? also I keep coming round on the hall floor",
        "Can I go back to work Monday? Also is it normal to keep thinking the baby's waiting for me and I ought to go",
        "¿Puedo ir a la piscina con mi hermana? Por cierto ayer me fui de lado y no sé cuánto rato estuve en el piso",
    ],
)
def test_danger_after_a_harmless_question_is_asked_about_or_paged(text: str) -> None:
    assert read(text, Language.ENGLISH, None).band in {Band.ASK, Band.PAGE}


@pytest.mark.parametrize(
    "text",
    [
        "Can I have a bath now? Also when will my period come back",
        "¿me puedo bañar en tina? por cierto mi cita es el martes a las diez",
        "all good here thanks, also the nurse was lovely to me",
    ],
)
def test_two_harmless_matters_ring_no_alarm(text: str) -> None:
    assert read(text, Language.ENGLISH, None).band in {Band.AUTO, Band.REVIEW}


def test_the_parts_are_her_own_words() -> None:
    text = "Can I swim yet, please? BTW the café was lovely on Sunday"

    assert asides(plain(text)) == ("BTW the café was lovely on Sunday",)


@pytest.mark.parametrize("text", ["", "also", "also i am fine", "no joint in this text at all", "x also y"])
def test_a_text_of_one_piece_has_no_parts(text: str) -> None:
    assert asides(plain(text)) == ()
