"""Leaving and coming back: her last word holds, in whatever order her texts reach us; in doubt she has left."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from messages.hearing.reading import Intent, Reading, Sign
from schedules.decision import Decision
from schedules.facts import Paused
from tests.making import MONDAY, Life, life, reading, reply, touchpoint

OUT = reading(intent=Intent.OPT_OUT, leaving=True)
BACK = reading(intent=Intent.OPT_IN, returning=True)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lived() -> Life:
    begun = life(touchpoint("day30", 30))
    begun.texts.clear()
    begun.now = MONDAY + timedelta(hours=4)
    return begun


def writes(lived: Life, read: Reading, *, at: datetime, carrier: str | None = None) -> Decision:
    """A text that was written `at` reaches us now."""
    return lived.happens(reply(read, sid=f"SM{len(lived.texts)}", at=at, carrier=carrier))


def has_left(lived: Life) -> bool:
    return lived.enrollment.left_at is not None


def test_a_wish_to_return_that_is_older_than_her_stop_brings_no_text(lived: Life) -> None:
    writes(lived, OUT, at=lived.now)

    late = writes(lived, BACK, at=lived.now - 20 * SECOND)
    lived.live_until(MONDAY + timedelta(days=60))

    assert late.phone is None
    assert lived.sent() == ["notice.goodbye"]
    assert has_left(lived)


def test_a_stop_that_is_older_than_her_return_does_not_take_her_texts_away(lived: Life) -> None:
    writes(lived, BACK, at=lived.now, carrier="START")

    late = writes(lived, OUT, at=lived.now - 3 * MINUTE, carrier="STOP")

    assert late.phone is None
    assert not has_left(lived)


@pytest.mark.parametrize("order", [(OUT, BACK), (BACK, OUT)], ids=["heard first: stop", "heard first: start"])
def test_of_a_stop_and_a_start_of_the_same_instant_the_stop_holds(lived: Life, order: tuple[Reading, Reading]) -> None:
    for read in order:
        writes(lived, read, at=lived.now)

    assert has_left(lived)


def test_a_stop_holds_though_the_provider_dates_it_a_little_before_our_door_dated_the_start(lived: Life) -> None:
    writes(lived, BACK, at=lived.now)

    writes(lived, OUT, at=lived.now - 5 * SECOND)

    assert has_left(lived)


def test_each_of_her_wishes_holds_when_they_come_in_order_however_late(lived: Life) -> None:
    wrote, states = lived.now, []
    lived.now += timedelta(hours=6)

    for number, read in enumerate((OUT, BACK, OUT, BACK)):
        writes(lived, read, at=wrote + number * 5 * MINUTE)
        states.append(has_left(lived))

    assert states == [True, False, True, False]


def test_a_second_stop_counts_from_when_it_was_written(lived: Life) -> None:
    writes(lived, OUT, at=lived.now)
    lived.now += 10 * MINUTE
    writes(lived, OUT, at=lived.now)

    writes(lived, BACK, at=lived.now - 5 * MINUTE)

    assert has_left(lived)


def test_a_return_heard_once_more_of_before_she_returned_says_nothing_again(lived: Life) -> None:
    writes(lived, OUT, at=lived.now)
    lived.now += 10 * MINUTE
    writes(lived, BACK, at=lived.now)
    lived.texts.clear()

    writes(lived, BACK, at=lived.now - 5 * MINUTE)

    assert lived.sent() == []
    assert not has_left(lived)


def test_a_date_ahead_of_us_does_not_outlast_the_wish_that_follows(lived: Life) -> None:
    writes(lived, BACK, at=lived.now + timedelta(hours=1))
    lived.now += MINUTE

    writes(lived, OUT, at=lived.now)

    assert has_left(lived)


@pytest.mark.parametrize("returning", [True, False])
def test_danger_in_an_old_text_is_danger_and_she_who_left_since_is_phoned(lived: Life, returning: bool) -> None:
    writes(lived, OUT, at=lived.now)

    writes(lived, reading(Sign.SUICIDE, returning=returning), at=lived.now - MINUTE)

    assert lived.sent(to_staff=True) == ["page.left"]
    assert lived.sent() == ["notice.goodbye"]
    assert has_left(lived)


def test_danger_beside_an_old_stop_is_answered_since_she_came_back(lived: Life) -> None:
    writes(lived, BACK, at=lived.now, carrier="START")

    writes(lived, reading(Sign.SUICIDE, intent=Intent.CRISIS, leaving=True), at=lived.now - 3 * MINUTE)

    assert lived.sent() == ["safety.crisis"]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert not has_left(lived)


@pytest.mark.parametrize(("last", "before"), [(OUT, BACK), (BACK, OUT)], ids=["old start", "old stop"])
def test_a_person_sees_a_wish_that_came_too_late_to_count(lived: Life, last: Reading, before: Reading) -> None:
    writes(lived, last, at=lived.now, carrier="START" if last is BACK else "STOP")

    writes(lived, before, at=lived.now - 3 * MINUTE)

    assert [one.reason.value for one in lived.enrollment.escalations] == ["unsure"]
    assert lived.sent() == []


def test_a_yes_that_the_carrier_takes_for_a_return_undoes_no_wish_of_whoever_has_not_left(lived: Life) -> None:
    lived.enrollment = replace(lived.enrollment, person=replace(lived.enrollment.person, weekly=True))
    lived.happens(Paused(by="ana", until=lived.now + timedelta(days=7)))
    wished = lived.enrollment

    writes(lived, reading(intent=Intent.ACK), at=lived.now, carrier="START")

    assert lived.enrollment.person.weekly
    assert lived.enrollment.paused_until == wished.paused_until
