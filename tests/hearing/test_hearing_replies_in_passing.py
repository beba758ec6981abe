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
    (Q.PHQ_DOWN, "ten of the past fourteen days", 2),
    (Q.PHQ_DOWN, "eleven or twelve out of the fourteen", 3),
    (Q.PHQ_INTEREST, "tres o cuatro días no quise ver a nadie", 1),
    (Q.PHQ_INTEREST, "some days, maybe four", 1),
    (Q.PHQ_DOWN, "4 days a week", 2),
    (Q.PHQ_DOWN, "most of the fortnight", 2),
    (Q.PHQ_DOWN, "all but two days", 3),
    (Q.BLEEDING_STOPPED, "still there last week but nothing since thursday", True),
    (Q.BLEEDING_STOPPED, "la semana pasada manchaba, llevo cuatro días sin nada", True),
    (Q.BLEEDING_STOPPED, "thought it was over, and what do you know, pink again today", False),
    (Q.BLEEDING_STOPPED, "ayer nada, hoy otra vez", False),
    (Q.BLEEDING_STOPPED, "hardly anything, a liner does me all day", False),
    (Q.TEMPERATURE, "38.9 last night, down to 37.2 this morning", 37.2),
    (Q.TEMPERATURE, "37 last night, 38.6 this morning", 38.6),
    (Q.TEMPERATURE, "no tenía pila pero con otro me dio 36.5 bajo el brazo en la casa de mi vecina", 36.5),
    (Q.TEMPERATURE, "came out at 36.8", 36.8),
    (Q.PAIN, "ahora 3, en la madrugada llegó a 9", 3),
    (Q.PAIN, "sitting 4, stairs 7", 7),
    (Q.PAIN, "5 with meds 7 without", 7),
    (Q.PAIN, "I'd put it at four", 4),
    (Q.MOOD, "4 with the kids, 2 alone", 2),
    (Q.TEST_RESULT, "la primera salió positiva, la de hoy negativo", False),
    (Q.TEST_RESULT, "first one was negative, today's positive", True),
    (Q.TEST_RESULT, "➕", True),
    (Q.TEST_RESULT, "➖", False),
    (Q.PERIOD_BACK, "has not returned as yet", False),
    (Q.PERIOD_BACK, "todavía ni señas", False),
    (Q.PADS_PER_HOUR, "only changed twice since breakfast", 0),
    (Q.PADS_PER_HOUR, "two an hour since breakfast", 2),
]
UNHEARD = [
    (Q.PADS_PER_HOUR, "haven't got any in the house"),
    (Q.PADS_PER_HOUR, "se me acabaron las toallas"),
    (Q.PHQ_DOWN, "my scan is in 5 days"),
    (Q.PHQ_DOWN, "it happened 10 days ago"),
    (Q.PHQ_DOWN, "only 2 good days"),
    (Q.PHQ_INTEREST, "always been a homebody so I couldn't tell you"),
    (Q.PAIN, "took it at 4"),
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
    (Q.PHQ_DOWN, "I took 1 sleeping tablet last night"),
    (Q.PHQ_DOWN, "i bleed every day"),
    (Q.PHQ_DOWN, "no thanks, I dont want to do the questions"),
    (Q.PHQ_INTEREST, "tengo control el 3"),
    (Q.PHQ_INTEREST, "ya no vivo con él"),
    (Q.MOOD, "2 of my friends are pregnant"),
    (Q.MOOD, "mi marido es el que está fatal"),
    (Q.BLEEDING_STOPPED, "el dolor ya se me quitó"),
    (Q.BLEEDING_STOPPED, "not sure what counts as stopped"),
    (Q.BLEEDING_STARTED, "the cramps have started"),
    (Q.BLEEDING_STARTED, "I started sertraline on Monday"),
    (Q.PERIOD_BACK, "ya me llegó el resultado de la biopsia?"),
    (Q.PERIOD_BACK, "hard to put a number on it"),
    (Q.TEST_RESULT, "my friends are pregnant"),
    (Q.PADS_PER_HOUR, "my cramps are a 7"),
    (Q.PAIN, "1 sec, kids are at the door"),
    (Q.PAIN, "ya me tomé la pastilla de las 8"),
    (Q.MOOD, "ok will do"),
    (Q.PHQ_DOWN, "my sister visits every day"),
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
