"""The first event of each function in a new container: the event, and the tape of what it asks."""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from functions import wiring
from functions.adapters.queue import event_body, wake_bodies
from functions.operations.sessions import open_session
from functions.ports_access import Machine, Staff
from functions.roles import Role
from functions.web.cookies import Jar
from infra.bench.facts import HARMLESS
from infra.bench.stage import PUBLIC_URL, TOKEN, Stage, context, forget, stage
from infra.bench.wire import dumped
from infra.local.sample import sample_clinic
from schedules.text import Channel, Direction

Event = dict[str, Any]
SENDER = "+12025550199"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEvent:
    function: str
    event: Event
    tape: str
    at: str  # the instant at which the clock of the container stands

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.function}.json"
        path.write_text(json.dumps({"event": self.event, "tape": self.tape, "at": self.at}), "utf-8")
        return path


def first_events() -> Iterator[FirstEvent]:
    for function, event_of in EVENTS.items():
        with stage() as one:
            event = event_of(one)
            handler = importlib.import_module(f"functions.{function}").handler
            forget()
            tape = one.heard.during(lambda: handler(event, context()))  # noqa: B023 - called at once
            yield FirstEvent(function=function, event=event, tape=dumped(tape), at=one.clock.at.isoformat())


def _webhook(path: str, names: Mapping[str, str], form: Mapping[str, str]) -> Event:
    return {
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"x-twilio-signature": RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{path}", form)},
        "pathParameters": dict(names),
        "body": urlencode(form),
        "isBase64Encoded": False,
    }


def _reply(one: Stage) -> dict[str, str]:
    return {"From": one.phone, "To": SENDER, "Body": HARMLESS, "MessageSid": "SM" + "f" * 32, "NumMedia": "0"}


def _inbound_text(one: Stage) -> Event:
    return _webhook(f"/twilio/{one.ref.clinic_id}/inbound", {"clinic": one.ref.clinic_id}, _reply(one))


def _delivery_status(one: Stage) -> Event:
    one.live_to_next_text()
    one.wake()
    sent = [text for text in one.world.store.texts(one.ref) if text.direction is Direction.OUT and text.sid][-1]
    names = {"clinic": one.ref.clinic_id, "enrollment": one.ref.enrollment_id, "text": sent.text_id}
    form = {"MessageSid": sent.sid or "", "MessageStatus": "delivered"}
    return _webhook("/twilio/{clinic}/status/{enrollment}/{text}".format(**names), names, form)


def _voice(one: Stage) -> Event:
    """Somebody on call picks up."""
    one.world.store.save_clinic(replace(sample_clinic(), calls_from=SENDER))
    one.says("i passed out in the bathroom")()
    call = next(text for text in one.world.store.texts(one.ref) if text.channel is Channel.CALL)
    names = {"clinic": one.ref.clinic_id, "enrollment": one.ref.enrollment_id, "text": call.text_id}
    form = {"CallSid": call.sid or "", "CallStatus": "in-progress", "AnsweredBy": "human"}
    return _webhook("/twilio/{clinic}/voice/{enrollment}/{text}".format(**names), names, form)


def _clinic(one: Stage) -> Event:
    """The inbox: what a nurse opens first."""
    one.says("i passed out in the bathroom")()
    path = "/v1/escalations"
    wiring.access().save_machine(Machine(client_id="desk", clinic_id=one.ref.clinic_id, label="desk"))
    claims = {"token_use": "access", "sub": "desk", "client_id": "desk", "scope": "aftercare/read"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {},
        "requestContext": {
            "http": {"method": "GET", "path": path},
            "stage": "$default",
            "authorizer": {"jwt": {"claims": claims, "scopes": ["aftercare/read"]}},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _console(one: Stage) -> Event:
    """The first page of somebody who signed in on another container."""
    one.says("i passed out in the bathroom")()
    access, now = wiring.access(), one.clock.now()
    ana = Staff(
        staff_id="s1",
        clinic_id=one.ref.clinic_id,
        name="Ana",
        email="ana@lakeside.example",
        role=Role.LEAD,
        invited_at=now,
    )
    access.save_staff(ana)
    _, cookie = open_session(access, ana, now)
    path = "/console"
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "cookies": [f"{Jar(is_tls=True).session}={cookie.value}"],
        "headers": {"accept-encoding": "gzip"},
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default"},
        "isBase64Encoded": False,
    }


def _pages(_: Stage) -> Event:
    return {"pathParameters": {"page": "water"}}


def _dispatch_due(one: Stage) -> Event:
    one.turn_to_alarm()
    return {}


def _reconcile(_: Stage) -> Event:
    return {}


def _advance(one: Stage) -> Event:
    one.live_to_next_text()
    return _records(*wake_bodies([one.ref]))


def _inbound_retry(one: Stage) -> Event:
    return _records(event_body("inbound", {**_reply(one), "path:clinic": one.ref.clinic_id}))


def _records(*bodies: str) -> Event:
    return {
        "Records": [
            {"messageId": "m", "body": body, "eventSource": "aws:sqs", "receiptHandle": "m", "attributes": {}}
            for body in bodies
        ]
    }


EVENTS: Mapping[str, Callable[[Stage], Event]] = {
    "inbound_text": _inbound_text,
    "delivery_status": _delivery_status,
    "voice": _voice,
    "clinic": _clinic,
    "console": _console,
    "pages": _pages,
    "dispatch_due": _dispatch_due,
    "reconcile": _reconcile,
    "advance": _advance,
    "inbound_retry": _inbound_retry,
}
