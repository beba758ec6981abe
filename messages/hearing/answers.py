"""The answer to the open check-in, in digits or words of either language."""

from messages.hearing.amounts import is_fever
from messages.hearing.answers_scaled import PADS_MANY, degrees, on_scale, pads_in_an_hour
from messages.hearing.answers_yes_no import yes_or_no
from messages.hearing.reading import Answer, Question, Sign

PAIN_SEVERE_MIN = 8
WORDS_MAX = 60  # a longer text tells a story; a number in it is hardly the answer
_YES_NO = frozenset(
    {
        Question.BLEEDING_STARTED,
        Question.BLEEDING_STOPPED,
        Question.PERIOD_BACK,
        Question.TEST_RESULT,
        Question.DOUBT,
    }
)


def answer_to(words: str, asked: Question | None) -> Answer | None:
    """None when nothing was asked or she did not answer it."""
    if asked is None or words.count(" ") > WORDS_MAX:
        return None
    value: bool | float | None
    if asked in _YES_NO:
        value = yes_or_no(words, asked)
    elif asked is Question.TEMPERATURE:
        value = degrees(words)
    elif asked is Question.PADS_PER_HOUR:
        value = pads_in_an_hour(words)
    else:
        value = on_scale(words, asked)
    return None if value is None else Answer(question=asked, value=value)


def danger_in(answer: Answer) -> Sign | None:
    """The sign an answer is by itself; a low mood is not one."""
    if answer.question is Question.PADS_PER_HOUR and answer.value:
        return Sign.HEAVY_BLEEDING if answer.value >= PADS_MANY else Sign.SOAKING_PADS
    if answer.question is Question.TEMPERATURE and is_fever(answer.value):
        return Sign.FEVER
    if answer.question is Question.PAIN and answer.value >= PAIN_SEVERE_MIN:
        return Sign.SEVERE_PAIN
    if answer.question is Question.TEST_RESULT and answer.value:
        return Sign.POSITIVE_TEST
    return None
