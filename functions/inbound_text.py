"""Lambda: a text came in. Checked, stored, decided and answered in this one invocation."""

from typing import Any

from functions import running, webhooks, wiring
from functions.operations.acting import Acted
from functions.operations.receiving import from_form, receive
from functions.running import run


class UnknownClinic(Exception):
    """Somebody's words arrived for a clinic that is not set up: they are kept, and the operator is told."""


def handler(event: dict[str, Any], context: Any) -> webhooks.Response:
    return run(context, lambda: webhooks.answer("inbound", event, take_in))


def take_in(webhook: webhooks.Webhook) -> None:
    arrived = from_form(webhook.form, at=webhook.at)
    if arrived is None:
        running.note("inbound_without_sender")
        return
    outcome = receive(wiring.world(), webhook.path["clinic"], arrived)
    if outcome is Acted.UNKNOWN:
        raise UnknownClinic("a signed webhook names no clinic of ours")
    running.note("inbound", outcome=outcome.value)
