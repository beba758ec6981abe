"""Laws of cover: who is out is passed over, nobody out leaves nobody paged, a holiday moves what can wait."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from messages.hearing.reading import Sign
from messages.severity import Severity
from schedules.calendar import clinic_hours_after, closes_after, is_there, opened_at
from schedules.clinic import Clinic, Contact, OnCall
from schedules.text import Channel
from tests.core.test_core_ladder import NOW, lived, pages
from tests.making import MONDAY, clinic

HOUR = timedelta(hours=1)
OUT = NOW + 30 * timedelta(days=1)
"""NOW is a Thursday, 10:00 at the clinic."""


def on_call(*contacts: Contact) -> Clinic:
    return clinic(ladder=contacts)


def contact(name: str, **changes: object) -> Contact:
    return replace(Contact(contact_id=name, phone=f"+12025550{len(name)}1{ord(name[0]) % 10}"), **changes)  # type: ignore[arg-type]


def test_who_is_out_is_passed_over_and_the_next_person_is_paged_first() -> None:
    one = lived(of=on_call(contact("ana", out_until=OUT), contact("ben"), contact("cleo")))

    one.live_until(NOW + timedelta(minutes=6))

    assert pages(one, Channel.SMS) == ["ben", "cleo"]
    assert one.sent(to_staff=True) == ["page.first", "page.again"]


def test_whoever_comes_back_is_paged_again_from_that_instant() -> None:
    back = on_call(contact("ana", out_until=NOW), contact("ben"))

    assert pages(lived(of=back), Channel.SMS) == ["ana"]


def test_when_everybody_is_out_everybody_is_paged_all_the_same() -> None:
    one = lived(of=on_call(contact("ana", out_until=OUT), contact("ben", out_until=OUT)))

    one.live_until(NOW + timedelta(minutes=11))

    assert pages(one, Channel.SMS) == ["ana", "ben", "ana", "ben"]


def test_when_nobody_answers_whoever_is_out_is_paged_in_the_end() -> None:
    one = lived(of=on_call(contact("ana", out_until=OUT), contact("ben")))

    one.live_until(NOW + timedelta(minutes=40))

    assert pages(one, Channel.SMS)[:2] == ["ben", "ben"]
    assert "ana" in pages(one, Channel.SMS)


@pytest.mark.parametrize(
    ("duty", "at_ten", "at_night"),
    [(OnCall.ALWAYS, True, True), (OnCall.CLINIC_HOURS, True, False), (OnCall.AFTER_HOURS, False, True)],
)
def test_who_is_on_duty_by_the_clinics_hours(duty: OnCall, at_ten: bool, at_night: bool) -> None:
    nurse = contact("ana", on_call=duty)

    assert is_there(nurse, NOW, clinic()) is at_ten
    assert is_there(nurse, NOW + 12 * HOUR, clinic()) is at_night


def test_on_a_holiday_those_of_after_hours_are_on_duty_all_day() -> None:
    of = clinic(holidays=frozenset({date(2026, 3, 5)}))

    assert is_there(contact("ana", on_call=OnCall.AFTER_HOURS), NOW, of)
    assert not is_there(contact("ana", on_call=OnCall.CLINIC_HOURS), NOW, of)
    assert (opened_at(NOW, of), closes_after(NOW, of)) == (None, None)


def test_what_can_wait_waits_over_a_holiday_and_a_grave_page_does_not() -> None:
    friday_off = clinic(holidays=frozenset({date(2026, 3, 6)}))
    late_on_thursday = NOW + 6 * HOUR  # 16:00, an hour before it closes

    usually = clinic_hours_after(late_on_thursday, clinic(), 4 * HOUR)
    over_the_holiday = clinic_hours_after(late_on_thursday, friday_off, 4 * HOUR)
    grave = lived(Sign.FEVER, of=friday_off).enrollment.escalations[0]

    assert over_the_holiday - usually == timedelta(days=3) - HOUR  # the clocks change on the Sunday
    assert grave.acknowledge_by == NOW + friday_off.within(Severity.URGENT)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="must say its zone"):
        on_call(contact("ana", out_until=MONDAY.replace(tzinfo=None)))
