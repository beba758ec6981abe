"""What staff change of how she is written to: whatever is to come follows; her phone and what she closed stay."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from messages.hearing.reading import Sign
from messages.language import Language
from messages.opt_in import OptIn
from schedules.decide import decide
from schedules.enrollment import Chart, Status, Words
from schedules.facts import Amended, Completed, ProviderHasNone, Woke
from schedules.text import Purpose, TextState, Withheld
from tests.making import MONDAY, Life, life, reading, reply, touchpoint

DAY = timedelta(days=1)


def amended(lived: Life, chart: Chart | None = None, **person: Any) -> Amended:
    return Amended(by="desk", person=replace(lived.enrollment.person, **person), chart=chart or lived.enrollment.chart)


def test_texts_to_come_are_in_her_new_language_zone_and_hours() -> None:
    lived = life(touchpoint("day1", 1))

    lived.happens(
        amended(lived, language=Language.SPANISH, zone="America/Los_Angeles", planned_from=time(11), discreet=False)
    )
    lived.live_until(MONDAY + 3 * DAY)

    sent = next(text for text in lived.texts if text.touchpoint == "day1")
    assert sent.language is Language.SPANISH
    assert sent.at == datetime(2026, 3, 3, 11, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_a_day_on_which_she_got_a_planned_text_stays_that_day_where_the_clocks_are_ahead() -> None:
    """At seven in the evening in New York it is one in the afternoon of the next day in Apia."""
    new_york, apia = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
    lived = life(touchpoint("day1", 1, at=time(19)), touchpoint("day2", 2))
    lived.live_until(datetime(2026, 3, 3, 23, 30, tzinfo=new_york))

    lived.happens(amended(lived, zone="Pacific/Apia"))
    lived.live_until(MONDAY + 4 * DAY)

    days = {text.touchpoint: text.at.astimezone(apia).date() for text in lived.texts}
    assert days["day2"] == days["day1"] + DAY


@pytest.mark.parametrize(
    ("zone", "right", "sent"),
    [
        ("Europe/London", "America/New_York", ["notice.welcome", "day0"]),
        ("America/New_York", "Europe/London", ["notice.welcome", "catch"]),
    ],
)
def test_a_zone_corrected_on_the_night_of_enrollment_loses_nothing_of_that_day(
    zone: str, right: str, sent: list[str]
) -> None:
    """It is half past eleven at night in New York, and by London's clocks the next day."""
    night = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    lived = life(
        touchpoint("day0", 0, safety=True),
        touchpoint("day30", 30),
        catch_up=[{"message": "catch", "clock": "tablets", "from_day": 1, "to_day": 60}],
        at=night,
        person={"person": replace(life().enrollment.person, zone=zone)},
    )

    lived.happens(amended(lived, zone=right))
    lived.live_until(night + 3 * DAY)

    assert lived.sent() == sent


def test_a_topic_turned_on_is_texted_about_and_turned_off_is_not() -> None:
    about = {"topic": OptIn.INTIMACY.value}
    lived = life(touchpoint("day1", 1, **about), touchpoint("day2", 2, **about), touchpoint("day9", 9))

    lived.happens(amended(lived, topics=frozenset({OptIn.INTIMACY})))
    lived.live_until(MONDAY + DAY + timedelta(hours=4))
    lived.happens(amended(lived, topics=frozenset()))
    lived.live_until(MONDAY + 9 * DAY)

    assert "day1" in lived.sent()
    assert lived.withheld() == {"day2": "topic_off"}


def test_a_topic_she_asked_for_anew_is_no_longer_closed() -> None:
    closed = replace(life().enrollment.person, closed_topics=frozenset({"sex", "sleep"}))
    lived = life(touchpoint("day1", 1), person={"person": closed})

    lived.happens(amended(lived, topics=frozenset({OptIn.INTIMACY})))

    assert lived.enrollment.person.closed_topics == {"sleep"}


