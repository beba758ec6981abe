"""Lambda on the wake queue: wakes each enrollment of each message. What failed comes back; the rest is idle then."""

from typing import Any

from functions import running, wiring
from functions.adapters.queue import refs_in
from functions.batches import each_record
from functions.operations.ticking import advance
from functions.running import run


class SomeFailed(Exception):
    """Some enrollments of a message could not be woken; the queue will bring the message again."""


def handler(event: dict[str, Any], context: Any) -> Any:
    return run(context, lambda: each_record(event, context, wake_each))


def wake_each(body: str) -> None:
    """One message. One enrollment's trouble never keeps the others of it from waking; then raises SomeFailed."""
    troubles = 0
    for ref in refs_in(body):
        try:
            advance(wiring.world(), ref)
        except Exception as error:  # noqa: BLE001 - counted, logged by type, and brought again by the queue
            running.failed("wake_failed", error)
            troubles += 1
    if troubles:
        raise SomeFailed(f"{troubles} not woken")
