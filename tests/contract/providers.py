"""A provider for each gateway, driven by one script: in memory, and a server on loopback that answers like Twilio."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from functions.adapters.memory_gateway import MemoryGateway, Turn
from functions.adapters.twilio_gateway import TwilioGateway
from functions.ports_provider import Gateway, Inbound

ACCOUNT = "AC" + "0" * 32
TOKEN = "a-token-for-tests"
SERVICE = "MG" + "1" * 32
ANOTHER_SERVICE = "MG" + "2" * 32
SENDER = "+15550100100"
ANOTHER_SENDER = "+15550100200"
READ_SECONDS = 0.4
PAGE_MAX = 3


class World(Protocol):
    """A gateway and the provider behind it."""

    gateway: Gateway

    def to(self, phone: str) -> list[str]: ...

    def sids(self, phone: str) -> list[str]: ...

    def report(self, sid: str, status: str, error: int | None) -> None: ...

    def receive(self, service: str, inbound: Inbound) -> None: ...

    def call_sids(self, phone: str) -> list[str]: ...

    def report_call(self, sid: str, status: str, answered_by: str) -> None: ...

    def go_down(self) -> None: ...

    def close(self) -> None: ...


class MemoryWorld:
    def __init__(self, turns: Iterable[Turn | int]) -> None:
        self._silence = False
        self._memory = MemoryGateway(lambda: datetime.now(UTC), turns=turns, silences=iter(lambda: self._silence, None))
        self.gateway: Gateway = self._memory
        self.to = self._memory.to
        self.report = self._memory.report
        self.receive = self._memory.receive
        self.report_call = self._memory.report_call

    def sids(self, phone: str) -> list[str]:
        return [text.sid for text in self._memory.carried if text.order.to == phone]

    def call_sids(self, phone: str) -> list[str]:
        return [call.sid for call in self._memory.called if call.order.to == phone]

    def go_down(self) -> None:
        self._silence = True

    def close(self) -> None: ...


class TwilioWorld:
    """`posts` holds every form that reached it; texts are resources as Twilio shows them."""

    def __init__(self, turns: Iterable[Turn | int], *, answer: bytes | None = None) -> None:
        self.turns = iter(turns)
        self.answer = answer
        self.posts: list[dict[str, str]] = []
        self.queries: list[str] = []
        self.texts: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.hung = Event()
        self._taking = Lock()
        self.is_down = False
        self.numbers = {SERVICE: [SENDER], ANOTHER_SERVICE: [ANOTHER_SENDER]}
        self.numbers_are_told = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"
        self.gateway: Gateway = TwilioGateway(
            account_sid=ACCOUNT, auth_token=TOKEN, base_url=self.base_url, read_seconds=READ_SECONDS
        )

    def to(self, phone: str) -> list[str]:
        return [text["body"] for text in self._sent(phone)]

    def sids(self, phone: str) -> list[str]:
        return [text["sid"] for text in self._sent(phone)]

    def report(self, sid: str, status: str, error: int | None) -> None:
        text = next(text for text in self.texts if text["sid"] == sid)
        text.update(status=status, error_code=error)

    def receive(self, service: str, inbound: Inbound) -> None:
        text = self._resource(inbound.sid, "inbound", inbound.at, service)
        to = self.numbers.get(service, [SENDER])[0]
        self.texts.append({**text, "from": inbound.sender, "to": to, "body": inbound.body, "status": "received"})

    def call_sids(self, phone: str) -> list[str]:
        return [call["sid"] for call in self.calls if call["to"] == phone]

    def report_call(self, sid: str, status: str, answered_by: str) -> None:
        call = next(call for call in self.calls if call["sid"] == sid)
        call.update(status=status, answered_by=answered_by or None)

    def go_down(self) -> None:
        self.is_down = True

    def close(self) -> None:
        self.hung.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, form: dict[str, str]) -> dict[str, Any]:
        with self._taking:
            return self._take(form)

    def _take(self, form: dict[str, str]) -> dict[str, Any]:
        if "Url" in form:
            call = self._resource(f"CA{len(self.calls) + 1:032x}", "outbound-api", datetime.now(UTC), None)
            call |= {"to": form["To"], "from": form["From"], "status": "queued", "answered_by": None}
            self.calls.append(call)
            return call
        sid = f"SM{len(self.texts) + 1:032x}"
        text = self._resource(sid, "outbound-api", datetime.now(UTC), form["MessagingServiceSid"])
        self.texts.append({**text, "to": form["To"], "body": form["Body"], "date_sent": None, "from": SENDER})
        return self.texts[-1]

    def _sent(self, phone: str) -> list[dict[str, Any]]:
        return [text for text in self.texts if text["to"] == phone and text["direction"] != "inbound"]

    def _resource(self, sid: str, direction: str, at: datetime, service: str | None) -> dict[str, Any]:
        dated = format_datetime(at.astimezone(UTC))
        return {
            "sid": sid,
            "direction": direction,
            "messaging_service_sid": service,
            "date_created": dated,
            "date_sent": dated,
            "status": "accepted",
            "error_code": None,
        }


def _handler(world: TwilioWorld) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            world.posts.append(form)
            turn = next(world.turns, Turn.ACCEPT)
            if (error := _error(turn)) is not None:
                return self._say(*error)
            text = world.take(form)
            if turn is Turn.UNHEARD:
                world.hung.wait(READ_SECONDS * 3)
                return None
            return self._say(201, text)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            world.queries.append(parts.query)
            if world.is_down:
                return self._say(503, {"code": 20503, "message": "down", "status": 503})
            return self._say(*_got(world, parts.path, dict(parse_qsl(parts.query))))

        def _say(self, status: int, said: dict[str, Any]) -> None:
            content = world.answer if world.answer is not None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


def _got(world: TwilioWorld, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
    *_, owner, last = path.split("/")
    if last == "PhoneNumbers":
        return _numbers(world, owner)
    sid = last.removesuffix(".json")
    if sid == "Messages":
        return 200, _page(world, query)
    found = [text for text in (*world.texts, *world.calls) if text["sid"] == sid]
    return (200, found[0]) if found else (404, {"code": 20404, "message": "none", "status": 404})


def _error(turn: Turn | int) -> tuple[int, dict[str, Any]] | None:
    """The HTTP status and body by which Twilio says so; None when it takes the text."""
    if not isinstance(turn, Turn):
        return 400, {"code": turn, "message": "no", "status": 400}
    if turn is Turn.THROTTLE:
        return 429, {"code": 20429, "message": "slow", "status": 429}
    return (500, {"code": 20500, "message": "oops", "status": 500}) if turn is Turn.LOST else None


def _numbers(world: TwilioWorld, service: str) -> tuple[int, dict[str, Any]]:
    if not world.numbers_are_told:
        return 503, {"code": 20503, "message": "down", "status": 503}
    numbers = [{"phone_number": number, "service_sid": service} for number in world.numbers.get(service, [])]
    return 200, {"phone_numbers": numbers, "meta": {"key": "phone_numbers", "next_page_url": None}}


def _page(world: TwilioWorld, query: dict[str, str]) -> dict[str, Any]:
    """Newest first, a few at a time; filtered by date of sending, a text that was not sent is not shown."""
    after, before = query.get("DateSent>"), query.get("DateSent<")
    found = [
        text
        for text in reversed(world.texts)
        if query.get("To", text["to"]) == text["to"]
        and (after is None or _sent_since(text, after))
        and (before is None or not _sent_since(text, before))
    ]
    start = int(query.get("Page", 0)) * PAGE_MAX
    more = len(found) > start + PAGE_MAX
    onward = {**query, "Page": str(start // PAGE_MAX + 1)}
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    return {
        "messages": found[start : start + PAGE_MAX],
        "next_page_uri": f"{path}?{urlencode(onward)}" if more else None,
    }


def _sent_since(text: dict[str, Any], after: str) -> bool:
    return text["date_sent"] is not None and parsedate_to_datetime(text["date_sent"]) >= datetime.fromisoformat(after)