def test_somebody_asks_her_for_the_date_that_a_topic_needs() -> None:
    lived = life(touchpoint("day1", 1), clocks=("tablets", "due"))

    lived.happens(amended(lived, topics=frozenset({OptIn.DATES})))

    assert [one.signs for one in lived.enrollment.escalations] == [("due_date_needed",)]


@pytest.mark.parametrize("field", ["phone", "closed_topics", "only_safety", "weekly"])
def test_her_phone_and_what_she_closed_herself_stay(field: str) -> None:
    lived = life(touchpoint("day1", 1))
    other: Any = {"phone": "+12025550199", "closed_topics": frozenset({"sleep"}), "only_safety": True, "weekly": True}

    lived.happens(amended(lived, **{field: other[field]}))

    assert getattr(lived.enrollment.person, field) == getattr(life().enrollment.person, field)


def test_a_name_is_kept_only_where_she_wants_it_said() -> None:
    lived = life(touchpoint("day1", 1))

    lived.happens(amended(lived, words=Words.NAME, name="Sofía"))
    assert lived.enrollment.person.name == "Sofía"
    lived.happens(amended(lived, words=Words.BABY))

    assert lived.enrollment.person.name is None


def test_the_same_again_changes_nothing() -> None:
    lived = life(touchpoint("day1", 1))
    before = lived.enrollment

    decision = lived.happens(amended(lived))

    assert not decision.changes(before)


def test_what_is_open_is_kept_anew_so_that_its_card_says_when_to_call_now() -> None:
    lived = life(touchpoint("day1", 1))
    lived.happens(reply(reading(Sign.SUICIDE)))

    decision = lived.happens(amended(lived, Chart(call_note="after 18:00 only")))

    assert decision.escalations == lived.enrollment.escalations
    assert decision.texts == ()


def test_nobody_amends_a_stranger() -> None:
    lived = life(touchpoint("day1", 1), person={"status": Status.STRANGER})

    assert not lived.happens(amended(lived, language=Language.SPANISH)).texts
    assert lived.enrollment.person.language is Language.ENGLISH


class TestCompleted:
    """Staff end it as done."""

    def test_nothing_planned_goes_out_any_more_and_all_of_it_is_on_record(self) -> None:
        lived = life(touchpoint("day1", 1), touchpoint("day2", 2))

        lived.happens(Completed(by="desk"))
        lived.live_until(MONDAY + 9 * DAY)

        assert lived.enrollment.status is Status.COMPLETED
        assert lived.withheld() == {"day1": "ended", "day2": "ended"}
        assert lived.enrollment.wake_at is None

    def test_what_she_writes_is_heard_and_pages(self) -> None:
        lived = life(touchpoint("day1", 1))
        lived.happens(Completed(by="desk"))

        decision = lived.happens(reply(reading(Sign.SUICIDE)))

        assert Purpose.PAGE in {text.purpose for text in decision.texts}
        assert Purpose.SAFETY in {text.purpose for text in decision.texts}

    def test_whoever_was_withdrawn_stays_withdrawn(self) -> None:
        lived = life(touchpoint("day1", 1), person={"status": Status.WITHDRAWN})

        lived.happens(Completed(by="desk"))

        assert lived.enrollment.status is Status.WITHDRAWN


def test_a_planned_text_in_flight_when_she_is_completed_is_not_sent_again() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day2", 2))
    at = lived.enrollment.wake_at or MONDAY
    decision = decide(lived.program, lived.enrollment, Woke(), at)  # the provider never answers
    lived.enrollment, lived.now = decision.enrollment, at
    lived.happens(Completed(by="desk"))

    after = lived.happens(ProviderHasNone(text_id="t-day1"), after=timedelta(minutes=10))

    assert [text.text_id for text in decision.texts] == ["t-day1"]
    assert after.resend == ()
    assert [(one.state, one.withheld) for one in after.moved] == [(TextState.WITHHELD, Withheld.TOO_LATE)]
