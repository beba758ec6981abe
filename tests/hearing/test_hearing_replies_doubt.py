"""Law: what she says to the safety question clears it only when she plainly says no."""

import pytest

from messages.hearing import read
from messages.hearing.reading import Question
from messages.language import Language

HAPPENING = [
    "1",
    "yes",
    "y",
    "Yes it is",
    "si ahora mismo",
    "sí",
    "uno",
    "yeahh",
    "1 help me please",
    "it still is",
    "still going on",
    "yes call me",
    "no its still happening",
    "not sure but its getting worse",
    "yes but a bit better",
    "todavía sigue",
]
OVER = [
    "2",
    "no",
    "n",
    "Nope, all good here",
    "no its ok now",
    "not anymore",
    "no that was on monday",
    "it stopped, im fine now",
    "dos",
    "ya no",
    "no, ya me siento mejor",
    "no solo preguntaba",
]
UNCLEAR = [
    "idk",
    "maybe",
    "kind of",
    "yes and no",
    "1 or 2?",
    "thank you",
    "no worries",
    "ok",
    "quizás",
    "no sé",
    "mas o menos",
]


@pytest.mark.parametrize("text", HAPPENING)
def test_a_yes_stands_whatever_is_beside_it(text: str) -> None:
    answer = read(text, Language.ENGLISH, Question.DOUBT).answer

    assert answer is not None
    assert answer.value is True


@pytest.mark.parametrize("text", OVER)
def test_a_plain_no_clears_the_doubt(text: str) -> None:
    answer = read(text, Language.ENGLISH, Question.DOUBT).answer

    assert answer is not None
    assert answer.value is False


@pytest.mark.parametrize(
    "text",
    [
        *("ya no me manden mensajes", "ya no me escriban", "ya no me interesa", "ya no me mensajeen por favor"),
        *("I no longer want texts", "i no longer wish to get these"),
    ],
)
def test_that_she_wants_no_texts_is_no_answer_to_whether_she_is_in_danger(text: str) -> None:
    heard = read(text, Language.ENGLISH, Question.DOUBT)

    assert heard.leaving
    assert heard.answer is None


@pytest.mark.parametrize("text", UNCLEAR)
def test_hedges_and_thanks_clear_nothing(text: str) -> None:
    assert read(text, Language.ENGLISH, Question.DOUBT).answer is None
