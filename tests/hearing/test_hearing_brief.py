"""Law: a word or a short answer that says nothing of danger raises no doubt; one that does still pages."""

import pytest

from messages.hearing import read
from messages.hearing.answers import CHOSEN, only_answers
from messages.hearing.normalize import plain
from messages.hearing.reading import Band, Intent, Question, Sign
from messages.language import Language
from messages.severity import Severity

EN = Language.ENGLISH


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (None, "sí"),
        (None, "yes"),
        (None, "no"),
        (Question.CHOICES, "A and C"),
        (Question.CHOICES, "a, c y f"),
        (Question.BLEEDING_STARTED, "yes it started last night"),
        (Question.BLEEDING_STOPPED, "yes it stopped"),
        (Question.BLEEDING_STARTED, "ya empece a sangrar"),
        (Question.TEST_RESULT, "i haven't done it yet"),
        (Question.TEMPERATURE, "no tengo termómetro"),
        (Question.BLEEDING_STOPPED, "todavía sangro un poco"),
        (Question.OFFER, "ninguno por ahora"),
    ],
)
def test_a_short_answer_is_no_doubt_and_no_leaving(asked: Question | None, text: str) -> None:
    reading = read(text, EN, asked)

    assert reading.band not in {Band.PAGE, Band.ASK}
    assert not reading.leaving


@pytest.mark.parametrize("asked", [None, *Question])
@pytest.mark.parametrize("text", ["ninguna", "Ninguna.", "ninguna vez", "none", "nada", "nobody", "wrong"])
def test_a_late_answer_of_none_is_no_wrong_number(text: str, asked: Question | None) -> None:
    """It would end her texts: the question it answers may be closed by now, or another one open."""
    reading = read(text, EN, asked)

    assert reading.intent is not Intent.WRONG_NUMBER
    assert not reading.leaving


@pytest.mark.parametrize("text", ["wrong number", "numero equivocado", "no soy maria", "you texted the wrong girl"])
def test_a_wrong_number_is_heard_still(text: str) -> None:
    assert read(text, EN, None).intent is Intent.WRONG_NUMBER


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (None, "suicidal"),
        (Question.CHOICES, "A and I want to die"),
        (Question.BLEEDING_STOPPED, "yes and i want to die"),
        (Question.BLEEDING_STARTED, "yes, feel faint"),
        (Question.OFFER, "1 cant breathe"),
        (Question.DOOR, "he hit me again"),
    ],
)
def test_danger_beside_a_short_answer_pages(asked: Question | None, text: str) -> None:
    assert read(text, EN, asked).band is Band.PAGE


@pytest.mark.parametrize("asked", [None, *(one for one in Question if one not in {*CHOSEN, Question.DOUBT})])
@pytest.mark.parametrize("text", ["baby gone. me next. fri.", "floor came up again", "blames me 4 baby n hits"])
def test_an_open_question_makes_no_short_cry_quiet(text: str, asked: Question | None) -> None:
    assert read(text, EN, asked).band in {Band.PAGE, Band.ASK}


@pytest.mark.parametrize("text", ["no, im done", "its over for me", "still bleeding and dizzy", "no quiero nada"])
@pytest.mark.parametrize("asked", [Question.BLEEDING_STARTED, Question.TEST_RESULT, Question.TEMPERATURE])
def test_a_word_outside_a_plain_answer_leaves_the_text_to_the_model(text: str, asked: Question) -> None:
    assert not only_answers(plain(text).words, asked)


@pytest.mark.parametrize(
    "text", ["blood blood blood", "its still going and going", "sangre y sangre", "blood and blood"]
)
@pytest.mark.parametrize("asked", [Question.BLEEDING_STARTED, Question.BLEEDING_STOPPED])
def test_a_word_of_the_matter_said_twice_is_no_plain_answer(text: str, asked: Question) -> None:
    assert not only_answers(plain(text).words, asked)


@pytest.mark.parametrize("text", ["dead dead dead", "gone gone gone"])
def test_one_word_said_again_and_again_is_left_to_the_model(text: str) -> None:
    assert read(text, EN, None).band in {Band.PAGE, Band.ASK}


@pytest.mark.parametrize("asked", [None, Question.MOOD, Question.PAIN, Question.PHQ_DOWN, Question.DOUBT])
def test_of_moods_no_words_are_only_an_answer(asked: Question | None) -> None:
    assert not only_answers(plain("yes it started").words, asked)


PRINTED = {
    0: ["not at all", "0 not at all", "nunca", "0 nunca", "ningún día", "para nada"],
    1: ["several days", "1 several days", "varios días", "1, varios días", "some days"],
    2: ["more than half the days", "2 more than half the days", "más de la mitad de los días", "la mitad de los días"],
    3: ["nearly every day", "3 nearly every day", "casi todos los días", "todos los dias", "almost every day"],
}


@pytest.mark.parametrize("asked", [Question.PHQ_INTEREST, Question.PHQ_DOWN])
@pytest.mark.parametrize(("score", "text"), [(score, text) for score, texts in PRINTED.items() for text in texts])
def test_the_words_the_screen_prints_are_an_answer_and_no_cry(asked: Question, score: int, text: str) -> None:
    reading = read(text, EN, asked)

    assert reading.answer is not None
    assert reading.answer.value == score
    assert reading.band is Band.AUTO


@pytest.mark.parametrize(
    "text", ["nearly every day i want to die", "every day. no more.", "casi todos los dias, ya no"]
)
@pytest.mark.parametrize("asked", [Question.PHQ_INTEREST, Question.PHQ_DOWN])
def test_more_than_the_words_of_the_screen_is_left_to_the_model(asked: Question, text: str) -> None:
    assert not only_answers(plain(text).words, asked)


@pytest.mark.parametrize("text", ["i have sores in my mouth", "tengo llagas en la boca"])
def test_a_bodily_sign_is_not_made_a_cry_by_the_model(text: str) -> None:
    reading = read(text, EN, None)

    assert reading.severity is Severity.URGENT
    assert reading.signs == (Sign.DRUG_REACTION,)


def test_the_count_nearest_to_the_hour_is_the_count_of_pads() -> None:
    assert read("pelotas como una naranja y llené dos toallas en una hora", EN, None).severity is Severity.EMERGENCY


@pytest.mark.parametrize("text", ["my waters broke", "se me rompió la fuente", "leaking clear fluid"])
def test_loss_of_fluid_is_heard(text: str) -> None:
    assert Sign.WATERS in read(text, EN, None).signs


@pytest.mark.parametrize("text", ["MORE", "more please", "Más", "quiero más", "sí, más información"])
def test_more_alone_takes_up_an_offer(text: str) -> None:
    assert read(text, EN, None).more == (text != "quiero más")


@pytest.mark.parametrize(
    "text", ["no more", "more bleeding today", "no más", "NO MORE DATES", "more of the same please nurse"]
)
def test_more_inside_other_words_does_not(text: str) -> None:
    assert not read(text, EN, None).more
