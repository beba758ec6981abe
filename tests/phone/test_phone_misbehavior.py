"""Every way a provider fails can be asked for, and is the same again from the same seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from infra.local.phone import Behavior, Fault, FaultName, PhoneClient

SERVICE = "MG" + "1" * 32
MAYA = "+13125550142"
LENA = "+13125550143"


def create(twilio: Any, to: str = MAYA) -> Any:
    return twilio.messages.create(to=to, body="Hello", messaging_service_sid=SERVICE)


def misbehave(phone: PhoneClient, name: FaultName, **more: Any) -> None:
    phone.behavior(Behavior(faults={name: Fault(next_calls=1)}, **more))


def delivered(phone: PhoneClient) -> int:
    phone.wait_quiet()
    return sum(1 for text in phone.record() if text.received_at)


@pytest.mark.parametrize(
    ("fault", "error", "arrived"),
    [
        (FaultName.CREATE_429, (429, 20429), 0),
        (FaultName.CREATE_500_BEFORE, (500, 20500), 0),
        (FaultName.CREATE_500_AFTER, (500, 20500), 1),
    ],
)
def test_an_error_says_nothing_about_whether_the_text_was_sent(
    twilio: Any, phone: PhoneClient, fault: FaultName, error: tuple[int, int], arrived: int
) -> None:
    misbehave(phone, fault)

    with pytest.raises(TwilioRestException) as caught:
        create(twilio)

    assert (caught.value.status, caught.value.code) == error
    assert delivered(phone) == arrived
    assert create(twilio).status == "accepted"


def test_a_held_answer_outlasts_the_client_while_the_text_arrives(
    sign_in: Callable[..., Any], phone: PhoneClient
) -> None:
    misbehave(phone, FaultName.CREATE_HELD, held_seconds=1)
    impatient = sign_in(timeout=0.2)

    with pytest.raises(requests.exceptions.ReadTimeout):
        create(impatient)

    assert delivered(phone) == 1
    assert [text.to for text in impatient.messages.list(to=MAYA)] == [MAYA]


def test_a_dropped_connection_leaves_the_client_not_knowing(twilio: Any, phone: PhoneClient) -> None:
    misbehave(phone, FaultName.CREATE_DROPPED)

    with pytest.raises(requests.exceptions.RequestException):
        create(twilio)

    assert delivered(phone) == 1


def test_the_list_can_fail_too(twilio: Any, phone: PhoneClient) -> None:
    misbehave(phone, FaultName.LIST_500)

    with pytest.raises(Exception, match="Unable to fetch page"):
        twilio.messages.list()

    assert twilio.messages.list() == []


def test_a_fault_may_be_about_some_numbers_only(twilio: Any, phone: PhoneClient) -> None:
    phone.behavior(Behavior(faults={FaultName.CREATE_429: Fault(share=1, numbers=(LENA,))}))

    assert create(twilio, MAYA).status == "accepted"
    with pytest.raises(TwilioRestException):
        create(twilio, LENA)


def test_a_share_of_calls_fails_and_the_same_ones_from_the_same_seed(twilio: Any, phone: PhoneClient) -> None:
    def outcomes(seed: int) -> list[bool]:
        phone.behavior(Behavior(seed=seed, faults={FaultName.CREATE_429: Fault(share=0.5)}))
        return [_is_taken(twilio) for _ in range(24)]

    first, again, other = outcomes(1), outcomes(1), outcomes(2)

    assert first == again
    assert first != other
    assert {True, False} == set(first)


def _is_taken(twilio: Any) -> bool:
    try:
        create(twilio)
    except TwilioRestException:
        return False
    return True


def test_the_plan_in_force_can_be_read_back_with_the_calls_left(twilio: Any, phone: PhoneClient) -> None:
    phone.behavior(Behavior(faults={FaultName.CREATE_429: Fault(next_calls=2)}, failing_numbers={LENA: 30005}))

    assert not _is_taken(twilio)

    now = phone.behavior_now()
    assert now.faults[FaultName.CREATE_429].next_calls == 1
    assert now.failing_numbers == {LENA: 30005}


@pytest.mark.parametrize(
    "wrong",
    [
        '{"faults": {"no_such_fault": {}}}',
        '{"faults": {"create_429": {"share": 1.5}}}',
        '{"faults": {"create_429": {"next_calls": -1}}}',
        '{"failing_numbers": {"5550100": 30003}}',
        '{"failing_numbers": {"+13125550142": 12}}',
        '{"held_seconds": 100000}',
        '{"surprise": 1}',
        "not json",
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_and_changes_nothing(phone: PhoneClient, wrong: str) -> None:
    before = phone.behavior_now()

    answer = httpx.put(f"{phone.base_url}/_phone/behavior", content=wrong)

    assert answer.status_code == 400
    assert answer.json()["fields"]
    assert phone.behavior_now() == before


@pytest.mark.parametrize(
    ("door", "wrong"),
    [
        ("services", {"MG1": {"sender": "5550100", "inbound_url": "http://localhost/in"}}),
        ("services", {"MG1": {"sender": "+15550100100", "inbound_url": "localhost/in"}}),
        ("services", {"MG1": {"sender": "+15550100100", "inbound_url": "http://localhost:999999"}}),
        ("handsets", [{"number": MAYA, "label": "Maya", "zone": "Central"}]),
        ("handsets", [{"number": MAYA, "label": "Maya", "kind": "robot"}]),
        ("clock", {"offset_seconds": "tomorrow"}),
        ("clock", {"offset_seconds": 1e300}),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(phone: PhoneClient, door: str, wrong: object) -> None:
    before = httpx.get(f"{phone.base_url}/_phone/{door}").json()

    answer = httpx.put(f"{phone.base_url}/_phone/{door}", json=wrong)

    after = httpx.get(f"{phone.base_url}/_phone/{door}").json()
    assert answer.status_code == 400
    assert after == before or door == "clock"
