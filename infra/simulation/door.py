"""The provider posts to our door: the real webhook work, and the law that 200 means stored or kept."""

from collections.abc import Callable

from functions import delivery_status, inbound_text, voice, webhooks
from functions.operations.calling import Spoken
from functions.ports import Ref
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from infra.simulation.queueing import Queues
from infra.simulation.table import Table

WEBHOOK_SECONDS = {"inbound": 12, "status": 10, "voice": 12}
OK = 200
_TAKES_IN: dict[str, Callable[[webhooks.Webhook], object]] = {
    "inbound": inbound_text.take_in,
    "status": delivery_status.take_in,
    "voice": voice.take_in,
}


def post(
    engine: Engine, laws: Laws, table: Table, queues: Queues, *, kind: str, path: dict[str, str], form: dict[str, str]
) -> None:
    hook = webhooks.Webhook(path=path, form=form, at=engine.at)
    answers: list[webhooks.Response] = []

    def takes(one: webhooks.Webhook) -> None:
        said = _TAKES_IN[kind](one)
        if isinstance(said, Spoken):
            ref = Ref(clinic_id=path["clinic"], enrollment_id=path["enrollment"])
            claim = laws.claims.get((ref, path["text"]))
            if claim is not None and table.knows(ref):
                matters = {each.escalation_id: each for each in table.peek(ref).escalations}
                now = matters.get(claim.text.escalation_id or "")
                laws.judged(laws.takes.pressed(ref, claim.text, form.get("Digits", ""), said, now))
            laws.told_staff(f"{said.words} {said.in_vain}", "a voice in a call")

    engine.invoke(
        kind,
        WEBHOOK_SECONDS[kind],
        lambda: answers.append(_through(kind, hook, takes)),
        clinic=path["clinic"],
    )
    if kind != "inbound" or not answers or answers[0]["statusCode"] != OK:
        return  # the provider knows that it failed, and the list of what it received is looked through
    sid = form["MessageSid"]
    if sid not in queues.kept and not table.peek_fact(path["clinic"], sid):
        laws.broken("lost", f"the door said that it has {sid[-6:]}, which is neither on record nor kept")


def _through(kind: str, hook: webhooks.Webhook, takes: Callable[[webhooks.Webhook], object]) -> webhooks.Response:
    """The voice answers in words whatever happens, and puts away by itself what it could not take in."""
    if kind != "voice":
        return webhooks.taken_or_kept(kind, hook, takes)
    try:
        takes(hook)
    except Exception as error:  # noqa: BLE001 - as the voice itself does
        voice.put_away(hook, error)
    return {"statusCode": OK}
