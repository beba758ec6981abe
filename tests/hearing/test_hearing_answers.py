"""The open check-in's answer, in figures or words, with the danger it may hold."""

import pytest

from messages.hearing import read
from messages.hearing.reading import Question, Sign
from messages.language import Language

Q = Question
ANSWERS: list[tuple[Question, str, bool | float]] = [
    (Q.PADS_PER_HOUR, "0", 0),
    (Q.PADS_PER_HOUR, "one", 1),
    (Q.PADS_PER_HOUR, "2ish", 2),
    (Q.PADS_PER_HOUR, "2️⃣", 2),
    (Q.PADS_PER_HOUR, "3 or 4", 2),
    (Q.PADS_PER_HOUR, "1 or 2", 2),
    (Q.PADS_PER_HOUR, "ninguna", 0),
    (Q.PADS_PER_HOUR, "dos", 2),
    (Q.PADS_PER_HOUR, "una", 1),
    (Q.TEMPERATURE, "38,4", 38.4),
    (Q.TEMPERATURE, "101.2", 38.4),
    (Q.TEMPERATURE, "its 36.9", 36.9),
    (Q.TEMPERATURE, "39", 39.0),
    (Q.TEMPERATURE, "98.6 F", 37.0),
    (Q.TEMPERATURE, "treinta y ocho y medio", 38.5),
    (Q.TEMPERATURE, "one oh one point two", 38.4),
    (Q.PAIN, "a 3 maybe", 3),
    (Q.PAIN, "7/10", 7),
    (Q.PAIN, "between 4 and 6", 6),
    (Q.PAIN, "nine", 9),
    (Q.PAIN, "cero", 0),
    (Q.PAIN, "10 de 10", 10),
    (Q.MOOD, "4", 4),
    (Q.MOOD, "1", 1),
    (Q.MOOD, "2 or 3", 2),
    (Q.MOOD, "very low", 1),
    (Q.MOOD, "bien", 5),
    (Q.PHQ_INTEREST, "several days", 1),
    (Q.PHQ_INTEREST, "varios días", 1),
    (Q.PHQ_DOWN, "nearly every day", 3),
    (Q.PHQ_DOWN, "casi todos los días", 3),
    (Q.PHQ_DOWN, "not at all", 0),
    (Q.PHQ_DOWN, "0", 0),
    (Q.PHQ_INTEREST, "more than half the days", 2),
    (Q.PHQ_DOWN, "para nada", 0),
    (Q.BLEEDING_STARTED, "yes", True),
    (Q.BLEEDING_STARTED, "not yet", False),
    (Q.BLEEDING_STARTED, "sí", True),
    (Q.BLEEDING_STARTED, "todavía no", False),
    (Q.BLEEDING_STOPPED, "yes it stopped", True),
    (Q.BLEEDING_STOPPED, "still spotting", False),
    (Q.BLEEDING_STOPPED, "no", False),
    (Q.PERIOD_BACK, "yep", True),
    (Q.PERIOD_BACK, "it came yesterday", True),
    (Q.PERIOD_BACK, "no period yet", False),
    (Q.TEST_RESULT, "positive", True),
    (Q.TEST_RESULT, "2 lines", True),
    (Q.TEST_RESULT, "dos rayas", True),
    (Q.TEST_RESULT, "negativa", False),
    (Q.TEST_RESULT, "one line", False),
]

DANGEROUS = [
    (Q.PADS_PER_HOUR, "2", Sign.HEAVY_BLEEDING),
    (Q.PADS_PER_HOUR, "5", Sign.HEAVY_BLEEDING),
    (Q.PADS_PER_HOUR, "1", Sign.SOAKING_PADS),
    (Q.TEMPERATURE, "38.0", Sign.FEVER),
    (Q.TEMPERATURE, "100.4", Sign.FEVER),
    (Q.PAIN, "8", Sign.SEVERE_PAIN),
]
SAFE = [
    (Q.PADS_PER_HOUR, "0"),
    (Q.TEMPERATURE, "37.9"),
    (Q.TEMPERATURE, "100.3"),
    (Q.PAIN, "7"),
    (Q.MOOD, "1"),
    (Q.PHQ_DOWN, "3"),
    (Q.PHQ_DOWN, "38"),
    (Q.PHQ_INTEREST, "2"),
]


@pytest.mark.parametrize(("asked", "text", "value"), ANSWERS)
def test_an_answer_is_understood_in_either_language(asked: Question, text: str, value: bool | float) -> None:
    """Figures, words, ranges (the worse end) and number pictures give the question's own type."""
    for language in Language:
        answer = read(text, language, asked).answer
        assert answer is not None
        assert (answer.question, answer.value) == (asked, value)


@pytest.mark.parametrize(("asked", "text", "sign"), DANGEROUS)
def test_a_dangerous_answer_is_also_a_sign(asked: Question, text: str, sign: Sign) -> None:
    """A bare number after our question carries the question's red flag (facts B1, B2, B7, B10)."""
    assert sign in read(text, Language.ENGLISH, asked).signs


@pytest.mark.parametrize(("asked", "text"), SAFE)
def test_an_answer_below_the_line_is_no_danger(asked: Question, text: str) -> None:
    """A mood or a PHQ number is never read as degrees or pads."""
    assert read(text, Language.ENGLISH, asked).severity is None


@pytest.mark.parametrize("asked", list(Question))
@pytest.mark.parametrize("text", ["who is this?", "did the nurse ring my mum"])
def test_a_text_that_does_not_answer_is_no_answer(asked: Question, text: str) -> None:
    """None, not a guess: the question stays open."""
    assert read(text, Language.ENGLISH, asked).answer is None


def test_an_answer_and_a_sign_stand_together() -> None:
    """'0, and I feel faint' is an answer and an emergency."""
    reading = read("0, and i feel faint", Language.ENGLISH, Question.PADS_PER_HOUR)

    assert reading.answer is not None
    assert Sign.FAINTED in reading.signs


def test_without_a_question_nothing_is_an_answer() -> None:
    """A bare number answers only what was asked."""
    assert read("2", Language.ENGLISH, None).answer is None
