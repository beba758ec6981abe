"""Law: a call rings, is answered as told, asks our webhook what to say, posts the key and reports, as Twilio does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from functions.adapters.twiml import asks, says
from infra.local.phone import Answering, Behavior, CallStatus, Fault, FaultName, PhoneClient
from messages.language import Language
from tests.phone.conftest import SENDER, Webhook

NURSE = "+15550100007"


def call(twilio: Any, webhook: Webhook, **changes: Any) -> Any:
    order = {
        "to": NURSE,
        "from_": SENDER,
        "url": f"{webhook.public}/words",
        "status_callback": f"{webhook.public}/status/e1/p1",
        "status_callback_event": ["initiated", "ringing", "answered", "completed"],
        "machine_detection": "Enable",
        "machine_detection_timeout": 6,
        "timeout": 28,
    }
    return twilio.calls.create(**{**order, **changes})


@pytest.fixture
def talking(webhook: Webhook) -> Webhook:
    pressed = f"{webhook.public}/pressed"
    webhook.says["/words"] = asks(
        "Press a key & listen.", Language.ENGLISH, pressed=pressed, in_vain="Nothing pressed."
    )
    webhook.says["/pressed"] = says(("It is yours.", Language.ENGLISH))
    return webhook


def rung(phone: PhoneClient, how: Answering) -> None:
    phone.behavior(Behavior(answers={NURSE: how}))


@pytest.mark.parametrize("key", ["1", "2"])
def test_a_key_pressed_reaches_the_webhook_signed_and_its_answer_is_heard(
    phone: PhoneClient, twilio: Any, talking: Webhook, key: str
) -> None:
    rung(phone, Answering(f"presses_{key}"))

    made = call(twilio, talking)
    phone.wait_quiet()

    (pressed,) = talking.at("/pressed")
    (heard,) = phone.calls()
    assert pressed.is_signed
    assert (pressed.form["Digits"], pressed.form["CallSid"]) == (key, made.sid)
    assert heard.said == ("Press a key & listen.", "It is yours.")
    assert heard.pressed == (key,)


def test_who_presses_nothing_hears_that_nothing_was_taken(phone: PhoneClient, twilio: Any, talking: Webhook) -> None:
    rung(phone, Answering.LISTENS)

    call(twilio, talking)
    phone.wait_quiet()

    assert talking.at("/pressed") == []
    assert phone.calls()[0].said[-1] == "Nothing pressed."


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Answering.LISTENS, (["initiated", "ringing", "in-progress", "completed"], "human")),
        (Answering.MACHINE, (["initiated", "ringing", "in-progress", "completed"], "machine_start")),
        (Answering.UNSURE, (["initiated", "ringing", "in-progress", "completed"], "unknown")),
        (Answering.NO_ANSWER, (["initiated", "ringing", "no-answer"], None)),
        (Answering.BUSY, (["initiated", "ringing", "busy"], None)),
    ],
)
def test_a_call_reports_every_step_and_who_answered(
    phone: PhoneClient, twilio: Any, talking: Webhook, how: Answering, expected: tuple[list[str], str | None]
) -> None:
    statuses, answered_by = expected
    rung(phone, how)

    made = call(twilio, talking)
    phone.wait_quiet()

    reports = talking.at("/status/e1/p1")
    assert [post.form["CallStatus"] for post in reports] == statuses
    assert all(post.is_signed for post in reports)
    assert reports[-1].form.get("AnsweredBy") == answered_by
    fetched = twilio.calls(made.sid).fetch()
    assert (fetched.status, fetched.answered_by) == (statuses[-1], answered_by)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "12"}, 21211),
        ({"from_": "+15550199999"}, 21210),
        ({"url": "nowhere"}, 21205),
        ({"machine_detection_timeout": 2}, 20001),
    ],
)
def test_what_twilio_refuses_is_refused_and_rings_nobody(
    phone: PhoneClient, twilio: Any, talking: Webhook, changes: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        call(twilio, talking, **changes)

    assert refused.value.code == code
    assert phone.calls() == []


def test_a_call_may_be_made_and_its_answer_lost(phone: PhoneClient, twilio: Any, talking: Webhook) -> None:
    phone.behavior(Behavior(faults={FaultName.CREATE_500_AFTER: Fault(next_calls=1)}))

    with pytest.raises(Exception, match="500"):
        call(twilio, talking)
    phone.wait_quiet()

    assert [one.status for one in phone.calls()] == [CallStatus.COMPLETED]


def test_a_webhook_without_words_ends_the_call_and_shows(phone: PhoneClient, twilio: Any, webhook: Webhook) -> None:
    webhook.status = 500

    call(twilio, webhook)
    phone.wait_quiet()

    assert phone.calls()[0].troubled
    assert "Ended without words" in httpx.get(phone.base_url).text


def test_a_ringing_phone_is_answered_on_the_page(phone: PhoneClient, twilio: Any, talking: Webhook) -> None:
    phone.behavior(Behavior(answering=Answering.BY_HAND))
    made = call(twilio, talking)
    while "Answer, press 1" not in httpx.get(phone.base_url).text:
        pass

    httpx.post(f"{phone.base_url}/_phone/answer", data={"call": made.sid, "how": "presses_1"})
    phone.wait_quiet()

    page = httpx.get(phone.base_url).text
    assert "Answered, pressed 1" in page
    assert "It is yours." in page
    assert "Answer, press 1" not in page
