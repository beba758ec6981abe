"""All a commit asks of a phone as one operation: DynamoDB takes no two on one item in a transaction."""

from dataclasses import dataclass, field
from typing import Any

from functions.adapters.commit_rules import is_active, left_at, needs_consent, needs_free_phone, needs_own_phone
from functions.adapters.dynamo_items import Item, string
from functions.adapters.keys import Key, instant
from functions.ports import Commit
from schedules.decision import PhoneConsent

Operation = dict[str, Any]


@dataclass(slots=True)
class _Change:
    """One operation on the phone item, gathered from all that a commit asks of it."""

    sets: list[str] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: Item = field(default_factory=dict)

    def set(self, name: str, value: Item) -> None:
        self.sets.append(f"{name} = :{name.removeprefix('#')}")
        self.values[f":{name.removeprefix('#')}"] = value

    def operations(self, key: Key) -> list[Operation]:
        if not (self.sets or self.removes or self.conditions):
            return []
        body: Operation = {"Key": key.item}
        if self.conditions:
            body["ConditionExpression"] = " AND ".join(self.conditions)
        update = _clause("SET", self.sets) + _clause("REMOVE", self.removes)
        if update:
            body["UpdateExpression"] = update.strip()
        if self.values:
            body["ExpressionAttributeValues"] = self.values
        if "#active" in f"{update}{body.get('ConditionExpression', '')}":
            body["ExpressionAttributeNames"] = {"#active": "active"}
        return [{"Update" if update else "ConditionCheck": body}]


def _clause(verb: str, parts: list[str]) -> str:
    return f"{verb} {', '.join(parts)} " if parts else ""


def phone_operations(commit: Commit, key: Key, *, releases: bool) -> list[Operation]:
    """None, or one. `releases`: the enrollment is over and the phone item still points to it."""
    change = _Change()
    me = {"S": commit.enrollment.enrollment_id}
    if commit.phone is PhoneConsent.LEFT:
        change.set("left_at", string(instant(left_at(commit))))
    if commit.phone is PhoneConsent.RETURNED:
        change.removes.append("left_at")
    if commit.takes_phone:
        change.set("enrollment_id", me)
        change.set("#active", {"BOOL": is_active(commit)})
    if releases:
        change.set("#active", {"BOOL": False})
        change.conditions.append("enrollment_id = :me")
        change.values[":me"] = me
    if needs_consent(commit):
        change.conditions.append("attribute_not_exists(left_at)")
    if needs_free_phone(commit):
        change.conditions.append("(attribute_not_exists(enrollment_id) OR enrollment_id = :me OR #active = :no)")
        change.values |= {":me": me, ":no": {"BOOL": False}}
    if needs_own_phone(commit):
        change.conditions.append("(attribute_not_exists(enrollment_id) OR enrollment_id = :me)")
        change.values[":me"] = me
    return change.operations(key)
