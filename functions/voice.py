"""Lambda: somebody answered a call of ours, or pressed a key in it."""

from collections.abc import Mapping
from typing import Any

from functions import running, webhooks, wiring
from functions.adapters.failures import is_machine
from functions.adapters.twiml import asks, says
from functions.operations.calling import Spoken, Then, answered, failed, pressed
from functions.ports import Ref
from functions.running import run


def handler(event: dict[str, Any], context: Any) -> webhooks.Response:
    return run(context, lambda: _answer(event))


def take_in(webhook: webhooks.Webhook) -> Spoken:
    """A key is posted to its own address; everything else asks what to say."""
    ref = Ref(clinic_id=webhook.path["clinic"], enrollment_id=webhook.path["enrollment"])
    form, text_id = webhook.form, webhook.path["text"]
    sid = form.get("CallSid", "")
    if is_key(webhook):
        return pressed(wiring.world(), ref, text_id, form["Digits"])
    by_machine = is_machine(form.get("AnsweredBy", ""))
    return answered(wiring.world(), ref, text_id, sid=sid, by_machine=by_machine)


def take_in_kept(webhook: webhooks.Webhook) -> None:
    """What was put away. A key counts when it is pressed or not at all: whoever pressed it was told that nothing was
    noted, and may have gone back to sleep."""
    if not is_key(webhook):
        take_in(webhook)


def put_away(webhook: webhooks.Webhook, error: Exception) -> None:
    """What could not be taken in: it is kept for later, save a key."""
    if is_key(webhook):
        running.failed("key_not_noted", error)
    else:
        running.failed("webhook_kept", error)
        webhooks.keep("voice", webhook)


def is_key(webhook: webhooks.Webhook) -> bool:
    return "Digits" in webhook.form


def _answer(event: Mapping[str, Any]) -> webhooks.Response:
    webhook = webhooks.signed(event)
    if webhook is None:
        running.note("webhook_refused", webhook="voice")
        return {"statusCode": 403, "body": ""}
    try:
        return _twiml(_spoken(take_in(webhook), webhook))
    except Exception as error:  # noqa: BLE001 - whatever went wrong, a key must not be believed in
        put_away(webhook, error)
        return _twiml(says(*((one.words, one.language) for one in failed())))


def _spoken(spoken: Spoken, webhook: webhooks.Webhook) -> str:
    if spoken.then is Then.END:
        return says((spoken.words, spoken.language))
    here = wiring.world().voice(
        Ref(clinic_id=webhook.path["clinic"], enrollment_id=webhook.path["enrollment"]), webhook.path["text"]
    )
    return asks(spoken.words, spoken.language, pressed=f"{here}/pressed", in_vain=spoken.in_vain)


def _twiml(body: str) -> webhooks.Response:
    return {"statusCode": 200, "headers": {"Content-Type": "text/xml; charset=utf-8"}, "body": body}
