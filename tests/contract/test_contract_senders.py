"""Laws of whose a sender is: one clinic's, from the transaction that saves the settings that name it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from functions.ports import Saved, Store, StoreDown
from schedules.clinic import Clinic
from tests.contract.table import TABLE, Wire, store_over
from tests.contract.test_contract_dynamo import answer_lost, never_arrived, sent_twice
from tests.making import clinic

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FIRST, SECOND, THIRD = ("MG" + digit * 32 for digit in "123")
NUMBER = "+12025550199"


def of(clinic_id: str, service: str, calls_from: str | None = None) -> Clinic:
    return clinic(clinic_id=clinic_id, messaging_service=service, calls_from=calls_from)


def replaced(store: Store, new: Clinic) -> Saved:
    _, seen = store.settings(new.clinic_id) or (None, "")
    return store.replace_clinic(new, expected=seen)


@pytest.mark.parametrize(
    ("mine", "theirs"), [((FIRST, None), (FIRST, None)), ((FIRST, NUMBER), (SECOND, NUMBER))], ids=["service", "number"]
)
def test_a_sender_is_one_clinics_and_nothing_is_stored_for_another(
    store: Store, mine: tuple[str, str | None], theirs: tuple[str, str | None]
) -> None:
    store.save_clinic(of("north", *mine))
    store.save_clinic(of("west", THIRD))

    assert store.save_clinic(of("south", *theirs)) is Saved.TAKEN
    assert replaced(store, of("west", *theirs)) is Saved.TAKEN

    assert store.clinics() == ["north", "west"]
    assert store.clinic("west") == of("west", THIRD)


def test_a_clinic_saves_its_own_as_often_as_it_likes_and_gives_back_what_it_no_longer_names(store: Store) -> None:
    store.save_clinic(of("north", FIRST, NUMBER))

    assert replaced(store, of("north", SECOND, NUMBER)) is Saved.DONE
    assert store.save_clinic(of("north", SECOND)) is Saved.DONE
    assert store.save_clinic(of("south", FIRST, NUMBER)) is Saved.DONE
    assert replaced(store, of("north", FIRST)) is Saved.TAKEN


def test_whose_a_sender_is_can_be_asked(store: Store) -> None:
    store.save_clinic(of("north", FIRST, NUMBER))
    store.save_clinic(of("south", SECOND))
    replaced(store, of("south", THIRD))

    owners = [store.owner(one) for one in (FIRST, NUMBER, SECOND, THIRD, "")]

    assert owners == ["north", "north", None, "south", None]


def test_of_two_that_ask_for_one_sender_at_once_one_has_it(store: Store) -> None:
    answers: list[Saved] = []
    asking = [Thread(target=lambda one=one: answers.append(store.save_clinic(of(one, FIRST)))) for one in ("a", "b")]

    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert sorted(answers) == [Saved.DONE, Saved.TAKEN]
    assert len(store.clinics()) == 1


@pytest.mark.parametrize("carry", [answer_lost, sent_twice])
def test_settings_whose_answer_was_lost_are_saved(dynamo: DynamoDBClient, carry: Callable[..., Any]) -> None:
    store = store_over(Wire(dynamo, carry))

    assert store.save_clinic(of("north", FIRST)) is Saved.DONE
    assert replaced(store, of("north", SECOND)) is Saved.DONE


def test_settings_that_never_arrived_leave_the_table_down(dynamo: DynamoDBClient) -> None:
    with pytest.raises(StoreDown, match="save a clinic: ReadTimeoutError"):
        store_over(Wire(dynamo, never_arrived)).save_clinic(of("north", FIRST))


@pytest.mark.parametrize(("theirs", "told"), [(("south", SECOND), Saved.TAKEN), (("north", THIRD), Saved.OUTDATED)])
def test_what_somebody_saved_between_our_reading_and_our_writing_is_found_out(
    dynamo: DynamoDBClient, theirs: tuple[str, str], told: Saved
) -> None:
    store_over(dynamo).save_clinic(of("north", FIRST))

    def overtaken(send: Callable[[], Any]) -> Any:
        store_over(dynamo).save_clinic(of(*theirs))
        return send()

    assert replaced(store_over(Wire(dynamo, overtaken)), of("north", SECOND)) is told


def test_settings_from_before_senders_were_kept_can_be_changed_and_keep_theirs(dynamo: DynamoDBClient) -> None:
    store = store_over(dynamo)
    for one in ("north", "south"):
        store.save_clinic(of(one, FIRST if one == "north" else SECOND))
    for item in dynamo.scan(TableName=TABLE)["Items"]:
        if item["pk"]["S"].startswith("SENDER#"):
            dynamo.delete_item(TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]})

    assert replaced(store, clinic(messaging_service=FIRST, name="Renamed")) is Saved.DONE
    assert replaced(store, of("south", FIRST)) is Saved.TAKEN


def test_no_key_of_a_sender_shows_its_number(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).save_clinic(of("north", FIRST, NUMBER))

    keys = [item["pk"]["S"] for item in dynamo.scan(TableName=TABLE)["Items"] if item["sk"]["S"] == "SENDER"]

    assert len(keys) == 2
    assert not [key for key in keys if "2025550199" in key]
