"""Law: in every zone, on every day, over every clock change, a text leaves at her own hour and never outside of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.calendar import at_local, due_at, next_allowed, window
from schedules.clinic import is_zone
from schedules.enrollment import Person
from schedules.pathways import Clock
from tests.making import clinic, enrollment, pathway, touchpoint

ZONES = sorted(available_timezones())
YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]  # a leap year
SOON = timedelta(days=8)


def test_every_zone_is_known_and_nothing_that_only_lies_beside_them() -> None:
    others = (
        "",
        "America",
        "posix/UTC",
        "right/UTC",
        "posixrules",
        "Mars/Base",
        "../etc/passwd",
        "a\0b",
        "/UTC",
        "zone.tab",
    )

    assert [zone for zone in ZONES if not is_zone(zone)] == []
    assert [name for name in others if is_zone(name)] == []


@pytest.mark.parametrize("at", [time(2, 30), time(9), time(19, 40)], ids=str)
def test_a_wall_clock_time_is_that_time_there_or_an_hour_after_one_the_clocks_skip(at: time) -> None:
    for zone in ZONES:
        there = ZoneInfo(zone)
        for day in YEAR:
            local = at_local.__wrapped__(day, at, zone).astimezone(there)
            wanted = datetime.combine(day, at)
            if local.replace(tzinfo=None) != wanted:  # skipped: later the same day, never before, never another day
                assert timedelta() < local.replace(tzinfo=None) - wanted <= timedelta(hours=24), (zone, day)


@pytest.mark.parametrize("anchor", YEAR[::7], ids=str)
def test_day_three_is_three_days_after_the_anchor_in_every_zone(anchor: date) -> None:
    third = pathway(touchpoint("third", 3, at=time(10))).touchpoints[0]
    for zone in ZONES:
        person = Person(phone="+12025550143", language=enrollment().person.language, zone=zone)
        due = due_at(third, enrollment(person=person, anchors={Clock.TABLETS: anchor}))
        assert due is not None
        assert due.astimezone(ZoneInfo(zone)).date() == anchor + timedelta(days=3)


@settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 366 * 24 * 60),
    opens=st.sampled_from([time(9), time(12), time(15, 30)]),
    closes=st.sampled_from([time(17, 30), time(19, 45)]),
    taken=st.integers(-2, 2),
)
def test_the_next_allowed_instant_is_hers_and_soon(
    zone: str, minutes: int, opens: time, closes: time, taken: int
) -> None:
    of = clinic()
    language = enrollment().person.language
    person = Person(phone="+1", language=language, zone=zone, planned_from=opens, planned_until=closes)
    instant = datetime(2028, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    last = instant.astimezone(ZoneInfo(zone)).date() + timedelta(days=taken)

    found = next_allowed(instant, of, person, last)

    assert found is not None
    local = found.astimezone(ZoneInfo(zone))
    hours = window(local.date(), of, person)
    assert hours is not None
    assert hours[0] <= found <= hours[1]
    assert instant <= found <= instant + SOON
    assert local.date() > last
