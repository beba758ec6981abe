"""Lambda, every minute: queues the enrollments whose alarm clock has rung."""

from typing import Any

from functions import wiring
from functions.adapters.keys import SHARDS
from functions.operations.ticking import dispatch_due
from functions.running import run


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule says nothing we need
    return run(context, lambda: {"queued": dispatch_due(wiring.world(), SHARDS)})
