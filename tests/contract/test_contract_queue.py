"""Laws of every queue: what goes in comes out, in few messages, and a queue that fails says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from functions.adapters.queue import MemoryQueue, SqsQueue, event_in, refs_in
from functions.ports import Queue, QueueDown, Ref

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Drain = Callable[[], list[str]]
REFS = [Ref(clinic_id="north", enrollment_id=f"e{number}") for number in range(123)]
EVENT = {"Body": "¿Ayuda? 💙", "From": "+12025550143", "": ""}


def sqs(endpoint: str | None = None) -> SQSClient:
    return boto3.client(
        "sqs",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url=endpoint,
        config=Config(connect_timeout=1, read_timeout=1, retries={"mode": "standard", "max_attempts": 1}),
    )


def drained(client: SQSClient, url: str) -> list[str]:
    bodies: list[str] = []
    while found := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in found]
        for message in found:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


@pytest.fixture(params=["memory", "sqs"])
def queue(request: pytest.FixtureRequest) -> Iterator[tuple[Queue, Drain, Drain]]:
    """The queue, and what drains its wakes and its events."""
    if request.param == "memory":
        memory = MemoryQueue()
        yield memory, memory.drain_wakes, memory.drain_events
        return
    with mock_aws():
        client = sqs()
        wake, inbound = (client.create_queue(QueueName=name)["QueueUrl"] for name in ("wake", "inbound"))
        real = SqsQueue(client, wake_url=wake, inbound_url=inbound)
        yield real, lambda: drained(client, wake), lambda: drained(client, inbound)


@pytest.mark.parametrize("count", [0, 1, 10, 11, 100, 101, 123])
def test_everybody_who_must_wake_is_queued_once_ten_a_message(queue: tuple[Queue, Drain, Drain], count: int) -> None:
    port, wakes, _ = queue

    port.wake(REFS[:count])
    bodies = wakes()

    assert sorted(ref.enrollment_id for body in bodies for ref in refs_in(body)) == sorted(
        ref.enrollment_id for ref in REFS[:count]
    )
    assert len(bodies) == -(-count // 10)
    assert wakes() == []


def test_a_kept_event_comes_back_as_it_was(queue: tuple[Queue, Drain, Drain]) -> None:
    port, _, events = queue

    port.keep_event("inbound", EVENT)

    assert [event_in(body) for body in events()] == [("inbound", EVENT)]
    assert events() == []


def test_a_wake_message_is_what_the_deployed_consumers_read() -> None:
    memory = MemoryQueue()
    memory.wake(REFS[:2])

    assert [json.loads(body) for body in memory.drain_wakes()] == [{"refs": [["north", "e0"], ["north", "e1"]]}]


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"refs": 1}', '{"refs": [["a"]]}', '{"kind": "x", "event": 1}'])
def test_what_is_not_ours_is_refused_without_quoting_it(body: str) -> None:
    with pytest.raises(ValueError, match="not a message of enrollments to wake"):
        refs_in(body)
    with pytest.raises(ValueError, match="not a message of a kept event"):
        event_in(body)


class Refusing:
    """SQS as it answers when it takes all but the first entry of a batch, the first `times` it is asked."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.taken: list[str] = []

    def send_message_batch(self, **request: Any) -> Any:
        bodies = {entry["Id"]: entry["MessageBody"] for entry in request["Entries"]}
        self.times -= 1
        failed = list(bodies)[:1] if self.times >= 0 else []
        self.taken += [body for number, body in bodies.items() if number not in failed]
        return {"Failed": [{"Id": number} for number in failed]}


def test_what_sqs_did_not_take_is_handed_over_once_more() -> None:
    client: Any = Refusing(times=1)

    SqsQueue(client, wake_url="w", inbound_url="i").wake(REFS[:25])

    assert sorted(ref.enrollment_id for body in client.taken for ref in refs_in(body)) == sorted(
        ref.enrollment_id for ref in REFS[:25]
    )


def test_what_sqs_refuses_twice_is_not_called_queued() -> None:
    client: Any = Refusing(times=2)

    with pytest.raises(QueueDown):
        SqsQueue(client, wake_url="w", inbound_url="i").wake(REFS[:25])


def test_an_unreachable_queue_says_it_is_down() -> None:
    queue = SqsQueue(sqs("http://127.0.0.1:9"), wake_url="http://127.0.0.1:9/w", inbound_url="http://127.0.0.1:9/i")

    with pytest.raises(QueueDown):
        queue.wake(REFS[:1])
    with pytest.raises(QueueDown) as raised:
        queue.keep_event("inbound", EVENT)
    assert "Ayuda" not in str(raised.value)
