"""Law: that a text failed counts once, whoever tells it, and however many tell it at the same time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway, Turn
from functions.adapters.twilio_webhook import status_state
from functions.operations.acting import Acted
from functions.operations.reporting import report
from functions.operations.ticking import advance
from functions.ports import Ref
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.text import Text

START = datetime(2026, 3, 2, 15, tzinfo=UTC)


class Overtaken(MemoryStore):
    """Texts as they were when another worker had not yet written what became of them."""

    stale: Text | None = None

    def text(self, ref: Ref, text_id: str) -> Text | None:
        return self.stale or super().text(ref, text_id)


@pytest.fixture
def world() -> Pocket:
    """She is enrolled; of the text that is sent next nobody hears whether the provider has it."""
    made = pocket(sample_clinic(), START)
    store = Overtaken()
    store.__dict__.update(made.world.store.__dict__)
    made.gateway = MemoryGateway(now=made.clock.now, turns=[Turn.ACCEPT, Turn.ACCEPT, Turn.UNHEARD])
    made.world = replace(made.world, store=store, gateway=made.gateway)
    made.enroll(sample_form(START))
    return made


def sent(world: Pocket) -> Text:
    return next(text for text in world.texts() if text.sid is not None)


def tell(world: Pocket, text: Text, status: str) -> Acted:
    form = {"MessageSid": text.sid or "", "MessageStatus": status, "ErrorCode": "30003"}
    return report(world.world, world._ref(), text.text_id, form, status_state)


def test_two_callbacks_of_one_failure_at_once_count_once(world: Pocket) -> None:
    text, store = sent(world), world.world.store
    assert isinstance(store, Overtaken)
    first = tell(world, text, "undelivered")
    store.stale = text

    second = tell(world, text, "undelivered")

    assert (first, second) == (Acted.DONE, Acted.REPEATED)
    assert world.enrollment.failures_in_a_row == 1
    assert world.enrollment.escalations == ()


def test_a_failure_that_was_found_and_comes_as_a_callback_too_counts_once(world: Pocket) -> None:
    world.says("HELP")
    carried = world.gateway.carried[2]
    text = next(one for one in world.texts() if one.body == carried.order.body)
    world.gateway.report(carried.sid, "undelivered", 30003)
    world.clock.at += timedelta(minutes=2)
    advance(world.world, world._ref())
    store = world.world.store
    assert isinstance(store, Overtaken)
    assert world.enrollment.failures_in_a_row == 1
    store.stale = replace(text, sid=carried.sid)

    told = tell(world, store.stale, "undelivered")

    assert told is Acted.REPEATED
    assert world.enrollment.failures_in_a_row == 1
