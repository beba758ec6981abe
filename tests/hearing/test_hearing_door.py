"""The one door never fails, is quick on anything, and shows its reasons in her own words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.hearing import read
from messages.hearing.reading import Intent, Question, Sign, Topic
from messages.language import Language

slow_seconds_max = 1.0  # generous: a shared build machine; a text takes about a millisecond
FRAGMENTS = [
    "so ",
    "a bit ",
    "really ",
    "no ",
    "not ",
    "pain ",
    "bleeding ",
    "and ",
    "quiero ",
    "me ",
    "pads ",
    "1 ",
    "? ",
    ". ",
    ", ",
    "stop ",
]


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=400), st.sampled_from(Language), st.sampled_from([None, *Question]))
def test_any_text_at_all_gives_a_reading(text: str, language: Language, asked: Question | None) -> None:
    """Total: arbitrary Unicode, any question, either language."""
    reading = read(text, language, asked)

    assert reading.readable or reading.intent is Intent.OTHER


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=120), st.sampled_from([None, *Question]))
def test_runs_of_her_commonest_words_are_read_not_failed(words: list[str], asked: Question | None) -> None:
    """Plain words never hit the failure path of the door."""
    text = "".join(words)

    reading = read(text, Language.ENGLISH, asked)

    assert reading.readable == any(char.isalnum() for char in text)


@pytest.mark.parametrize(
    "fragment",
    [*FRAGMENTS, "a", "é", "🩸", "my chest is so ", "the pain is really so bad ", "1", "9:", "im so so so very "],
)
def test_no_text_takes_long(fragment: str) -> None:
    """Bounded for any input: no pattern may run away on repetition."""
    text = (fragment * 4000)[:4000]
    read("warm", Language.ENGLISH, None)

    started = time.perf_counter()
    read(text, Language.ENGLISH, Question.PAIN)

    assert time.perf_counter() - started < slow_seconds_max


def test_a_cry_at_the_end_of_a_very_long_text_is_heard() -> None:
    """Above 1,600 characters the first and the last part are read."""
    assert Sign.SUICIDE in read("blah " * 900 + "i want to kill myself", Language.ENGLISH, None).signs


@pytest.mark.parametrize("text", ["", "   ", "\n", "🌷🌷", "...", "\u200b", "—"])
def test_nothing_to_read_asks_for_a_person(text: str) -> None:
    """Unreadable is not 'fine': readable=False brings a person."""
    reading = read(text, Language.ENGLISH, None)

    assert not reading.readable
    assert reading.intent is Intent.OTHER


def test_evidence_names_the_rule_and_her_own_words() -> None:
    """A nurse sees why, as she wrote it, accents and capitals kept, at most 120 characters."""
    reading = read("Buenas tardes. Me DESMAYÉ en el baño", Language.SPANISH, None)

    assert reading.evidence[0].rule == "b3.faint.es"
    assert "DESMAYÉ" in reading.evidence[0].phrase
    assert all(len(evidence.phrase) <= 120 for evidence in reading.evidence)


def test_at_most_two_topics_are_named() -> None:
    """One reply answers at most two questions."""
    reading = read("when can i have sex, use tampons, swim and go back to work?", Language.ENGLISH, None)

    assert reading.intent is Intent.QUESTION
    assert reading.topics == (Topic.SEX, Topic.TAMPONS)


def test_the_bleeding_that_will_not_stop_is_an_emergency_and_she_stays() -> None:
    """The reading order's first law."""
    reading = read("the bleeding won't stop", Language.ENGLISH, None)

    assert reading.intent is Intent.EMERGENCY
    assert not reading.leaving


def test_danger_is_read_before_the_open_question() -> None:
    """A free-text answer goes through the red flags first."""
    reading = read("3. honestly i dont want to live", Language.ENGLISH, Question.PHQ_DOWN)

    assert reading.intent is Intent.CRISIS
    assert reading.answer is not None
