"""Work for later: what it looks like as JSON, and queues in SQS and in memory that carry it."""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from functions.adapters import aws
from functions.adapters.aws import AWS_FAILURES, code_of
from functions.ports import QueueDown, Ref

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Part = TypeVar("Part")
REFS_A_MESSAGE = 10
MESSAGES_A_BATCH = 10
"""SQS's bound on one SendMessageBatch."""


def wake_bodies(refs: Sequence[Ref]) -> list[str]:
    """Ten refs a body: {"refs": [["clinic", "enrollment"], ...]}."""
    pairs = [[ref.clinic_id, ref.enrollment_id] for ref in refs]
    return [json.dumps({"refs": ten}) for ten in _parts(pairs, REFS_A_MESSAGE)]


def refs_in(body: str) -> list[Ref]:
    """Back from `wake_bodies`. ValueError when it is something else: the message belongs into the dead letters."""
    try:
        pairs = json.loads(body)["refs"]
        return [Ref(clinic_id=str(clinic_id), enrollment_id=str(enrollment_id)) for clinic_id, enrollment_id in pairs]
    except (KeyError, TypeError, ValueError):
        pass
    raise ValueError("not a message of enrollments to wake")


def event_body(kind: str, event: dict[str, str]) -> str:
    return json.dumps({"kind": kind, "event": event})


def event_in(body: str) -> tuple[str, dict[str, str]]:
    """Back from `event_body`. ValueError when it is something else; her words are not in it."""
    try:
        kept = json.loads(body)
        return str(kept["kind"]), {str(name): str(value) for name, value in kept["event"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise ValueError("not a message of a kept event")


def sqs_queue(*, wake_url: str, inbound_url: str) -> "SqsQueue":
    """With a client of its own, bounded in every wait, made when something is first queued: most never queue."""
    return SqsQueue(None, wake_url=wake_url, inbound_url=inbound_url)


class SqsQueue:
    """Bodies only: attributes show in consoles and logs."""

    def __init__(self, client: "SQSClient | None", *, wake_url: str, inbound_url: str) -> None:
        self._given = client
        self._wake_url = wake_url
        self._inbound_url = inbound_url

    @cached_property
    def _client(self) -> "SQSClient":
        made: SQSClient = self._given or aws.client("sqs")
        return made

    def wake(self, refs: list[Ref]) -> None:
        """QueueDown may leave some of them queued: waking twice does no harm."""
        for bodies in _parts(wake_bodies(refs), MESSAGES_A_BATCH):
            refused = self._send(bodies)
            if refused and self._send(refused):
                raise QueueDown("wake: refused twice")

    def keep_event(self, kind: str, event: dict[str, str]) -> None:
        body = event_body(kind, event)
        _asking("keep an event", lambda: self._client.send_message(QueueUrl=self._inbound_url, MessageBody=body))

    def _send(self, bodies: Sequence[str]) -> list[str]:
        """The bodies that SQS did not take."""
        entries: Any = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
        answer = _asking("wake", lambda: self._client.send_message_batch(QueueUrl=self._wake_url, Entries=entries))
        return [bodies[int(failed["Id"])] for failed in answer.get("Failed", [])]


class MemoryQueue:
    """Keeps message bodies, as SQS would, until somebody drains them."""

    def __init__(self) -> None:
        self._wakes: list[str] = []
        self._events: list[str] = []

    def wake(self, refs: list[Ref]) -> None:
        self._wakes += wake_bodies(refs)

    def keep_event(self, kind: str, event: dict[str, str]) -> None:
        self._events.append(event_body(kind, event))

    def drain_wakes(self) -> list[str]:
        """Every waiting body, oldest first; afterwards there are none."""
        drained, self._wakes = self._wakes, []
        return drained

    def drain_events(self) -> list[str]:
        """Every kept event's body, oldest first; afterwards there are none."""
        drained, self._events = self._events, []
        return drained


def _asking(what: str, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except AWS_FAILURES as error:
        raise QueueDown(f"{what}: {code_of(error)}") from None


def _parts(items: Sequence[Part], size: int) -> list[Sequence[Part]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
