"""Lambda, every minute: takes in texts whose webhook never reached us."""

from typing import Any

from functions import wiring
from functions.operations.ticking import reconcile
from functions.running import run

MILLISECONDS_FOR_ONE_CLINIC = 15_000


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule says nothing we need
    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > MILLISECONDS_FOR_ONE_CLINIC)

    return run(context, lambda: {"found": reconcile(wiring.world(), has_time)})
