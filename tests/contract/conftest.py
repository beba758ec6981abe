"""Every store and every gateway we have, each to be held to the same laws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from functions.adapters.dynamo_access import DynamoAccess
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_access import MemoryAccess
from functions.adapters.memory_gateway import Turn
from functions.ports import Store
from functions.ports_access import Access
from tests.contract.providers import MemoryWorld, TwilioWorld, World
from tests.contract.table import TABLE, Wire, emulated, store_over

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def dynamo() -> Iterator[DynamoDBClient]:
    with emulated() as aws:
        yield aws


@pytest.fixture(params=["memory", "dynamo"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    with emulated() as aws:
        yield store_over(Wire(aws))


@pytest.fixture(params=["memory", "dynamo"])
def access(request: pytest.FixtureRequest) -> Iterator[Access]:
    if request.param == "memory":
        yield MemoryAccess()
        return
    with emulated() as aws:
        yield DynamoAccess(aws, table=TABLE)


@pytest.fixture(params=["memory", "twilio"])
def world(request: pytest.FixtureRequest) -> Iterator[Callable[[Iterable[Turn | int]], World]]:
    """A provider that treats each send as told, in order."""
    opened: list[World] = []

    def open_world(turns: Iterable[Turn | int]) -> World:
        opened.append(MemoryWorld(turns) if request.param == "memory" else TwilioWorld(turns))
        return opened[-1]

    yield open_world
    for one in opened:
        one.close()
