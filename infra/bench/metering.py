"""What DynamoDB bills for calls as they were made: item sizes and units by its own published rules.

A write unit is 1 KB of the larger of the item before and after, a read unit 4 KB read consistently, half of one read
from an index; a transaction pays twice; an index of keys is written when its keys change, once for the old entry and
once for the new.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.bench.wire import Exchange

Item = Mapping[str, Any]
WRITE_BYTES, READ_BYTES = 1024, 4096
CONTAINER_BYTES, ELEMENT_BYTES = 3, 1
INDEXED = ("wake_shard", "wake_at")


def item_bytes(item: Item) -> int:
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held.strip("-")) // 2 + 2
        case "L":
            return CONTAINER_BYTES + sum(ELEMENT_BYTES + _value_bytes(one) for one in held)
        case _:
            return 1


@dataclass(slots=True)
class Meter:
    """Remembers how large each item is, so that an update is billed by what it changes."""

    write_units: float = 0
    read_units: float = 0
    requests: int = 0
    _items: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def take(self, exchanges: Iterable[Exchange]) -> None:
        """Calls to DynamoDB, in order."""
        for one in exchanges:
            self.requests += 1
            self._one(one)

    def forget_counts(self) -> None:
        """Not the items."""
        self.write_units = self.read_units = self.requests = 0

    def _one(self, one: Exchange) -> None:
        asked = one.asked
        match one.operation:
            case "GetItem":
                self._read([asked["Key"]])
            case "BatchGetItem":
                self._read(key for table in asked["RequestItems"].values() for key in table["Keys"])
            case "Query":
                self._query(asked)
            case "PutItem":
                self._put(asked["Item"], times=1)
            case "TransactWriteItems":
                for operation in asked["TransactItems"]:
                    self._operate(operation)
            case _:
                raise ValueError(f"nobody said what {one.operation} costs")

    def _read(self, keys: Iterable[Item]) -> None:
        for key in keys:
            self.read_units += _units(item_bytes(self._items.get(_name(key), {})), READ_BYTES)

    def _query(self, asked: Mapping[str, Any]) -> None:
        """All of a partition below its prefix; an index answers eventually, for half."""
        if "IndexName" in asked:
            self.read_units += 0.5
            return
        values = [one["S"] for one in asked["ExpressionAttributeValues"].values()]
        prefix = values[1] if len(values) > 1 else ""
        found = [item for (pk, sk), item in self._items.items() if pk == values[0] and sk.startswith(prefix)]
        self.read_units += _units(sum(map(item_bytes, found)), READ_BYTES)

    def _operate(self, operation: Mapping[str, Any]) -> None:
        ((verb, body),) = operation.items()
        if verb == "Put":
            self._put(body["Item"], times=2)
            return
        before = self._items.get(_name(body["Key"]), {})
        if verb == "Delete":
            self._items.pop(_name(body["Key"]), None)
        if verb == "Update":
            self._items[_name(body["Key"])] = updated({**body["Key"], **before}, body)
        after = self._items.get(_name(body["Key"]), {})
        self.write_units += 2 * _units(max(item_bytes(before), item_bytes(after)), WRITE_BYTES)

    def _put(self, item: Item, *, times: int) -> None:
        before = self._items.get(_name(item), {})
        self._items[_name(item)] = dict(item)
        self.write_units += times * _units(max(item_bytes(before), item_bytes(item)), WRITE_BYTES)
        old, new = ([one.get(name) for name in INDEXED] for one in (before, item))
        if old != new:
            self.write_units += (old[1] is not None) + (new[1] is not None)

    @property
    def items(self) -> list[Item]:
        return list(self._items.values())


def updated(item: dict[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """Our updates set names to values, append to one list, add to counts and remove names: enough to know the size
    after."""
    values = body.get("ExpressionAttributeValues", {})
    names = body.get("ExpressionAttributeNames", {})
    rest, _, removes = body["UpdateExpression"].partition("REMOVE ")
    sets, _, adds = rest.partition("ADD ")
    sets = sets.removeprefix("SET ")
    for change in adds.strip().split(", ") if adds.strip() else ():
        name, value = change.split(" ")
        before = int(item.get(name, {"N": "0"})["N"])
        item[name] = {"N": str(before + int(values[value]["N"]))}
    for change in sets.strip().split(", ") if sets.strip() else ():
        if " = :" in change:
            name, value = change.split(" = ")
            item[names.get(name, name)] = values[value]
        elif "list_append" in change:
            name = change.split(" = ")[0]
            item[name] = {"L": [*item.get(name, {"L": []})["L"], *values[":move"]["L"]]}
    for name in removes.split(", "):
        item.pop(name.strip(), None)
    return item


def _units(size: int, unit: int) -> int:
    return max(math.ceil(size / unit), 1)


def _name(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]
