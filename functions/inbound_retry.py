"""Lambda on the inbound queue: replays webhooks that could not be stored when they came."""

from collections.abc import Callable
from typing import Any

from functions import delivery_status, inbound_text, running, voice, webhooks
from functions.adapters.queue import event_in
from functions.batches import each_record
from functions.running import run

_TAKES_IN: dict[str, Callable[[webhooks.Webhook], object]] = {
    "inbound": inbound_text.take_in,
    "voice": voice.take_in_kept,
}


class NotYet(Exception):
    """Still cannot be stored; the queue will bring it again, and in the end to the dead letters and an alarm."""


def handler(event: dict[str, Any], context: Any) -> Any:
    return run(context, lambda: each_record(event, replay))


def replay(body: str) -> None:
    """One kept webhook. Raises NotYet."""
    kind, event = event_in(body)
    take_in = _TAKES_IN.get(kind, delivery_status.take_in)
    try:
        take_in(webhooks.kept(event))
    except Exception as error:  # noqa: BLE001 - its words may quote hers; only its type goes on
        running.failed("replay_failed", error)
        raise NotYet(kind) from None
