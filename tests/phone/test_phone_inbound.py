"""What a person types reaches the webhook as Twilio would have sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from infra.local.phone import Behavior, Direction, Fault, FaultName, OptOutHandling, PhoneClient, Service

if TYPE_CHECKING:
    from tests.phone.conftest import Webhook

ACCOUNT = "AC" + "0" * 32
SERVICE = "MG" + "1" * 32
SENDER = "+15550100100"
MAYA = "+13125550142"


def bodies_received(phone: PhoneClient) -> list[str]:
    phone.wait_quiet()
    return [text.body for text in phone.record() if text.received_at]


def configure(phone: PhoneClient, webhook: Webhook, opt_out: OptOutHandling) -> None:
    url = f"{webhook.base}/inbound"
    phone.services({SERVICE: Service(sender=SENDER, inbound_url=url, opt_out=opt_out, stop_text="Goodbye.")})


def create(twilio: Any) -> Any:
    return twilio.messages.create(to=MAYA, body="Hello", messaging_service_sid=SERVICE)


def test_a_typed_text_is_a_signed_form_on_the_public_url(phone: PhoneClient, webhook: Webhook) -> None:
    status = phone.send(MAYA, SENDER, "No puedo más 😢 & sangre = mucha+")

    (text,) = phone.record()
    (post,) = webhook.posts
    assert status == 200
    assert post.is_signed
    assert post.host == "abc123.execute-api.localhost"
    assert post.token
    assert post.form == {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "SmsStatus": "received",
        "AccountSid": ACCOUNT,
        "MessagingServiceSid": SERVICE,
        "From": MAYA,
        "To": SENDER,
        "Body": "No puedo más 😢 & sangre = mucha+",
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
    }


def test_the_webhooks_answer_is_reported_back_and_kept(phone: PhoneClient, webhook: Webhook) -> None:
    webhook.status = 500

    received = phone.type_text(MAYA, SENDER, "hello")

    kept = phone.record()[0].webhook
    assert (received.status, received.attempts, received.answer) == (500, 1, "<Response/>")
    assert kept is not None
    assert (kept.status, kept.attempts) == (500, 1)


def test_a_webhook_that_nobody_answers_is_tried_twice(phone: PhoneClient) -> None:
    phone.services({SERVICE: Service(sender=SENDER, inbound_url="http://gone.localhost:9/inbound")})

    received = phone.type_text(MAYA, SENDER, "hello")

    assert (received.status, received.attempts) == (None, 2)


def test_a_url_may_ask_for_more_retries_which_carry_the_same_token(phone: PhoneClient, webhook: Webhook) -> None:
    webhook.status = 503
    url = f"{webhook.base}/inbound#rc=3&rp=ct,5xx"
    phone.services({SERVICE: Service(sender=SENDER, inbound_url=url)})

    received = phone.type_text(MAYA, SENDER, "hello")

    assert received.attempts == 4
    assert len(webhook.posts) == 4
    assert len({post.token for post in webhook.posts}) == 1
    assert all(post.is_signed for post in webhook.posts)


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop ", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"]
)
def test_after_a_bare_stop_word_no_text_leaves(twilio: Any, phone: PhoneClient, webhook: Webhook, word: str) -> None:
    phone.send(MAYA, SENDER, word)

    with pytest.raises(TwilioRestException) as caught:
        create(twilio)

    assert (caught.value.status, caught.value.code) == (400, 21610)
    assert webhook.posts[0].form["OptOutType"] == "STOP"


@pytest.mark.parametrize("words", ["the bleeding won't stop", "STOP.", "opt out", "stop please", "alto", ""])
def test_a_stop_word_inside_other_words_blocks_nothing(
    twilio: Any, phone: PhoneClient, webhook: Webhook, words: str
) -> None:
    phone.send(MAYA, SENDER, words)

    assert create(twilio).status == "accepted"
    assert "OptOutType" not in webhook.posts[0].form


@pytest.mark.parametrize("word", ["START", "unstop", "yes"])
def test_a_start_word_lets_texts_leave_again(twilio: Any, phone: PhoneClient, webhook: Webhook, word: str) -> None:
    phone.send(MAYA, SENDER, "STOP")

    phone.send(MAYA, SENDER, word)

    assert webhook.posts[-1].form["OptOutType"] == "START"
    assert create(twilio).status == "accepted"


def test_yes_is_an_ordinary_word_from_somebody_who_never_left(phone: PhoneClient, webhook: Webhook) -> None:
    phone.send(MAYA, SENDER, "YES")

    assert "OptOutType" not in webhook.posts[0].form
    assert bodies_received(phone) == []


def test_the_carrier_answers_a_stop_once_by_itself(phone: PhoneClient, webhook: Webhook) -> None:
    configure(phone, webhook, OptOutHandling.ADVANCED)

    phone.send(MAYA, SENDER, "STOP")
    phone.send(MAYA, SENDER, "STOP")

    assert bodies_received(phone) == ["Goodbye."]
    assert [t.direction for t in phone.record() if t.received_at] == [Direction.REPLY]


def test_help_is_answered_and_blocks_nothing(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    phone.send(MAYA, SENDER, "help")

    assert webhook.posts[0].form["OptOutType"] == "HELP"
    assert len(bodies_received(phone)) == 1
    assert create(twilio).status == "accepted"


def test_with_default_handling_the_webhook_is_not_told_what_the_carrier_did(
    twilio: Any, phone: PhoneClient, webhook: Webhook
) -> None:
    configure(phone, webhook, OptOutHandling.STANDARD)

    phone.send(MAYA, SENDER, "STOP")

    assert "OptOutType" not in webhook.posts[0].form
    assert len(bodies_received(phone)) == 1
    with pytest.raises(TwilioRestException):
        create(twilio)


def test_with_filtering_off_the_app_is_the_only_one_that_can_stop(
    twilio: Any, phone: PhoneClient, webhook: Webhook
) -> None:
    configure(phone, webhook, OptOutHandling.OFF)

    phone.send(MAYA, SENDER, "STOP")

    assert bodies_received(phone) == []
    assert create(twilio).status == "accepted"


def test_a_service_may_have_words_of_other_languages(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    url = f"{webhook.base}/inbound"
    phone.services({SERVICE: Service(sender=SENDER, inbound_url=url, stop_words=("STOP", "ALTO"))})

    phone.send(MAYA, SENDER, "Alto")

    with pytest.raises(TwilioRestException):
        create(twilio)


def test_a_picture_without_words_is_a_text_too(phone: PhoneClient, webhook: Webhook) -> None:
    received = phone.type_text(MAYA, SENDER, media=1)

    form = webhook.posts[0].form
    assert received.sid.startswith("MM")
    assert (form["NumMedia"], form["Body"], form["MediaContentType0"]) == ("1", "", "image/jpeg")
    assert form["MediaUrl0"]


def test_oversized_texts_and_strange_fields_are_posted_as_given(phone: PhoneClient, webhook: Webhook) -> None:
    phone.type_text(MAYA, SENDER, "x" * 20_000, form={"MessageSid": "", "Odd": "\u0000'\"<"})

    (post,) = webhook.posts
    assert len(post.form["Body"]) == 20_000
    assert (post.form["MessageSid"], post.form["Odd"]) == ("", "\u0000'\"<")
    assert post.is_signed


def test_any_bytes_can_be_thrown_at_the_webhook(phone: PhoneClient, webhook: Webhook) -> None:
    content = b"Body=%ff%fe&From&&=\x00\xff;"

    right = phone.post_raw(SERVICE, content)
    phone.post_raw(SERVICE, b"Body=hello", signature="wrong")
    phone.post_raw(SERVICE, b"Body=hello", signature="missing")

    assert right.status == 200
    assert webhook.posts[0].content == content
    assert [post.is_signed for post in webhook.posts] == [True, False, False]
    assert phone.record() == []


def test_a_duplicate_carries_the_same_sid_and_token(phone: PhoneClient, webhook: Webhook) -> None:
    phone.behavior(Behavior(faults={FaultName.INBOUND_DUPLICATE: Fault(next_calls=1)}))

    phone.send(MAYA, SENDER, "hello")

    first, second = webhook.posts
    assert first == second
    assert len(phone.record()) == 1


def test_a_lost_text_is_never_posted_and_still_listed(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    phone.behavior(Behavior(faults={FaultName.INBOUND_LOST: Fault(next_calls=1)}))

    received = phone.type_text(MAYA, SENDER, "is anybody there")

    assert (received.status, received.attempts, webhook.posts) == (None, 0, [])
    assert [text.body for text in twilio.messages.list(from_=MAYA)] == ["is anybody there"]


def test_without_an_address_a_handset_answers_whoever_wrote_last(
    twilio: Any, phone: PhoneClient, webhook: Webhook
) -> None:
    other = Service(sender="+15550100200", inbound_url=f"{webhook.base}/pages")
    mine = Service(sender=SENDER, inbound_url=f"{webhook.base}/inbound")
    phone.services({SERVICE: mine, "MG2": other})
    twilio.messages.create(to=MAYA, body="Reply K7Q", messaging_service_sid="MG2")

    phone.send(MAYA, None, "K7Q")
    phone.send("+13125550143", None, "hello")

    assert [post.path for post in webhook.posts] == ["/pages", "/inbound"]


def test_a_text_to_a_number_nobody_has_is_404(phone: PhoneClient) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        phone.send(MAYA, "+15550100999", "hello")
