"""The minute: who is due is queued, who is queued is woken, what the provider has and we have not is taken in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from functions.operations.acting import Act, Acted, Contended, act, always
from functions.operations.clinic_acts import tell_morning
from functions.operations.receiving import Arrived, receive
from functions.operations.senders import claimed_twice
from functions.operations.world import World
from functions.ports import QueueDown, Ref, Store, StoreDown
from functions.ports_provider import GatewayDown, Inbound
from schedules.facts import Woke

DUE_MAX = 2000
"""Enrollments queued a shard and minute; the rest is due the next minute as well. With eight shards about what five
workers send in a minute: fewer leave them idle, more queue again who waits already."""
LOOK_BACK = timedelta(minutes=20)
"""Looked at again however recent the last look was: a text may show late in the provider's list."""
LOOK_BACK_MAX = timedelta(days=7)
SAVED_EVERY = 20
"""Texts looked at before it is noted how far a look has come."""
RECEIVED_MAX = 1000
"""As many as the provider lists at once; more than that within one look is noted for the operator."""


class SomeShardsFailed(Exception):
    """The operator's alarm for a failed function rings; nothing is lost."""


def begin_to_hear(store: Store, clinic_id: str, now: datetime) -> None:
    """From the moment a clinic is set up its texts are looked for, however long the first look is put off; what the
    number received before is not ours."""
    if store.heard_until(clinic_id) is None:
        store.save_heard_until(clinic_id, now)


def dispatch_due(world: World, shards: int) -> int:
    """Queues every enrollment whose alarm clock has rung; how many it queued.

    One shard's trouble never keeps the others waiting: raises SomeShardsFailed after the rest, which the next minute
    finds again.
    """
    now = world.time.now()
    queued, troubles = 0, 0
    for shard in range(shards):
        try:
            due = world.store.due(shard, now, DUE_MAX)
            if due:
                world.queue.wake(due)
            queued += len(due)
        except (StoreDown, QueueDown):
            troubles += 1
    world.note("dispatched", count=queued)
    if troubles:
        raise SomeShardsFailed(f"{troubles} of {shards} shards could not be queued")
    return queued


def advance(world: World, ref: Ref) -> Acted:
    return act(world, Act(ref=ref, make=always(Woke())))


def reconcile(world: World, has_time: Callable[[], bool] = lambda: True) -> int:
    """Takes in every text the provider received and we never heard of; how many there were.

    The clinic heard longest ago comes first, so that a slow provider and short time leave nobody out for long.
    Of a sender that two clinics name nothing is taken in, lest one is told the other's replies: an alarm rings, and
    once they are told apart each is looked for since it was last heard.
    """
    found, unsure = 0, claimed_twice(world.store)
    for clinic_id in sorted(world.store.clinics(), key=lambda one: _heard(world, one)):
        if not has_time():
            world.note("reconcile_cut")
            break
        if clinic_id in unsure:
            world.note("sender_claimed_twice")
        else:
            found += _reconcile_clinic(world, clinic_id)
        _tell_morning(world, clinic_id)
    if found:
        world.note("lost_webhooks_found", count=found)
    return found


def _tell_morning(world: World, clinic_id: str) -> None:
    """Comes after her replies were looked for, and its trouble is nobody else's."""
    try:
        clinic = world.store.clinic(clinic_id)
        if clinic is not None and tell_morning(world, clinic) is Acted.DONE:
            world.note("morning_told")
    except (StoreDown, Contended) as error:
        world.note("morning_failed", error=type(error).__name__)


def _heard(world: World, clinic_id: str) -> datetime:
    return world.store.heard_until(clinic_id) or datetime.min.replace(tzinfo=UTC)


def _reconcile_clinic(world: World, clinic_id: str) -> int:
    """Looks back to the last look that succeeded, however long the provider was silent in between."""
    clinic, now = world.store.clinic(clinic_id), world.time.now()
    if clinic is None:
        return 0
    last = world.store.heard_until(clinic_id) or now
    since = max(min(now, last) - LOOK_BACK, now - LOOK_BACK_MAX)
    try:
        received = world.gateway.received(messaging_service=clinic.messaging_service, since=since, limit=RECEIVED_MAX)
    except GatewayDown:
        world.note("provider_not_asked", purpose="received")
        return 0
    found, known = 0, True
    for number, one in enumerate(received, 1):
        acted = _take_in(world, clinic_id, one)
        found += acted is Acted.DONE
        known = known and acted is not None  # what failed is looked for again the next minute
        if known and number % SAVED_EVERY == 0 and one.at > last:  # a look cut short is not for nothing
            world.store.save_heard_until(clinic_id, one.at)
    if len(received) >= RECEIVED_MAX:
        world.note("reconcile_full")
    if known:
        world.store.save_heard_until(clinic_id, now)
    return found


def _take_in(world: World, clinic_id: str, inbound: Inbound) -> Acted | None:
    """None: it failed. One text's trouble never keeps the others, or another clinic's, from being heard."""
    try:
        return receive(world, clinic_id, _arrived(inbound))
    except Exception as error:  # noqa: BLE001 - its words may quote hers; only its type is noted
        world.note("reconcile_failed", error=type(error).__name__)
        return None


def _arrived(inbound: Inbound) -> Arrived:
    return Arrived(sid=inbound.sid, sender=inbound.sender, body=inbound.body, has_media=inbound.has_media)
