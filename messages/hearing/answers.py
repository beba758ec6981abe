"""The answer to the open check-in, in digits or words of either language."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from messages.hearing.amounts import is_fever
from messages.hearing.answers_choice import choices_answer, door_answer, offer_answer
from messages.hearing.answers_scaled import PADS_MANY, degrees, on_scale, pads_in_an_hour
from messages.hearing.answers_yes_no import yes_or_no
from messages.hearing.packaged import packaged
from messages.hearing.reading import Answer, Question, Sign
from messages.hearing.vocabulary import writers_of

PAIN_SEVERE_MIN = 8
WORDS_MAX = 60  # a longer text tells a story; a number in it is hardly the answer
ONLY_WORDS_MAX = 12
SLIP_LETTERS_MIN = 4  # shorter words have too many neighbors
_CACHED = 4096
CHOSEN: Mapping[Question, Callable[[str], bool | float | None]] = MappingProxyType(
    {Question.OFFER: offer_answer, Question.CHOICES: choices_answer, Question.DOOR: door_answer}
)
"""Answers that are the whole text, or none: there is nothing besides for anybody to read."""
_SCREEN = frozenset({Question.PHQ_INTEREST, Question.PHQ_DOWN})
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
    words = " ".join(_mended(word) for word in words.split(" "))
    value: bool | float | None
    if asked in CHOSEN:
        value = CHOSEN[asked](words)
    elif asked in _YES_NO:
        value = yes_or_no(words, asked)
    elif asked is Question.TEMPERATURE:
        value = degrees(words)
    elif asked is Question.PADS_PER_HOUR:
        value = pads_in_an_hour(words)
    else:
        value = on_scale(words, asked)
    return None if value is None else Answer(question=asked, value=value)


def only_answers(words: str, asked: Question | None) -> bool:
    """Whether each word of a short text is one of a plain answer to what was asked: 'yes it started last night'.

    A word of the matter itself said twice is no plain answer: 'blood blood blood', 'its still going and going'.
    """
    known = _plain_words(asked) if asked is not None else frozenset()
    said = words.split()
    if not known or words.count(" ") > ONLY_WORDS_MAX or not known.issuperset(said):
        return False
    matter = [word for word in said if word not in _plain_words(None)]
    return len(matter) == len(set(matter))


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


@cache
def _plain_words(asked: Question | None) -> frozenset[str]:
    """Of no question the words that belong to none. None of pain and mood: the words of a plain answer are there those
    of a cry."""
    only = packaged("answers.toml")["only"]
    if asked is None:
        return frozenset(only["any"].split())
    if asked in _SCREEN:
        return frozenset(only["phq"].split())
    own = only.get(asked.value)
    return frozenset() if own is None else frozenset([*only["any"].split(), *own.split()])


@lru_cache(_CACHED)
def _mended(word: str) -> str:
    """'thrity', 'yestrday': a word nobody is known to write, one slip from a word of answers, is that word."""
    if short := packaged("answers.toml")["slips"]["short"].get(word):
        return str(short)
    if len(word) < SLIP_LETTERS_MIN or not word.isalpha() or word in writers_of():
        return word
    return next((meant for meant in _answer_words() if _one_slip(word, meant)), word)


@cache
def _answer_words() -> tuple[str, ...]:
    return tuple(packaged("answers.toml")["slips"]["words"])


def _one_slip(word: str, meant: str) -> bool:
    """One letter wrong, missing or too many after the first, or two swapped; of short words only the swapped."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    at = next((at for at, (one, two) in enumerate(zip(word, meant, strict=False)) if one != two), len(meant))
    swapped = word[at : at + 2] == meant[at : at + 2][::-1] and word[at + 2 :] == meant[at + 2 :]
    if swapped or not at or len(meant) == SLIP_LETTERS_MIN:
        return swapped and len(word) == len(meant)
    return word[at + 1 :] in (meant[at + 1 :], meant[at:]) or word[at:] == meant[at + 1 :]
