"""Laws of every store about what waits: who must be woken, and what a clinic has yet to look after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.adapters.keys import SHARDS, shard_of
from functions.ports import Commit, Store
from messages.language import Language
from messages.severity import Severity
from schedules.enrollment import Person
from schedules.escalation import EscalationState
from tests.contract.values import REF, all_due, committed, escalation, her
from tests.making import MONDAY


def test_up_to_when_a_clinic_was_heard_is_remembered_for_it_alone(store: Store) -> None:
    before = store.heard_until("north")
    store.save_heard_until("north", MONDAY)
    store.save_heard_until("north", MONDAY + timedelta(minutes=1))

    assert (before, store.heard_until("north")) == (None, MONDAY + timedelta(minutes=1))
    assert store.heard_until("south") is None


def test_those_who_are_due_are_named_earliest_first_and_nobody_else(store: Store) -> None:
    wakes = {"e1": -3, "e2": 0, "e3": 1, "e4": None, "e5": -60 * 24 * 400}
    for number, (enrollment_id, minutes) in enumerate(wakes.items()):
        wake_at = None if minutes is None else MONDAY + timedelta(minutes=minutes)
        person = Person(phone=f"+1202555020{number}", language=Language.ENGLISH, zone="UTC")
        store.commit(Commit(enrollment=replace(her(), enrollment_id=enrollment_id, wake_at=wake_at, person=person)))

    expected = [
        enrollment_id
        for shard in range(SHARDS)
        for enrollment_id in ("e5", "e1", "e2")
        if shard_of(enrollment_id) == shard
    ]
    assert [ref.enrollment_id for ref in all_due(store, MONDAY)] == expected


def test_those_due_in_one_shard_come_in_order_and_no_more_than_asked(store: Store) -> None:
    ids = [name for name in (f"p{number}" for number in range(200)) if shard_of(name) == 3][:12]
    for number, enrollment_id in enumerate(ids):
        wake_at = MONDAY - timedelta(seconds=number, microseconds=number)
        person = Person(phone=f"+120255503{number:02}", language=Language.ENGLISH, zone="UTC")
        store.commit(Commit(enrollment=replace(her(), enrollment_id=enrollment_id, wake_at=wake_at, person=person)))

    found = [ref.enrollment_id for ref in store.due(3, MONDAY, 5)]

    assert found == list(reversed(ids))[:5]
    assert len(store.due(3, MONDAY, 50)) == 12
    assert store.due(3, MONDAY, 0) == []


def test_who_needs_no_waking_any_more_is_not_due(store: Store) -> None:
    committed(store, Commit(enrollment=her(1, wake_at=MONDAY)), Commit(enrollment=her(2, wake_at=None)))

    assert all_due(store, MONDAY + timedelta(days=400)) == []


def test_the_inbox_shows_what_is_not_closed_gravest_first_then_oldest(store: Store) -> None:
    soon = escalation("e-soon", Severity.SOON, MONDAY - timedelta(hours=9))
    urgent = escalation("e-urgent", Severity.URGENT, MONDAY - timedelta(hours=1))
    older = escalation("e-older", Severity.URGENT, MONDAY - timedelta(hours=2))
    crisis = escalation("e-crisis", Severity.CRISIS)
    closed = replace(escalation("e-closed", Severity.CRISIS), state=EscalationState.CLOSED)
    seen = replace(urgent, state=EscalationState.ACKNOWLEDGED, acknowledged_by="ana", acknowledged_at=MONDAY)
    committed(
        store,
        Commit(enrollment=her(1), escalations=(soon, urgent, older, crisis, escalation("e-closed", Severity.CRISIS))),
        Commit(enrollment=her(2), escalations=(seen, closed)),
    )

    inbox = store.inbox("north")

    assert [one.escalation for one in inbox] == [crisis, older, seen, soon]
    assert {one.ref for one in inbox} == {REF}
    assert store.escalations(REF) == [soon, older, seen, closed, crisis]
