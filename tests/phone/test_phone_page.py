"""The page shows each handset as its owner would see it, and nothing typed can break it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from infra.local.phone import (
    Behavior,
    Fault,
    FaultName,
    Handset,
    HandsetKind,
    PhoneClient,
    PhoneSettings,
    running_phone,
)
from infra.local.phone.running import serving
from infra.local.phone.time_machine import RemoteTimeMachine

if TYPE_CHECKING:
    from tests.phone.conftest import Webhook

SERVICE = "MG" + "1" * 32
SENDER = "+15550100100"
MAYA = "+13125550142"
LUCIA = "+13055550177"


class Calendar:
    """A time machine that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def skip(self, to: str) -> str:
        self.asked.append(to)
        return "It is now <Tuesday>."


def page(phone: PhoneClient) -> str:
    return httpx.get(phone.base_url).raise_for_status().text


def lay_out(phone: PhoneClient) -> None:
    phone.handsets(
        [
            Handset(MAYA, "Maya", "America/Chicago"),
            Handset(LUCIA, "Lucía", "America/New_York", language="es"),
            Handset("+13125550199", "On-call nurse", "America/Chicago", HandsetKind.STAFF),
        ]
    )


def test_content_is_escaped_wherever_it_stands(twilio: Any, phone: PhoneClient) -> None:
    phone.handsets([Handset(MAYA, '<script>alert("label")</script>')])
    twilio.messages.create(to=MAYA, body='<img src=x onerror="bad()">', messaging_service_sid=SERVICE)
    phone.send(MAYA, SENDER, "</li><script>bad()</script> http://x.example/'\"><script>")
    phone.wait_quiet()

    shown = page(phone)

    assert shown.count("<script") == 1
    assert "<img" not in shown
    assert "&lt;img src=x onerror=&#34;bad()&#34;&gt;" in shown


def test_no_script_but_its_own_may_run_on_the_page(phone: PhoneClient) -> None:
    policy = httpx.get(phone.base_url).headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_each_handset_shows_its_own_local_time_and_language(phone: PhoneClient) -> None:
    lay_out(phone)
    phone.send(LUCIA, SENDER, "Hola")

    shown = page(phone)

    assert "Chicago time" in shown
    assert "New York time" in shown
    assert '<p class="words" lang="es">Hola</p>' in shown
    assert shown.count('class="handset staff"') == 1


def test_days_are_separated_once_each(phone: PhoneClient) -> None:
    lay_out(phone)
    phone.send(MAYA, SENDER, "one")
    phone.send(MAYA, SENDER, "two")
    phone.clock(86_400)
    phone.send(MAYA, SENDER, "three")

    assert page(phone).count('<li class="day"') == 2


def test_a_number_nobody_laid_out_gets_a_phone_of_its_own(phone: PhoneClient) -> None:
    lay_out(phone)

    phone.send("+13125550111", SENDER, "hello")

    assert "Text from +1 312 555 0111" in page(phone)


def test_marks_say_how_far_each_text_got(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    faults = {FaultName.INBOUND_LOST: Fault(next_calls=1)}
    phone.behavior(Behavior(faults=faults, failing_numbers={LUCIA: 30003}))
    phone.send(MAYA, SENDER, "lost")
    webhook.status = 500
    phone.send(MAYA, SENDER, "refused")
    twilio.messages.create(to=MAYA, body="here", messaging_service_sid=SERVICE)
    twilio.messages.create(to=LUCIA, body="nowhere", messaging_service_sid=SERVICE)
    phone.wait_quiet()

    shown = page(phone)

    for mark in ("Lost on the way", "Not taken in (500)", "Delivered", "Never arrived (error 30003)"):
        assert f'<span class="mark">{mark}</span>' in shown


def test_the_form_types_a_text_even_without_scripts(phone: PhoneClient, webhook: Webhook) -> None:
    lay_out(phone)

    answer = httpx.post(f"{phone.base_url}/_phone/typed", data={"from": "+1 312 555 0142", "body": "I'm\r\nhere "})

    assert answer.status_code == 303
    assert webhook.posts[0].form["Body"] == "I'm\nhere"


def test_an_empty_box_sends_nothing(phone: PhoneClient, webhook: Webhook) -> None:
    lay_out(phone)

    httpx.post(f"{phone.base_url}/_phone/typed", data={"from": MAYA, "body": "  \n"})

    assert webhook.posts == []


def test_a_crowd_of_phones_is_cut_short_and_said_so(phone: PhoneClient) -> None:
    for n in range(14):
        phone.send(f"+1312555{n:04}", SENDER, "hello")

    shown = page(phone)

    assert shown.count('class="handset"') == 12
    assert "2 more phones are only in the record." in shown
    assert len(phone.record()) == 14


def test_without_a_time_machine_there_are_no_buttons_for_it(phone: PhoneClient) -> None:
    assert "Tomorrow" not in page(phone)
    assert httpx.post(f"{phone.base_url}/_phone/skip", json={"to": "next"}).status_code == 404


def test_the_buttons_ask_the_time_machine_and_show_its_words() -> None:
    calendar = Calendar()
    with running_phone(PhoneSettings("AC1", "token"), calendar) as phone:
        skip = f"{phone.base_url}/_phone/skip"

        by_script = httpx.post(skip, json={"to": "next"})
        by_form = httpx.post(skip, data={"to": "tomorrow"}, follow_redirects=True)
        senseless: list[object] = [{"to": "yesterday"}, [], None]
        wrong = [httpx.post(skip, json=asked).status_code for asked in senseless]

    assert calendar.asked == ["next", "tomorrow"]
    assert by_script.json() == {"said": "It is now <Tuesday>."}
    assert "It is now &lt;Tuesday&gt;." in by_form.text
    assert wrong == [400, 400, 400]


def test_a_remote_time_machine_is_asked_over_http_and_its_words_are_shown() -> None:
    asked: list[object] = []

    async def skip(request: Request) -> Response:
        asked.append(await request.json())
        return PlainTextResponse("It is Tuesday.")

    with serving(Starlette(routes=[Route("/skip", skip, methods=["POST"])])) as base:
        said = asyncio.run(RemoteTimeMachine(f"{base}/skip").skip("tomorrow"))
        missing = asyncio.run(RemoteTimeMachine(f"{base}/elsewhere").skip("next"))
    gone = asyncio.run(RemoteTimeMachine("http://127.0.0.1:9/skip").skip("next"))

    assert asked == [{"to": "tomorrow"}]
    assert said == "It is Tuesday."
    assert missing == "Time did not move: the time machine answered 404."
    assert gone.startswith("Time did not move: nobody answered")


def test_the_command_line_explains_itself() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "infra.local.phone", "--help"], capture_output=True, text=True, check=True
    )

    for option in ("--port", "--account-sid", "--auth-token", "--skip-url"):
        assert option in shown.stdout
