"""Law: an answer is heard inside a sentence, and what she asks, tells of another day or takes back is not one."""

import pytest

from messages.hearing import read
from messages.hearing.answers import danger_in
from messages.hearing.reading import Question, Sign
from messages.language import Language

Q = Question
HEARD: list[tuple[Question, str, bool | float]] = [
    (Q.BLEEDING_STARTED, "I think so, lots of red on the paper", True),
    (Q.BLEEDING_STARTED, "empezó tempranito, con coágulos", True),
    (Q.BLEEDING_STARTED, "not a single drop and its been ages", False),
    (Q.BLEEDING_STARTED, "cramps all night but no blood", False),
    (Q.BLEEDING_STARTED, "todavía nada doctora, ¿es normal?", False),
    (Q.BLEEDING_STOPPED, "no spotting since wednesday", True),
    (Q.BLEEDING_STOPPED, "ya no me sale nada de sangre", True),
    (Q.BLEEDING_STOPPED, "it had stopped but it came back", False),
    (Q.BLEEDING_STOPPED, "1 although theres brown when i wipe", False),
    (Q.BLEEDING_STOPPED, "sigue igual", False),
    (Q.BLEEDING_STOPPED, "it goes away and then starts again", False),
    (Q.PERIOD_BACK, "yes it came back on its own", True),
    (Q.PERIOD_BACK, "me indispuse el jueves", True),
    (Q.PERIOD_BACK, "no me baja todavia", False),
    (Q.PERIOD_BACK, "no sign, maybe its stress", False),
    (Q.TEST_RESULT, "a second line, barely there, faint", True),
    (Q.TEST_RESULT, "una raya oscura y otra clarita", True),
    (Q.TEST_RESULT, "only the one line, no second", False),
    (Q.TEST_RESULT, "did two tests, both negative", False),
    (Q.TEST_RESULT, "the screen said not pregnant", False),
    (Q.PADS_PER_HOUR, "one and a half", 2),
    (Q.PADS_PER_HOUR, "más de una", 2),
    (Q.PADS_PER_HOUR, "un par", 2),
    (Q.PADS_PER_HOUR, "one lasts about 5 hours", 0),
    (Q.PADS_PER_HOUR, "no he llenado ninguna", 0),
    (Q.PADS_PER_HOUR, "not even half of one", 0),
    (Q.PADS_PER_HOUR, "thre", 2),
    (Q.TEMPERATURE, "38 5", 38.5),
    (Q.TEMPERATURE, "1012", 38.4),
    (Q.TEMPERATURE, "ninety-nine point one", 37.3),
    (Q.TEMPERATURE, "103, should I be going to the ER?", 39.4),
    (Q.PAIN, "four and a half", 4.5),
    (Q.PAIN, "siete coma cinco", 7.5),
    (Q.PAIN, "yesterday was like a 9, today 5", 5),
    (Q.PAIN, "was a 2 this morning, 8 now", 8),
    (Q.PAIN, "eigth", 8),
    (Q.PAIN, "tow, I mean ten", 10),
    (Q.PAIN, "on a scale of 1 to 10 its a 6", 6),
    (Q.MOOD, "un dos", 2),
    (Q.MOOD, "not so bad", 4),
    (Q.MOOD, "ayer un 1, hoy 3", 3),
    (Q.PHQ_INTEREST, "2/3", 3),
    (Q.PHQ_DOWN, "more then half", 2),
    (Q.PHQ_DOWN, "practically everyday", 3),
]
UNHEARD = [
    (Q.BLEEDING_STARTED, "haven't taken the tablets yet"),
    (Q.BLEEDING_STARTED, "todavía no me pongo las pastillas"),
    (Q.BLEEDING_STARTED, "what counts as started"),
    (Q.BLEEDING_STOPPED, "my head hurts a lot"),
    (Q.BLEEDING_STOPPED, "when does it stop?"),
    (Q.PERIOD_BACK, "no sé si es la regla"),
    (Q.PERIOD_BACK, "y si no me baja?"),
    (Q.TEST_RESULT, "the window is blank, no lines"),
    (Q.TEST_RESULT, "no me la he hecho"),
    (Q.PADS_PER_HOUR, "6 since yesterday"),
    (Q.PADS_PER_HOUR, "lots of clots"),
    (Q.PADS_PER_HOUR, "bought a 20 pack"),
    (Q.TEMPERATURE, "under 100"),
    (Q.TEMPERATURE, "pulse 98"),
    (Q.PAIN, "me duele mucho la espalda"),
    (Q.PAIN, "what would a 10 feel like"),
    (Q.MOOD, "bad cramps"),
    (Q.MOOD, "one day at a time"),
    (Q.MOOD, "not terrible"),
    (Q.PHQ_INTEREST, "my daughter is 3"),
    (Q.PHQ_DOWN, "not nearly every day"),
]


@pytest.mark.parametrize(("asked", "text", "value"), HEARD)
def test_an_answer_in_passing_is_found(asked: Question, text: str, value: bool | float) -> None:
    answer = read(text, Language.ENGLISH, asked).answer

    assert answer is not None
    assert answer.value == value


@pytest.mark.parametrize(("asked", "text"), UNHEARD)
def test_another_matter_is_not_an_answer(asked: Question, text: str) -> None:
    assert read(text, Language.ENGLISH, asked).answer is None


@pytest.mark.parametrize(
    ("asked", "text", "sign"),
    [
        (Q.PADS_PER_HOUR, "havent even sat an hour and filled 2", Sign.HEAVY_BLEEDING),
        (Q.PADS_PER_HOUR, "more than one an hour", Sign.HEAVY_BLEEDING),
        (Q.PADS_PER_HOUR, "half a pad every 10 minutes", Sign.HEAVY_BLEEDING),
        (Q.PADS_PER_HOUR, "just brown stuff but 3 pads", Sign.HEAVY_BLEEDING),
        (Q.PAIN, "3, but 8 at night", Sign.SEVERE_PAIN),
        (Q.PAIN, "11/10", Sign.SEVERE_PAIN),
        (Q.TEMPERATURE, "102 but 99 after the tablets", Sign.FEVER),
    ],
)
def test_a_dangerous_figure_is_never_softened_by_the_words_around_it(asked: Question, text: str, sign: Sign) -> None:
    answer = read(text, Language.ENGLISH, asked).answer

    assert answer is not None
    assert danger_in(answer) is sign
