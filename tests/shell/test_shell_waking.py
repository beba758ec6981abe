"""Waking a whole message: at the same time, each for herself, and counted once."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest

from functions import advance, running, wiring
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway
from functions.adapters.queue import MemoryQueue, wake_bodies
from functions.operations.enrolling import Made, enroll
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_provider import Accepted, Refused, SendOrder
from infra.local.sample import sample_clinic
from infra.pocket import Turned, sample_form
from schedules.text import Failure
from tests.shell.conftest import context

MORNING = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
PHONES = ("+12025550143", "+12025550144", "+12025550145")
TOGETHER_SECONDS_MAX = 5
NOBODY = Ref(clinic_id="lakeside", enrollment_id="nobody")


class Meeting(MemoryGateway):
    """A provider that answers nobody until as many texts as it waits for are on their way to it."""

    waits_for: Barrier | None = None
    refused: str | None = None

    def send(self, order: SendOrder) -> Accepted | Refused:
        if self.waits_for is not None:
            try:
                self.waits_for.wait(TOGETHER_SECONDS_MAX)
            except BrokenBarrierError:
                return Refused(failure=Failure.RETRY)
        if order.to == self.refused:
            raise RuntimeError("a defect that only her text meets")
        return super().send(order)


@dataclass(frozen=True)
class Ward:
    """Three people with the same next alarm, at which a text leaves to each."""

    world: World
    gateway: Meeting
    refs: list[Ref]

    def heard(self) -> list[int]:
        return [len(self.gateway.to(phone)) for phone in PHONES]

    def wake(self, *refs: Ref) -> object:
        bodies = wake_bodies(refs or self.refs)
        records = [{"messageId": "m", "body": body, "eventSource": "aws:sqs", "attributes": {}} for body in bodies]
        return advance.handler({"Records": records}, context())


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "aftercare")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Aftercare")
    running.journal.cache_clear()


@pytest.fixture
def ward(monkeypatch: pytest.MonkeyPatch) -> Ward:
    clock, store = Turned(MORNING), MemoryStore()
    gateway, clinic = Meeting(now=clock.now), sample_clinic()
    world = World(
        store=store,
        gateway=gateway,
        queue=MemoryQueue(),
        time=clock,
        note=running.note,
        public_url="https://texts.example.org",
        phone_key=lambda: "secret",
    )
    store.save_clinic(clinic)
    made = [enroll(world, clinic, sample_form(MORNING, phone=phone), key=phone, by="desk") for phone in PHONES]
    refs = [Ref(clinic_id="lakeside", enrollment_id=one.enrollment_id) for one in made if isinstance(one, Made)]
    clock.at += timedelta(days=1, hours=1)
    monkeypatch.setattr(wiring, "world", lambda: world)
    return Ward(world=world, gateway=gateway, refs=refs)


def test_the_texts_of_a_message_leave_at_the_same_time(ward: Ward) -> None:
    before = ward.heard()
    ward.gateway.waits_for = Barrier(len(PHONES))

    answer = ward.wake()

    assert answer == {"batchItemFailures": []}
    assert ward.heard() == [count + 1 for count in before]


def test_what_troubles_one_keeps_no_other_from_waking_and_the_queue_brings_it_again(ward: Ward) -> None:
    before = ward.heard()
    ward.gateway.refused = PHONES[1]

    answer = ward.wake()

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m"}]}
    assert ward.heard() == [before[0] + 1, before[1], before[2] + 1]


def test_somebody_queued_twice_is_texted_once(ward: Ward) -> None:
    before = ward.heard()

    ward.wake(*ward.refs, *ward.refs, NOBODY)

    assert ward.heard() == [count + 1 for count in before]


def test_what_happens_in_many_threads_is_counted_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    def count() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: running.note("told"), range(1000)))

    running.run(context(), count)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(sum(line["told"]) for line in lines if "_aws" in line) == 1000
