"""One DynamoDB table: consistent reads, bounded paging, and StoreDown for whatever AWS fails at."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from functions.adapters.aws import AWS_FAILURES, code_of
from functions.adapters.dynamo_items import Item, string
from functions.adapters.keys import EXPIRES, Key
from functions.ports import StoreDown

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGES_MAX = 20
"""Pages of 1 MB read for one question; more is refused aloud rather than answered in part."""

ASKED_MAX = 3
"""Times one batch of items is asked for: under load DynamoDB leaves some out."""


class DynamoTable:
    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client = client
        self.name = name

    def get(self, key: Key) -> Item | None:
        with answering("read an item"):
            item: Any = self._client.get_item(TableName=self.name, Key=key.item, ConsistentRead=True).get("Item")
            found: Item | None = item
        return found

    def get_all(self, keys: Sequence[Key]) -> list[Item | None]:
        """In one round trip, in the order asked; at most 100, DynamoDB's bound. Asks again for what it left out."""
        found: dict[tuple[str, str], Item] = {}
        asked: Any = {self.name: {"Keys": [key.item for key in keys], "ConsistentRead": True}}
        for _ in range(ASKED_MAX):
            with answering("read items"):
                answer: Any = self._client.batch_get_item(RequestItems=asked)
            found |= {(item["pk"]["S"], item["sk"]["S"]): item for item in answer["Responses"].get(self.name, [])}
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return [found.get((key.pk, key.sk)) for key in keys]
        raise StoreDown(f"read items: some left out {ASKED_MAX} times")

    def put(self, item: Item) -> None:
        with answering("put an item"):
            self._client.put_item(TableName=self.name, Item=item)

    def count(self, key: Key, name: str, *, most: int, expires: dict[str, str]) -> bool:
        """Adds one to a number of an item that is made where there is none; False, and nothing added, at `most`."""
        update: Any = {
            "UpdateExpression": "ADD #name :one SET #expires = :expires",
            "ConditionExpression": "attribute_not_exists(#name) OR #name < :most",
            "ExpressionAttributeNames": {"#name": name, "#expires": EXPIRES},
            "ExpressionAttributeValues": {":one": {"N": "1"}, ":most": {"N": str(most)}, ":expires": expires},
        }
        with answering("count"):
            try:
                self._client.update_item(TableName=self.name, Key=key.item, **update)
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def transact(self, operations: list[dict[str, Any]]) -> None:
        """All or nothing. Raises boto's own errors: only the caller can tell what a refusal means."""
        named: Any = [{verb: {"TableName": self.name, **body} for verb, body in one.items()} for one in operations]
        self._client.transact_write_items(TransactItems=named)

    def partition(self, pk: str, prefix: str = "") -> list[Item]:
        """Sorted by sort key."""
        condition = "pk = :pk AND begins_with(sk, :prefix)" if prefix else "pk = :pk"
        values = {":pk": string(pk)} | ({":prefix": string(prefix)} if prefix else {})
        return self._pages(
            {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, "ConsistentRead": True}
        )

    def after(self, pk: str, sk: str, limit: int) -> list[Item]:
        """The first `limit` of a partition whose sort key comes after `sk`; "" begins."""
        if limit < 1:
            return []
        condition = "pk = :pk AND sk > :sk" if sk else "pk = :pk"  # no key compares with an empty string
        values = {":pk": string(pk)} | ({":sk": string(sk)} if sk else {})
        query = {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, "ConsistentRead": True}
        return self._pages({**query, "Limit": limit})[:limit]

    def backwards(self, pk: str, sk: str, limit: int, *, consistent: bool) -> list[Item]:
        """The last `limit` of a partition whose sort key comes before `sk`, last first; "" begins at the end."""
        if limit < 1:
            return []
        condition = "pk = :pk AND sk < :sk" if sk else "pk = :pk"
        values = {":pk": string(pk)} | ({":sk": string(sk)} if sk else {})
        query = {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, "ScanIndexForward": False}
        return self._pages({**query, "ConsistentRead": consistent, "Limit": limit})[:limit]

    def between(self, pk: str, first: str, end: str) -> list[Item]:
        """Those of a partition from sort key `first` to before `end`, sorted. `end` itself is left out, since every
        key goes on after its instant."""
        values = {":pk": string(pk), ":first": string(first), ":end": string(end)}
        condition = "pk = :pk AND sk BETWEEN :first AND :end"
        return self._pages(
            {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, "ConsistentRead": True}
        )

    def index(self, name: str, condition: str, values: Item, limit: int) -> list[Item]:
        """The first `limit` entries of an index: eventually consistent."""
        if limit < 1:
            return []
        query = {"IndexName": name, "KeyConditionExpression": condition, "ExpressionAttributeValues": values}
        return self._pages({**query, "Limit": limit})[:limit]

    def _pages(self, query: dict[str, Any]) -> list[Item]:
        """StoreDown past PAGES_MAX: half an inbox would hide a patient."""
        found: list[Item] = []
        for _ in range(PAGES_MAX):
            with answering("read a partition"):
                page: Any = self._client.query(TableName=self.name, **query)
            found += page["Items"]
            if "LastEvaluatedKey" not in page or len(found) >= query.get("Limit", float("inf")):
                return found
            query = {**query, "ExclusiveStartKey": page["LastEvaluatedKey"]}
        raise StoreDown(f"a question with more than {PAGES_MAX} pages of answers")


@contextmanager
def answering(what: str) -> Iterator[None]:
    try:
        yield
    except AWS_FAILURES as error:
        raise StoreDown(f"{what}: {code_of(error)}") from None
