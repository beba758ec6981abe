"""The calendar: local time, quiet hours, one planned text a day, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.calendar import at_local, clinic_hours_after, next_allowed, window
from schedules.clinic import Hours
from schedules.pathways import Clock
from tests.making import MONDAY, NEW_YORK, clinic, enrollment, life, touchpoint

ZONES = [
    "America/New_York",
    "America/Phoenix",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Europe/Madrid",
]


def local(instant: datetime, zone: str = NEW_YORK) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def test_a_touchpoint_keeps_its_wall_clock_time_when_the_clocks_change() -> None:
    lived = life(touchpoint("before", 5), touchpoint("after", 7))

    lived.live_until(MONDAY + timedelta(days=10))

    times = [local(text.at).time() for text in lived.texts if text.touchpoint in {"before", "after"}]
    assert times == [time(10), time(10)]


def test_a_wall_clock_time_that_a_clock_change_skips_means_an_hour_later() -> None:
    assert local(at_local(date(2026, 3, 8), time(2, 30), NEW_YORK)).time() == time(3, 30)


def test_a_wall_clock_time_that_comes_twice_means_the_first() -> None:
    assert at_local(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_month_end_and_a_leap_day_are_ordinary_days() -> None:
    lived = life(
        touchpoint("leap", 1),
        touchpoint("march", 2),
        at=datetime(2028, 2, 28, 15, tzinfo=UTC),
        person={"anchors": {Clock.TABLETS: date(2028, 2, 28)}},
    )

    lived.live_until(datetime(2028, 3, 2, tzinfo=UTC))

    assert [local(text.at).date() for text in lived.texts if text.touchpoint in {"leap", "march"}] == [
        date(2028, 2, 29),
        date(2028, 3, 1),
    ]


@settings(max_examples=300, deadline=None)
@given(
    instant=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(ZONES),
    last=st.one_of(st.none(), st.integers(-2, 1)),
)
def test_whatever_the_zone_a_planned_text_leaves_in_the_window_and_never_twice_a_local_day(
    instant: datetime, zone: str, last: int | None
) -> None:
    person = replace(enrollment().person, zone=zone)
    planned = None if last is None else local(instant, zone).date() + timedelta(days=last)

    allowed = next_allowed(instant, clinic(), person, planned)

    assert allowed is not None
    assert allowed >= instant
    here = local(allowed, zone)
    assert time(10 if here.weekday() == 6 else 9) <= here.time() <= time(19, 45)
    assert planned is None or here.date() > planned


def test_sunday_begins_an_hour_later() -> None:
    opens = window(date(2026, 3, 8), clinic(), enrollment().person)

    assert opens is not None
    assert local(opens[0]).time() == time(10)


def test_the_clinic_and_she_can_only_narrow_the_hours() -> None:
    narrow = clinic(planned_from=time(11), planned_until=time(18))
    person = replace(enrollment().person, planned_from=time(8), planned_until=time(17))

    opens = window(date(2026, 3, 3), narrow, person)

    assert opens is not None
    assert (local(opens[0]).time(), local(opens[1]).time()) == (time(11), time(17))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 14)),  # noqa: DTZ001
        (datetime(2026, 3, 2, 16), datetime(2026, 3, 3, 11, 30)),  # noqa: DTZ001
        (datetime(2026, 3, 6, 16), datetime(2026, 3, 9, 11, 30)),  # noqa: DTZ001
        (datetime(2026, 3, 7, 3), datetime(2026, 3, 9, 12, 30)),  # noqa: DTZ001
    ],
)
def test_an_inbox_matter_is_due_after_four_clinic_hours(at: datetime, due: datetime) -> None:
    hours = Hours(opens=time(8, 30), closes=time(17), days=frozenset(range(5)))
    zone = ZoneInfo(NEW_YORK)

    by = clinic_hours_after(at.replace(tzinfo=zone).astimezone(UTC), clinic(hours=hours), timedelta(hours=4))

    assert by == due.replace(tzinfo=zone).astimezone(UTC)
