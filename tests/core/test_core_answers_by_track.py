"""The same question has another answer on another track: after methotrexate, after an ectopic, after a later loss."""

import pytest

from messages.catalogue import catalogue
from messages.hearing.reading import Topic
from messages.language import Language
from messages.opt_in import ASKED_AS, OptIn
from messages.severity import Severity
from schedules.offering import answer_about
from schedules.pathways import pathway, released
from schedules.triage import safety_key
from schedules.wanted import is_for_safety

ALL = frozenset(OptIn)
TRACKS = sorted({key for key, _ in released()})


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("track", [*TRACKS, None])
def test_every_question_has_an_answer_that_is_written(track: str | None, topic: Topic) -> None:
    for on in (frozenset[OptIn](), ALL):
        for language in Language:
            assert catalogue().entry(answer_about(topic, on, track), language).text


@pytest.mark.parametrize(
    ("track", "topic", "message"),
    [
        ("early-medication", Topic.TRYING_AGAIN, "answer.trying_again"),
        ("late-induction", Topic.TRYING_AGAIN, "answer.trying_again_late"),
        ("ectopic-expectant", Topic.TRYING_AGAIN, "answer.trying_again_ectopic"),
        ("ectopic-methotrexate", Topic.TRYING_AGAIN, "answer.trying_again_methotrexate"),
        ("ectopic-methotrexate", Topic.PAIN_RELIEF, "answer.pain_relief_methotrexate"),
        ("ectopic-salpingectomy", Topic.PAIN_RELIEF, "answer.pain_relief_ectopic"),
        ("ectopic-methotrexate", Topic.BLEEDING, "answer.bleeding_ectopic"),
        ("ectopic-salpingotomy", Topic.CLOTS, "answer.bleeding_ectopic"),
        ("ectopic-methotrexate", Topic.EXERCISE, "answer.exercise_methotrexate"),
        ("ectopic-salpingotomy", Topic.EXERCISE, "answer.exercise"),
        ("partner-support", Topic.BLEEDING, "answer.from_partner"),
        ("partner-support", Topic.SEX, "answer.from_partner"),
        ("partner-support", Topic.FEELINGS, "answer.feelings"),
    ],
)
def test_a_track_with_its_own_answer_gets_it(track: str, topic: Topic, message: str) -> None:
    assert answer_about(topic, ALL, track) == message


@pytest.mark.parametrize("topic", ASKED_AS)
def test_a_topic_that_is_off_is_closed_on_every_track_of_hers(topic: Topic) -> None:
    for track in TRACKS:
        expected = "answer.from_partner" if track.startswith("partner") else f"answer.{topic.value}_closed"
        assert answer_about(topic, frozenset(), track) == expected


def test_no_answer_on_methotrexate_names_what_is_forbidden_there_as_fine() -> None:
    """Fact sheet A.8 and D13."""
    for topic in (Topic.FOLIC_ACID, Topic.ALCOHOL, Topic.PAIN_RELIEF):
        text = catalogue().entry(answer_about(topic, ALL, "ectopic-methotrexate"), Language.ENGLISH).text
        assert "until the clinic clears you" in text or "Until the clinic clears you" in text


def test_what_makes_it_an_emergency_is_said_for_her_track() -> None:
    assert safety_key(Severity.URGENT, "ectopic-expectant") == "safety.urgent_ectopic"
    assert safety_key(Severity.EMERGENCY, "ectopic-expectant") == "safety.emergency"
    assert safety_key(Severity.URGENT, "early-surgery") == "safety.urgent"
    assert safety_key(Severity.URGENT, None) == "safety.urgent"


def test_the_offer_of_private_subjects_is_no_text_about_safety() -> None:
    """Somebody who wants only those is not offered any."""
    offered = [
        one for key, version in released() for one in pathway(key, version).touchpoints if one.message == "offer.topics"
    ]

    assert offered
    assert not any(is_for_safety(one) for one in offered)
