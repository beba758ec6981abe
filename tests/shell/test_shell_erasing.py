"""One person's record: exported whole for her, and erased so that nothing of her is left and nobody is missed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.memory_erasing import MemoryErasing
from functions.operations.erasing import Found, Gone, Obstacle, erase, look
from functions.operations.exporting import SCHEMA, export
from functions.operations.receipts import digest, receipt
from functions.operations.records import records_of
from functions.operations.staff_acts import apply
from functions.ports import Ref
from functions.ports_erasing import Erasure, Held
from functions.sights import Audit
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.enrollment import Enrollment, Status
from schedules.facts import Closed, Withdrawn
from schedules.text import Direction

HER = "+12025550143"
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Life:
    pocket: Pocket
    erasing: MemoryErasing

    def find(self) -> Found:
        found = look(self.pocket.world, self.erasing, "lakeside", phone=HER)
        assert found is not None
        return found

    def erase(self, *despite: Obstacle) -> Gone | Obstacle:
        return erase(self.pocket.world, self.erasing, self.find(), by="operator", despite=despite)


@pytest.fixture
def life() -> Life:
    """Enrolled, a week lived, one plain reply."""
    world = pocket(sample_clinic(), START)
    world.enroll(sample_form(START, phone=HER))
    world.live_until(START + timedelta(days=7))
    world.says("thank you, resting today")
    return Life(world, MemoryErasing(world.world.store))  # type: ignore[arg-type]


def _ref(life: Life) -> Ref:
    assert life.pocket.ref is not None
    return life.pocket.ref


def withdrawn(life: Life) -> None:
    apply(life.pocket.world, _ref(life), Withdrawn(by="desk"), key=None, action="withdraw", by="desk")


def enrolled_again(life: Life) -> None:
    life.pocket.replies += 1
    life.pocket.enroll(sample_form(life.pocket.clock.at, phone=HER))


def test_who_is_still_texted_is_erased_only_once_withdrawn_and_by_name(life: Life) -> None:
    assert life.find().obstacles == {Obstacle.ACTIVE}
    assert life.erase() is Obstacle.ACTIVE
    assert life.pocket.enrollment.status is Status.ACTIVE

    gone = life.erase(Obstacle.ACTIVE)

    assert isinstance(gone, Gone)
    actions = [one.audit.action for one in life.pocket.world.store.logged("lakeside", before="", limit=9)]
    assert actions == ["erased", "withdraw", "enrolled"]


@pytest.mark.parametrize("words", ["i want to die", "the bleeding won't stop, 3 pads an hour"])
def test_nobody_is_erased_while_a_grave_matter_is_open(life: Life, words: str) -> None:
    withdrawn(life)
    life.pocket.says(words)

    assert Obstacle.GRAVE in life.find().obstacles
    assert life.erase(Obstacle.ACTIVE) is Obstacle.GRAVE
    assert life.pocket.world.store.inbox("lakeside") != []

    for one in life.pocket.enrollment.escalations:
        fact = Closed(by="nurse", escalation_id=one.escalation_id)
        apply(life.pocket.world, _ref(life), fact, key=None, action="close", by="nurse")
    assert isinstance(life.erase(), Gone)


def test_a_grave_matter_that_opens_after_the_look_stops_it_too(life: Life) -> None:
    withdrawn(life)
    found = life.find()
    life.pocket.says("i want to die")

    assert erase(life.pocket.world, life.erasing, found, by="operator") is Obstacle.GRAVE
    assert life.pocket.enrollment.escalations != ()


def test_afterwards_nothing_is_found_nothing_wakes_and_nothing_is_sent(life: Life) -> None:
    before = len(life.pocket.gateway.carried)

    gone = life.erase(Obstacle.ACTIVE)

    assert isinstance(gone, Gone)
    assert gone.left == {}
    assert look(life.pocket.world, life.erasing, "lakeside", phone=HER) is None
    store = life.pocket.world.store
    assert [ref for shard in range(8) for ref in store.due(shard, START + timedelta(days=400), 99)] == []
    assert len(life.pocket.gateway.carried) == before


def test_a_text_from_that_phone_is_a_strangers_and_a_cry_for_help_is_heard(life: Life) -> None:
    life.erase(Obstacle.ACTIVE)

    life.pocket.says("i want to die", sender=HER)

    (one,) = records_of(life.pocket.world, "lakeside", HER)
    assert (one.status, one.pathway, one.chart.name) == (Status.STRANGER, None, None)
    assert [inbox.escalation.severity.value for inbox in life.pocket.world.store.inbox("lakeside")] == ["crisis"]


def test_earlier_enrollments_and_what_she_wrote_as_a_stranger_go_with_her(life: Life) -> None:
    withdrawn(life)
    life.pocket.clock.at += timedelta(days=1)
    enrolled_again(life)

    found = life.find()
    gone = life.erase(Obstacle.ACTIVE)

    assert len(found.refs) == 2
    assert found.named_by == _ref(life).enrollment_id
    assert isinstance(gone, Gone)
    assert (len(gone.gone), gone.left) == (2, {})


def test_an_enrollment_names_all_that_is_kept_under_its_phone(life: Life) -> None:
    first = _ref(life)
    withdrawn(life)
    life.pocket.clock.at += timedelta(days=1)
    enrolled_again(life)

    found = look(life.pocket.world, life.erasing, "lakeside", enrollment_id=first.enrollment_id)

    assert found is not None
    assert len(found.refs) == 2
    assert found.named_by == first.enrollment_id
    assert look(life.pocket.world, life.erasing, "other", enrollment_id=first.enrollment_id) is None


def test_what_was_cut_off_is_found_by_phone_and_by_id_and_finished(life: Life) -> None:
    withdrawn(life)
    ref, found = _ref(life), life.find()
    audit = Audit(at=life.pocket.clock.at, author="operator", action="erased", about=ref.enrollment_id)
    life.erasing.begin(Erasure(enrollment=found.records[-1], at=life.pocket.clock.at, audit=audit))

    by_id = look(life.pocket.world, life.erasing, "lakeside", enrollment_id=ref.enrollment_id)
    again = life.find()
    gone = life.erase()

    assert by_id is not None
    assert (by_id.refs, again.refs, again.begun) == ((ref,), (ref,), (ref,))
    assert isinstance(gone, Gone)
    assert (gone.gone[ref][Held.ENROLLMENT], gone.left) == (1, {})


def test_a_stop_stays_a_stop(life: Life) -> None:
    life.pocket.says("STOP")

    gone = life.erase(Obstacle.ACTIVE)

    assert isinstance(gone, Gone)
    assert gone.has_left
    known = life.pocket.world.store.phone("lakeside", HER)
    assert known is not None
    assert known.left_at is not None
    sent = len(life.pocket.gateway.carried)
    life.pocket.says("hello?", sender=HER)
    assert len(life.pocket.gateway.carried) == sent


def test_the_receipt_names_what_went_what_stays_and_where_no_command_reaches(life: Life) -> None:
    gone = life.erase(Obstacle.ACTIVE)
    assert isinstance(gone, Gone)

    told = receipt(gone, clinic_id="lakeside", backups_kept=timedelta(days=35))

    assert told["is_complete"]
    assert told["looked_again"]["found"] == {}
    assert told["taken_away"]["enrollment"] == 1
    assert told["records"][0]["enrollment_digest"] == digest(_ref(life))
    assert HER not in json.dumps(told)
    assert _ref(life).enrollment_id not in json.dumps(told)
    backups = told["elsewhere"][0]
    assert "restored" in backups["why"]
    assert backups["gone_by"] == (gone.at + timedelta(days=35)).isoformat()
    none = receipt(gone, clinic_id="lakeside", backups_kept=None)
    assert "backups" not in json.dumps(none["elsewhere"])


def test_an_export_holds_every_field_of_her_record_and_both_sides_of_the_conversation(life: Life) -> None:
    world = life.pocket.world
    (enrollment,) = records_of(world, "lakeside", HER)

    told = export(world, life.erasing, sample_clinic(), [enrollment], by="operator")

    (record,) = told["records"]
    assert set(record["record"]) == {field.name for field in fields(Enrollment)}
    assert record["record"]["person"]["phone"] == HER
    assert {one["direction"] for one in record["texts"]} == set(Direction)
    assert "thank you, resting today" in [one["body"] for one in record["texts"]]
    assert record["what_was_done"][0]["action"] == "enrolled"
    assert (told["schema"], told["phone"]["number"]) == (SCHEMA, HER)
    json.dumps(told)


def test_an_export_gives_each_time_in_utc_and_as_her_clock_showed_it(life: Life) -> None:
    (enrollment,) = records_of(life.pocket.world, "lakeside", HER)

    told = export(life.pocket.world, life.erasing, sample_clinic(), [enrollment], by="operator")

    at = told["records"][0]["record"]["enrolled_at"]
    assert at == {"utc": "2026-03-02T15:00:00+00:00", "local": "2026-03-02T10:00:00-05:00"}


def test_an_export_begins_with_what_it_is_in_her_language() -> None:
    world = pocket(sample_clinic(), START)
    world.enroll(sample_form(START, phone=HER, language="es"))
    erasing = MemoryErasing(world.world.store)  # type: ignore[arg-type]
    records = records_of(world.world, "lakeside", HER)

    told = export(world.world, erasing, sample_clinic(), records, by="operator")

    assert next(iter(told)) == "what_this_is"
    assert told["what_this_is"].startswith("Aquí está todo lo que Lakeside Clinic guarda")


def test_an_export_tells_no_phone_of_staff_though_she_raised_an_alarm(life: Life) -> None:
    life.pocket.says("i want to die")
    records = records_of(life.pocket.world, "lakeside", HER)

    told = json.dumps(export(life.pocket.world, life.erasing, sample_clinic(), records, by="operator"))

    assert "texts_with_staff_about_you" in told
    assert "crisis" in told
    assert not [contact for contact in sample_clinic().ladder if contact.phone in told]


def test_an_export_is_on_record_and_is_itself_told_in_the_next(life: Life) -> None:
    world = life.pocket.world
    records = records_of(world, "lakeside", HER)
    export(world, life.erasing, sample_clinic(), records, by="operator")

    told = export(world, life.erasing, sample_clinic(), records, by="operator")

    done = [(one["action"], one["author"]) for one in told["records"][0]["what_was_done"]]
    assert done == [("enrolled", "pocket"), ("exported", "operator"), ("exported", "operator")]


def test_an_export_shows_what_is_kept_of_an_erased_record(life: Life) -> None:
    life.erase(Obstacle.ACTIVE)
    life.pocket.clock.at += timedelta(days=1)
    enrolled_again(life)
    records = records_of(life.pocket.world, "lakeside", HER)

    told = export(life.pocket.world, life.erasing, sample_clinic(), records, by="operator")

    (kept,) = told["phone"]["consents_kept_of_erased_records"]
    assert kept["consent"]["wording"] == "consent-2026-11"
