"""Words of staff to her: sent at once or refused with a reason, never held, never to somebody who left."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from messages.hearing.reading import Sign
from schedules.decide import decide
from schedules.enrollment import Status
from schedules.facts import Amended, Paused, ProviderHasNone, StaffWrote, Withdrawn
from schedules.text import Purpose, TextState
from schedules.writing import WRITTEN_SEGMENTS_MAX, Unsent, tidy, unsent
from tests.making import MONDAY, NEW_YORK, Life, enrollment, life, reading, reply, touchpoint

NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo(NEW_YORK))
SUNDAY_EARLY = datetime(2026, 3, 8, 9, 30, tzinfo=ZoneInfo(NEW_YORK))


def wrote(body: str = "Your results are in. Please call us.", **more: Any) -> StaffWrote:
    return StaffWrote(by="desk", text_key="k1", body=body, **more)


def why(fact: StaffWrote, at: datetime = MONDAY, **changes: Any) -> Unsent | None:
    return unsent(life(touchpoint("day1", 1)).program, enrollment(**changes), fact, at)


def never_answered(lived: Life, fact: StaffWrote) -> None:
    """The provider took it and never said so."""
    lived.enrollment = decide(lived.program, lived.enrollment, fact, lived.now).enrollment


def test_it_is_sent_in_the_words_it_was_written_in_and_counted_in_segments() -> None:
    lived = life(touchpoint("day1", 1))

    (text,) = lived.happens(wrote("  Café mañana,\r\na las 9. Aquí estamos.  ")).texts

    assert text.body == "Café mañana,\na las 9. Aquí estamos."
    assert (text.purpose, text.state, text.segments) == (Purpose.STAFF, TextState.SENDING, 1)


def test_nothing_that_holds_planned_texts_holds_it() -> None:
    lived = life(touchpoint("day1", 1))
    lived.happens(reply(reading(Sign.SUICIDE)))
    lived.happens(Paused(by="desk", until=None))

    assert [text.purpose for text in lived.happens(wrote()).texts] == [Purpose.STAFF]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"left_at": MONDAY}, Unsent.LEFT),
        ({"status": Status.WITHDRAWN}, Unsent.WITHDRAWN),
        ({"status": Status.STRANGER}, Unsent.STRANGER),
        ({"wrong_number": True}, Unsent.WRONG_NUMBER),
        ({"status": Status.COMPLETED}, None),
    ],
)
@pytest.mark.parametrize("urgent", [True, False])
def test_who_may_not_be_written_to_is_said_however_urgent(
    changes: dict[str, Any], reason: Unsent | None, urgent: bool
) -> None:
    lived = life(touchpoint("day1", 1), person=changes)

    assert why(wrote(urgent=urgent), **changes) is reason
    assert bool(lived.happens(wrote(urgent=urgent)).texts) == (reason is None)


@pytest.mark.parametrize("at", [NIGHT, SUNDAY_EARLY])
def test_outside_her_hours_only_what_is_urgent_goes(at: datetime) -> None:
    assert why(wrote(), at) is Unsent.QUIET
    assert why(wrote(urgent=True), at) is None


def test_her_hours_are_those_of_her_own_zone() -> None:
    west = replace(enrollment().person, zone="Pacific/Honolulu")

    assert why(wrote(), MONDAY, person=west) is Unsent.QUIET


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Unsent.EMPTY),
        (" \n ", Unsent.EMPTY),
        ("a\x00b", Unsent.UNPRINTABLE),
        ("a\tb", Unsent.UNPRINTABLE),
        ("a\x1b[31mb", Unsent.UNPRINTABLE),
        ("a" * 612, None),
        ("a" * 613, Unsent.TOO_LONG),
        ("á" * 268, None),
        ("á" * 269, Unsent.TOO_LONG),
        ("one\ntwo", None),
    ],
)
def test_the_body_is_bounded_and_readable(body: str, reason: Unsent | None) -> None:
    assert why(wrote(body)) is reason
    assert WRITTEN_SEGMENTS_MAX == 4


def test_letters_are_written_one_way() -> None:
    assert tidy("Sofi\u0301a") == "Sof\u00eda"


@pytest.mark.parametrize("after", [timedelta(minutes=10), timedelta(minutes=70)])
def test_in_doubt_it_goes_again_within_the_hour_and_not_later(after: timedelta) -> None:
    lived = life(touchpoint("day1", 1))
    never_answered(lived, wrote())

    decision = lived.happens(ProviderHasNone(text_id="w-k1"), after=after)

    assert bool(decision.resend) == (after < timedelta(hours=1))


def test_in_doubt_it_does_not_go_again_to_somebody_withdrawn_meanwhile() -> None:
    lived = life(touchpoint("day1", 1))
    never_answered(lived, wrote())
    lived.happens(Withdrawn(by="desk"))

    assert lived.happens(ProviderHasNone(text_id="w-k1"), after=timedelta(minutes=10)).resend == ()


@pytest.mark.parametrize(("urgent", "again"), [(False, False), (True, True)])
def test_in_doubt_it_goes_again_in_the_hours_she_has_by_then(urgent: bool, again: bool) -> None:
    """Her hours were moved after it was said, and end before it could be handed over again."""
    lived = life(touchpoint("day1", 1))
    never_answered(lived, wrote(urgent=urgent))
    ended = (MONDAY.astimezone(ZoneInfo(NEW_YORK)) + timedelta(minutes=5)).time()
    earlier = replace(lived.enrollment.person, planned_from=time(0), planned_until=ended)
    lived.happens(Amended(by="desk", person=earlier, chart=lived.enrollment.chart))

    decision = lived.happens(ProviderHasNone(text_id="w-k1"), after=timedelta(minutes=10))

    assert bool(decision.resend) is again
