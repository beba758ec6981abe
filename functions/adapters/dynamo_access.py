"""Who is on record, in the one table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError

from functions.adapters import access_keys, keys
from functions.adapters.aws import AWS_FAILURES, CANCELED, code_of
from functions.adapters.codec import decode
from functions.adapters.dynamo_items import Item, epoch, raw_of, string, valued
from functions.adapters.dynamo_table import DynamoTable, answering
from functions.ports import StoreDown
from functions.ports_access import DRAFT_KEPT, Draft, Machine, Session, Staff

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Value = TypeVar("Value")
BATCH_MAX = 100
"""DynamoDB's bound for one batch of reads, and for one transaction."""
SESSION_KEPT = timedelta(days=2)
"""Longer than any session lives: a form sent after its end is known by it."""
CALLS_KEPT = timedelta(minutes=5)


class DynamoAccess:
    def __init__(self, client: "DynamoDBClient", *, table: str) -> None:
        self._table = DynamoTable(client, table)

    def staff(self, staff_id: str) -> Staff | None:
        return _staff_of(self._table.get(access_keys.staff(staff_id)))

    def staff_of(self, clinic_id: str) -> list[Staff]:
        found = self._listed(access_keys.staff_list(clinic_id), access_keys.staff)
        return sorted((one for one in map(_staff_of, found) if one is not None), key=lambda one: one.name)

    def save_staff(self, staff: Staff) -> None:
        keys.check_ids(staff.clinic_id)
        item = valued(access_keys.staff(staff.staff_id), replace(staff, signed_out_at=None))
        values = {":value": item["value"], ":clinic": string(staff.clinic_id)}
        setting = "SET #value = :value, clinic_id = :clinic"
        changed = {"Key": access_keys.staff(staff.staff_id).item, "UpdateExpression": setting}
        changed |= {"ExpressionAttributeNames": {"#value": "value"}, "ExpressionAttributeValues": values}
        listed = keys.Key(access_keys.staff_list(staff.clinic_id), staff.staff_id).item
        with answering("save staff"):
            self._table.transact([{"Update": changed}, {"Put": {"Item": listed}}])
        if staff.signed_out_at is not None:
            self.sign_out(staff.staff_id, staff.signed_out_at)

    def sign_out(self, staff_id: str, at: datetime) -> None:
        """An earlier instant changes nothing, as does somebody who is not there."""
        self._if_so(
            "sign out",
            {
                "Update": {
                    "Key": access_keys.staff(staff_id).item,
                    "UpdateExpression": "SET signed_out_at = :at",
                    "ConditionExpression": "attribute_exists(pk) AND "
                    "(attribute_not_exists(signed_out_at) OR signed_out_at < :at)",
                    "ExpressionAttributeValues": {":at": string(keys.instant(at))},
                }
            },
        )

    def remove_staff(self, clinic_id: str, staff_id: str) -> None:
        """Her record goes first, and with it every session; what is left of them is cleared after."""
        gone = self._remove(access_keys.staff(staff_id), access_keys.staff_list(clinic_id), staff_id, clinic_id)
        left = self._table.partition(access_keys.person(staff_id)) if gone else []
        for start in range(0, len(left), BATCH_MAX):
            rows = left[start : start + BATCH_MAX]
            with answering("clear sessions"):
                self._table.transact([{"Delete": {"Key": {"pk": one["pk"], "sk": one["sk"]}}} for one in rows])

    def machine(self, client_id: str) -> Machine | None:
        item = self._table.get(access_keys.machine(client_id))
        return None if item is None else decode(Machine, raw_of(item))

    def machines_of(self, clinic_id: str) -> list[Machine]:
        found = self._listed(access_keys.machine_list(clinic_id), access_keys.machine)
        return sorted((decode(Machine, raw_of(one)) for one in found if one is not None), key=lambda one: one.label)

    def save_machine(self, machine: Machine) -> None:
        keys.check_ids(machine.clinic_id)
        item = {**valued(access_keys.machine(machine.client_id), machine), "clinic_id": string(machine.clinic_id)}
        listed = keys.Key(access_keys.machine_list(machine.clinic_id), machine.client_id).item
        with answering("save a machine"):
            self._table.transact([{"Put": {"Item": item}}, {"Put": {"Item": listed}}])

    def remove_machine(self, clinic_id: str, client_id: str) -> None:
        self._remove(access_keys.machine(client_id), access_keys.machine_list(clinic_id), client_id, clinic_id)

    def count_call(self, caller: str, *, minute: int, most: int) -> bool:
        """One conditional update. The count of a minute is gone some minutes later."""
        key, ends = access_keys.calls(caller, minute), datetime.fromtimestamp(minute * 60, UTC) + CALLS_KEPT
        return self._table.count(key, "calls", most=most, expires=epoch(ends))

    def open_session(self, session: Session) -> None:
        key = access_keys.session(session.staff_id, session.key)
        self._table.put({**valued(key, session), keys.EXPIRES: epoch(session.opened_at + SESSION_KEPT)})

    def session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        return self._session_of((access_keys.session(staff_id, key), access_keys.staff(staff_id)))

    def see_session(self, session: Session) -> None:
        key = access_keys.session(session.staff_id, session.key)
        self._if_so(
            "see a session",
            {
                "Update": {
                    "Key": key.item,
                    "UpdateExpression": "SET #value = :value",
                    "ConditionExpression": "attribute_exists(pk)",
                    "ExpressionAttributeNames": {"#value": "value"},
                    "ExpressionAttributeValues": {":value": valued(key, session)["value"]},
                }
            },
        )

    def close_session(self, session: Session) -> None:
        opened = access_keys.session(session.staff_id, session.key)
        closed = valued(access_keys.closed_session(session.staff_id, session.key), session)
        kept = {**closed, keys.EXPIRES: epoch(session.opened_at + SESSION_KEPT)}
        with answering("close a session"):
            self._table.transact([{"Delete": {"Key": opened.item}}, {"Put": {"Item": kept}}])

    def closed_session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        return self._session_of((access_keys.closed_session(staff_id, key), access_keys.staff(staff_id)))

    def keep_draft(self, draft: Draft) -> None:
        key = access_keys.draft(draft.staff_id, draft.key)
        self._table.put({**valued(key, draft), keys.EXPIRES: epoch(draft.kept_at + DRAFT_KEPT)})

    def draft(self, staff_id: str, key: str) -> Draft | None:
        item = self._table.get(access_keys.draft(staff_id, key))
        return decode(Draft, raw_of(item)) if item is not None else None

    def take_draft(self, staff_id: str, key: str) -> Draft | None:
        at = access_keys.draft(staff_id, key)
        item = self._table.get(at)
        taken = item is not None and self._if_so(
            "take a draft", {"Delete": {"Key": at.item, "ConditionExpression": "attribute_exists(pk)"}}
        )
        return decode(Draft, raw_of(item)) if taken and item is not None else None

    def _session_of(self, asked: tuple[keys.Key, keys.Key]) -> tuple[Session | None, Staff | None]:
        session, staff = self._table.get_all(asked)
        return None if session is None else decode(Session, raw_of(session)), _staff_of(staff)

    def _listed(self, pk: str, key_of: Callable[[str], keys.Key]) -> list[Item | None]:
        """A clinic's list names ids alone: the record of each stands in one place."""
        asked = [key_of(item["sk"]["S"]) for item in self._table.partition(pk)]
        batches = (asked[start : start + BATCH_MAX] for start in range(0, len(asked), BATCH_MAX))
        return [item for batch in batches for item in self._table.get_all(batch)]

    def _remove(self, key: keys.Key, listed_in: str, listed_as: str, clinic_id: str) -> bool:
        """True once it is gone; False for another clinic's, which stays."""
        deleted = {"Key": key.item, "ConditionExpression": "attribute_not_exists(pk) OR clinic_id = :clinic"}
        deleted |= {"ExpressionAttributeValues": {":clinic": string(clinic_id)}}
        listed = {"Key": keys.Key(listed_in, listed_as).item}
        return self._if_so("remove a record", {"Delete": deleted}, {"Delete": listed})

    def _if_so(self, what: str, *operations: dict[str, Any]) -> bool:
        """Whether the condition held; StoreDown for every other refusal."""
        try:
            self._table.transact(list(operations))
        except AWS_FAILURES as error:
            if isinstance(error, ClientError) and _failed_by_condition(error):
                return False
            raise StoreDown(f"{what}: {code_of(error)}") from None
        return True


def _failed_by_condition(error: ClientError) -> bool:
    answer: Any = error.response
    codes = {reason.get("Code", "None") for reason in answer.get("CancellationReasons", [])}
    return (
        code_of(error) == CANCELED and "ConditionalCheckFailed" in codes and codes <= {"None", "ConditionalCheckFailed"}
    )


def _staff_of(item: Item | None) -> Staff | None:
    """An item without a record is one that a sign-out of somebody removed could have left."""
    if item is None or "value" not in item:
        return None
    left = datetime.fromisoformat(item["signed_out_at"]["S"]) if "signed_out_at" in item else None
    return replace(decode(Staff, raw_of(item)), signed_out_at=left)
