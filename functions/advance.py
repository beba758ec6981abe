"""Lambda on the wake queue: wakes each enrollment of each message. What failed comes back; the rest is idle then."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from functions import running, wiring
from functions.adapters.queue import REFS_A_MESSAGE, refs_in
from functions.batches import each_record
from functions.operations.ticking import advance
from functions.operations.world import World
from functions.ports import Ref
from functions.running import run

WAKES_AT_ONCE_MAX = REFS_A_MESSAGE
"""A whole message; as many as boto keeps connections."""


class SomeFailed(Exception):
    """Some enrollments of a message could not be woken; the queue will bring the message again."""


def handler(event: dict[str, Any], context: Any) -> Any:
    return run(context, lambda: each_record(event, wake_each))


def wake_each(body: str) -> None:
    """One message. All at the same time, since each waits for the provider; what troubles one keeps no other from
    waking. Raises SomeFailed."""
    refs, world = refs_in(body), wiring.world()
    world.phone_key()  # asked for once, before ten threads need it at the same time
    with ThreadPoolExecutor(WAKES_AT_ONCE_MAX) as pool:
        woken = list(pool.map(partial(is_woken, world), refs))
    if not all(woken):
        raise SomeFailed(f"{woken.count(False)} not woken")


def is_woken(world: World, ref: Ref) -> bool:
    """One enrollment; False when it must be tried again."""
    try:
        advance(world, ref)
    except Exception as error:  # noqa: BLE001 - counted, logged by type, and brought again by the queue
        running.failed("wake_failed", error)
        return False
    return True
