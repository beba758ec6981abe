"""What she chose, what waits behind a door and what was offered come back from storage as they went."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from functions.adapters.codec import decode, encode
from messages.hearing.reading import Topic
from messages.opt_in import OptIn
from schedules.enrollment import Enrollment, Offered, Sealed, Words
from schedules.pathways import Clock
from tests.making import MONDAY, enrollment


def test_everything_new_about_her_comes_back() -> None:
    plain = enrollment()
    chosen = frozenset({OptIn.DATES, OptIn.INTIMACY})
    full = replace(
        plain,
        person=replace(plain.person, discreet=True, words=Words.NAME, name="Maya", topics=chosen),
        offered=Offered(topics=(Topic.SEX, Topic.DUE_DATE), until=MONDAY + timedelta(days=3)),
        sealed=Sealed(touchpoint="note", message="note", at=MONDAY, until=MONDAY + timedelta(days=7)),
        milk=True,
        switched_at=MONDAY,
        anchors=MappingProxyType({Clock.JOINED: date(2026, 3, 2), Clock.DUE: date(2026, 9, 2)}),
    )

    assert decode(Enrollment, encode(full)) == full


def test_an_enrollment_of_an_earlier_release_has_none_of_it() -> None:
    raw = encode(enrollment())
    for new in ('"offered":null,', '"sealed":null,', '"switched_at":null,', '"milk":false,', '"words":"neutral",'):
        assert new in raw
        raw = raw.replace(new, "")

    assert decode(Enrollment, raw) == enrollment()
