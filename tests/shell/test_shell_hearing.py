"""Law: what the provider received is heard in the end, whatever was cut, unknown or unreadable on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.codec import Undecodable
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway
from functions.operations import ticking
from functions.operations.ticking import SomeClinicsFailed, begin_to_hear, reconcile
from functions.ports_provider import Gap, Inbound, Received
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket
from schedules.clinic import Clinic

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
HER = "+12025550177"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Pocket:
    made = pocket(sample_clinic(), START)
    begin_to_hear(made.world.store, made.clinic.clinic_id, START)
    return made


def comes(world: Pocket, sid: str, at: datetime, body: str = "ok") -> None:
    world.gateway.receive(world.clinic.messaging_service, Inbound(sid=sid, sender=HER, body=body, at=at))


def is_heard(world: Pocket, sid: str) -> bool:
    return world.world.store.has_fact(world.clinic.clinic_id, sid)


def heard_until(world: Pocket) -> datetime | None:
    return world.world.store.heard_until(world.clinic.clinic_id)


class Unreadable(MemoryStore):
    """One clinic's settings cannot be read by this release."""

    def clinic(self, clinic_id: str) -> Clinic | None:
        if clinic_id == "another":
            raise Undecodable("a stored Clinic cannot be read by this release")
        return super().clinic(clinic_id)


class Unsure(MemoryGateway):
    """Does not tell, at first, which numbers the service has."""

    tells = False

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        found = super().received(messaging_service=messaging_service, since=since, until=until, limit=limit)
        return found if self.tells else replace(found, gap=Gap.NUMBERS)


def test_a_reply_behind_more_texts_than_are_listed_at_once_is_heard_and_nothing_twice(
    world: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "RECEIVED_MAX", 5)
    comes(world, "SMlost", START + 5 * MINUTE, "I want to die")
    for number in range(20):
        comes(world, f"SM{number}", START + timedelta(hours=1, minutes=15 * number))
    world.clock.at = START + timedelta(hours=6)

    found = 0
    for _ in range(20):
        world.clock.at += MINUTE
        found += reconcile(world.world)

    assert is_heard(world, "SMlost")
    assert found == 21
    assert heard_until(world) == world.clock.at
    assert "reconcile_full" not in world.noted


def test_what_no_halving_shows_is_noted_and_not_taken_as_heard(world: Pocket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "RECEIVED_MAX", 5)
    for number in range(40):
        comes(world, f"SM{number}", START + timedelta(seconds=number))
    world.clock.at = START + 2 * MINUTE

    reconcile(world.world)

    assert heard_until(world) == START
    assert "reconcile_full" in world.noted
    assert is_heard(world, "SM39")


def test_while_a_services_numbers_are_not_known_nothing_is_taken_as_heard(world: Pocket) -> None:
    gateway = Unsure(world.clock.now)
    world.world = replace(world.world, gateway=gateway)
    world.clock.at = START + timedelta(minutes=40)

    reconcile(world.world)
    before, gateway.tells = heard_until(world), True
    reconcile(world.world)

    assert (before, heard_until(world)) == (START, world.clock.at)
    assert world.noted.count("numbers_unknown") == 1


def test_a_clinic_whose_settings_cannot_be_read_keeps_no_other_from_being_heard_and_rings(world: Pocket) -> None:
    store = Unreadable()
    store.__dict__.update(world.world.store.__dict__)
    world.world = replace(world.world, store=store)
    store.save_clinic(replace(sample_clinic("another"), messaging_service="MG" + "c3" * 16))
    comes(world, "SMlost", START + MINUTE, "I want to die")
    world.clock.at += 2 * MINUTE

    with pytest.raises(SomeClinicsFailed):
        reconcile(world.world)

    assert is_heard(world, "SMlost")
    assert "reconcile_failed" in world.noted
