"""Law: in every zone, on every day, over every clock change, a text leaves at her own hour and never outside of it.

Wall-clock times are held for each name of the tz database by itself. What is decided from them is held once for each
set of names whose clocks go alike at every instant from 2026 to 2038, under the first name of it: the calendar knows
of a zone nothing but how far its clock is from UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations, pairwise, product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.calendar import at_local, due_at, next_allowed, window
from schedules.clinic import is_zone
from schedules.enrollment import Person
from schedules.pathways import Clock, Touchpoint
from tests.making import clinic, enrollment, pathway, touchpoint

ZONES = sorted(available_timezones())
THERE = {zone: ZoneInfo(zone) for zone in ZONES}
"""Held, since zoneinfo keeps eight by itself and reads the file of any other anew."""
YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]  # a leap year
SPAN = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2039, 1, 1, tzinfo=UTC))
"""Past 2037, where a zone's file ends and its rule goes on."""
MOMENT, SECOND, HALF_AN_HOUR, DAY, WEEK = (
    timedelta(microseconds=1),
    timedelta(seconds=1),
    timedelta(minutes=30),
    timedelta(days=1),
    timedelta(weeks=1),
)
SOON = timedelta(days=8)
OVERNIGHT = timedelta(hours=14, minutes=15)
"""From the end of Saturday's hours to the beginning of Sunday's."""
SUNDAY, SUNDAY_FROM = 6, time(10)
CLINIC = clinic()


@dataclass(frozen=True, slots=True)
class Change:
    """At `at` the clocks of a zone go from `before` UTC to `after`."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def forward(self) -> timedelta:
        """How much the clocks skip; less than nothing where they repeat."""
        return self.after - self.before

    @property
    def ends(self) -> datetime:
        """The wall clock at which the old time ends."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def begins(self) -> datetime:
        """The wall clock with which the new time begins."""
        return (self.at + self.after).replace(tzinfo=None)


def offset(instant: datetime, zone: str) -> timedelta:
    found = instant.astimezone(THERE[zone]).utcoffset()
    assert found is not None
    return found


