"""Planned texts: each goes out once in its time, or is withheld with a reason; nothing is lost, nothing floods."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.hearing.reading import Answer, Intent, Question, Sign
from schedules.decide import decide
from schedules.enrollment import Outcome, Status
from schedules.facts import AnchorMoved, Closed, Completed, Enrolled, Paused, Resumed, Withdrawn, Woke
from schedules.pathways import Clock
from schedules.preview import coming, decided
from schedules.text import TextState
from tests.making import MONDAY, NEW_YORK, Life, check_in, enrollment, life, program, reading, reply, touchpoint

DAY = timedelta(days=1)


def test_the_welcome_comes_first_and_every_touchpoint_once_in_order() -> None:
    lived = life(touchpoint("day0", 0), touchpoint("day1", 1), touchpoint("day3", 3))

    lived.live_until(MONDAY + 10 * DAY)

    assert lived.sent() == ["notice.welcome", "day0", "day1", "day3"]
    assert lived.enrollment.status is Status.COMPLETED


def test_a_repeated_wake_decides_nothing() -> None:
    lived = life(touchpoint("day0", 0), touchpoint("day1", 1))

    again = decide(lived.program, lived.enrollment, Woke(), lived.now)

    assert not again.changes(lived.enrollment)


def test_the_alarm_clock_always_lies_ahead() -> None:
    lived = life(*(touchpoint(f"day{day}", day, check_in=check_in("mood")) for day in range(0, 20, 3)))
    while lived.enrollment.wake_at is not None:
        assert lived.enrollment.wake_at > lived.now
        lived.live_until(lived.enrollment.wake_at)


def test_time_never_runs_backwards_for_her() -> None:
    lived = life(touchpoint("day0", 0), touchpoint("day1", 1))
    lived.live_until(MONDAY + DAY)

    earlier = decide(lived.program, lived.enrollment, reply(reading(intent=Intent.ACK)), MONDAY)

    assert earlier.enrollment.acted_at >= lived.enrollment.acted_at
    assert earlier.texts[0].at >= MONDAY + DAY


def test_two_touchpoints_on_one_day_become_two_days() -> None:
    lived = life(touchpoint("first", 1), touchpoint("second", 1, at=time(12)))

    lived.live_until(MONDAY + 5 * DAY)

    days = [text.at.astimezone(ZoneInfo(NEW_YORK)).date() for text in lived.texts if text.touchpoint != "welcome"]
    assert days == [date(2026, 3, 3), date(2026, 3, 4)]


def test_a_touchpoint_past_its_own_expiry_is_withheld_as_too_late() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day9", 9))

    lived.now = MONDAY + 4 * DAY
    lived.happens(Woke())

    assert lived.withheld() == {"day1": "too_late"}


def test_a_late_enrollment_gets_one_merged_text_of_the_safety_content_and_no_flood() -> None:
    catch_up = [{"message": "catch", "clock": "tablets", "from_day": 1, "to_day": 6}]
    lived = life(
        touchpoint("day0", 0, safety=True),
        touchpoint("day2", 2, safety=True),
        touchpoint("kind", 3),
        touchpoint("day5", 5),
        person={"anchors": {Clock.TABLETS: date(2026, 2, 26)}},
        catch_up=catch_up,
    )

    lived.live_until(MONDAY + 5 * DAY)

    assert lived.sent() == ["notice.welcome", "catch", "kind", "day5"]
    assert lived.withheld() == {"day0": "before_enrollment", "day2": "before_enrollment"}


@pytest.mark.parametrize("milk", [True, False])
def test_milk_is_told_by_its_own_text_after_a_catch_up_and_only_where_it_may_come(milk: bool) -> None:
    """Fact sheet A.4: the surprise hurts most; a catch-up does not know for whom milk may come."""
    lived = life(
        touchpoint("day0", 0, safety=True),
        touchpoint("milk", 3, safety=True, milk=True),
        touchpoint("over", 1, safety=True, milk=True, expires_after_hours=24),
        person={"anchors": {Clock.TABLETS: date(2026, 2, 26)}, "milk": milk},
        catch_up=[{"message": "catch", "clock": "tablets", "from_day": 1, "to_day": 6}],
    )

    lived.live_until(MONDAY + 5 * DAY)

    assert lived.sent() == ["notice.welcome", "catch", *(["milk"] if milk else [])]
    assert lived.withheld()["over"] == "before_enrollment"


def test_a_conversation_going_on_holds_planned_texts_for_half_an_hour() -> None:
    lived = life(touchpoint("day1", 1))
    lived.live_until(MONDAY + DAY - timedelta(minutes=10))

    lived.happens(reply(reading(intent=Intent.ACK)))
    lived.live_until(MONDAY + DAY + timedelta(minutes=15))
    assert "day1" not in lived.sent()
    lived.live_until(MONDAY + DAY + timedelta(minutes=21))

    assert "day1" in lived.sent()


def test_an_open_danger_holds_planned_texts_until_it_is_closed() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day6", 6))
    lived.happens(reply(reading(Sign.SUICIDE, intent=Intent.CRISIS)))
    lived.live_until(MONDAY + 5 * DAY)
    assert lived.withheld() == {"day1": "too_late"}

    lived.happens(Closed(by="ana", escalation_id="e-SM1"))
    lived.live_until(MONDAY + 8 * DAY)

    assert "day6" in lived.sent()


def test_a_pause_holds_and_resuming_lets_go() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day2", 2))
    lived.happens(Paused(by="ana", until=None))
    lived.live_until(MONDAY + DAY + timedelta(hours=5))
    assert lived.sent() == ["notice.welcome"]

    lived.happens(Resumed(by="ana"))

    assert lived.sent() == ["notice.welcome", "day1"]


def test_withdrawing_withholds_everything_still_to_come_on_record() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day2", 2))

    lived.happens(Withdrawn(by="ana"))
    lived.live_until(MONDAY + 9 * DAY)

    assert lived.withheld() == {"day1": "ended", "day2": "ended"}
    assert lived.enrollment.wake_at is None


def test_moving_the_anchor_moves_what_is_to_come() -> None:
    lived = life(touchpoint("day3", 3))

    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 3, 4)))
    lived.live_until(MONDAY + 20 * DAY)

    sent = next(text for text in lived.texts if text.touchpoint == "day3")
    assert sent.at.astimezone(ZoneInfo(NEW_YORK)).date() == date(2026, 3, 7)


def waiting(*, bleeding: date | None = None) -> Life:
    anchors = {Clock.DECISION: date(2026, 3, 2)} | ({Clock.BLEEDING: bleeding} if bleeding else {})
    return life(
        touchpoint("begun2", 2, clock="decision", until="bleeding", check_in=check_in("bleeding_started")),
        touchpoint("begun5", 5, clock="decision", until="bleeding", check_in=check_in("bleeding_started")),
        touchpoint("heaviest", 0, clock="bleeding"),
        touchpoint("week", 7, clock="decision"),
        clocks=("decision", "bleeding"),
        person={"anchors": anchors},
    )


def test_her_answer_starts_the_second_clock_of_waiting() -> None:
    lived = waiting()
    lived.live_until(MONDAY + 2 * DAY + timedelta(hours=1))

    lived.happens(reply(reading(answer=Answer(question=Question.BLEEDING_STARTED, value=True))))
    lived.live_until(MONDAY + 12 * DAY)

    assert lived.enrollment.anchors[Clock.BLEEDING] == date(2026, 3, 4)
    assert lived.sent() == ["notice.welcome", "begun2", "check.bleeding_started.yes", "heaviest", "week"]
    assert lived.withheld() == {"begun5": "superseded"}


def test_waiting_that_never_bleeds_completes_without_the_second_clock() -> None:
    lived = waiting()

    lived.live_until(MONDAY + 40 * DAY)

    assert lived.enrollment.status is Status.COMPLETED
    assert "heaviest" not in lived.sent()


def test_a_touchpoint_is_dropped_when_its_question_was_answered_yes() -> None:
    lived = life(
        touchpoint("stopped", 1, check_in=check_in("bleeding_stopped")),
        touchpoint("again", 4, unless="bleeding_stopped"),
    )
    lived.live_until(MONDAY + DAY + timedelta(hours=1))

    lived.happens(reply(reading(answer=Answer(question=Question.BLEEDING_STOPPED, value=True))))
    lived.live_until(MONDAY + 9 * DAY)

    assert lived.withheld() == {"again": "superseded"}


def test_an_unanswered_check_in_is_asked_once_more_and_then_left() -> None:
    lived = life(touchpoint("mood", 1, check_in=check_in("mood")))

    lived.live_until(MONDAY + 12 * DAY)

    assert lived.sent() == ["notice.welcome", "mood", "nudge.mood"]
    assert lived.enrollment.outcomes["mood"] is Outcome.SILENT


def test_silence_after_a_safety_question_is_something_the_clinic_should_know() -> None:
    lived = life(touchpoint("begun", 1, check_in=check_in("bleeding_started", silence="escalate")))

    lived.live_until(MONDAY + 12 * DAY)

    assert [(one.reason.value, one.signs) for one in lived.enrollment.escalations] == [
        ("silent", ("silent:bleeding_started",))
    ]


def test_outside_her_hours_nothing_planned_leaves() -> None:
    late = datetime(2026, 3, 3, 2, 0, tzinfo=MONDAY.tzinfo)  # 21:00 in New York
    lived = Life(program=program(touchpoint("day0", 0)), enrollment=enrollment(late), now=late, texts=[])

    lived.happens(Enrolled())
    assert lived.sent() == []
    lived.live_until(late + timedelta(hours=24))

    sent = [text.at.astimezone(ZoneInfo(NEW_YORK)).time() for text in lived.texts if text.state is TextState.SENDING]
    assert sent == [time(9), time(9)]


def test_no_date_of_hers_moves_once_her_texts_have_ended() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day30", 30))
    lived.happens(Completed(by="ana"))
    before = lived.enrollment.anchors

    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 3, 1)))

    assert lived.enrollment.anchors == before


def test_correcting_a_mistyped_date_gives_what_was_withheld_another_chance() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day3", 3), touchpoint("day30", 30))
    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 2, 9)))
    assert set(lived.withheld()) == {"day1", "day3"}

    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 3, 2)))
    lived.live_until(MONDAY + 10 * DAY)

    assert [message for message in lived.sent() if message.startswith("day")] == ["day1", "day3"]
    ids = [text.text_id for text in lived.texts]
    assert len(ids) == len(set(ids))


CATCH_UP = [{"message": "catch", "clock": "tablets", "from_day": 1, "to_day": 60}]
EVENING = datetime(2026, 3, 3, 4, 30, tzinfo=MONDAY.tzinfo)
"""23:30 of the second of March in New York, 04:30 of the third in London."""


def test_a_date_corrected_on_the_evening_of_enrollment_loses_nothing_of_that_day() -> None:
    """By the mistyped date the catch-up would have said it; by the right one it was due this morning and is in date."""
    lived = Life(
        program=program(touchpoint("day0", 0, safety=True), touchpoint("day30", 30), catch_up=CATCH_UP),
        enrollment=enrollment(EVENING, anchors={Clock.TABLETS: date(2026, 3, 1)}),
        now=EVENING,
        texts=[],
    )
    lived.happens(Enrolled())
    assert lived.withheld() == {"day0": "before_enrollment"}

    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 3, 2)))
    lived.live_until(EVENING + 3 * DAY)

    assert lived.sent() == ["notice.welcome", "day0"]


def test_what_the_catch_up_says_by_the_new_date_too_is_not_put_on_record_twice() -> None:
    """Due yesterday by either date, by its own hours still in date."""
    lived = life(
        touchpoint("day0", 0, safety=True, expires_after_hours=240),
        touchpoint("day30", 30),
        person={"anchors": {Clock.TABLETS: date(2026, 2, 26)}},
        catch_up=CATCH_UP,
    )

    lived.happens(AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 2, 27)))
    lived.live_until(MONDAY + 3 * DAY)

    assert lived.sent() == ["notice.welcome", "catch"]
    assert [text.touchpoint for text in lived.texts if text.state is TextState.WITHHELD] == ["day0"]


LEAVING = reading(intent=Intent.OPT_OUT, leaving=True)
RETURNING = reading(intent=Intent.OPT_IN, returning=True)


def test_a_stop_by_mistake_loses_nothing_that_is_for_her_safety() -> None:
    """Enrolled two days after the tablets: what is overdue goes out on the days to come, one a day."""
    lived = life(
        *(touchpoint(key, day, safety=True) for key, day in (("pads", 0), ("fever", 1), ("heavy", 2))),
        touchpoint("feelings", 2),
        touchpoint("last", 20),
        person={"enrolled_at": MONDAY + 2 * DAY, "acted_at": MONDAY + 2 * DAY},
    )
    lived.now = MONDAY + 2 * DAY
    lived.happens(Woke())

    lived.happens(reply(LEAVING, sid="SM1"))
    lived.happens(reply(RETURNING, sid="SM2"), after=timedelta(minutes=1))
    lived.live_until(MONDAY + 30 * DAY)

    assert {"fever", "heavy"} <= set(lived.sent())
    assert lived.withheld().get("feelings") == "left"


def test_what_is_shown_before_a_date_is_moved_is_what_comes_of_it() -> None:
    """She had left for a day, so that a text of that day gets another chance by the move."""
    lived = life(touchpoint("day1", 1), touchpoint("day30", 30))
    lived.happens(reply(LEAVING, sid="SM1"))
    lived.live_until(MONDAY + 2 * DAY)
    lived.happens(reply(RETURNING, sid="SM2"))
    moved = AnchorMoved(by="ana", clock=Clock.TABLETS, on=date(2026, 3, 10))

    at_once, then = decided(lived.program, lived.enrollment, moved, lived.now)
    shown = [one.text.touchpoint for one in (*at_once, *coming(lived.program, then, lived.now))]
    before = len(lived.sent())
    lived.happens(moved)
    lived.live_until(MONDAY + 60 * DAY)

    assert shown == lived.sent()[before:] == ["day1", "day30"]
