"""What the provider's webhooks share: checking the signature, keeping what could not be stored, answering."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions import running, wiring
from functions.adapters.twilio_webhook import parse_form, signature_is_valid
from functions.ports import QueueDown

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
Response = dict[str, Any]
_AT = "door:at"
"""Under which a kept event tells when it came; no field of the provider's has a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook the provider signed. `path` holds the opaque ids of its address, `at` is when it came to our door."""

    path: Mapping[str, str]
    form: Mapping[str, str]
    at: datetime | None = None


def answer(kind: str, event: Mapping[str, Any], work: Callable[[Webhook], object]) -> Response:
    """403 with no body unless signed; 200 once the event is stored or safely kept; 500 only if neither was possible,
    so that the provider tries again and `reconcile` finds it."""
    webhook = signed(event)
    if webhook is None:
        running.note("webhook_refused", webhook=kind)
        return {"statusCode": 403, "body": ""}
    return taken_or_kept(kind, webhook, work)


def taken_or_kept(kind: str, webhook: Webhook, work: Callable[[Webhook], object]) -> Response:
    """Of a webhook that is known to be the provider's."""
    try:
        work(webhook)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, her words must not be lost
        running.failed("webhook_kept", error)
        return keep(kind, webhook)
    return {"statusCode": 200, "headers": {"Content-Type": "text/xml"}, "body": EMPTY_TWIML}


def keep(kind: str, webhook: Webhook) -> Response:
    """With the instant it came, so that a text replayed hours later is not taken for her latest word."""
    ours = {f"path:{name}": value for name, value in webhook.path.items()}
    if webhook.at is not None:
        ours[_AT] = webhook.at.isoformat()
    try:
        wiring.queue().keep_event(kind, {**webhook.form, **ours})
    except QueueDown as error:
        running.failed("webhook_lost", error)
        return {"statusCode": 500, "body": ""}
    return {"statusCode": 200, "headers": {"Content-Type": "text/xml"}, "body": EMPTY_TWIML}


def kept(event: Mapping[str, str]) -> Webhook:
    """The webhook that `keep` put away."""
    path = {name.removeprefix("path:"): value for name, value in event.items() if name.startswith("path:")}
    form = {name: value for name, value in event.items() if name != _AT and not name.startswith("path:")}
    return Webhook(path=path, form=form, at=datetime.fromisoformat(event[_AT]) if _AT in event else None)


def signed(event: Mapping[str, Any]) -> Webhook | None:
    form = parse_form(event.get("body"), is_base64=bool(event.get("isBase64Encoded")))
    query = event.get("rawQueryString", "")
    url = f"{wiring.settings().public_url}{event.get('rawPath', '')}{'?' + query if query else ''}"
    signature = event.get("headers", {}).get("x-twilio-signature", "")
    if not signature_is_valid(url, form, signature, wiring.twilio_account().tokens):
        return None
    return Webhook(path=event.get("pathParameters") or {}, form=form, at=wiring.time().now())
