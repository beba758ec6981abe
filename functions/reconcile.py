"""Lambda, every minute: takes in texts whose webhook never reached us."""

from typing import Any

from functions import wiring
from functions.operations.ticking import reconcile
from functions.running import run


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:  # noqa: ARG001 - the schedule says nothing we need
    return run(context, lambda: {"found": reconcile(wiring.world())})
