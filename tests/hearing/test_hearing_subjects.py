"""What a question is about, by rules and network together: a wrong answer is worse than none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.training.corpus import EXAMS, json_lines
from messages.hearing import read
from messages.hearing.features import features
from messages.hearing.normalize import plain
from messages.hearing.reading import Intent, Topic
from messages.hearing.subjects import CLASSES, NONE, Subjects, subjects_in, weighed
from messages.hearing.topics import TOPICS_MAX, Named
from messages.language import Language

RIGHT, WRONG = 0.87, 0.07


def about(text: str) -> Subjects:
    heard = plain(text)
    return subjects_in(heard, tuple(features(heard.words)))


def logs(**shares: float) -> dict[str, float]:
    """Shares of some classes; the rest have next to nothing."""
    return {name: math.log(shares.get(name, 1e-6)) for name in CLASSES}


def test_questions_nobody_has_seen_get_the_right_answer_and_hardly_ever_a_wrong_one() -> None:
    asked = [(about(entry["text"]).topics, set(entry["topics"])) for _, entry in json_lines(EXAMS / "subjects.jsonl")]
    right = [set(heard) <= wanted and bool(heard) == bool(wanted) for heard, wanted in asked]
    wrong = [bool(set(heard) - wanted) for heard, wanted in asked]

    assert sum(right) / len(asked) >= RIGHT
    assert sum(wrong) / len(asked) <= WRONG


def test_what_is_named_wins_over_what_is_only_a_little_likelier() -> None:
    assert weighed(logs(sex=0.3, baths=0.7), Named((Topic.SEX,))).topics == (Topic.SEX,)


def test_what_the_network_is_sure_of_wins_over_a_name_in_passing() -> None:
    assert weighed(logs(sex=0.001, baths=0.999), Named((Topic.SEX,))).topics == (Topic.BATHS,)


def test_where_no_answer_fits_none_is_given() -> None:
    assert weighed(logs(**{NONE: 0.99, "sex": 0.01}), Named((Topic.SEX,))).topics == ()


def test_two_that_are_as_likely_are_both_answered_in_her_order() -> None:
    named = Named((Topic.TAMPONS, Topic.BATHS))

    assert weighed(logs(baths=0.5, tampons=0.5), named).topics == (Topic.TAMPONS, Topic.BATHS)


def test_an_answer_that_is_not_sure_is_read_by_a_person_too() -> None:
    assert weighed(logs(sex=0.4, **{NONE: 0.3}, baths=0.2), Named(())).guessed
    assert not weighed(logs(sex=0.95, **{NONE: 0.05}), Named((Topic.SEX,))).guessed


@pytest.mark.parametrize(
    "text",
    [
        "how do i reach you",
        "How can I contact you?",
        "who do i contact",
        "who do i call at night?",
        "what's your number",
        "¿cómo los contacto?",
        "¿Cómo me comunico con ustedes?",
        "cual es el numero de la clinica",
    ],
)
def test_how_to_reach_us_asked_plainly_is_answered_whatever_the_model_makes_of_it(text: str) -> None:
    reading = read(text, Language.ENGLISH, None)

    assert (reading.intent, reading.topics, reading.guessed) == (Intent.QUESTION, (Topic.CONTACT,), False)


@pytest.mark.parametrize("text", ["how do i reach the top shelf", "con quien hablo", "who do i ring, i feel faint"])
def test_more_or_other_than_how_to_reach_us_is_read_as_what_it_is(text: str) -> None:
    assert read(text, Language.ENGLISH, None).topics != (Topic.CONTACT,)


@pytest.mark.parametrize("text", ["did u feed the fish", "ok mum", "ya sali del super"])
def test_everyday_life_asks_about_nothing(text: str) -> None:
    assert about(text).topics == ()


@given(st.text(max_size=300))
def test_any_text_gets_at_most_two(text: str) -> None:
    assert len(about(text).topics) <= TOPICS_MAX
