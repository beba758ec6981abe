"""The same question has another answer on another track: after methotrexate, after an ectopic, after a later loss."""

import pytest

from infra.content.coverage import messages_on
from messages.catalogue import catalogue
from messages.hearing.reading import Topic
from messages.language import Language
from messages.opt_in import ASKED_AS, OptIn
from messages.severity import Severity
from schedules.by_track import on_track, twins
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
        ("ectopic-methotrexate", Topic.CONTRACEPTION, "answer.contraception_methotrexate"),
        ("ectopic-methotrexate", Topic.PERIOD, "answer.period_ectopic"),
        ("ectopic-expectant", Topic.PERIOD, "answer.period_ectopic"),
        ("ectopic-salpingotomy", Topic.PERIOD, "answer.period_ectopic_surgery"),
        ("ectopic-salpingotomy", Topic.EXERCISE, "answer.exercise_ectopic"),
        ("ectopic-salpingectomy", Topic.PREGNANCY_TEST, "answer.pregnancy_test_ectopic"),
        ("late-surgery", Topic.PERIOD, "answer.period_late"),
        ("early-surgery", Topic.PERIOD, "answer.period"),
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
        message = answer_about(topic, frozenset(), track)
        assert message == on_track(expected, track)
        assert catalogue().contracts[message].topic is None


OF_THE_BODY = (Topic.BLEEDING, Topic.CLOTS, Topic.TAMPONS, Topic.BATHS, Topic.PERIOD, Topic.MILK, Topic.SEX)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("topic", [*OF_THE_BODY, Topic.PAIN_RELIEF, Topic.WARNING_SIGNS, Topic.TRYING_AGAIN])
def test_while_a_later_loss_is_waited_for_every_answer_about_the_body_says_to_call_for_any_bleeding(
    topic: Topic, language: Language
) -> None:
    """Fact sheet A.6: nothing there is for afterwards."""
    for on in (frozenset[OptIn](), ALL):
        text = catalogue().entry(answer_about(topic, on, "late-waiting"), language).text
        wanted = {
            Language.ENGLISH: ("any bleeding", "loss of fluid", "fever", "pain", "{after_hours} now"),
            Language.SPANISH: ("sangrado", "líquido", "fiebre", "dolor", "no espere"),
        }
        assert all(words in text or words.capitalize() in text for words in wanted[language])


@pytest.mark.parametrize("topic", [Topic.CONTRACEPTION, Topic.TRYING_AGAIN])
def test_that_no_pregnancy_may_begin_after_methotrexate_is_said_whatever_is_off(topic: Topic) -> None:
    """Fact sheet A.0.6(b)."""
    message = answer_about(topic, frozenset(), "ectopic-methotrexate")

    english, spanish = (catalogue().entry(message, language).text for language in Language)

    assert "do not become pregnant until the clinic clears you, in {methotrexate_months} months or longer" in english
    assert "evite un embarazo hasta que la clínica lo autorice, en {methotrexate_months} meses o más" in spanish


EXPECTED_PAIN = {Language.ENGLISH: "bad pain", Language.SPANISH: "mucho dolor"}


@pytest.mark.parametrize("track", [track for track in TRACKS if track.startswith("ectopic")])
def test_no_text_of_an_ectopic_track_lets_pain_wait_until_it_is_bad(track: str) -> None:
    """Fact sheet B, rule 3: any pain in the belly there is a reason to call."""
    for key in messages_on(track, ALL) | messages_on(track, frozenset()):
        if not key.startswith(("answer.", "care.", "ask.", "catch_up.", "check.")) or key in NOT_SAID_THERE:
            continue
        for language in Language:
            assert EXPECTED_PAIN[language] not in catalogue().entry(key, language).text.lower(), key


NOT_SAID_THERE = {
    "answer.milk",
    "check.bleeding_started.no",
    "check.bleeding_started.no_waiting",
    "check.bleeding_started.yes",
    "check.pads_per_hour.ok",
    "check.test_result.positive",
}
"""Answers to what an ectopic track never asks, or where a positive test is urgent."""


def test_every_twin_is_written_and_says_the_same_when_asked_twice() -> None:
    for begins, instead in twins().items():
        assert any(track.startswith(begins) for track in TRACKS)
        for message, said in instead.items():
            assert {message, said} <= set(catalogue().contracts)
            assert on_track(on_track(message, begins), begins) == on_track(message, begins)


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


@pytest.mark.parametrize("message", ["answer.exposure", "answer.spotting", "safety.emergency", "safety.urgent"])
def test_whoever_stands_beside_her_is_not_spoken_to_as_if_it_were_their_body(message: str) -> None:
    """Fact sheet D.5; "she passed out" was answered with "get someone to stay with you"."""
    said = catalogue().entry(on_track(message, "partner-support"), Language.ENGLISH).text.lower()

    assert not [word for word in ("you feel", "you soak", "vagina", "pads") if word in said]


def test_the_offer_of_private_subjects_is_no_text_about_safety() -> None:
    """Somebody who wants only those is not offered any."""
    offered = [
        one for key, version in released() for one in pathway(key, version).touchpoints if one.message == "offer.topics"
    ]

    assert offered
    assert not any(is_for_safety(one) for one in offered)
