"""Lambda: the provider says what became of a text."""

from typing import Any

from functions import running, webhooks, wiring
from functions.adapters.twilio_webhook import status_state
from functions.operations.reporting import report
from functions.ports import Ref
from functions.running import run


def handler(event: dict[str, Any], context: Any) -> webhooks.Response:
    return run(context, lambda: webhooks.answer("status", event, take_in))


def take_in(webhook: webhooks.Webhook) -> None:
    ref = Ref(clinic_id=webhook.path["clinic"], enrollment_id=webhook.path["enrollment"])
    outcome = report(wiring.world(), ref, webhook.path["text"], webhook.form, status_state)
    running.note("status", outcome=outcome.value)
