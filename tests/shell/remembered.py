"""The real handlers on the world in memory, and every line they log. Milliseconds to build: for tests that draw."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from functions import clinic, running, wiring
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_access import MemoryAccess
from functions.adapters.memory_gateway import MemoryGateway
from functions.adapters.memory_pool import MemoryPool
from functions.adapters.queue import MemoryQueue
from functions.adapters.secrets import TwilioAccount
from functions.adapters.twilio_webhook import parse_form
from functions.operations.enrolling import Made, enroll
from functions.operations.world import World
from functions.ports import Ref
from functions.settings import Settings
from infra.local.sample import sample_clinic
from infra.pocket import Turned, sample_form
from tests.shell.claiming import Claims, machine_of
from tests.shell.conftest import HER, PUBLIC_URL, TOKEN, context, forget, listened

Event = dict[str, Any]
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One clinic, one person enrolled. `said` holds what the functions log."""

    store: MemoryStore
    queue: MemoryQueue
    claims: Claims
    her: Ref
    said: io.StringIO

    def without_token(self) -> Remembered:
        return replace(self, claims={})

    def call(self, method: str, path: str, body: str | None, *, query: str = "", **headers: str) -> tuple[int, Any]:
        event: Event = {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": query,
            "queryStringParameters": dict(parse_qsl(query, keep_blank_values=True, errors="replace")),
            "headers": headers,
            "requestContext": {
                "http": {"method": method, "path": path},
                "stage": "$default",
                "authorizer": {"jwt": {"claims": self.claims}},
            },
            "isBase64Encoded": False,
        }
        if body is not None:  # the HTTP API leaves out what is not there
            event["body"] = body
        answer = clinic.handler(event, context())
        return answer["statusCode"], _read(answer)


def _read(answer: Event) -> Any:
    kind, body = str(answer["headers"].get("Content-Type", "")), answer.get("body")
    return json.loads(body) if body and "json" in kind else body


def signed(event: Mapping[str, Any]) -> Event:
    """The event with the signature that the provider would give it."""
    form = parse_form(event.get("body"), is_base64=event["isBase64Encoded"])
    query = event["rawQueryString"]
    url = f"{PUBLIC_URL}{event['rawPath']}{'?' + query if query else ''}"
    return {**event, "headers": {"x-twilio-signature": RequestValidator(TOKEN).compute_signature(url, form)}}


@contextmanager
def remembered(store: MemoryStore | None = None) -> Iterator[Remembered]:
    store, queue, clock, said = store or MemoryStore(), MemoryQueue(), Turned(NOW), io.StringIO()
    access, pool = MemoryAccess(), MemoryPool()
    world = World(
        store=store,
        gateway=MemoryGateway(now=clock.now),
        queue=queue,
        time=clock,
        note=running.note,
        public_url=PUBLIC_URL,
        phone_key=lambda: "secret",
    )
    store.save_clinic(sample_clinic())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POWERTOOLS_SERVICE_NAME", "aftercare")
        patch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Aftercare")
        forget()
        patch.setattr(wiring, "world", lambda: world)
        patch.setattr(wiring, "access", lambda: access)
        patch.setattr(wiring, "queue", lambda: queue)
        patch.setattr(wiring, "directory", lambda: pool)
        patch.setattr(wiring, "machines", lambda: pool)
        patch.setattr(wiring, "settings", lambda: _SETTINGS)
        patch.setattr(wiring, "twilio_account", lambda: TwilioAccount(account_sid="AC", auth_token=TOKEN))
        with listened(said):
            her, claims = _enrolled(world), machine_of(access, "lakeside")
            yield Remembered(store=store, queue=queue, claims=claims, her=her, said=said)


def _enrolled(world: World) -> Ref:
    made = enroll(world, sample_clinic(), sample_form(NOW, phone=HER), key="first", by="desk")
    assert isinstance(made, Made)
    return Ref(clinic_id="lakeside", enrollment_id=made.enrollment_id)


_SETTINGS = Settings(
    table="t",
    public_url=PUBLIC_URL,
    twilio_parameter="",
    phone_key_parameter="",
    wake_queue_url="",
    inbound_queue_url="",
    twilio_base_url="",
    clock_parameter="",
    stage="local",
)
