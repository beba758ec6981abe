"""Forgetting one person in DynamoDB: one transaction hides her from everything that acts, the rest goes in pieces."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from functions.adapters import keys
from functions.adapters.aws import AWS_FAILURES, CANCELED, code_of
from functions.adapters.codec import decode
from functions.adapters.dynamo_items import (
    Item,
    epoch,
    escalation_of,
    log_item,
    number,
    raw_of,
    string,
    text_of,
    valued,
)
from functions.adapters.dynamo_table import DynamoTable
from functions.adapters.erasing_rules import counted, fact_goes
from functions.ports import Ref, StoreDown
from functions.ports_erasing import CONSENT_KEPT, BareConsent, Counts, Erasure, Held, Unfinished

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PIECE_MAX = 90
"""Deletions in one transaction, beside the two that watch over it."""
PAGE = 1000
SWEEP_MAX = 1_000_000
"""Items of one partition that are looked through; more is refused aloud rather than looked through in part."""
ROUNDS_MAX = 3
EMPTIED = "erased"
Operation = dict[str, object]
Piece = tuple[list[keys.Key], Counts]
"""What goes together: a thing and whatever is found through it."""


class DynamoErasing:
    """`phone_secret` is the store's own."""

    def __init__(self, client: "DynamoDBClient", *, table: str, phone_secret: Callable[[], str]) -> None:
        self._table = DynamoTable(client, table)
        self._veil = keys.Veil(phone_secret)

    def holds(self, ref: Ref, phone: str | None) -> Counter[Held]:
        me, ending = string(ref.enrollment_id), f"#{ref.enrollment_id}"
        shard = {":shard": string(str(keys.shard_of(ref.enrollment_id)))}
        waking = self._table.index(keys.DUE_INDEX, "wake_shard = :shard", shard, SWEEP_MAX)
        held = Counter(counted(item["sk"]["S"]) for item in self._table.partition(keys.partition(ref)))
        held[Held.WAKE] = sum(item["pk"]["S"] == keys.partition(ref) for item in waking)
        held[Held.LINE] = self._ending(keys.people_partition(ref.clinic_id), ending)
        held[Held.CLOSED] = self._ending(keys.closed_partition(ref.clinic_id), ending)
        held[Held.OPEN] = self._ending(keys.inbox_partition(ref.clinic_id), ending)
        marks = self._each(keys.marks_partition(ref.clinic_id))
        held[Held.MARKS] = sum(item["enrollment_id"] == me for item in marks)
        known = (phone and self._table.get(self._veil.phone(ref.clinic_id, phone))) or {}
        held[Held.PHONE] = int(known.get("enrollment_id") == me)
        held[Held.UNFINISHED] = int(self._table.get(keys.erasing(ref)) is not None)
        return +held

    def begin(self, erasure: Erasure) -> bool:
        try:
            self._table.transact(list(self._hiding(erasure)))
        except AWS_FAILURES as error:
            if code_of(error) == CANCELED:
                return False
            raise StoreDown(f"begin an erasure: {code_of(error)}") from None
        return True

    def finish(self, ref: Ref) -> Counts | None:
        begun = self._table.get(keys.erasing(ref))
        for _ in range(ROUNDS_MAX):
            if begun is None or self._table.get(keys.enrollment(ref)) is not None:
                return None
            pieces = list(self._left(ref, datetime.fromisoformat(begun["begun_at"]["S"])))
            if not pieces:
                return self._end(ref)
            if not all(self._take_away(ref, part) for part in _packed(pieces)):
                return None
        raise StoreDown("erase: what was taken away came back")

    def unfinished(self, clinic_id: str, phone: str | None = None) -> list[Unfinished]:
        items = self._table.partition(keys.erasing_partition(clinic_id))
        veiled = None if phone is None else self._veil.phone(clinic_id, phone).pk
        return [
            Unfinished(
                ref=Ref(clinic_id=clinic_id, enrollment_id=item["sk"]["S"]),
                at=datetime.fromisoformat(item["begun_at"]["S"]),
            )
            for item in items
            if veiled in {None, item["phone_pk"]["S"]}
        ]

    def consents(self, clinic_id: str, phone: str) -> list[BareConsent]:
        items = self._table.partition(self._veil.phone(clinic_id, phone).pk, keys.CONSENTS)
        return sorted((decode(BareConsent, raw_of(item)) for item in items), key=lambda one: one.consent.given_at)

    def _hiding(self, erasure: Erasure) -> Iterator[Operation]:
        """Each as one operation of a transaction. The version guards the whole."""
        ref, enrollment = erasure.ref, erasure.enrollment
        phone_key = self._veil.phone(ref.clinic_id, enrollment.person.phone)
        line_key = keys.listed(ref, enrollment.enrolled_at)
        phone, line = self._table.get(phone_key) or {}, self._table.get(line_key)
        gone: Counter[Held] = Counter({Held.ENROLLMENT: 1, Held.LINE: int(line is not None)})
        yield {
            "Delete": {
                "Key": keys.enrollment(ref).item,
                "ConditionExpression": "#version = :seen",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":seen": number(enrollment.version)},
            }
        }
        yield {"Delete": {"Key": line_key.item}}
        if phone.get("enrollment_id") == string(ref.enrollment_id):
            gone[Held.PHONE] = 1
            yield _unlinked(phone_key, phone, ref)
        emptied = self._emptied_request(line)
        if emptied is not None:
            gone[Held.REQUEST] = 1
            yield {"Put": {"Item": emptied}}
        if enrollment.consent is not None:
            left_at = datetime.fromisoformat(phone["left_at"]["S"]) if "left_at" in phone else enrollment.left_at
            bare = BareConsent(consent=enrollment.consent, erased_at=erasure.at, left_at=left_at)
            item = valued(keys.bare_consent(ref, phone_key.pk), bare)
            yield {"Put": {"Item": {**item, keys.EXPIRES: epoch(erasure.at + CONSENT_KEPT)}}}
        yield {
            "Put": {
                "Item": log_item(ref.clinic_id, erasure.audit, f"{enrollment.version + 1:010d}#{ref.enrollment_id}")
            }
        }
        sets = "begun_at = :at, phone_pk = :phone"
        yield _noted(ref, gone, sets, {":at": string(keys.instant(erasure.at)), ":phone": string(phone_key.pk)})

    def _emptied_request(self, line: Item | None) -> Item | None:
        """The request that made the enrollment, without what it was or what it made: the same one sent again is told
        that its key is used up."""
        if line is None or "request_pk" not in line:
            return None
        known = self._table.get(keys.Key(line["request_pk"]["S"], "REQUEST"))
        return None if known is None else {**known, "digest": string(EMPTIED), "enrollment_id": string(EMPTIED)}

    def _left(self, ref: Ref, begun_at: datetime) -> Iterator[Piece]:
        """Whatever is found through a thing goes with it, never after it."""
        for item in self._table.partition(keys.partition(ref)):
            yield _piece(ref, item, begun_at)
        me = string(ref.enrollment_id)
        for item in chain(
            self._each(keys.inbox_partition(ref.clinic_id)), self._each(keys.marks_partition(ref.clinic_id))
        ):
            if item["enrollment_id"] == me:
                kind = Held.OPEN if item["pk"]["S"] == keys.inbox_partition(ref.clinic_id) else Held.MARKS
                yield [_key(item)], {kind: 1}

    def _take_away(self, ref: Ref, pieces: list[Piece]) -> bool:
        """False when somebody has written under this id meanwhile: nothing new may go unseen."""
        gone: Counter[Held] = Counter()
        for _, counts in pieces:
            gone.update(counts)
        watch = {"Key": keys.enrollment(ref).item, "ConditionExpression": "attribute_not_exists(pk)"}
        operations: list[Operation] = [{"ConditionCheck": watch}, _noted(ref, gone)]
        operations += [{"Delete": {"Key": key.item}} for key in dict.fromkeys(chain(*(found for found, _ in pieces)))]
        try:
            self._table.transact(operations)
        except AWS_FAILURES as error:
            if code_of(error) == CANCELED and self._table.get(keys.enrollment(ref)) is not None:
                return False
            raise StoreDown(f"erase: {code_of(error)}") from None
        return True

    def _end(self, ref: Ref) -> Counts:
        counts = _counts_of(self._table.get(keys.erasing(ref)) or {})
        try:
            self._table.transact([{"Delete": {"Key": keys.erasing(ref).item}}])
        except AWS_FAILURES as error:
            raise StoreDown(f"end an erasure: {code_of(error)}") from None
        return counts

    def _each(self, pk: str) -> Iterator[Item]:
        """Every item of a partition, however large."""
        last = ""
        for _ in range(SWEEP_MAX // PAGE):
            found = self._table.after(pk, last, PAGE)
            yield from found
            if len(found) < PAGE:
                return
            last = found[-1]["sk"]["S"]
        raise StoreDown(f"a partition of more than {SWEEP_MAX} items")

    def _ending(self, pk: str, ending: str) -> int:
        return sum(item["sk"]["S"].endswith(ending) for item in self._each(pk))


def _unlinked(key: keys.Key, phone: Item, ref: Ref) -> Operation:
    """A phone that asked us to stop is remembered for that, and for nothing else."""
    names = {"ExpressionAttributeNames": {"#active": "active"}} if "left_at" in phone else {}
    stays = "left_at" in phone
    known = {
        "Key": key.item,
        "ConditionExpression": f"enrollment_id = :me AND attribute{'' if stays else '_not'}_exists(left_at)",
        "ExpressionAttributeValues": {":me": string(ref.enrollment_id)},
    }
    return (
        {"Update": {**known, **names, "UpdateExpression": "REMOVE enrollment_id, #active"}}
        if stays
        else {"Delete": known}
    )


def _piece(ref: Ref, item: Item, begun_at: datetime) -> Piece:
    kind = counted(item["sk"]["S"])
    found = [_key(item)]
    counts: Counter[Held] = Counter({kind: 1})
    if kind is Held.ESCALATIONS:
        escalation = escalation_of(item)
        found.append(keys.closed(ref, escalation.escalation_id, escalation.opened_at))
        counts[Held.CLOSED] = int(escalation.closed_at is not None)
    if kind is Held.TEXTS and fact_goes(text_of(item), begun_at):
        found.append(keys.fact(ref.clinic_id, item["sk"]["S"].removeprefix(keys.TEXTS)))
        counts[Held.FACTS] = 1
    return found, counts


def _key(item: Item) -> keys.Key:
    return keys.Key(item["pk"]["S"], item["sk"]["S"])


def _packed(pieces: list[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    for piece in pieces:
        if sum(len(found) for found, _ in [*batch, piece]) > PIECE_MAX:
            yield batch
            batch = []
        batch.append(piece)
    yield batch


def _noted(ref: Ref, gone: Counts, sets: str = "", values: Item | None = None) -> Operation:
    """What has gone is counted where the erasure stands, in the transaction that takes it away."""
    added = {f":{kind.value}": number(count) for kind, count in gone.items() if count}
    parts = ([f"SET {sets}"] if sets else []) + ["ADD " + ", ".join(f"gone_{name[1:]} {name}" for name in added)]
    body: Operation = {
        "Key": keys.erasing(ref).item,
        "UpdateExpression": " ".join(parts),
        "ExpressionAttributeValues": {**added, **(values or {})},
    }
    return {"Update": body if sets else {**body, "ConditionExpression": "attribute_exists(pk)"}}


def _counts_of(item: Item) -> Counts:
    return {kind: int(item[f"gone_{kind.value}"]["N"]) for kind in Held if f"gone_{kind.value}" in item}
