"""Laws of what concerns no patient: a list each clinic morning, once; a test that rings and is never taken for real."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway, Turn
from functions.adapters.queue import MemoryQueue
from functions.adapters.ses import MemoryMailer
from functions.operations.acting import Acted
from functions.operations.calling import answered, pressed
from functions.operations.clinic_acts import ring_test, tell_morning
from functions.operations.receiving import Arrived, receive
from functions.operations.ticking import advance, reconcile
from functions.operations.world import World
from functions.ports import Ref
from infra.local.sample import sample_clinic
from infra.pocket import Turned
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.text import Channel, Text

OPENS = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
"""8:30 in New York, a Monday."""
NURSE, LEAD = "+12025550111", "+12025550112"


@dataclass(slots=True)
class Place:
    world: World
    clinic: Clinic
    clock: Turned
    gateway: MemoryGateway
    mailer: MemoryMailer

    @property
    def nobody(self) -> Ref:
        return self.world.stranger("lakeside", "nobody")

    def enrollment(self) -> Enrollment:
        found = self.world.store.enrollment(self.nobody)
        assert found is not None
        return found

    def calls(self) -> list[Text]:
        return [text for text in self.world.store.texts(self.nobody) if text.channel is Channel.CALL]

    def writes(self, body: str, sid: str, sender: str = "+12025550143") -> None:
        receive(self.world, "lakeside", Arrived(sid=sid, sender=sender, body=body))

    def wait(self, minutes: int) -> None:
        """Woken each minute, as the schedule would."""
        for _ in range(minutes):
            self.clock.at += timedelta(minutes=1)
            advance(self.world, self.nobody)


def place(turns: Any = ()) -> Place:
    store, clock, mailer = MemoryStore(), Turned(OPENS - timedelta(days=1)), MemoryMailer()
    gateway = MemoryGateway(clock.now, turns=turns)
    clinic = sample_clinic()
    first = replace(clinic.ladder[0], email="nurse@clinic.example")
    clinic = replace(clinic, calls_from="+12025550199", ladder=(first, *clinic.ladder[1:]))
    store.save_clinic(clinic)
    world = World(
        store=store,
        gateway=gateway,
        queue=MemoryQueue(),
        time=clock,
        note=lambda *_, **__: None,
        public_url="https://texts.example.org",
        phone_key=lambda: "secret",
        mailer=mailer,
    )
    return Place(world, clinic, clock, gateway, mailer)


@pytest.fixture
def lakeside() -> Place:
    return place()


@pytest.fixture
def waiting(lakeside: Place) -> Place:
    """A stranger wrote on Sunday; on Monday the clinic opens."""
    lakeside.writes("please call me back", "SM1")
    lakeside.clock.at = OPENS
    return lakeside


def test_at_opening_whoever_is_first_is_told_how_many_wait_and_where(waiting: Place) -> None:
    reconcile(waiting.world)

    (text,) = waiting.gateway.to(NURSE)
    assert text.endswith("waiting in the inbox this morning: 1. Please look: https://texts.example.org/console")
    (mail,) = waiting.mailer.sent
    assert (mail.body, mail.subject) == (text, "Aftercare Lakeside Clinic: this morning's list")
    assert waiting.gateway.to(LEAD) == []
    assert waiting.calls() == []


def test_it_is_told_once_a_day_though_the_minute_comes_twice_or_late(waiting: Place) -> None:
    waiting.clock.at = OPENS + timedelta(minutes=90)

    for _ in range(3):
        tell_morning(waiting.world, waiting.clinic)
        waiting.clock.at += timedelta(minutes=1)

    assert len(waiting.gateway.to(NURSE)) == 1
    waiting.clock.at = OPENS + timedelta(days=1)
    tell_morning(waiting.world, waiting.clinic)
    assert len(waiting.gateway.to(NURSE)) == 2


def test_nothing_is_said_when_nothing_waits_nor_later_that_day(lakeside: Place) -> None:
    lakeside.clock.at = OPENS
    tell_morning(lakeside.world, lakeside.clinic)
    lakeside.writes("please call me back", "SM1")
    tell_morning(lakeside.world, lakeside.clinic)

    assert lakeside.gateway.to(NURSE) == []


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({}, OPENS - timedelta(minutes=1)),
        ({}, OPENS + timedelta(hours=3)),
        ({}, OPENS - timedelta(days=1)),
        ({"holidays": frozenset({date(2026, 3, 2)})}, OPENS),
    ],
    ids=["before it opens", "hours later", "on a Sunday", "on a holiday"],
)
def test_there_is_no_list_when_the_clinic_does_not_open(waiting: Place, changes: Any, at: datetime) -> None:
    waiting.clock.at = at

    assert tell_morning(waiting.world, replace(waiting.clinic, **changes)) is Acted.NOTHING


def test_who_is_out_is_not_told(waiting: Place) -> None:
    out = replace(waiting.clinic.ladder[0], out_until=OPENS + timedelta(days=9))
    clinic = replace(waiting.clinic, ladder=(out, *waiting.clinic.ladder[1:]))
    waiting.world.store.save_clinic(clinic)

    tell_morning(waiting.world, clinic)

    assert (len(waiting.gateway.to(NURSE)), len(waiting.gateway.to(LEAD))) == (0, 1)


def test_a_list_in_doubt_is_asked_about_like_any_page() -> None:
    one = place(turns=[Turn.ACCEPT, Turn.LOST])
    one.writes("please call me back", "SM1")
    one.clock.at = OPENS
    tell_morning(one.world, one.clinic)
    assert one.gateway.to(NURSE) == []

    one.wait(3)

    assert len(one.gateway.to(NURSE)) == 1


def test_a_test_rings_the_ladder_one_after_another_and_says_so_each_time(lakeside: Place) -> None:
    ring_test(lakeside.world, lakeside.clinic, by="lead")
    lakeside.wait(8)

    said = [*lakeside.gateway.to(NURSE), *lakeside.gateway.to(LEAD), *(call.body for call in lakeside.calls())]
    assert [len(lakeside.gateway.to(phone)) for phone in (NURSE, LEAD)] == [1, 1]
    assert [call.order.to for call in lakeside.gateway.called] == [NURSE, LEAD]
    assert all("test" in words.lower() and "Nobody needs help" in words for words in said)
    assert lakeside.mailer.sent[0].subject.startswith("Aftercare Lakeside Clinic: TEST")


def test_a_test_nobody_answers_ends_by_itself(lakeside: Place) -> None:
    ring_test(lakeside.world, lakeside.clinic, by="lead")
    lakeside.wait(60)

    assert lakeside.world.store.inbox("lakeside") == []
    assert len(lakeside.gateway.called) == 2
    assert lakeside.enrollment().wake_at is None


def test_a_test_is_acknowledged_by_its_code_and_over(lakeside: Place) -> None:
    ring_test(lakeside.world, lakeside.clinic, by="lead")
    (row,) = lakeside.world.store.inbox("lakeside")

    lakeside.writes(row.escalation.code, "SM9", sender=NURSE)
    lakeside.wait(30)

    assert lakeside.world.store.inbox("lakeside") == []
    assert lakeside.gateway.to(NURSE)[-1].startswith("Thank you. The test")
    assert lakeside.gateway.to(LEAD) == []


def test_a_test_is_acknowledged_by_a_key_and_over(lakeside: Place) -> None:
    ring_test(lakeside.world, lakeside.clinic, by="lead")
    (call,) = lakeside.calls()

    said = pressed(lakeside.world, lakeside.nobody, call.text_id, "1")
    late = answered(lakeside.world, lakeside.nobody, call.text_id, sid="CA2", by_machine=False)

    assert said.words == late.words == "Thank you. The test has reached you, and it is over. Nothing more is needed."
    assert lakeside.world.store.inbox("lakeside") == []


def test_a_test_pressed_again_while_it_rings_rings_nobody_twice(lakeside: Place) -> None:
    for _ in range(3):
        ring_test(lakeside.world, lakeside.clinic, by="lead")
        lakeside.clock.at += timedelta(seconds=10)

    assert len(lakeside.gateway.called) == 1


def test_a_test_asked_for_again_under_its_key_rings_nobody_again_whenever_it_comes(lakeside: Place) -> None:
    for key in ("one", "one", "another"):
        ring_test(lakeside.world, lakeside.clinic, by="lead", asked_under=key)
        lakeside.wait(60)

    assert len(lakeside.gateway.called) == 4


def test_a_test_can_be_made_again_another_day(lakeside: Place) -> None:
    for _ in range(2):
        ring_test(lakeside.world, lakeside.clinic, by="lead")
        lakeside.wait(60)

    assert len(lakeside.gateway.called) == 4


def test_nothing_but_staff_is_ever_written_to_by_a_test_and_it_stands_on_no_list(lakeside: Place) -> None:
    ring_test(lakeside.world, lakeside.clinic, by="lead")
    lakeside.clock.at = OPENS
    tell_morning(lakeside.world, lakeside.clinic)
    lakeside.wait(60)

    assert {text.order.to for text in lakeside.gateway.carried} <= {NURSE, LEAD}
    assert not any("inbox this morning" in text.order.body for text in lakeside.gateway.carried)
    assert lakeside.enrollment().pathway is None
