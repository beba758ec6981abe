"""A status callback is signed over the exact public URL, and comes as badly as the real ones do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.phone import Behavior, Fault, FaultName, PhoneClient

if TYPE_CHECKING:
    from tests.phone.conftest import Webhook

ACCOUNT = "AC" + "0" * 32
SERVICE = "MG" + "1" * 32
SENDER = "+15550100100"
MAYA = "+13125550142"


def send(twilio: Any, phone: PhoneClient, url: str, to: str = MAYA) -> str:
    """Sends one text and waits until everything about it has been told; its sid."""
    text = twilio.messages.create(to=to, body="Hello", messaging_service_sid=SERVICE, status_callback=url)
    phone.wait_quiet()
    return str(text.sid)


def statuses(webhook: Webhook) -> list[str]:
    return [post.form["MessageStatus"] for post in webhook.posts]


def test_sent_and_delivered_are_told_in_order_and_signed(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    sid = send(twilio, phone, f"{webhook.public}/prod/status?clinic=1&b=%20x")

    assert statuses(webhook) == ["sent", "delivered"]
    assert all(post.is_signed for post in webhook.posts)
    assert {post.host for post in webhook.posts} == {"abc123.execute-api.localhost"}
    assert webhook.posts[0].form == {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": "sent",
        "SmsStatus": "sent",
        "To": MAYA,
        "From": SENDER,
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "MessagingServiceSid": SERVICE,
    }
    assert len(webhook.posts[1].form["RawDlrDoneDate"]) == 10


@pytest.mark.parametrize("code", [30003, 30005, 30006, 30007])
def test_a_failing_number_is_told_as_undelivered_and_shows_nothing(
    twilio: Any, phone: PhoneClient, webhook: Webhook, code: int
) -> None:
    phone.behavior(Behavior(failing_numbers={MAYA: code}))

    sid = send(twilio, phone, f"{webhook.base}/status")

    (text,) = phone.record()
    assert statuses(webhook) == ["sent", "undelivered"]
    assert webhook.posts[-1].form["ErrorCode"] == str(code)
    assert (text.error, text.received_at) == (code, None)
    assert twilio.messages(sid).fetch().error_code == code


def test_a_text_without_a_callback_is_delivered_in_silence(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    twilio.messages.create(to=MAYA, body="Hello", messaging_service_sid=SERVICE)
    phone.wait_quiet()

    assert webhook.posts == []
    assert phone.record()[0].status == "delivered"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (FaultName.CALLBACKS_NEVER, []),
        (FaultName.CALLBACKS_REVERSED, ["delivered", "sent"]),
        (FaultName.CALLBACKS_REPEATED, ["sent", "sent", "delivered", "delivered"]),
    ],
)
def test_callbacks_misbehave_for_as_many_texts_as_asked(
    twilio: Any, phone: PhoneClient, webhook: Webhook, fault: FaultName, told: list[str]
) -> None:
    phone.behavior(Behavior(faults={fault: Fault(next_calls=1)}))

    send(twilio, phone, f"{webhook.base}/status")
    send(twilio, phone, f"{webhook.base}/status")

    assert statuses(webhook) == [*told, "sent", "delivered"]
    assert [text.status for text in phone.record()] == ["delivered", "delivered"]


def test_late_callbacks_come_after_the_text_has_arrived(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    phone.behavior(Behavior(faults={FaultName.CALLBACKS_LATE: Fault(next_calls=1)}, late_seconds=0.7))
    url = f"{webhook.base}/status"

    twilio.messages.create(to=MAYA, body="x", messaging_service_sid=SERVICE, status_callback=url)
    while phone.record()[0].status != "delivered":
        time.sleep(0.01)
    early = statuses(webhook)
    phone.wait_quiet()

    assert early == []
    assert statuses(webhook) == ["sent", "delivered"]


def test_a_callback_address_outside_this_machine_is_never_called(twilio: Any, phone: PhoneClient) -> None:
    send(twilio, phone, "http://callback.example/status")

    assert phone.record()[0].status == "delivered"
