"""The minute: who is due is queued, who is queued is woken, what the provider has and we have not is taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.operations.acting import Act, Acted, Contended, act, always
from functions.operations.clinic_acts import tell_morning
from functions.operations.receiving import Arrived, receive
from functions.operations.senders import claimed_twice
from functions.operations.world import World
from functions.ports import QueueDown, Ref, Store, StoreDown
from functions.ports_provider import Gap, GatewayDown, Inbound, Received
from schedules.clinic import Clinic
from schedules.facts import Woke

DUE_MAX = 2000
"""Enrollments queued a shard and minute; the rest is due the next minute as well. With eight shards about what five
workers send in a minute: fewer leave them idle, more queue again who waits already."""
LOOK_BACK = timedelta(minutes=20)
"""Looked at again however recent the last look was: a text may show late in the provider's list."""
LOOK_BACK_MAX = timedelta(days=7)
SAVED_EVERY = 20
"""Texts looked at before it is noted how far a look has come."""
RECEIVED_MAX = 3000
"""Texts to one number that are listed at once; of more, the time is halved."""
HALVINGS_MAX = 8
_NOTED = {Gap.CUT: "reconcile_full", Gap.NUMBERS: "numbers_unknown"}
"""For the operator. What may be missing is looked for again: nothing is taken as heard."""


class SomeShardsFailed(Exception):
    """The operator's alarm for a failed function rings; nothing is lost."""


class SomeClinicsFailed(Exception):
    """As SomeShardsFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What the provider has. Without a gap it is all there is up to `until`, and some of what came later."""

    texts: tuple[Inbound, ...]
    until: datetime
    gap: Gap | None


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

    The clinic heard longest ago comes first, so that a slow provider and short time leave nobody out for long. One
    clinic's trouble keeps no other from being heard: raises SomeClinicsFailed after the rest. Of a sender that two
    clinics name nothing is taken in, lest one is told the other's replies: an alarm rings, and once they are told apart
    each is looked for since it was last heard.
    """
    found, troubles, unsure = 0, 0, claimed_twice(world.store)
    for clinic_id in sorted(world.store.clinics(), key=lambda one: _heard(world, one)):
        if not has_time():
            world.note("reconcile_cut")
            break
        try:
            if clinic_id in unsure:
                world.note("sender_claimed_twice")
            else:
                found += _reconcile_clinic(world, clinic_id, has_time)
            _tell_morning(world, clinic_id)
        except Exception as error:  # noqa: BLE001 - such as settings that cannot be read; the next minute tries again
            world.note("reconcile_failed", error=type(error).__name__)
            troubles += 1
    if found:
        world.note("lost_webhooks_found", count=found)
    if troubles:
        raise SomeClinicsFailed(f"{troubles} clinics could not be heard")
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


def _reconcile_clinic(world: World, clinic_id: str, has_time: Callable[[], bool]) -> int:
    """Looks back to the last look that succeeded, however long the provider was silent in between."""
    clinic, now = world.store.clinic(clinic_id), world.time.now()
    if clinic is None:
        return 0
    last = min(now, world.store.heard_until(clinic_id) or now)
    try:
        look = _look(world, clinic, last=last, now=now, has_time=has_time)
    except GatewayDown:
        world.note("provider_not_asked", purpose="received")
        return 0
    if look.gap is not None:
        world.note(_NOTED[look.gap])
    if last < now - LOOK_BACK_MAX:
        world.note("replies_out_of_reach")
    found, known = 0, look.gap is None
    for number, one in enumerate(look.texts, 1):
        if not has_time():  # the other clinics' are waiting; the next minute goes on where this one was
            world.note("reconcile_cut")
            return found
        acted = _take_in(world, clinic_id, one)
        found += acted is Acted.DONE
        known = known and acted is not None  # what failed is looked for again the next minute
        if known and number % SAVED_EVERY == 0 and last < one.at < look.until:  # a look cut short is not for nothing
            world.store.save_heard_until(clinic_id, one.at)
    if known:
        world.store.save_heard_until(clinic_id, look.until)
    return found


def _look(world: World, clinic: Clinic, *, last: datetime, now: datetime, has_time: Callable[[], bool]) -> _Look:
    """Lists hold the newest: from one that is cut the oldest are missing, so the first half of the time since the last
    look is asked for alone, and again. What was seen meanwhile comes after it. Raises GatewayDown."""
    since = max(last - LOOK_BACK, now - LOOK_BACK_MAX)

    def ask(until: datetime | None) -> Received:
        return world.gateway.received(
            messaging_service=clinic.messaging_service, since=since, until=until, limit=RECEIVED_MAX
        )

    newest = received = ask(None)
    until = now
    for _ in range(HALVINGS_MAX):
        if received.gap is not Gap.CUT or not has_time():
            break
        until = last + (until - last) / 2
        received = ask(until)
    seen = {one.sid for one in received.texts}
    later = tuple(one for one in newest.texts if one.sid not in seen)
    return _Look(texts=received.texts + later, until=until, gap=received.gap)


def _take_in(world: World, clinic_id: str, inbound: Inbound) -> Acted | None:
    """None: it failed. One text's trouble never keeps the others, or another clinic's, from being heard."""
    try:
        return receive(world, clinic_id, _arrived(inbound))
    except Exception as error:  # noqa: BLE001 - its words may quote hers; only its type is noted
        world.note("reconcile_failed", error=type(error).__name__)
        return None


def _arrived(inbound: Inbound) -> Arrived:
    return Arrived(
        sid=inbound.sid, sender=inbound.sender, body=inbound.body, has_media=inbound.has_media, at=inbound.at
    )
