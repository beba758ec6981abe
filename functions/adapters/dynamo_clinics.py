"""Clinics' settings in DynamoDB, written in one transaction with whose their senders are."""

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters import keys
from functions.adapters.aws import AWS_FAILURES, CANCELED, code_of
from functions.adapters.codec import decode
from functions.adapters.commit_rules import digest_of
from functions.adapters.dynamo_items import Item, raw_of, string, valued
from functions.adapters.dynamo_table import DynamoTable
from functions.adapters.sender_rules import Moves, moves
from functions.ports import Saved, StoreDown
from schedules.clinic import Clinic

Operation = dict[str, Any]


class DynamoClinics:
    def __init__(self, table: DynamoTable, veil: keys.Veil) -> None:
        self._table = table
        self._veil = veil

    def save(self, clinic: Clinic) -> Saved:
        keys.check_ids(clinic.clinic_id)
        before = self._table.get(keys.settings(clinic.clinic_id))
        return self._write(clinic, before, [{"Put": {"Item": keys.registered(clinic.clinic_id).item}}])

    def replace(self, clinic: Clinic, *, expected: str) -> Saved:
        before = self._table.get(keys.settings(clinic.clinic_id))
        if before is None or digest_of(raw_of(before)) != expected:
            return Saved.OUTDATED
        return self._write(clinic, before, [])

    def owner(self, sender: str) -> str | None:
        return self._owners((sender,)).get(sender)

    def _write(self, clinic: Clinic, before: Item | None, more: list[Operation]) -> Saved:
        """Over what was read, which must stand there still."""
        found = self._moves(clinic, before)
        if found is None:
            return Saved.TAKEN
        senders = [self._claim(one, clinic.clinic_id) for one in sorted(found.claims)]
        senders += [self._release(one, clinic.clinic_id) for one in sorted(found.releases)]
        try:
            self._table.transact([_over(before, valued(keys.settings(clinic.clinic_id), clinic)), *more, *senders])
        except AWS_FAILURES as error:
            return self._after(clinic, before, error)
        return Saved.DONE

    def _after(self, clinic: Clinic, before: Item | None, error: ClientError | BotoCoreError) -> Saved:
        """The table said no, or nothing: what is on record tells which."""
        key = keys.settings(clinic.clinic_id)
        now = self._table.get(key)
        if now == valued(key, clinic) and now != before:  # done, and the answer to it lost
            return Saved.DONE
        if code_of(error) == CANCELED and now != before:
            return Saved.OUTDATED
        if code_of(error) == CANCELED and self._moves(clinic, before) is None:
            return Saved.TAKEN
        raise StoreDown(f"save a clinic: {code_of(error)}")

    def _moves(self, clinic: Clinic, before: Item | None) -> Moves | None:
        was = None if before is None else decode(Clinic, raw_of(before))
        return moves(was, clinic, self._owners(clinic.senders | (was.senders if was else frozenset())))

    def _owners(self, senders: Iterable[str]) -> dict[str, str]:
        asked = sorted(senders)
        items = self._table.get_all([self._veil.sender(one) for one in asked])
        return {one: item["clinic_id"]["S"] for one, item in zip(asked, items, strict=True) if item is not None}

    def _claim(self, sender: str, clinic_id: str) -> Operation:
        mine = {":me": string(clinic_id)}
        item = {**self._veil.sender(sender).item, "clinic_id": string(clinic_id)}
        condition = "attribute_not_exists(pk) OR clinic_id = :me"
        return {"Put": {"Item": item, "ConditionExpression": condition, "ExpressionAttributeValues": mine}}

    def _release(self, sender: str, clinic_id: str) -> Operation:
        mine = {":me": string(clinic_id)}
        key = self._veil.sender(sender).item
        return {"Delete": {"Key": key, "ConditionExpression": "clinic_id = :me", "ExpressionAttributeValues": mine}}


def _over(before: Item | None, after: Item) -> Operation:
    if before is None:
        return {"Put": {"Item": after, "ConditionExpression": "attribute_not_exists(pk)"}}
    condition = {"ConditionExpression": "#value = :before", "ExpressionAttributeNames": {"#value": "value"}}
    return {"Put": {"Item": after, **condition, "ExpressionAttributeValues": {":before": before["value"]}}}
