"""Whatever reply a text invites is understood as that reply, in both languages."""

import pytest

from messages.hearing.reader import read
from messages.hearing.reading import Intent, Question
from messages.language import Language


@pytest.mark.parametrize(
    ("asked", "reply", "value"),
    [
        (Question.BLEEDING_STARTED, "1", True),
        (Question.BLEEDING_STARTED, "2", False),
        (Question.BLEEDING_STOPPED, "1", True),
        (Question.BLEEDING_STOPPED, "2", False),
        (Question.PERIOD_BACK, "1", True),
        (Question.PERIOD_BACK, "2", False),
        (Question.PADS_PER_HOUR, "0", 0),
        (Question.PADS_PER_HOUR, "1", 1),
        (Question.PADS_PER_HOUR, "2", 2),
        (Question.TEMPERATURE, "98.6", 37.0),
        (Question.TEMPERATURE, "38", 38.0),
        (Question.MOOD, "1", 1),
        (Question.MOOD, "5", 5),
        (Question.PHQ_INTEREST, "0", 0),
        (Question.PHQ_DOWN, "3", 3),
        (Question.TEST_RESULT, "POSITIVE", True),
        (Question.TEST_RESULT, "NEGATIVA", False),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_the_answer_a_check_in_asks_for_is_understood(
    asked: Question, reply: str, value: float, language: Language
) -> None:
    answer = read(reply, language, asked).answer

    assert answer is not None
    assert answer.question is asked
    assert answer.value == value


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("please call me", Intent.HUMAN),
        ("llámeme por favor", Intent.HUMAN),
        ("PAUSE", Intent.PAUSE),
        ("PAUSA", Intent.PAUSE),
        ("START", Intent.OPT_IN),
        ("STOP", Intent.OPT_OUT),
        ("HELP", Intent.HELP),
        ("AYUDA", Intent.HELP),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_the_words_a_text_tells_her_to_send_do_what_it_says(reply: str, intent: Intent, language: Language) -> None:
    assert read(reply, language, None).intent is intent
