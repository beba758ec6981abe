"""Our way to Twilio asks what the SDK's own resources would ask, letter by letter, and reads what they would read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient as Own  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client as Whole  # type: ignore[import-untyped]

from functions.adapters.twilio_http import BoundedHttpClient
from functions.adapters.twilio_rest import Client

ACCOUNT, TOKEN, SID = "AC" + "1" * 32, "token", "SM" + "a" * 32
TEXT = {
    "sid": SID,
    "body": "How are you today?",
    "from": "+12025550100",
    "to": "+12025550101",
    "status": "undelivered",
    "direction": "outbound-api",
    "error_code": "30005",
    "num_media": "0",
    "messaging_service_sid": None,
    "date_created": "Mon, 02 Mar 2026 15:30:00 +0000",
    "date_sent": None,
}
PAGES = (
    {"messages": [TEXT, {**TEXT, "sid": "SM1"}], "next_page_uri": "/2010-04-01/next.json", "uri": "/"},
    {"messages": [{**TEXT, "sid": "SM2"}, {**TEXT, "sid": "SM3"}], "next_page_uri": None, "uri": "/"},
)


class Kept(BoundedHttpClient):
    """Keeps what is asked, and gives the answers it was made with."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        super().__init__(base_url=None, connect_seconds=1, read_seconds=1)
        self.answers = list(answers)
        self.asked: list[tuple[Any, ...]] = []

    def request(self, method: str, url: str, **rest: Any) -> Any:
        told = {name: value for name, value in rest.items() if value not in (None, {})}
        self.asked.append((method, url, told))
        status, answer = self.answers.pop(0)
        return Response(status, json.dumps(answer))


def both(*answers: tuple[int, Any]) -> tuple[Client, Kept, Any, Kept]:
    ours, theirs = Kept(*answers), Kept(*answers)
    return (
        Client(ACCOUNT, TOKEN, http_client=ours),
        ours,
        Whole(ACCOUNT, TOKEN, http_client=theirs),
        theirs,
    )


def test_a_text_is_sent_as_the_sdk_sends_it() -> None:
    client, ours, whole, theirs = both((201, TEXT))
    order: dict[str, Any] = {
        "to": "+12025550101",
        "messaging_service_sid": "MG" + "0" * 32,
        "body": "Sí, we hear you.",
        "status_callback": "https://texts.example.org/s",
        "validity_period": 600,
        "smart_encoded": False,
        "shorten_urls": False,
    }

    made, known = client.messages.create(**order), whole.messages.create(**order)

    assert ours.asked == theirs.asked
    assert made.sid == known.sid == SID


def test_a_call_is_made_as_the_sdk_makes_it() -> None:
    client, ours, whole, theirs = both((201, {"sid": "CA1"}))
    order: dict[str, Any] = {
        "to": "+12025550101",
        "from_": "+12025550100",
        "url": "https://texts.example.org/words",
        "status_callback": "https://texts.example.org/s",
        "status_callback_event": ["initiated", "ringing", "answered", "completed"],
        "machine_detection": "Enable",
        "machine_detection_timeout": 6,
        "timeout": 28,
        "time_limit": 180,
    }

    client.calls.create(**order)
    whole.calls.create(**order)

    assert ours.asked == theirs.asked


def test_a_text_is_fetched_and_read_as_the_sdk_does() -> None:
    client, ours, whole, theirs = both((200, TEXT))

    found, known = client.messages(SID).fetch(), whole.messages(SID).fetch()

    assert ours.asked == theirs.asked
    for name in ("sid", "body", "from_", "to", "status", "direction", "error_code", "num_media", "date_created"):
        assert getattr(found, name) == getattr(known, name)
    assert (found.date_sent, found.messaging_service_sid, found.price) == (None, None, None)


def test_pages_are_listed_as_the_sdk_lists_them_and_no_page_more() -> None:
    client, ours, whole, theirs = both(*((200, page) for page in PAGES))
    asked: dict[str, Any] = {
        "to": "+12025550100",
        "date_sent_after": datetime(2026, 3, 2, 15, 30, tzinfo=UTC),
        "date_sent_before": datetime(2026, 3, 2, 16, 30, tzinfo=UTC),
        "limit": 3,
        "page_size": 2,
    }

    found, known = client.messages.list(**asked), whole.messages.list(**asked)

    assert ours.asked == theirs.asked
    assert [one.sid for one in found] == [one.sid for one in known] == [SID, "SM1", "SM2"]


def test_the_numbers_of_a_service_are_listed_as_the_sdk_lists_them() -> None:
    service, number = "MG" + "0" * 32, "+12025550100"
    told = {"phone_numbers": [{"phone_number": number}], "meta": {"key": "phone_numbers", "next_page_url": None}}
    client, ours, whole, theirs = both((200, told))

    found = client.numbers(service).list(limit=20, page_size=20)
    known = whole.messaging.v1.services(service).phone_numbers.list(limit=20, page_size=20)

    assert ours.asked == theirs.asked
    assert [one.phone_number for one in found] == [one.phone_number for one in known] == [number]


def test_a_stream_asks_for_the_next_page_only_when_it_is_wanted() -> None:
    client, ours, *_ = both(*((200, page) for page in PAGES))

    first = next(client.messages.stream(to="+12025550101", limit=200, page_size=2))

    assert first.sid == SID
    assert len(ours.asked) == 1


@pytest.mark.parametrize("status", [400, 404, 429, 500])
def test_a_refusal_is_the_sdks_own_error(status: int) -> None:
    client, *_ = both((status, {"code": 21610, "message": "unsubscribed", "status": status}))

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to="+12025550101", body="x")

    assert (refused.value.status, refused.value.code) == (status, 21610)


class Wire(HTTPAdapter):
    """Keeps what would leave, and how long it would be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[tuple[Any, ...]] = []

    def send(self, request: Any, *_: Any, **settings: Any) -> requests.Response:
        headers = {name: value for name, value in request.headers.items() if name != "Connection"}
        self.left.append((request.method, request.url, request.body, headers, settings["verify"], settings["proxies"]))
        answer = requests.Response()
        answer.status_code = 201 if request.method == "POST" else 200
        answer.raw = BytesIO(json.dumps({"messages": []}).encode())
        return answer


def test_what_leaves_is_what_the_sdks_own_http_client_would_send() -> None:
    ours, theirs = Wire(), Wire()
    for http, wire in ((BoundedHttpClient(base_url=None, connect_seconds=1, read_seconds=1), ours), (Own(), theirs)):
        http.session.mount("https://", wire)
        client = Client(ACCOUNT, TOKEN, http_client=http)
        client.messages.create(to="+12025550101", body="é & ñ = 1?\n🫂", validity_period=60, smart_encoded=False)
        client.calls.create(to="+12025550101", from_="+12025550100", status_callback_event=["ringing", "answered"])
        client.messages.list(to="+12025550101", limit=5, page_size=5)
        client.messages(SID).fetch()

    assert len(ours.left) == 4
    assert ours.left == theirs.left
