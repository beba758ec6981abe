"""A phone on a real port, the real Twilio client against it, and a clinic's webhook that checks signatures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from infra.local.phone import PhoneClient, PhoneSettings, Service, running_phone
from infra.local.phone.running import serving

ACCOUNT = "AC" + "0" * 32
TOKEN = "a-token-for-tests"
SERVICE = "MG" + "1" * 32
SENDER = "+15550100100"


@dataclass(frozen=True)
class Post:
    """One request that reached the webhook, as its receiver saw it."""

    path: str
    host: str
    form: dict[str, str]
    token: str
    is_signed: bool
    content: bytes


@dataclass
class Webhook:
    """A receiver that answers `status` after `seconds`; `public` is its URL by a *.localhost name. `says` is what it
    answers by path, else nothing."""

    status: int = 200
    seconds: float = 0.0
    base: str = ""
    posts: list[Post] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)

    @property
    def public(self) -> str:
        return f"http://abc123.execute-api.localhost:{urlsplit(self.base).port}"

    def at(self, path: str) -> list[Post]:
        return [post for post in self.posts if post.path == path]

    async def take(self, request: Request) -> Response:
        content = await request.body()
        form = dict(parse_qsl(content.decode(errors="replace"), keep_blank_values=True))
        signature = request.headers.get("x-twilio-signature", "")
        url = f"http://{request.headers['host']}{request.url.path}"
        url += f"?{request.url.query}" if request.url.query else ""
        is_signed = RequestValidator(TOKEN).validate(url, form, signature)
        token = request.headers.get("i-twilio-idempotency-token", "")
        host = request.headers["host"].split(":")[0]
        self.posts.append(Post(request.url.path, host, form, token, is_signed, content))
        await asyncio.sleep(self.seconds)
        return Response(self.says.get(request.url.path, "<Response/>"), self.status, media_type="text/xml")


class LocalHttpClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own HTTP client, sent to another base address."""

    def __init__(self, base: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        for theirs in ("https://api.twilio.com", "https://messaging.twilio.com"):
            url = url.replace(theirs, self._base)
        return super().request(method, url, *args, **kwargs)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Webhook]:
    received = Webhook()
    route = Route("/{path:path}", received.take, methods=["POST"])
    with serving(Starlette(routes=[route])) as base:
        received.base = base
        yield received


@pytest.fixture
def webhook(receiver: Webhook) -> Webhook:
    receiver.status, receiver.seconds = 200, 0.0
    receiver.posts.clear()
    receiver.says.clear()
    return receiver


@pytest.fixture
def phone(webhook: Webhook) -> Iterator[PhoneClient]:
    settings = PhoneSettings(ACCOUNT, TOKEN, seed=7, callback_delay_seconds=0.01)
    with running_phone(settings) as client:
        client.services({SERVICE: Service(sender=SENDER, inbound_url=f"{webhook.public}/inbound")})
        yield client


@pytest.fixture
def sign_in(phone: PhoneClient) -> Callable[..., Any]:
    """The real client; give another token, or a shorter timeout in seconds."""

    def signed_in(token: str = TOKEN, timeout: float = 10.0) -> Any:
        return Client(ACCOUNT, token, http_client=LocalHttpClient(phone.base_url, timeout))

    return signed_in


@pytest.fixture
def twilio(sign_in: Callable[..., Any]) -> Any:
    return sign_in()
