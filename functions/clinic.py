"""Lambda: the clinic's JSON API. Every route is bound to the clinic of the credential; errors are problem+json."""

from typing import Any

from functions.api.serving import served
from functions.running import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return run(context, lambda: served(event, context))
