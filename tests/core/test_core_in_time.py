"""A text reaches her phone in her hours and in date or not at all, however late the provider takes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.hearing.reading import Sign
from schedules.decide import decide
from schedules.enrollment import InFlight
from schedules.facts import (
    Completed,
    Enrolled,
    Fact,
    ProviderHasNone,
    SendAnswered,
    StaffWrote,
    Switched,
    Withdrawn,
    Woke,
)
from schedules.pathways import Clock, latest_version
from schedules.text import Failure, Purpose, TextState, Withheld
from schedules.validity import AFTER_HOURS, VALID_FOR, VALID_FOR_MIN, VALID_FOR_MUST_ARRIVE, valid_for
from tests.making import MONDAY, NEW_YORK, Life, check_in, clinic, enrollment, life, program, reading, reply, touchpoint

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def local(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)


def unanswered(lived: Life, fact: Fact, at: datetime) -> None:
    """The provider says nothing of what goes out."""
    lived.now = at
    lived.enrollment = decide(lived.program, lived.enrollment, fact, at).enrollment


def planned(claimed_at: datetime, **changes: object) -> InFlight:
    values: dict[str, object] = {
        "text_id": "t-day1",
        "purpose": Purpose.PLANNED,
        "claimed_at": claimed_at,
        "first_claimed_at": claimed_at,
        "check_at": claimed_at,
        "state": TextState.SENDING,
        "attempts": 1,
        "touchpoint": "day1",
    }
    return InFlight(**(values | changes))  # type: ignore[arg-type]


class TestValidity:
    """How long the provider may keep a text in its queue."""

    @pytest.mark.parametrize(
        ("claimed_at", "more", "expected"),
        [
            (local(10), {}, VALID_FOR),
            (local(19, 40), {}, timedelta(minutes=20)),
            (local(19, 45), {}, AFTER_HOURS),
            (local(10), {"in_date_until": local(11)}, timedelta(hours=1)),
            (local(10), {"in_date_until": local(10, 1)}, VALID_FOR_MIN),
            (local(19, 40), {"purpose": Purpose.NOTICE, "touchpoint": "welcome"}, timedelta(minutes=20)),
            (local(19, 40), {"purpose": Purpose.ANSWER, "touchpoint": None}, VALID_FOR),
            (local(23), {"purpose": Purpose.SAFETY, "touchpoint": None}, VALID_FOR_MUST_ARRIVE),
        ],
    )
    def test_it_ends_with_her_hours_and_with_its_own_date(
        self, claimed_at: datetime, more: dict[str, object], expected: timedelta
    ) -> None:
        assert valid_for(clinic(), enrollment().person, planned(claimed_at, **more)) == expected

    def test_a_text_late_in_the_day_is_not_queued_into_the_night(self) -> None:
        lived = life(touchpoint("day1", 1, at=time(19, 40)), touchpoint("day9", 9))
        lived.live_until(local(19, 40, day=3))

        (sent,) = [text for text in lived.texts if text.touchpoint == "day1"]
        assert sent.at + sent.valid_for == local(20, day=3)

    def test_an_answer_to_danger_keeps_its_time(self) -> None:
        lived = life(touchpoint("day9", 9))

        decision = lived.happens(reply(reading(Sign.FAINTED)), after=timedelta(hours=12))

        (answer,) = [text for text in decision.texts if text.purpose is Purpose.SAFETY]
        assert answer.valid_for == VALID_FOR_MUST_ARRIVE


class TestPlannedAnew:
    """Ids change when she is planned anew; what is in flight stays what it was."""

    def test_a_welcome_is_held_at_night_after_a_switch_too(self) -> None:
        evening, night = local(19, 40), local(22, 40)
        lived = Life(program=program(), enrollment=enrollment(evening), now=evening, texts=[])
        unanswered(lived, Enrolled(), evening)
        switched = Switched(
            by="ana",
            pathway="early-expectant",
            version=latest_version("early-expectant"),
            anchors={Clock.DECISION: date(2026, 3, 2)},
            tablets_at=None,
            milk=None,
        )
        unanswered(lived, switched, evening + 4 * MINUTE)

        decision = lived.happens(ProviderHasNone(text_id="t-welcome"), after=night - lived.now)

        (welcome,) = [one for one in lived.enrollment.in_flight if one.text_id == "t-welcome"]
        assert decision.resend == ()
        assert welcome.check_at == local(9, day=3)

    @pytest.mark.parametrize("ended", [Withdrawn(by="ana"), Completed(by="ana")])
    def test_a_welcome_is_not_sent_again_to_somebody_whose_texts_have_ended(self, ended: Fact) -> None:
        lived = Life(program=program(touchpoint("day9", 9)), enrollment=enrollment(), now=MONDAY, texts=[])
        unanswered(lived, Enrolled(), MONDAY)
        unanswered(lived, ended, MONDAY + MINUTE)

        assert lived.happens(ProviderHasNone(text_id="t-welcome"), after=10 * MINUTE).resend == ()

    def test_a_check_in_that_never_left_asks_nothing_once_she_is_planned_anew(self) -> None:
        lived = life(touchpoint("mood", 1, check_in=check_in("mood", silence="escalate")), touchpoint("day9", 9))
        unanswered(lived, Woke(), MONDAY + DAY)
        lived.enrollment = replace(lived.enrollment, replanned=1)
        assert lived.enrollment.question is not None

        lived.happens(SendAnswered(text_id="t-mood", failure=Failure.CONFIGURATION, error=21703))

        assert lived.enrollment.question is None

    def test_a_reminder_that_never_left_leaves_its_question_open(self) -> None:
        lived = life(touchpoint("mood", 1, check_in=check_in("mood")), touchpoint("day9", 9))
        lived.live_until(MONDAY + DAY)
        unanswered(lived, Woke(), MONDAY + 2 * DAY)
        assert [one.text_id for one in lived.enrollment.in_flight] == ["n-t-mood"]

        lived.happens(SendAnswered(text_id="n-t-mood", failure=Failure.CONFIGURATION, error=21703))

        assert lived.enrollment.question is not None


class TestWordsOfStaff:
    """What is not urgent is handed over within her hours or not at all, and staff can see which."""

    def test_what_is_not_urgent_is_not_handed_over_after_her_hours(self) -> None:
        lived = life(touchpoint("day9", 9))
        unanswered(lived, StaffWrote(by="desk", text_key="k1", body="How are you?"), local(19, 40))

        decision = lived.happens(ProviderHasNone(text_id="w-k1"), after=40 * MINUTE)

        assert decision.resend == ()
        assert [(one.state, one.withheld) for one in decision.moved] == [(TextState.WITHHELD, Withheld.QUIET)]
        assert lived.enrollment.in_flight == ()

    def test_within_her_hours_it_goes_again(self) -> None:
        lived = life(touchpoint("day9", 9))
        unanswered(lived, StaffWrote(by="desk", text_key="k1", body="How are you?"), local(19, 30))

        assert lived.happens(ProviderHasNone(text_id="w-k1"), after=10 * MINUTE).resend == ("w-k1",)

    def test_what_is_urgent_is_tried_for_its_hour(self) -> None:
        lived = life(touchpoint("day9", 9))
        unanswered(lived, StaffWrote(by="desk", text_key="k1", body="Call us now.", urgent=True), local(19, 40))

        assert lived.happens(ProviderHasNone(text_id="w-k1"), after=40 * MINUTE).resend == ("w-k1",)
