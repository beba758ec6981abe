"""How she is written to changes while a text is on its way: it arrives once, and never in the form she has no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from messages.language import Language
from schedules.decide import decide
from schedules.enrollment import Outcome, Status, Words
from schedules.facts import Amended, DeliveryReported, Enrolled, Fact, ProviderHasNone, SendAnswered, Woke
from schedules.text import Failure, Purpose, TextState, Withheld
from tests.making import MONDAY, Life, check_in, enrollment, life, program, touchpoint

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ASKS = touchpoint("mood", 1, check_in=check_in("mood"))
LAST = touchpoint("day9", 9)
NONE = ProviderHasNone(text_id="t-mood")


def amended(lived: Life, **person: Any) -> Amended:
    return Amended(by="desk", person=replace(lived.enrollment.person, **person), chart=lived.enrollment.chart)


def unanswered(lived: Life, fact: Fact, at: Any) -> None:
    """The provider says nothing of what goes out."""
    lived.now = at
    lived.enrollment = decide(lived.program, lived.enrollment, fact, at).enrollment


def sending(*rows: dict[str, Any], **person: Any) -> Life:
    """The first touchpoint is claimed, and nobody knows whether the provider has it."""
    her = replace(enrollment().person, **person)
    begun = life(*(rows or (ASKS, LAST)), person={"person": her})
    unanswered(begun, Woke(), MONDAY + DAY)
    return begun


def test_a_text_that_never_left_is_announced_on_a_phone_made_discreet_and_its_words_are_withheld() -> None:
    lived = sending()
    lived.happens(SendAnswered(text_id="t-mood", failure=Failure.THROTTLED, error=20429))
    lived.happens(amended(lived, discreet=True), after=5 * MINUTE)

    decision = lived.happens(NONE, after=MINUTE)

    assert decision.resend == ()
    assert [(one.text_id, one.state, one.withheld) for one in decision.moved] == [
        ("t-mood", TextState.WITHHELD, Withheld.REWORDED)
    ]
    assert [(text.text_id, text.message) for text in decision.texts] == [("t-mood.1", "discreet.door_question")]
    assert lived.enrollment.question is None
    assert lived.enrollment.sealed is not None
    assert lived.enrollment.outcomes["mood"] is Outcome.SENT


@pytest.mark.parametrize(
    ("before", "after", "message", "language"),
    [
        ({}, {"language": Language.SPANISH}, "mood", Language.SPANISH),
        ({}, {"words": Words.BABY}, "mood", Language.ENGLISH),
        ({"words": Words.NAME, "name": "Ana"}, {"name": "Eva"}, "mood", Language.ENGLISH),
        ({"discreet": True}, {"discreet": False}, "mood", Language.ENGLISH),
    ],
)
def test_it_goes_in_the_form_she_has_now(
    before: dict[str, Any], after: dict[str, Any], message: str, language: Language
) -> None:
    lived = sending(**before)
    lived.happens(amended(lived, **after), after=MINUTE)

    decision = lived.happens(NONE, after=4 * MINUTE)

    assert [(text.message, text.language) for text in decision.texts] == [(message, language)]
    assert lived.enrollment.sealed is None
    assert lived.enrollment.question is not None


def test_what_the_provider_has_is_not_said_once_more() -> None:
    lived = sending()
    lived.happens(SendAnswered(text_id="t-mood", failure=Failure.AMBIGUOUS))
    asked = lived.happens(amended(lived, discreet=True), after=MINUTE)

    found = DeliveryReported(text_id="t-mood", sid="SM7", state=TextState.SENT, purpose=Purpose.PLANNED)
    decision = lived.happens(found)
    lived.live_until(MONDAY + 3 * DAY)

    assert [one.text_id for one in asked.asks] == ["t-mood"]
    assert decision.texts == ()
    assert [text.touchpoint for text in lived.texts if text.touchpoint == "mood"] == []


def test_a_text_the_provider_may_still_list_is_neither_sent_again_nor_anew() -> None:
    lived = sending()
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    decision = lived.happens(NONE, after=MINUTE)

    assert (decision.resend, decision.texts, decision.moved) == ((), (), ())


def test_a_change_of_her_hours_or_of_nothing_sends_it_again_as_it_was() -> None:
    lived = sending()
    lived.happens(amended(lived, zone="America/Chicago"), after=MINUTE)

    assert lived.happens(NONE, after=4 * MINUTE).resend == ("t-mood",)


def test_a_welcome_is_said_anew_in_her_language() -> None:
    lived = Life(program=program(LAST), enrollment=enrollment(), now=MONDAY, texts=[])
    unanswered(lived, Enrolled(), MONDAY)
    lived.happens(amended(lived, language=Language.SPANISH), after=MINUTE)

    decision = lived.happens(ProviderHasNone(text_id="t-welcome"), after=4 * MINUTE)

    assert [(text.text_id, text.language) for text in decision.texts] == [("t-welcome.1", Language.SPANISH)]


def test_a_reminder_is_not_said_in_plain_words_to_a_phone_made_discreet() -> None:
    lived = life(ASKS, LAST)
    lived.live_until(MONDAY + DAY)
    unanswered(lived, Woke(), MONDAY + 2 * DAY)
    assert [one.text_id for one in lived.enrollment.in_flight] == ["n-t-mood"]
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    lived.happens(ProviderHasNone(text_id="n-t-mood"), after=4 * MINUTE)
    lived.live_until(MONDAY + 8 * DAY)

    assert "nudge.mood" not in lived.sent()


def test_whoever_wants_one_a_week_has_a_week_from_what_did_reach_her() -> None:
    """The reminder never left, and does not count; the question the day before does."""
    weekly = replace(enrollment().person, weekly=True)
    asks = touchpoint("pain", 1, check_in=check_in("pain"))
    lived = life(asks, touchpoint("calm", 2), LAST, person={"person": weekly})
    lived.live_until(MONDAY + DAY)
    unanswered(lived, Woke(), MONDAY + 2 * DAY)
    assert [one.text_id for one in lived.enrollment.in_flight] == ["n-t-pain"]
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    lived.happens(ProviderHasNone(text_id="n-t-pain"), after=4 * MINUTE)

    assert lived.enrollment.last_planned_on == (MONDAY + DAY).date()
    lived.live_until(MONDAY + 7 * DAY)
    assert ("calm", TextState.SENDING) not in [(text.touchpoint, text.state) for text in lived.texts]


def test_a_phone_made_discreet_after_a_question_is_not_reminded_of_it() -> None:
    lived = life(ASKS, LAST)
    lived.live_until(MONDAY + DAY)
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    lived.live_until(MONDAY + 8 * DAY)

    assert "nudge.mood" not in lived.sent()


def test_a_reminder_is_said_anew_in_her_language() -> None:
    lived = life(ASKS, LAST)
    lived.live_until(MONDAY + DAY)
    unanswered(lived, Woke(), MONDAY + 2 * DAY)
    lived.happens(amended(lived, language=Language.SPANISH), after=MINUTE)

    decision = lived.happens(ProviderHasNone(text_id="n-t-mood"), after=4 * MINUTE)

    assert [(text.message, text.language) for text in decision.texts] == [("nudge.mood", Language.SPANISH)]


def test_what_was_over_in_silence_meanwhile_is_not_asked_anew() -> None:
    lived = sending()
    lived.enrollment = replace(lived.enrollment, outcomes={**lived.enrollment.outcomes, "mood": Outcome.SILENT})
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    assert lived.happens(NONE, after=4 * MINUTE).texts == ()


def test_a_night_between_holds_it_until_morning_and_then_it_is_said_once() -> None:
    lived = sending()
    lived.happens(amended(lived, discreet=True), after=MINUTE)

    night = lived.happens(NONE, after=timedelta(hours=12))
    lived.live_until(MONDAY + 3 * DAY)

    assert night.texts == ()
    assert lived.sent().count("discreet.door_question") == 1
    assert "mood" not in lived.sent()
    assert lived.enrollment.status is Status.ACTIVE