def changes(zone: str, step: timedelta) -> tuple[Change, ...]:
    """Between two looks, a step apart, that see different clocks: halved down to the second."""
    looks = range((SPAN[1] - SPAN[0]) // step + 1)
    seen = [(at, offset(at, zone)) for at in (SPAN[0] + number * step for number in looks)]
    return tuple(_change(zone, one, other) for one, other in pairwise(seen) if one[1] != other[1])


def _change(zone: str, one: tuple[datetime, timedelta], other: tuple[datetime, timedelta]) -> Change:
    low, high = one[0], other[0]
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        low, high = (middle, high) if offset(middle, zone) == one[1] else (low, middle)
    return Change(high, one[1], other[1])


CHANGES = {zone: changes(zone, WEEK) for zone in ZONES}
CHANGING = [zone for zone in ZONES if CHANGES[zone]]
CLOCKS = list({CHANGES[zone]: zone for zone in reversed(CHANGING)}.values())[::-1]
"""One name, the first, of those whose clocks go alike."""


@cache
def planned(at: time) -> Touchpoint:
    return pathway(touchpoint("third", 3, at=at)).touchpoints[0]


@cache
def her(zone: str, opens: time | None = None, closes: time | None = None) -> Person:
    language = enrollment().person.language
    return Person(phone="+12025550143", language=language, zone=zone, planned_from=opens, planned_until=closes)


def there(instant: datetime, zone: str) -> datetime:
    """What the clock on her wall shows."""
    return instant.astimezone(THERE[zone]).replace(tzinfo=None)


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


def test_the_clock_changes_held_here_are_all_there_are() -> None:
    new_york = CHANGES["America/New_York"]

    assert [zone for zone in ZONES if changes(zone, DAY) != CHANGES[zone]] == []
    assert [one.ends for one in new_york[:2]] == [datetime(2026, 3, 8, 2), datetime(2026, 11, 1, 2)]  # noqa: DTZ001
    assert len(new_york) == 2 * 13
    assert CHANGES["US/Eastern"] == new_york
    assert CHANGES["America/Phoenix"] == ()
    assert {one.forward for one in CHANGES["Australia/Lord_Howe"]} == {HALF_AN_HOUR, -HALF_AN_HOUR}
    assert {CHANGES[zone] for zone in CLOCKS} == {CHANGES[zone] for zone in CHANGING}


@pytest.mark.parametrize("at", [time(2, 30), time(9), time(19, 40)], ids=str)
def test_a_wall_clock_time_is_that_time_there_or_an_hour_after_one_the_clocks_skip(at: time) -> None:
    for zone in ZONES:
        for day in YEAR:
            local = there(at_local.__wrapped__(day, at, zone), zone)
            wanted = datetime.combine(day, at)
            if local != wanted:  # skipped: later the same day, never before, never another day
                assert timedelta() < local - wanted <= timedelta(hours=24), (zone, day)


def test_no_clocks_change_in_the_widest_hours_a_clinic_may_have() -> None:
    """So that what is said of her hours needs no word about times that are skipped or come twice."""
    walls = [(zone, wall) for zone in CLOCKS for one in CHANGES[zone] for wall in (one.ends, one.begins)]

    assert [(zone, wall) for zone, wall in walls if CLINIC.planned_from < wall.time() <= CLINIC.planned_until] == []


@pytest.mark.parametrize("zone", CHANGING)
def test_a_time_the_clocks_skip_is_as_much_later_as_they_skip(zone: str) -> None:
    """Also past midnight: Nuuk's clocks go from 23:00 on Saturday to Sunday, and 23:30 is half past midnight there."""
    for change in CHANGES[zone]:
        if change.forward < timedelta():
            continue
        for skipped in (change.ends, change.ends + change.forward / 2, change.begins - MOMENT):
            found = at_local(skipped.date(), skipped.time(), zone)

            assert found == change.at + (skipped - change.ends), (zone, skipped)
            assert there(found, zone) == skipped + change.forward, (zone, skipped)


@pytest.mark.parametrize("zone", CHANGING)
def test_a_time_that_comes_twice_is_the_first_of_the_two(zone: str) -> None:
    for change in CHANGES[zone]:
        if change.forward > timedelta():
            continue
        for twice in (change.begins, change.begins - change.forward / 2, change.ends - MOMENT):
            found = at_local(twice.date(), twice.time(), zone)

            assert found < change.at, (zone, twice)
            assert there(found, zone) == there(found - change.forward, zone) == twice, (zone, twice)


@pytest.mark.parametrize("zone", CHANGING)
def test_just_before_and_after_a_change_a_time_is_itself(zone: str) -> None:
    for change in CHANGES[zone]:
        first, last = sorted((change.ends, change.begins))
        times = {
            **{first - ago: change.before for ago in (MOMENT, SECOND, HALF_AN_HOUR)},
            **{last + later: change.after for later in (timedelta(), SECOND, HALF_AN_HOUR)},
        }
        for wall, clock in times.items():
            found = at_local(wall.date(), wall.time(), zone)

            assert found == wall.replace(tzinfo=UTC) - clock, (zone, wall)
            assert there(found, zone) == wall, (zone, wall)


@pytest.mark.parametrize("anchor", YEAR, ids=str)
def test_day_three_is_three_days_after_the_anchor_in_every_zone(anchor: date) -> None:
    third, lived = planned(time(10)), enrollment(anchors={Clock.TABLETS: anchor})
    wanted = datetime.combine(anchor + timedelta(days=3), time(10))
    for zone in ZONES:
        due = due_at(third, replace(lived, person=her(zone)))
        assert due is not None
        assert there(due, zone) == wanted, zone


@pytest.mark.parametrize("zone", CLOCKS)
def test_around_a_change_each_day_has_its_text_at_its_hour_and_no_second_one(zone: str) -> None:
    for change in CHANGES[zone]:
        for number, at in product(range(-2, 3), (time(9), time(10), time(19, 45))):
            day = change.ends.date() + number * DAY
            lived = enrollment(person=her(zone), anchors={Clock.TABLETS: day - 3 * DAY})
            due = due_at(planned(at), lived)
            assert due is not None

            leaves = next_allowed(due, CLINIC, lived.person, day - DAY)
            other = next_allowed(due, CLINIC, lived.person, day)

            assert there(due, zone) == datetime.combine(day, at), (zone, day)
            assert leaves is not None
            assert there(leaves, zone) == datetime.combine(day, max(at, opening(day))), (zone, day)
            assert other is not None
            assert there(other, zone) == datetime.combine(day + DAY, opening(day + DAY)), (zone, day)


@pytest.mark.parametrize("zone", CLOCKS)
def test_around_a_change_the_next_allowed_instant_is_hers_and_soon(zone: str) -> None:
    for change in CHANGES[zone]:
        for instant, taken in product(instants(change), (None, -1, 0, 1)):
            today = there(instant, zone).date()
            last = None if taken is None else today + taken * DAY
            free = instant if last is None or last < today else at_local(last + DAY, time.min, zone)

            found = next_allowed(instant, CLINIC, her(zone), last)

            assert found is not None, (zone, instant)
            local = there(found, zone)
            assert opening(local.date()) <= local.time() <= time(19, 45), (zone, instant)
            assert last is None or local.date() > last, (zone, instant)
            assert instant <= found <= free + OVERNIGHT + abs(change.forward), (zone, instant)


@pytest.mark.parametrize("zone", CLOCKS)
def test_hours_in_which_the_clocks_change_are_kept_too(zone: str) -> None:
    """No clinic may have such hours. Those that skip from one day into the next would be neither day's."""
    all_day = clinic(planned_from=time.min, planned_until=time(23, 59))
    for change in CHANGES[zone]:
        for person, instant, taken in product(hers(change, zone), instants(change), (None, 0)):
            last = None if taken is None else there(instant, zone).date()

            found = next_allowed(instant, all_day, person, last)

            assert found is not None, (zone, instant)
            local = there(found, zone)
            hours = window(local.date(), all_day, person)
            assert hours is not None, (zone, instant)
            assert hours[0] <= found <= hours[1], (zone, instant)
            assert last is None or local.date() > last, (zone, instant)
            assert instant <= found <= instant + SOON, (zone, instant)


@settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 366 * 24 * 60),
    opens=st.sampled_from([time(9), time(12), time(15, 30)]),
    closes=st.sampled_from([time(17, 30), time(19, 45)]),
    taken=st.integers(-2, 2),
)
def test_on_any_day_the_next_allowed_instant_is_hers_and_soon(
    zone: str, minutes: int, opens: time, closes: time, taken: int
) -> None:
    person = her(zone, opens, closes)
    instant = datetime(2028, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    last = there(instant, zone).date() + timedelta(days=taken)

    found = next_allowed(instant, CLINIC, person, last)

    assert found is not None
    local = there(found, zone)
    hours = window(local.date(), CLINIC, person)
    assert hours is not None
    assert hours[0] <= found <= hours[1]
    assert instant <= found <= instant + SOON
    assert local.date() > last


def opening(day: date) -> time:
    return SUNDAY_FROM if day.weekday() == SUNDAY else CLINIC.planned_from


def instants(change: Change) -> list[datetime]:
    """Of the change: in either of two hours that are alike, and beside it."""
    aside = [MOMENT, HALF_AN_HOUR, abs(change.forward), DAY / 2]
    return [change.at, *(change.at + sign * one for sign in (1, -1) for one in aside)]


def hers(change: Change, zone: str) -> Iterator[Person]:
    """Whose hours begin, end, or lie in what is skipped or repeated."""
    first, last = sorted((change.ends, change.begins))
    if change.ends.date() < change.begins.date():
        return
    times = [first - HALF_AN_HOUR, first + (last - first) / 3, last - (last - first) / 3, last + HALF_AN_HOUR]
    for opens, closes in combinations((one.time() for one in times), 2):
        if opens < closes:
            yield her(zone, opens, closes)
