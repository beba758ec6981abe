"""Laws of every gateway: a text is accepted, refused or in doubt, and whoever is in doubt can ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.memory_gateway import Turn
from functions.ports_provider import Accepted, CallOrder, Gap, GatewayDown, Inbound, Received, Refused, SendOrder
from schedules.text import Failure, TextState
from tests.contract.providers import ANOTHER_SERVICE, SENDER, SERVICE, World

Opening = Callable[[Iterable[Turn | int]], World]
PHONE = "+12025550143"
OTHER = "+12025550144"


def order(body: str = "¿Cómo está? 💙", to: str = PHONE) -> SendOrder:
    return SendOrder(
        to=to,
        body=body,
        messaging_service=SERVICE,
        callback="https://example.org/status?text=1",
        valid_for=timedelta(minutes=10),
    )


def ringing(to: str = PHONE) -> CallOrder:
    return CallOrder(
        to=to, calls_from=SENDER, words="https://example.org/voice/1", callback="https://example.org/status/1"
    )


def recently() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


def test_an_accepted_text_reaches_the_phone_once_as_it_was_written(world: Opening) -> None:
    provider = world([])

    answer = provider.gateway.send(order())

    assert provider.to(PHONE) == ["¿Cómo está? 💙"]
    assert [answer] == [Accepted(sid=sid) for sid in provider.sids(PHONE)]


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (21610, Failure.OPTED_OUT),
        (21211, Failure.PERMANENT),
        (21606, Failure.CONFIGURATION),
        (29999, Failure.AMBIGUOUS),
    ],
)
def test_a_refused_text_never_left_and_says_why(world: Opening, code: int, failure: Failure) -> None:
    provider = world([code])

    assert provider.gateway.send(order()) == Refused(failure=failure, error=code)
    assert provider.to(PHONE) == []


def test_a_throttled_text_was_not_processed_and_may_be_sent_again(world: Opening) -> None:
    provider = world([Turn.THROTTLE])

    answers = [provider.gateway.send(order()), provider.gateway.send(order())]

    assert answers == [
        Refused(failure=Failure.THROTTLED, error=20429),
        Accepted(sid=provider.sids(PHONE)[0]),
    ]
    assert len(provider.to(PHONE)) == 1


def test_a_text_in_doubt_that_left_is_found(world: Opening) -> None:
    provider = world([Turn.UNHEARD])
    since = recently()

    answer = provider.gateway.send(order())
    found = provider.gateway.find(
        to=PHONE, body=order().body, messaging_service=SERVICE, since=since, sid=None, not_sids=frozenset()
    )

    assert isinstance(answer, Refused)
    assert answer.failure is Failure.AMBIGUOUS
    assert found is not None
    assert (found.sid, found.state, found.failure) == (provider.sids(PHONE)[0], TextState.ACCEPTED, None)


def test_a_text_in_doubt_that_never_left_is_not_found(world: Opening) -> None:
    provider = world([Turn.LOST])

    answer = provider.gateway.send(order())
    found = provider.gateway.find(
        to=PHONE, body=order().body, messaging_service=SERVICE, since=recently(), sid=None, not_sids=frozenset()
    )

    assert isinstance(answer, Refused)
    assert (answer.failure, found, provider.to(PHONE)) == (Failure.AMBIGUOUS, None, [])


def test_only_the_very_text_to_the_very_phone_is_found_oldest_first(world: Opening) -> None:
    provider = world([])
    for body, to in (("a", PHONE), ("b", PHONE), ("a", OTHER), ("b", PHONE), ("a", PHONE), ("a", PHONE)):
        provider.gateway.send(order(body, to))
    sids = [sid for sid, body in zip(provider.sids(PHONE), provider.to(PHONE), strict=True) if body == "a"]

    def find(*not_sids: str) -> str | None:
        found = provider.gateway.find(
            to=PHONE, body="a", messaging_service=SERVICE, since=recently(), sid=None, not_sids=frozenset(not_sids)
        )
        return found.sid if found else None

    assert [find(), find(sids[0]), find(*sids[:2]), find(*sids)] == [*sids, None]


def test_what_she_wrote_in_the_same_words_is_not_taken_for_our_text(world: Opening) -> None:
    provider = world([])
    provider.receive(SERVICE, Inbound(sid="SMin", sender=PHONE, body="a", at=datetime.now(UTC)))

    assert (
        provider.gateway.find(
            to=PHONE, body="a", messaging_service=SERVICE, since=recently(), sid=None, not_sids=frozenset()
        )
        is None
    )


def test_the_same_words_of_another_clinic_to_the_same_phone_are_not_taken_for_ours(world: Opening) -> None:
    provider = world([])
    provider.gateway.send(replace(order(), messaging_service=ANOTHER_SERVICE))
    theirs = provider.sids(PHONE)[0]

    def find(service: str) -> str | None:
        found = provider.gateway.find(
            to=PHONE, body=order().body, messaging_service=service, since=recently(), sid=None, not_sids=frozenset()
        )
        return found.sid if found else None

    assert [find(SERVICE), find(ANOTHER_SERVICE)] == [None, theirs]


def test_an_earlier_text_with_the_same_words_is_not_this_one(world: Opening) -> None:
    provider = world([])
    provider.gateway.send(order())
    later = datetime.now(UTC) + timedelta(minutes=10)

    assert (
        provider.gateway.find(
            to=PHONE, body=order().body, messaging_service=SERVICE, since=later, sid=None, not_sids=frozenset()
        )
        is None
    )


@pytest.mark.parametrize(
    ("status", "error", "state", "failure"),
    [
        ("queued", None, TextState.ACCEPTED, None),
        ("sending", None, TextState.ACCEPTED, None),
        ("sent", None, TextState.SENT, None),
        ("delivered", None, TextState.DELIVERED, None),
        ("read", None, TextState.DELIVERED, None),
        ("undelivered", 30003, TextState.UNDELIVERED, Failure.RETRY),
        ("failed", 30005, TextState.UNDELIVERED, Failure.PERMANENT),
        ("failed", None, TextState.UNDELIVERED, Failure.AMBIGUOUS),
        ("canceled", None, TextState.UNDELIVERED, Failure.AMBIGUOUS),
    ],
)
def test_a_text_asked_for_by_its_sid_tells_how_far_it_is(
    world: Opening, status: str, error: int | None, state: TextState, failure: Failure | None
) -> None:
    provider = world([])
    answer = provider.gateway.send(order())
    assert isinstance(answer, Accepted)
    provider.report(answer.sid, status, error)

    found = provider.gateway.find(
        to=PHONE, body="", messaging_service=SERVICE, since=recently(), sid=answer.sid, not_sids=frozenset()
    )

    assert found is not None
    assert (found.sid, found.state, found.failure, found.error) == (answer.sid, state, failure, error)


def test_a_sid_the_provider_does_not_know_is_not_found(world: Opening) -> None:
    provider = world([])

    assert (
        provider.gateway.find(
            to=PHONE, body="", messaging_service=SERVICE, since=recently(), sid="SMx", not_sids=frozenset()
        )
        is None
    )


def test_what_came_in_is_listed_oldest_first_for_its_own_sender_only(world: Opening) -> None:
    provider = world([])
    now = datetime.now(UTC).replace(microsecond=0)
    came = [
        Inbound(sid=f"SMin{number}", sender=PHONE, body=f"help {number}", at=now - timedelta(seconds=60 - number))
        for number in range(7)
    ]
    for one in came:
        provider.receive(SERVICE, one)
    provider.receive(ANOTHER_SERVICE, Inbound(sid="SMother", sender=OTHER, body="x", at=now))
    provider.receive(SERVICE, Inbound(sid="SMold", sender=PHONE, body="x", at=now - timedelta(hours=5)))
    provider.gateway.send(order())

    def received(limit: int, until: datetime | None = None) -> Received:
        since = now - timedelta(minutes=10)
        return provider.gateway.received(messaging_service=SERVICE, since=since, until=until, limit=limit)

    assert received(50) == Received(texts=tuple(came))
    assert received(50, until=now - timedelta(minutes=5)) == Received(texts=())
    assert received(3) == Received(texts=tuple(came[-3:]), gap=Gap.CUT)


def test_a_provider_that_does_not_answer_is_down_rather_than_empty(world: Opening) -> None:
    provider = world([])
    provider.gateway.send(order())
    provider.go_down()

    with pytest.raises(GatewayDown):
        provider.gateway.find(
            to=PHONE, body=order().body, messaging_service=SERVICE, since=recently(), sid=None, not_sids=frozenset()
        )
    with pytest.raises(GatewayDown):
        provider.gateway.find(
            to=PHONE, body="", messaging_service=SERVICE, since=recently(), sid="SM1", not_sids=frozenset()
        )
    with pytest.raises(GatewayDown):
        provider.gateway.received(messaging_service=SERVICE, since=recently(), until=None, limit=5)


def test_a_call_is_made_once(world: Opening) -> None:
    provider = world([])

    answers = [provider.gateway.call(ringing()), provider.gateway.call(ringing(OTHER))]

    assert answers == [Accepted(sid=sid) for phone in (PHONE, OTHER) for sid in provider.call_sids(phone)]
    assert len(provider.call_sids(PHONE)) == 1


@pytest.mark.parametrize(
    ("turn", "failure"),
    [(Turn.THROTTLE, Failure.THROTTLED), (Turn.LOST, Failure.AMBIGUOUS), (21211, Failure.PERMANENT)],
)
def test_a_call_that_was_not_made_says_why(world: Opening, turn: Turn | int, failure: Failure) -> None:
    provider = world([turn])

    answer = provider.gateway.call(ringing())

    assert isinstance(answer, Refused)
    assert (answer.failure, provider.call_sids(PHONE)) == (failure, [])


def test_of_a_call_nobody_made_the_provider_has_none(world: Opening) -> None:
    provider = world([])
    provider.gateway.call(ringing())

    assert provider.gateway.find_call("CA" + "f" * 32) is None


@pytest.mark.parametrize(
    ("status", "answered_by", "state"),
    [
        ("queued", "", TextState.ACCEPTED),
        ("ringing", "", TextState.ACCEPTED),
        ("in-progress", "human", TextState.SENT),
        ("completed", "human", TextState.DELIVERED),
        ("completed", "unknown", TextState.DELIVERED),
        ("completed", "", TextState.DELIVERED),
        ("completed", "machine_start", TextState.UNDELIVERED),
        ("completed", "fax", TextState.UNDELIVERED),
        ("busy", "", TextState.UNDELIVERED),
        ("no-answer", "", TextState.UNDELIVERED),
        ("failed", "", TextState.UNDELIVERED),
    ],
)
def test_a_call_asked_for_tells_how_far_it_is_and_a_machine_heard_nothing(
    world: Opening, status: str, answered_by: str, state: TextState
) -> None:
    provider = world([])
    provider.gateway.call(ringing())
    (sid,) = provider.call_sids(PHONE)

    provider.report_call(sid, status, answered_by)
    found = provider.gateway.find_call(sid)

    assert found is not None
    assert found.state is state


def test_a_provider_that_is_down_cannot_be_asked_about_calls(world: Opening) -> None:
    provider = world([])
    provider.go_down()

    with pytest.raises(GatewayDown):
        provider.gateway.find_call("CA" + "1" * 32)
