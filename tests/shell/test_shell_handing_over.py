"""Law: one trouble while texts are handed over costs nobody else theirs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway, Turn
from functions.adapters.queue import MemoryQueue, refs_in
from functions.adapters.twilio_webhook import status_state
from functions.operations.receiving import Arrived, receive
from functions.operations.reporting import report
from functions.operations.ticking import SAVED_EVERY, SomeShardsFailed, advance, begin_to_hear, dispatch_due, reconcile
from functions.ports import Ref, StoreDown
from functions.ports_provider import Accepted, CallOrder, Inbound, Refused, SendOrder
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, Turned, pocket, sample_form
from schedules.text import Channel, Text, TextState

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
SHARDS = 8
HER = "+12025550177"
CLINIC_PHONE = "+12025550900"


def enrolled(*turns: Turn) -> Pocket:
    """Each text is accepted until the welcome is out; then the provider does as `turns` say."""
    world = pocket(sample_clinic(), START)
    gateway = MemoryGateway(now=world.clock.now, turns=[Turn.ACCEPT, Turn.ACCEPT, *turns])
    world.gateway, world.world = gateway, replace(world.world, gateway=gateway)
    world.enroll(sample_form(START))
    world.live_until(START + timedelta(hours=4))
    return world


class Refusing(MemoryStore):
    """Refuses what `refuses` says, once it is set."""

    refuses: frozenset[object] = frozenset()

    def due(self, shard: int, now: datetime, limit: int) -> list[Ref]:
        if shard in self.refuses:
            raise StoreDown("this shard")
        return super().due(shard, now, limit)

    def text(self, ref: Ref, text_id: str) -> Text | None:
        if text_id in self.refuses:
            raise StoreDown("this text")
        return super().text(ref, text_id)


class Stopping(MemoryStore):
    """The worker dies when it comes to a text."""

    stops_at = ""

    def has_fact(self, clinic_id: str, fact_id: str) -> bool:
        if fact_id == self.stops_at:
            raise KeyboardInterrupt
        return super().has_fact(clinic_id, fact_id)


def test_a_shard_that_cannot_be_read_keeps_no_other_from_waking() -> None:
    world = enrolled()
    store, queue = Refusing(), MemoryQueue()
    world.world = replace(world.world, store=store, queue=queue)
    store.save_clinic(world.clinic)
    for number in range(12):
        world.replies = 100 + number
        world.enroll(sample_form(START, phone=f"+1202555{1000 + number}", consent=consent(world.clock.at)))
    world.clock.at += timedelta(days=2)
    store.refuses = frozenset({3})

    with pytest.raises(SomeShardsFailed):
        dispatch_due(world.world, SHARDS)

    first = [ref for body in queue.drain_wakes() for ref in refs_in(body)]
    store.refuses = frozenset()
    dispatch_due(world.world, SHARDS)
    every = [ref for body in queue.drain_wakes() for ref in refs_in(body)]
    assert 0 < len(first) < len(every) == 12


def consent(at: datetime) -> dict[str, object]:
    return {
        "method": "staff",
        "wording": "consent-2026-11",
        "collected_by": "desk",
        "given_at": at.isoformat(),
        "safe_phone": True,
    }


def test_what_the_provider_said_of_one_text_is_recorded_though_another_cannot_be_asked_about() -> None:
    world = enrolled(Turn.UNHEARD, Turn.UNHEARD)
    sealed = Refusing()
    sealed.__dict__.update(world.world.store.__dict__)
    world.world = replace(world.world, store=sealed)
    world.says("i passed out in the bathroom")
    unknown = [text for text in world.texts() if text.state is TextState.UNKNOWN]
    sealed.refuses = frozenset({unknown[0].text_id})
    world.clock.at += timedelta(minutes=1)

    advance(world.world, world._ref())

    after = {text.text_id: text.state for text in world.texts()}
    assert len(unknown) == 2
    assert after[unknown[0].text_id] is TextState.UNKNOWN
    assert after[unknown[1].text_id] is TextState.ACCEPTED


def test_of_two_texts_in_the_same_words_the_younger_never_takes_what_the_provider_has_of_the_older() -> None:
    """Each is sent once: the first was accepted and nobody heard, the second never reached the provider."""
    world = enrolled(Turn.UNHEARD, Turn.ACCEPT, Turn.LOST, Turn.ACCEPT)
    phone = world.enrollment.person.phone
    for number, body in enumerate(("i passed out in the bathroom", "i passed out again in the bathroom")):
        receive(world.world, world.clinic.clinic_id, Arrived(sid=f"SMdanger{number}", sender=phone, body=body))
    answer = next(text.body for text in world.texts() if text.text_id == "SMdanger0-safety")

    world.live_until(world.clock.at + timedelta(minutes=4))

    sent = [text for text in world.texts() if text.body == answer]
    assert world.gateway.to(phone).count(answer) == len(sent) == 2
    assert len({text.sid for text in sent}) == 2


class Slow(MemoryGateway):
    """Takes fifteen seconds for each text, while it is slow."""

    clock: Turned
    is_slow = True

    def send(self, order: SendOrder) -> Accepted | Refused:
        self.clock.at += timedelta(seconds=15 if self.is_slow else 0)
        return super().send(order)


def test_a_worker_that_is_slow_leaves_what_somebody_else_may_hand_over_by_now() -> None:
    world = enrolled()
    slow = Slow(now=world.clock.now)
    slow.clock, world.gateway, world.world = world.clock, slow, replace(world.world, gateway=slow)
    world.says("i passed out in the bathroom")
    at_once, left = len(slow.carried), [text for text in world.texts() if text.sid is None]

    slow.is_slow = False
    world.live_until(world.clock.at + timedelta(minutes=2))

    assert (at_once, len(left)) == (1, 1)
    assert len(slow.carried) == len({(one.order.to, one.order.body) for one in slow.carried})
    assert all(text.sid is not None for text in world.texts() if text.text_id in {one.text_id for one in left})
    assert "handed_over_too_late" in world.noted


def calls_of(world: Pocket) -> list[Text]:
    return [text for text in world.texts() if text.channel is Channel.CALL]


def with_calls(*turns: Turn) -> Pocket:
    world = enrolled(*turns)
    world.world.store.save_clinic(replace(world.clinic, calls_from=CLINIC_PHONE))
    return world


def test_a_call_in_doubt_is_made_again_in_a_minute_and_never_taken_for_one_about_another_matter() -> None:
    """A call bears no words: of two to one phone nobody can tell which is about what."""
    world = with_calls(*[Turn.ACCEPT] * 3, Turn.UNHEARD)
    nurse = world.clinic.ladder[0].phone
    world.gateway.call(CallOrder(to=nurse, calls_from=CLINIC_PHONE, words="https://other", callback="https://other"))
    world.says("i passed out in the bathroom")
    first = calls_of(world)[0]

    world.live_until(world.clock.at + timedelta(seconds=75))

    about = [one for one in world.gateway.called if one.order.words.endswith(first.text_id)]
    assert (first.state, len(about)) == (TextState.UNKNOWN, 2)
    assert calls_of(world)[0].sid == about[-1].sid


def test_a_call_in_doubt_that_its_callback_names_is_not_made_again() -> None:
    world = with_calls(*[Turn.ACCEPT] * 3, Turn.UNHEARD)
    world.says("i passed out in the bathroom")
    first, (made,) = calls_of(world)[0], world.gateway.called
    world.clock.at += timedelta(seconds=5)
    form = {"CallSid": made.sid, "CallStatus": "ringing", "AnsweredBy": ""}
    report(world.world, world._ref(), first.text_id, form, status_state)

    world.live_until(world.clock.at + timedelta(seconds=75))

    assert (calls_of(world)[0].sid, len(world.gateway.called)) == (made.sid, 1)


def test_a_reply_is_found_though_the_first_look_at_a_new_clinic_is_put_off_for_hours() -> None:
    world = enrolled()
    store, gateway, at = world.world.store, world.gateway, world.clock.at
    begin_to_hear(store, world.clinic.clinic_id, at)
    her = Inbound(sid="SMlost", sender=world.enrollment.person.phone, body="i passed out", at=at + timedelta(minutes=5))
    gateway.receive(world.clinic.messaging_service, her)
    world.clock.at += timedelta(hours=3)

    found = reconcile(world.world)

    assert found == 1
    assert store.has_fact(world.clinic.clinic_id, "SMlost")


def test_a_minute_that_is_over_in_the_middle_of_one_clinics_texts_goes_on_there_in_the_next() -> None:
    world = enrolled()
    store, at = world.world.store, world.clock.at
    begin_to_hear(store, world.clinic.clinic_id, at)
    for number in range(2 * SAVED_EVERY):
        sent = at + timedelta(seconds=number)
        inbound = Inbound(sid=f"SM{number}", sender=HER, body="ok", at=sent)
        world.gateway.receive(world.clinic.messaging_service, inbound)
    world.clock.at += timedelta(hours=1)
    left = iter([True] * (SAVED_EVERY + 2))

    first = reconcile(world.world, lambda: next(left, False))
    mark = store.heard_until(world.clinic.clinic_id)
    rest = reconcile(world.world)

    assert "reconcile_cut" in world.noted
    assert 0 < first < 2 * SAVED_EVERY == first + rest
    assert mark is not None
    assert mark < world.clock.at


@pytest.mark.parametrize(("days", "is_told"), [(6, False), (8, True)])
def test_what_nobody_could_look_for_in_seven_days_is_told(days: int, is_told: bool) -> None:
    world = enrolled()
    begin_to_hear(world.world.store, world.clinic.clinic_id, world.clock.at)
    world.clock.at += timedelta(days=days)

    reconcile(world.world)

    assert ("replies_out_of_reach" in world.noted) is is_told


def test_a_look_that_is_cut_short_goes_on_where_it_was_and_never_falls_back() -> None:
    """The provider lists again what was heard already; a mark set by that would lead further back each time."""
    world = enrolled()
    store, gateway, at = Stopping(), world.gateway, world.clock.at
    store.__dict__.update(world.world.store.__dict__)
    world.world = replace(world.world, store=store)
    begin_to_hear(store, world.clinic.clinic_id, at)
    for number in range(2 * SAVED_EVERY + 5):  # half of them before the mark
        sent = at + timedelta(seconds=20 * (number - SAVED_EVERY))
        gateway.receive(world.clinic.messaging_service, Inbound(sid=f"SM{number}", sender=HER, body="ok", at=sent))
    world.clock.at += timedelta(hours=1)

    marks = []
    for stops_at in (SAVED_EVERY + 1, 2 * SAVED_EVERY + 3):
        store.stops_at = f"SM{stops_at}"
        with pytest.raises(KeyboardInterrupt):
            reconcile(world.world)
        marks.append(store.heard_until(world.clinic.clinic_id))

    assert marks == [at, at + timedelta(seconds=20 * (SAVED_EVERY - 1))]
