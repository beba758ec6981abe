"""A discreet phone: every planned text is a door, opened when she asks; behind it nothing is lost and nothing leaks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Sign, Topic
from messages.opt_in import OptIn
from schedules.enrollment import OpenQuestion, Outcome, Sealed, Status
from schedules.escalation import Reason
from schedules.facts import Closed, Paused, ProviderHasNone, SendAnswered, Withdrawn, Woke
from schedules.pathways import Clock
from schedules.sealing import KEPT
from schedules.text import Failure, Purpose
from tests.making import MONDAY, Life, check_in, enrollment, life, reading, reply, touchpoint

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPEN = reading(intent=Intent.ACK, answer=Answer(question=Question.DOOR, value=True))
LEAVES = reading(intent=Intent.OPT_OUT, leaving=True)
NOTE, ASK, LAST = (
    touchpoint("note", 1),
    touchpoint("ask", 1, check_in=check_in("temperature", silence="escalate")),
    touchpoint("last", 30),
)


def discreet(*rows: dict[str, Any], topics: frozenset[OptIn] = frozenset(), **more: Any) -> Life:
    person = replace(enrollment().person, discreet=True, topics=topics)
    changes = {"person": person, **more.pop("person", {})}
    return life(*rows, person=changes, **more)


def announced(*rows: dict[str, Any], **more: Any) -> Life:
    """A day in, the door of the first text just sent."""
    lived = discreet(*rows, **more)
    lived.live_until(MONDAY + DAY)
    assert lived.enrollment.sealed is not None
    lived.texts.clear()
    return lived


def asked(lived: Life) -> Question | None:
    return lived.enrollment.asked


def planned(lived: Life) -> set[str]:
    return {text.body for text in lived.texts if text.purpose is Purpose.PLANNED and text.withheld is None}


def reasons(lived: Life) -> list[Reason]:
    return [one.reason for one in lived.enrollment.escalations]


class TestDoors:
    """What stands on the screen says nothing."""

    def test_a_text_and_a_question_have_their_own_doors(self) -> None:
        lived = discreet(NOTE, touchpoint("ask", 3, check_in=check_in("mood")), LAST)

        lived.live_until(MONDAY + 5 * DAY)

        assert lived.sent() == ["notice.welcome", "discreet.door", "discreet.door_question"]

    def test_nothing_planned_is_ever_in_plain_words(self) -> None:
        rows = [touchpoint(f"day{day}", day, check_in=check_in("mood")) for day in range(1, 28, 3)]
        lived = discreet(*rows)

        while lived.enrollment.wake_at is not None:
            assert lived.enrollment.wake_at > lived.now
            lived.live_until(lived.enrollment.wake_at)

        assert planned(lived) == {"discreet.door_question"}
        assert lived.enrollment.status is Status.COMPLETED

    def test_the_catch_up_is_a_door_too_and_opens(self) -> None:
        lived = discreet(
            touchpoint("day0", 0, safety=True),
            LAST,
            person={"anchors": {Clock.TABLETS: date(2026, 2, 28)}},
            catch_up=[{"message": "catch", "clock": "tablets", "from_day": 1, "to_day": 6}],
        )
        lived.live_until(MONDAY + DAY)
        assert lived.sent() == ["notice.welcome", "discreet.door"]

        lived.happens(reply(OPEN))

        assert lived.sent()[-1] == "catch"
        assert lived.enrollment.question is None

    def test_a_reminder_never_comes_before_or_after_opening(self) -> None:
        lived = announced(ASK, LAST)
        lived.happens(reply(OPEN))
        lived.live_until(MONDAY + 10 * DAY)

        assert not [message for message in lived.sent() if message.startswith("nudge")]

    def test_a_door_the_provider_lost_goes_again_as_a_door(self) -> None:
        lived = announced(NOTE, LAST)
        lived.enrollment = replace(lived.enrollment, in_flight=())

        lived.happens(ProviderHasNone(text_id="t-note"), after=HOUR)

        assert lived.sent() == []


class TestOpening:
    """1 gives what was announced, and the question is open from then on."""

    def test_one_opens_the_text(self) -> None:
        lived = announced(NOTE, LAST)
        assert asked(lived) is Question.DOOR

        lived.happens(reply(OPEN))

        assert lived.sent() == ["note"]
        assert lived.texts[-1].purpose is Purpose.ANSWER
        assert lived.enrollment.sealed is None
        assert asked(lived) is None
        assert lived.enrollment.escalations == ()

    def test_a_text_opens_once(self) -> None:
        lived = announced(NOTE, LAST)
        lived.happens(reply(OPEN))

        lived.happens(reply(reading(), sid="SM2"))

        assert lived.sent() == ["note", "answer.unsure"]

    def test_the_question_is_open_from_when_she_read_it(self) -> None:
        lived = announced(ASK, LAST)

        lived.happens(reply(OPEN), after=DAY)

        assert lived.sent() == ["ask"]
        assert lived.enrollment.asked is Question.TEMPERATURE
        assert lived.enrollment.question is not None
        assert lived.enrollment.question.closes_at == lived.now + 72 * HOUR
        assert lived.enrollment.question.nudge_at is None

    def test_her_answer_is_taken_as_anyones(self) -> None:
        lived = announced(ASK, LAST)
        lived.happens(reply(OPEN))

        lived.happens(reply(reading(answer=Answer(question=Question.TEMPERATURE, value=36.6)), sid="SM2"))

        assert lived.sent() == ["ask", "check.temperature.ok"]
        assert lived.enrollment.outcomes["ask"] is Outcome.ANSWERED

    def test_opened_and_unanswered_is_silent_and_told(self) -> None:
        lived = announced(ASK, LAST)
        lived.happens(reply(OPEN))

        lived.live_until(MONDAY + 8 * DAY)

        assert reasons(lived) == [Reason.SILENT]
        assert lived.enrollment.outcomes["ask"] is Outcome.SILENT

    def test_a_one_goes_to_the_newer_of_door_and_question(self) -> None:
        """A question still open when a plain note is announced: the note first, then the question again."""
        lived = announced(touchpoint("ask", 1, check_in=check_in("mood")), touchpoint("note", 3), LAST)
        lived.happens(reply(OPEN))
        lived.live_until(MONDAY + 3 * DAY)

        assert lived.enrollment.question is not None
        assert asked(lived) is Question.DOOR
        lived.happens(reply(OPEN, sid="SM2"))

        assert lived.sent()[-1] == "note"
        assert lived.enrollment.asked is Question.MOOD

    def test_a_question_newer_than_the_door_has_the_one(self) -> None:
        sealed = Sealed(touchpoint="note", message="note", at=MONDAY, until=MONDAY + DAY)
        asked = OpenQuestion(
            question=Question.PHQ_DOWN, touchpoint="ask", asked_at=MONDAY + HOUR, nudge_at=None, closes_at=MONDAY + DAY
        )

        assert enrollment(sealed=sealed, question=asked).asked is Question.PHQ_DOWN
        assert enrollment(sealed=sealed, question=replace(asked, asked_at=MONDAY - HOUR)).asked is Question.DOOR

    def test_a_newer_door_takes_the_place_of_an_older_question(self) -> None:
        lived = announced(ASK, touchpoint("next", 3, check_in=check_in("mood")), LAST)
        lived.happens(reply(OPEN))

        lived.live_until(MONDAY + 3 * DAY)

        assert lived.enrollment.asked is Question.DOOR
        assert reasons(lived) == [Reason.SILENT]
        assert lived.enrollment.outcomes["ask"] is Outcome.SILENT


class TestNeverOpened:
    """Silence behind a door is the silence of the question."""

    @pytest.mark.parametrize(("silence", "told"), [("escalate", [Reason.SILENT]), ("list", [])])
    def test_it_counts_as_unanswered(self, silence: str, told: list[Reason]) -> None:
        lived = announced(touchpoint("ask", 1, check_in=check_in("mood", silence=silence)), LAST)

        lived.live_until(MONDAY + 5 * DAY)

        assert lived.enrollment.outcomes["ask"] is Outcome.SILENT
        assert reasons(lived) == told
        assert lived.enrollment.sealed is None

    def test_a_newer_text_ends_the_older_door(self) -> None:
        lived = announced(ASK, touchpoint("note", 2), LAST)

        lived.live_until(MONDAY + 2 * DAY)

        assert reasons(lived) == [Reason.SILENT]
        assert lived.enrollment.sealed is not None
        assert lived.enrollment.sealed.touchpoint == "note"

    def test_a_plain_text_is_kept_for_a_week(self) -> None:
        lived = announced(NOTE, LAST)
        sealed = lived.enrollment.sealed
        assert sealed is not None
        assert lived.enrollment.wake_at == sealed.until == lived.now + KEPT

        lived.live_until(sealed.until)

        assert lived.enrollment.sealed is None
        assert lived.enrollment.outcomes["note"] is Outcome.SENT
        assert lived.enrollment.escalations == ()

    def test_nothing_ends_while_a_door_is_closed(self) -> None:
        lived = announced(NOTE)

        assert lived.enrollment.wake_at is not None
        lived.live_until(MONDAY + 7 * DAY)
        sealed, ended = lived.enrollment.sealed, lived.enrollment.status
        lived.live_until(MONDAY + 10 * DAY)
        assert (sealed is None, ended) == (False, Status.ACTIVE)
        assert lived.enrollment.status is Status.COMPLETED

    def test_a_door_that_never_reached_her_asked_nothing(self) -> None:
        lived = discreet(ASK, LAST)
        lived.live_until(MONDAY + DAY - HOUR)
        lived.now = MONDAY + DAY
        from_before = lived.enrollment
        decision = lived.happens(Woke())
        assert [text.text_id for text in decision.texts] == ["t-ask"]
        lived.enrollment = replace(decision.enrollment, wake_at=from_before.wake_at)

        lived.happens(SendAnswered(text_id="t-ask", failure=Failure.PERMANENT))
        lived.live_until(MONDAY + 6 * DAY)

        assert Reason.SILENT not in reasons(lived)


class TestDanger:
    """A door holds back nothing that is grave."""

    def test_danger_is_answered_and_paged_and_the_door_waits(self) -> None:
        lived = announced(NOTE, LAST)

        lived.happens(reply(reading(Sign.HEAVY_BLEEDING, intent=Intent.EMERGENCY)))

        assert lived.sent() == ["safety.emergency"]
        assert lived.sent(to_staff=True) == ["page.first"]
        assert lived.enrollment.sealed is not None

    def test_a_one_beside_danger_is_danger(self) -> None:
        lived = announced(NOTE, LAST)
        beside = replace(OPEN, signs=(Sign.FAINTED,), intent=Intent.EMERGENCY)

        lived.happens(reply(beside))

        assert lived.sent() == ["safety.emergency"]

    def test_after_it_was_closed_the_door_opens(self) -> None:
        lived = announced(NOTE, LAST)
        lived.happens(reply(reading(Sign.FEVER, intent=Intent.URGENT)))
        lived.happens(Closed(by="ana", escalation_id="e-SM1"))

        lived.happens(reply(OPEN, sid="SM2"), after=HOUR)

        assert lived.sent()[-1] == "note"

    def test_a_one_to_an_open_grave_matter_stays_with_people(self) -> None:
        lived = announced(NOTE, LAST)
        lived.happens(reply(reading(Sign.FEVER, intent=Intent.URGENT)))

        lived.happens(reply(OPEN, sid="SM2"))

        assert "note" not in lived.sent()
        assert "page.more" in lived.sent(to_staff=True)


class TestEnds:
    """Leaving, pausing, withdrawing: what is behind the door does not come out by itself."""

    def test_after_stop_nothing_more_is_sent_and_nobody_is_told_of_silence(self) -> None:
        lived = announced(ASK, LAST)

        lived.happens(reply(LEAVES))
        lived.happens(reply(OPEN, sid="SM2"), after=HOUR)
        lived.live_until(MONDAY + 40 * DAY)

        assert lived.sent() == ["notice.goodbye"]
        assert Reason.SILENT not in reasons(lived)
        assert lived.enrollment.outcomes["ask"] is Outcome.SENT
        assert lived.withheld()["last"] == "left"

    def test_a_stop_with_danger_pages_and_ends_the_door(self) -> None:
        lived = announced(NOTE, LAST)

        lived.happens(reply(reading(Sign.SUICIDE, intent=Intent.CRISIS, leaving=True)))
        lived.happens(reply(OPEN, sid="SM2"))

        assert lived.sent() == ["notice.goodbye_danger"]
        assert lived.sent(to_staff=True)[0] == "page.first"

    def test_who_comes_back_gets_doors_again(self) -> None:
        lived = announced(NOTE, touchpoint("later", 9), LAST)
        lived.happens(reply(LEAVES))

        lived.happens(reply(reading(intent=Intent.OPT_IN), sid="SM2"), after=DAY)
        lived.live_until(MONDAY + 10 * DAY)

        assert lived.sent() == ["notice.goodbye", "notice.returned", "discreet.door"]

    def test_after_she_was_withdrawn_a_one_opens_nothing_and_silence_is_told_to_nobody(self) -> None:
        lived = announced(ASK, LAST)

        lived.happens(Withdrawn(by="ana"))
        lived.happens(reply(OPEN), after=HOUR)
        lived.live_until(MONDAY + 10 * DAY)

        assert "ask" not in lived.sent()
        assert lived.enrollment.question is None
        assert Reason.SILENT not in reasons(lived)
        assert lived.enrollment.outcomes["ask"] is Outcome.SILENT

    def test_a_pause_keeps_the_door_for_when_she_is_alone(self) -> None:
        lived = announced(NOTE, LAST)

        lived.happens(Paused(by="ana", until=None))
        lived.happens(reply(OPEN))

        assert lived.sent() == ["note"]

    def test_a_topic_she_closed_is_not_behind_the_door_any_more(self) -> None:
        lived = announced(touchpoint("closer", 1, topic="intimacy"), LAST, topics=frozenset({OptIn.INTIMACY}))

        lived.happens(reply(reading(intent=Intent.PAUSE, part=Part.TOPIC, closing=(Topic.SEX,))))
        lived.happens(reply(OPEN, sid="SM2"))

        assert "closer" not in lived.sent()

    @pytest.mark.parametrize(
        "said", [LEAVES, OPEN, reading(), reading(Sign.SUICIDE, intent=Intent.CRISIS), reading(intent=Intent.PAUSE)]
    )
    def test_the_alarm_clock_always_lies_ahead(self, said: Reading) -> None:
        lived = announced(ASK, LAST)
        lived.happens(reply(said))

        if lived.enrollment.sealed is not None:
            assert lived.enrollment.wake_at is not None
            assert lived.now < lived.enrollment.wake_at <= lived.enrollment.sealed.until
