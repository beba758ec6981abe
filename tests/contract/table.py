"""The table as the template deploys it, on an emulator, and wires that fail at chosen moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from moto import mock_aws

from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_erasing import DynamoErasing
from infra.local.emulated import create_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "aftercare"
SECRET = "a-secret-of-this-deployment"


def client(*, endpoint: str | None = None) -> DynamoDBClient:
    quick = Config(connect_timeout=1, read_timeout=1, retries={"mode": "standard", "max_attempts": 1})
    return boto3.client(
        "dynamodb",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url=endpoint,
        config=quick,
    )


@contextmanager
def emulated() -> Iterator[DynamoDBClient]:
    with mock_aws():
        aws = client()
        create_table(aws, TABLE)
        yield aws


class Wire:
    """A client whose transactions go through `carry`, one at a time as DynamoDB's do and moto's do not."""

    def __init__(self, aws: DynamoDBClient, carry: Callable[[Callable[[], Any]], Any] = lambda send: send()) -> None:
        self._aws = aws
        self._carry = carry
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._aws, name)

    def transact_write_items(self, **request: Any) -> Any:
        with self._lock:
            return self._carry(lambda: self._aws.transact_write_items(**request))


def store_over(wire: Any) -> DynamoStore:
    return DynamoStore(wire, table=TABLE, phone_secret=lambda: SECRET)


def erasing_over(wire: Any) -> DynamoErasing:
    return DynamoErasing(wire, table=TABLE, phone_secret=lambda: SECRET)
