"""Laws of the Twilio gateway on the wire: what it asks for, how long it waits, and which doubts it admits."""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from functions.adapters import twilio_gateway
from functions.adapters.memory_gateway import Turn
from functions.adapters.twilio_gateway import NUMBERS_MAX, TwilioGateway
from functions.ports_provider import Accepted, Gap, Gateway, GatewayDown, Inbound, Refused, SendOrder
from schedules.text import Failure
from tests.contract.providers import ACCOUNT, READ_SECONDS, SENDER, SERVICE, TOKEN, TwilioWorld

PHONE = "+12025550143"
ORDER = SendOrder(
    to=PHONE,
    body="a private body",
    messaging_service=SERVICE,
    callback="https://example.org/status?text=1",
    valid_for=timedelta(minutes=10),
)
SINCE = datetime.now(UTC) - timedelta(minutes=1)


@pytest.fixture
def twilio() -> Iterator[Callable[..., TwilioWorld]]:
    opened: list[TwilioWorld] = []

    def open_world(*turns: Turn | int, answer: bytes | None = None) -> TwilioWorld:
        opened.append(TwilioWorld(turns, answer=answer))
        return opened[-1]

    yield open_world
    for one in opened:
        one.close()


@pytest.fixture
def quick_switching() -> Iterator[None]:
    """Threads take turns so often that whatever they share shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def gateway_at(base_url: str) -> TwilioGateway:
    return TwilioGateway(
        account_sid=ACCOUNT, auth_token=TOKEN, base_url=base_url, connect_seconds=0.3, read_seconds=READ_SECONDS
    )


def test_a_text_leaves_with_its_limits_stated_and_no_word_changed_on_the_way(
    twilio: Callable[..., TwilioWorld],
) -> None:
    provider = twilio()

    provider.gateway.send(ORDER)

    assert provider.posts == [
        {
            "To": PHONE,
            "MessagingServiceSid": SERVICE,
            "Body": "a private body",
            "StatusCallback": "https://example.org/status?text=1",
            "ValidityPeriod": "600",
            "SmartEncoded": "false",
            "ShortenUrls": "false",
        }
    ]


def test_texts_sent_at_the_same_time_each_get_their_own_id(
    twilio: Callable[..., TwilioWorld], quick_switching: None
) -> None:
    provider = twilio()
    orders = [replace(ORDER, body=f"text {number}") for number in range(200)]

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(provider.gateway.send, orders))

    carried = {text["body"]: Accepted(sid=text["sid"]) for text in provider.texts}
    assert answers == [carried[order.body] for order in orders]


@pytest.mark.parametrize(("valid_for", "seconds"), [(timedelta(), "1"), (timedelta(days=3), "36000")])
def test_twilio_is_never_asked_for_a_validity_it_refuses(
    twilio: Callable[..., TwilioWorld], valid_for: timedelta, seconds: str
) -> None:
    provider = twilio()

    provider.gateway.send(replace(ORDER, valid_for=valid_for))

    assert provider.posts[0]["ValidityPeriod"] == seconds


def test_a_provider_that_hangs_leaves_us_in_doubt_within_the_time_we_allow(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio(Turn.UNHEARD)
    began = time.monotonic()

    answer = provider.gateway.send(ORDER)

    assert answer == Refused(failure=Failure.AMBIGUOUS)
    assert time.monotonic() - began < 2 * READ_SECONDS
    assert len(provider.posts) == 1


def test_a_server_error_leaves_us_in_doubt_and_is_not_retried_behind_our_back(
    twilio: Callable[..., TwilioWorld],
) -> None:
    provider = twilio(Turn.LOST)

    assert provider.gateway.send(ORDER) == Refused(failure=Failure.AMBIGUOUS, error=20500)
    assert len(provider.posts) == 1


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b"null", b'{"sid": 7}', b"\xff\xfe"])
def test_an_answer_that_is_not_twilios_leaves_us_in_doubt(twilio: Callable[..., TwilioWorld], answer: bytes) -> None:
    provider = twilio(answer=answer)

    sent = provider.gateway.send(ORDER)

    assert isinstance(sent, Refused)
    assert sent.failure is Failure.AMBIGUOUS
    assert len(provider.posts) == 1


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"null", b'{"messages": [{}]}'])
def test_a_listing_that_is_not_twilios_means_down_not_empty(twilio: Callable[..., TwilioWorld], answer: bytes) -> None:
    gateway = twilio(answer=answer).gateway

    with pytest.raises(GatewayDown):
        gateway.find(to=PHONE, body="a", messaging_service=SERVICE, since=SINCE, sid=None, not_sids=frozenset())


@pytest.mark.parametrize("words", ["", None, "  "])
def test_a_list_whose_texts_have_lost_their_words_does_not_say_that_ours_never_left(
    twilio: Callable[..., TwilioWorld], words: str | None
) -> None:
    provider = twilio()
    sent = provider.gateway.send(ORDER)
    assert isinstance(sent, Accepted)
    provider.texts[-1]["body"] = words

    find = partial(provider.gateway.find, to=ORDER.to, body=ORDER.body, messaging_service=SERVICE, since=SINCE)
    with pytest.raises(GatewayDown):
        find(sid=None, not_sids=frozenset())
    assert find(sid=None, not_sids=frozenset({sent.sid})) is None


def test_a_dropped_connection_leaves_us_in_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gateway = gateway_at(f"http://127.0.0.1:{server.getsockname()[1]}")

        assert gateway.send(ORDER) == Refused(failure=Failure.AMBIGUOUS)


def test_a_connection_refused_surely_sent_nothing_and_may_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
    gateway = gateway_at(closed)

    assert gateway.send(ORDER) == Refused(failure=Failure.RETRY)
    with pytest.raises(GatewayDown):
        gateway.find(to=PHONE, body="a", messaging_service=SERVICE, since=SINCE, sid=None, not_sids=frozenset())
    with pytest.raises(GatewayDown):
        gateway.received(messaging_service=SERVICE, since=SINCE, until=None, limit=5)


def test_a_text_still_in_twilios_queue_has_no_date_of_sending_and_is_found(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    provider.gateway.send(ORDER)

    assert provider.texts[0]["date_sent"] is None
    found = provider.gateway.find(
        to=PHONE, body=ORDER.body, messaging_service=SERVICE, since=SINCE, sid=None, not_sids=frozenset()
    )
    assert found is not None


def coming(provider: TwilioWorld, sid: str, *, to: str = SENDER, service: str | None = SERVICE) -> None:
    """She texts a number; Twilio may or may not write the service beside it."""
    provider.receive(SERVICE, Inbound(sid=sid, sender=PHONE, body="help", at=datetime.now(UTC).replace(microsecond=0)))
    provider.texts[-1].update(to=to, messaging_service_sid=service)


def received(gateway: Gateway, limit: int = 50, until: datetime | None = None) -> tuple[list[str], Gap | None]:
    found = gateway.received(messaging_service=SERVICE, since=SINCE, until=until, limit=limit)
    return [one.sid for one in found.texts], found.gap


def test_what_came_in_is_known_by_the_services_numbers_though_nothing_was_sent_and_it_bears_no_service(
    twilio: Callable[..., TwilioWorld],
) -> None:
    provider = twilio()
    provider.numbers[SERVICE] = [SENDER, "+15550100101"]
    coming(provider, "SMin0", service=None)
    coming(provider, "SMin1", to="+15550100101", service="MG" + "9" * 32)
    coming(provider, "SMelse", to="+15550999999", service=None)

    found, gap = received(provider.gateway)

    assert (sorted(found), gap) == (["SMin0", "SMin1"], None)


def test_half_an_emoji_keeps_no_text_from_being_taken_in(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    provider.numbers[SERVICE] = [SENDER]
    coming(provider, "SMin0")
    provider.texts[-1]["body"] = "i want to die \ud83d"

    (found,) = provider.gateway.received(messaging_service=SERVICE, since=SINCE, until=None, limit=9).texts

    assert found.body.encode() == b"i want to die ?"


def test_texts_that_others_of_the_account_sent_hide_none_that_came_in(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    coming(provider, "SMin0")
    for _ in range(9):
        provider.gateway.send(ORDER)
        provider.texts[-1]["date_sent"] = provider.texts[-1]["date_created"]

    assert received(provider.gateway, limit=5) == (["SMin0"], None)


def test_pages_are_read_to_the_end_and_a_list_that_is_cut_says_so(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    for number in range(10):
        coming(provider, f"SMin{number}")

    assert received(provider.gateway, limit=50) == ([f"SMin{number}" for number in range(10)], None)
    assert received(provider.gateway, limit=4) == ([f"SMin{number}" for number in range(6, 10)], Gap.CUT)


@pytest.mark.parametrize("numbers", [[], [f"+155501002{number:02}" for number in range(NUMBERS_MAX)]])
def test_a_service_with_no_number_or_too_many_cannot_be_heard_whole(
    twilio: Callable[..., TwilioWorld], numbers: list[str]
) -> None:
    provider = twilio()
    provider.numbers[SERVICE] = numbers

    assert received(provider.gateway)[1] is Gap.NUMBERS


def test_while_the_numbers_are_not_told_those_told_last_are_asked_for_and_never_taken_for_all(
    twilio: Callable[..., TwilioWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = twilio()
    coming(provider, "SMin0")
    monkeypatch.setattr(twilio_gateway, "NUMBERS_KNOWN_SECONDS", 0.0)
    before = received(provider.gateway)

    provider.numbers_are_told = False

    assert [before, received(provider.gateway)] == [(["SMin0"], None), (["SMin0"], Gap.NUMBERS)]


def test_a_provider_that_never_told_the_numbers_is_down_rather_than_empty(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    provider.numbers_are_told = False

    with pytest.raises(GatewayDown):
        received(provider.gateway)


def test_the_numbers_are_asked_for_once_in_minutes(twilio: Callable[..., TwilioWorld]) -> None:
    provider = twilio()
    for _ in range(3):
        received(provider.gateway)
    provider.numbers[SERVICE] = ["+15550100101"]
    coming(provider, "SMin0")

    assert received(provider.gateway) == (["SMin0"], None)


def test_nothing_is_ever_logged_and_no_failure_names_a_phone_or_quotes_a_text(
    twilio: Callable[..., TwilioWorld], caplog: pytest.LogCaptureFixture
) -> None:
    provider = twilio()
    with caplog.at_level(logging.INFO):
        assert isinstance(provider.gateway.send(ORDER), Accepted)
        provider.go_down()
        with pytest.raises(GatewayDown) as raised:
            provider.gateway.find(
                to=PHONE, body=ORDER.body, messaging_service=SERVICE, since=SINCE, sid=None, not_sids=frozenset()
            )

    assert caplog.records == []
    assert str(raised.value) == "find: TwilioException"
    assert raised.value.__suppress_context__
