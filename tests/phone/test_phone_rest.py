"""The real Twilio client cannot tell the phone from Twilio."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]

from infra.local.phone import Behavior, Direction, PhoneClient, PhoneSettings, Service, running_phone

if TYPE_CHECKING:
    from tests.phone.conftest import Webhook

SERVICE = "MG" + "1" * 32
SENDER = "+15550100100"
MAYA = "+13125550142"


def create(twilio: Any, to: str = MAYA, body: str = "Hello", **more: Any) -> Any:
    return twilio.messages.create(to=to, body=body, messaging_service_sid=SERVICE, **more)


def refusal(action: Callable[[], object]) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        action()
    return caught.value.status, caught.value.code


def test_a_text_of_a_service_begins_accepted_with_no_sender_and_no_price(twilio: Any) -> None:
    text = create(twilio, body="How are you today?")

    assert (text.status, text.from_, text.price, text.date_sent) == ("accepted", None, None, None)
    assert re.fullmatch(r"SM[0-9a-f]{32}", text.sid)
    assert (text.num_segments, text.direction) == ("1", "outbound-api")
    assert abs(text.date_created - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_service_tells_its_number(twilio: Any) -> None:
    numbers = twilio.messaging.v1.services(SERVICE).phone_numbers.list(limit=20)

    assert [one.phone_number for one in numbers] == [SENDER]


def test_a_service_that_is_not_there_tells_no_number(twilio: Any) -> None:
    numbers = twilio.messaging.v1.services("MG" + "9" * 32).phone_numbers

    with pytest.raises(TwilioException):
        numbers.list(limit=20)


def test_a_text_of_a_bare_number_begins_queued(twilio: Any) -> None:
    text = twilio.messages.create(to=MAYA, from_=SENDER, body="Hello")

    assert (text.status, text.from_) == ("queued", SENDER)


def test_a_text_ends_delivered_with_its_sender_and_the_time_it_left(twilio: Any, phone: PhoneClient) -> None:
    sid = create(twilio).sid
    phone.wait_quiet()

    text = twilio.messages(sid).fetch()

    assert (text.status, text.from_) == ("delivered", SENDER)
    assert text.date_sent >= text.date_created


def test_the_same_seed_gives_the_same_sids() -> None:
    assert _first_sid(seed=3) == _first_sid(seed=3)
    assert _first_sid(seed=3) != _first_sid(seed=4)


def _first_sid(*, seed: int) -> str:
    with running_phone(PhoneSettings("AC1", "token", seed=seed)) as phone:
        phone.services({SERVICE: Service(sender=SENDER, inbound_url="http://127.0.0.1:9/nobody")})
        return phone.type_text(MAYA, SENDER, "hello").sid


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "5550100"}, 21211),
        ({"to": "+1555"}, 21211),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"status_callback": "not a url"}, 21609),
        ({"status_callback": "http://[::1"}, 21609),
        ({"status_callback": "http://localhost:999999/"}, 21609),
        ({"validity_period": 36_001}, 20001),
    ],
)
def test_a_text_that_twilio_would_not_take_is_refused_with_its_code(
    twilio: Any, phone: PhoneClient, wrong: dict[str, Any], code: int
) -> None:
    given = {"to": MAYA, "body": "Hello"} | wrong

    assert refusal(lambda: create(twilio, **given)) == (400, code)
    assert phone.record() == []


def test_a_sender_that_is_not_ours_is_refused(twilio: Any) -> None:
    create_from = twilio.messages.create

    assert refusal(lambda: create_from(to=MAYA, body="x", messaging_service_sid="MG9")) == (400, 21705)
    assert refusal(lambda: create_from(to=MAYA, body="x", from_="+15550100999")) == (400, 21606)
    assert refusal(lambda: create_from(to=MAYA, body="x")) == (400, 21603)


def test_a_body_of_exactly_1600_characters_is_taken(twilio: Any) -> None:
    assert create(twilio, body="x" * 1600).num_segments == "11"


def test_a_wrong_token_is_401_and_20003(sign_in: Callable[..., Any]) -> None:
    stranger = sign_in(token="wrong")

    assert refusal(lambda: create(stranger)) == (401, 20003)
    assert refusal(lambda: stranger.messages("SM1").fetch()) == (401, 20003)


def test_an_unknown_sid_is_404_and_20404(twilio: Any) -> None:
    assert refusal(lambda: twilio.messages("SM" + "0" * 32).fetch()) == (404, 20404)


def test_a_number_can_be_made_to_refuse_at_once(twilio: Any, phone: PhoneClient) -> None:
    phone.behavior(Behavior(failing_numbers={MAYA: 21614}))

    assert refusal(lambda: create(twilio)) == (400, 21614)


def test_the_list_holds_both_directions_newest_first(twilio: Any, phone: PhoneClient) -> None:
    create(twilio, body="first")
    phone.send(MAYA, SENDER, "second")
    create(twilio, body="third")

    listed = twilio.messages.list()

    assert [(text.body, text.direction) for text in listed] == [
        ("third", "outbound-api"),
        ("second", "inbound"),
        ("first", "outbound-api"),
    ]
    assert listed[1].status == "received"


def test_the_list_is_filtered_by_either_number(twilio: Any, phone: PhoneClient) -> None:
    create(twilio, body="out")
    create(twilio, to="+13125550143", body="to another")
    phone.send(MAYA, SENDER, "in")

    assert [text.body for text in twilio.messages.list(to=MAYA)] == ["out"]
    assert [text.body for text in twilio.messages.list(from_=MAYA)] == ["in"]


def test_the_list_is_filtered_by_when_a_text_left(twilio: Any, phone: PhoneClient) -> None:
    create(twilio, body="early")
    phone.wait_quiet()
    middle = phone.clock(3600)
    phone.clock(7200)
    create(twilio, body="late")
    phone.wait_quiet()

    def bodies(**dates: Any) -> list[str]:
        return [text.body for text in twilio.messages.list(**dates)]

    assert bodies(date_sent_after=middle) == ["late"]
    assert bodies(date_sent_before=middle) == ["early"]
    assert bodies(date_sent_after=middle - timedelta(hours=2), date_sent_before=middle) == ["early"]
    assert bodies(date_sent=(middle + timedelta(days=3)).date()) == []


def test_a_text_that_has_not_left_matches_no_date() -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    with running_phone(PhoneSettings("AC1", "token", callback_delay_seconds=60)) as phone:
        phone.services({SERVICE: Service(sender=SENDER, inbound_url="http://127.0.0.1:9/nobody")})
        url = f"{phone.base_url}/2010-04-01/Accounts/AC1/Messages.json"
        form = {"To": MAYA, "Body": "still waiting", "MessagingServiceSid": SERVICE}
        httpx.post(url, data=form, auth=("AC1", "token")).raise_for_status()

        dated = httpx.get(url, params={"DateSent>": yesterday}, auth=("AC1", "token")).json()
        undated = httpx.get(url, params={"To": MAYA}, auth=("AC1", "token")).json()

    assert dated["messages"] == []
    assert [text["date_sent"] for text in undated["messages"]] == [None]


def test_pages_hold_every_text_once_while_new_ones_arrive(twilio: Any) -> None:
    sids = [create(twilio, body=f"text {n}").sid for n in range(7)]

    first = twilio.messages.page(page_size=3)
    shown = [text.sid for text in first]
    create(twilio, body="arrived meanwhile")
    second = first.next_page()
    shown += [text.sid for text in second]
    third = second.next_page()
    shown += [text.sid for text in third]

    assert shown == sids[::-1]
    assert third.next_page() is None
    assert len(twilio.messages.list(page_size=2)) == 8


def test_a_filter_survives_paging(twilio: Any) -> None:
    for n in range(5):
        create(twilio, body=f"wanted {n}")
        create(twilio, to="+13125550143", body=f"unwanted {n}")

    listed = twilio.messages.list(to=MAYA, page_size=2)

    assert [text.body for text in listed] == [f"wanted {n}" for n in (4, 3, 2, 1, 0)]


def test_the_record_tells_what_the_handset_received(twilio: Any, phone: PhoneClient, webhook: Webhook) -> None:
    sid = create(twilio, body="Hello Maya", status_callback=f"{webhook.base}/status").sid
    phone.wait_quiet()

    (text,) = phone.record()

    assert (text.sid, text.from_, text.to, text.body) == (sid, SENDER, MAYA, "Hello Maya")
    assert (text.direction, text.segments, text.error) == (Direction.API, 1, None)
    assert [step.status for step in text.history] == ["accepted", "sent", "delivered"]
    assert text.received_at == text.history[-1].at
    assert text.status_callback == f"{webhook.base}/status"
