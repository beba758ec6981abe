"""Which faults a seed's world has, and how often: drawn anew for each seed, so that no two are attacked alike."""

from dataclasses import dataclass, fields, replace
from random import Random

HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Swarm:
    """Each value is a share of the occasions on which the fault could happen; the defaults are the most of each."""

    killed_before: float = 0.03  # a worker dies just before it touches the world
    killed_after: float = 0.03  # and just after
    interleaved: float = 0.15  # something else happens in the middle of a worker's steps
    slow: float = 0.1  # a step takes seconds
    store_refuses: float = 0.05  # throttled or down, nothing happened
    store_unsure: float = 0.1  # the transaction succeeded and answers with an error
    store_conflicts: float = 0.15
    index_stale: float = 0.3
    queue_refuses: float = 0.15
    queue_unsure: float = 0.15  # it was queued and answers with an error
    message_twice: float = 0.3
    message_late: float = 0.3
    tick_missed: float = 0.5
    tick_twice: float = 0.5
    outages: float = 0.002  # of minutes with something due: everything is down for an hour
    send_unheard: float = 0.3  # a time-out after the provider accepted
    send_lost: float = 0.3  # a time-out before
    send_unreached: float = 0.3
    send_throttled: float = 0.3
    send_refused: float = 0.004  # for good: no such number
    ask_in_vain: float = 0.5
    listed_late: float = 0.5
    callback_never: float = 0.5
    callback_late: float = 0.4
    callback_twice: float = 0.5
    callback_contrary: float = 0.2
    undelivered: float = 0.2
    webhook_lost: float = 0.5
    webhook_twice: float = 0.5
    webhook_late: float = 0.3
    misunderstood: float = 0.05  # understanding fails: the text is unreadable
    new_release: float = HALF  # the newest content is released in the middle


def odds(chance: Random, share: float) -> bool:
    return chance.random() < share


def drawn(chance: Random) -> Swarm:
    """Half of the faults, each of them seldom more often than often."""
    most = Swarm()
    shares = {
        one.name: getattr(most, one.name) * chance.random() ** 2 if chance.random() < HALF else 0.0
        for one in fields(Swarm)
    }
    return replace(most, **shares)


def none() -> Swarm:
    """A world in which nothing goes wrong."""
    return Swarm(**{one.name: 0.0 for one in fields(Swarm)})
