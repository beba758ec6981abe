"""The minute: who is due is queued, who is queued is woken, what the provider has and we have not is taken in."""

from datetime import timedelta

from functions.operations.acting import Act, Acted, act, always
from functions.operations.receiving import Arrived, receive
from functions.operations.world import World
from functions.ports import GatewayDown, Ref
from schedules.facts import Woke

DUE_MAX = 1000
"""Enrollments queued a shard and minute; the rest is due the next minute as well."""
LOOK_BACK = timedelta(minutes=20)
RECEIVED_MAX = 200


def dispatch_due(world: World, shards: int) -> int:
    """Queues every enrollment whose alarm clock has rung; how many it queued."""
    now = world.time.now()
    due = [ref for shard in range(shards) for ref in world.store.due(shard, now, DUE_MAX)]
    if due:
        world.queue.wake(due)
    world.note("dispatched", count=len(due))
    return len(due)


def advance(world: World, ref: Ref) -> Acted:
    return act(world, Act(ref=ref, make=always(Woke())))


def reconcile(world: World) -> int:
    """Takes in every text the provider received and we never heard of; how many there were."""
    found = 0
    for clinic_id in world.store.clinics():
        clinic = world.store.clinic(clinic_id)
        if clinic is None:
            continue
        try:
            received = world.gateway.received(
                messaging_service=clinic.messaging_service, since=world.time.now() - LOOK_BACK, limit=RECEIVED_MAX
            )
        except GatewayDown:
            world.note("provider_not_asked", purpose="received")
            continue
        for inbound in received:
            arrived = Arrived(sid=inbound.sid, sender=inbound.sender, body=inbound.body)
            if receive(world, clinic_id, arrived) is Acted.DONE:
                found += 1
    if found:
        world.note("lost_webhooks_found", count=found)
    return found
