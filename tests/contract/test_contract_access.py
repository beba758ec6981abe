"""Who is on record, the same in memory and in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.dynamo_access import DynamoAccess
from functions.ports import StoreDown
from functions.ports_access import Access, Draft, Machine, Session, Staff
from functions.roles import Role
from tests.contract.table import TABLE, client
from tests.making import MONDAY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ANA = Staff(
    staff_id="11111111-aaaa-4bbb-8ccc-000000000001",
    clinic_id="north",
    name="Ana",
    email="ana@north.example",
    role=Role.NURSE,
    invited_at=MONDAY,
)
BEA = replace(ANA, staff_id="11111111-aaaa-4bbb-8ccc-000000000002", name="Bea", role=Role.LEAD)
DESK = Machine(client_id="4fHabc0000000000000000000d", clinic_id="north", label="front desk")
OPEN = Session(key="a" * 64, clinic_id="north", staff_id=ANA.staff_id, csrf="c", opened_at=MONDAY, seen_at=MONDAY)
DRAFT = Draft(
    key="d" * 64,
    clinic_id="north",
    staff_id=ANA.staff_id,
    path="/console/enroll",
    fields=(("note", "¿cómo está?"), ("topic", "a"), ("topic", "b")),
    kept_at=MONDAY,
)
LATER = MONDAY + timedelta(minutes=5)


def test_nobody_is_known_before_being_saved(access: Access) -> None:
    assert (access.staff(ANA.staff_id), access.machine(DESK.client_id)) == (None, None)
    assert access.session(ANA.staff_id, OPEN.key) == (None, None)
    assert (access.staff_of("north"), access.machines_of("north")) == ([], [])
    assert access.take_draft(ANA.staff_id, DRAFT.key) is None


def test_staff_are_found_by_themselves_and_in_their_own_clinic_by_name(access: Access) -> None:
    for one in (BEA, ANA):
        access.save_staff(one)
    access.save_staff(replace(ANA, staff_id="else", clinic_id="south"))

    assert access.staff(ANA.staff_id) == ANA
    assert access.staff_of("north") == [ANA, BEA]
    assert [one.staff_id for one in access.staff_of("south")] == ["else"]


def test_a_change_of_role_is_the_whole_truth_at_once(access: Access) -> None:
    access.save_staff(ANA)
    access.save_staff(replace(ANA, role=Role.LEAD))

    assert access.staff(ANA.staff_id) == replace(ANA, role=Role.LEAD)
    assert access.staff_of("north") == [replace(ANA, role=Role.LEAD)]


def test_a_sign_out_is_never_taken_back_by_a_change_nor_by_an_earlier_one(access: Access) -> None:
    access.save_staff(ANA)
    access.sign_out(ANA.staff_id, LATER)
    access.save_staff(replace(ANA, role=Role.LEAD))
    access.sign_out(ANA.staff_id, MONDAY)

    assert access.staff(ANA.staff_id) == replace(ANA, role=Role.LEAD, signed_out_at=LATER)


def test_signing_out_somebody_unknown_makes_nobody(access: Access) -> None:
    access.sign_out(ANA.staff_id, MONDAY)

    assert access.staff(ANA.staff_id) is None


def test_whoever_is_removed_is_gone_with_every_session_and_draft(access: Access) -> None:
    access.save_staff(ANA)
    for number in range(3):
        access.open_session(replace(OPEN, key=f"{number}" * 64))
    access.keep_draft(DRAFT)

    access.remove_staff("north", ANA.staff_id)
    access.remove_staff("north", ANA.staff_id)

    assert access.staff_of("north") == []
    assert [access.session(ANA.staff_id, f"{number}" * 64) for number in range(3)] == [(None, None)] * 3
    assert access.take_draft(ANA.staff_id, DRAFT.key) is None


def test_a_clinic_removes_nobody_of_another(access: Access) -> None:
    access.save_staff(ANA)
    access.save_machine(DESK)
    access.open_session(OPEN)

    access.remove_staff("south", ANA.staff_id)
    access.remove_machine("south", DESK.client_id)

    assert access.session(ANA.staff_id, OPEN.key) == (OPEN, ANA)
    assert (access.staff_of("north"), access.machines_of("north")) == ([ANA], [DESK])
    assert access.machine(DESK.client_id) == DESK


def test_a_machine_is_found_by_its_id_and_in_its_own_clinic(access: Access) -> None:
    access.save_machine(DESK)
    access.save_machine(replace(DESK, client_id="Other", label="archive"))

    assert access.machine(DESK.client_id) == DESK
    assert access.machine(DESK.client_id.lower()) is None
    assert [one.label for one in access.machines_of("north")] == ["archive", "front desk"]
    assert access.machines_of("south") == []


def test_a_machine_that_is_removed_is_gone(access: Access) -> None:
    access.save_machine(DESK)

    access.remove_machine("north", DESK.client_id)

    assert (access.machine(DESK.client_id), access.machines_of("north")) == (None, [])


def test_a_session_is_read_with_whose_it_is(access: Access) -> None:
    access.save_staff(ANA)
    access.open_session(OPEN)

    assert access.session(ANA.staff_id, OPEN.key) == (OPEN, ANA)
    assert access.session(ANA.staff_id, "b" * 64) == (None, ANA)
    assert access.session(BEA.staff_id, OPEN.key) == (None, None)


def test_a_session_that_was_closed_is_not_opened_by_being_seen(access: Access) -> None:
    access.open_session(OPEN)
    access.see_session(replace(OPEN, seen_at=LATER))
    seen, _ = access.session(ANA.staff_id, OPEN.key)

    access.close_session(OPEN)
    access.see_session(replace(OPEN, seen_at=LATER))

    assert seen == replace(OPEN, seen_at=LATER)
    assert access.session(ANA.staff_id, OPEN.key) == (None, None)


def test_a_session_that_was_closed_is_known_as_such_until_its_holder_is_removed(access: Access) -> None:
    access.save_staff(ANA)
    access.open_session(OPEN)
    before = access.closed_session(ANA.staff_id, OPEN.key)

    access.close_session(OPEN)

    assert before == (None, ANA)
    assert access.session(ANA.staff_id, OPEN.key) == (None, ANA)
    assert access.closed_session(ANA.staff_id, OPEN.key) == (OPEN, ANA)
    assert access.closed_session(BEA.staff_id, OPEN.key) == (None, None)
    access.remove_staff(ANA.clinic_id, ANA.staff_id)
    assert access.closed_session(ANA.staff_id, OPEN.key) == (None, None)


def test_a_draft_is_read_as_often_as_it_is_asked_for_and_by_nobody_else(access: Access) -> None:
    access.keep_draft(DRAFT)

    assert access.draft(BEA.staff_id, DRAFT.key) is None
    assert [access.draft(ANA.staff_id, DRAFT.key) for _ in range(2)] == [DRAFT, DRAFT]
    assert access.take_draft(ANA.staff_id, DRAFT.key) == DRAFT
    assert access.draft(ANA.staff_id, DRAFT.key) is None


def test_a_draft_is_given_out_once_and_to_whoever_typed_it(access: Access) -> None:
    access.keep_draft(DRAFT)

    assert access.take_draft(BEA.staff_id, DRAFT.key) is None
    assert access.take_draft(ANA.staff_id, DRAFT.key) == DRAFT
    assert access.take_draft(ANA.staff_id, DRAFT.key) is None


@pytest.mark.parametrize("forged", ["", "#", "STAFF", "x#SESSION", "a b", "ñ", "a" * 129, "a\n", "\ud800"])
def test_an_id_that_cannot_be_ours_finds_nothing(access: Access, forged: str) -> None:
    access.save_staff(ANA)
    access.open_session(OPEN)

    assert (access.staff(forged), access.machine(forged)) == (None, None)
    assert access.session(ANA.staff_id, forged) == (None, ANA)
    assert access.take_draft(forged, forged) is None


def test_what_is_typed_and_who_is_signed_in_expire_by_themselves(dynamo: DynamoDBClient) -> None:
    access = DynamoAccess(dynamo, table=TABLE)
    access.open_session(OPEN)
    access.keep_draft(DRAFT)
    access.close_session(replace(OPEN, key="c" * 64))

    items: Any = dynamo.scan(TableName=TABLE)["Items"]

    left = {one["sk"]["S"].split("#")[0]: int(one["expires_at"]["N"]) - int(MONDAY.timestamp()) for one in items}
    assert left == {"SESSION": 2 * 24 * 3600, "CLOSED": 2 * 24 * 3600, "DRAFT": 15 * 60}


def test_every_question_to_an_unreachable_table_says_that_it_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    access = DynamoAccess(client(endpoint="http://127.0.0.1:9"), table=TABLE)
    questions: list[Callable[[], object]] = [
        lambda: access.staff("a"),
        lambda: access.staff_of("north"),
        lambda: access.save_staff(ANA),
        lambda: access.sign_out("a", MONDAY),
        lambda: access.remove_staff("north", "a"),
        lambda: access.machine("a"),
        lambda: access.machines_of("north"),
        lambda: access.save_machine(DESK),
        lambda: access.remove_machine("north", "a"),
        lambda: access.open_session(OPEN),
        lambda: access.session("a", "b"),
        lambda: access.see_session(OPEN),
        lambda: access.close_session(OPEN),
        lambda: access.keep_draft(DRAFT),
        lambda: access.take_draft("a", "b"),
    ]

    for question in questions:
        with pytest.raises(StoreDown):
            question()


def test_calls_are_counted_by_caller_and_minute_up_to_the_bound(access: Access) -> None:
    minute = int(MONDAY.timestamp()) // 60

    counted = [access.count_call("north/front desk", minute=minute, most=2) for _ in range(4)]

    assert counted == [True, True, False, False]
    assert access.count_call("north/front desk", minute=minute + 1, most=2)
    assert access.count_call("south/front desk", minute=minute, most=2)
