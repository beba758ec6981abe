"""How long it takes until everybody due in one minute has her text: a simulation of the counted calls.

Nothing waits: a second here is a number. The calls of one text come from the tape of the real wake, and so do those of
a wake that comes twice; shards, batches and bounds are the product's own constants, and how many workers there are is
what serverless.yml says. Left out: throttling, failures and processor time, which `effort` measures.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.adapters.keys import SHARDS
from functions.adapters.queue import MESSAGES_A_BATCH, REFS_A_MESSAGE
from functions.advance import WAKES_AT_ONCE_MAX
from functions.operations.ticking import DUE_MAX
from infra.bench.configuration import workers_max
from infra.bench.facts import a_stale_wake, a_wake
from infra.bench.figures import Figure
from infra.bench.wire import TWILIO, Tape

CROWDS = (10_000, 100_000)
SECONDS = {"dynamodb": 0.005, "sqs": 0.008, TWILIO: 0.120}
MINUTE = 60.0
MINUTES_MAX = 600
RATIO_MAX = 1.5
"""Of the ideal: every worker busy with texts alone, from the first second to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What one thing costs in seconds, and how much happens at the same time."""

    text: float
    stale: float
    workers: int
    at_once: int = WAKES_AT_ONCE_MAX
    due_max: int = DUE_MAX

    def ideal(self, due: int) -> float:
        return due * self.text / (self.workers * self.at_once)


@dataclass(slots=True)
class Minute:
    """The service on the day when everybody is due at once. Who is due stands in the index until she was woken."""

    pace: Pace
    due: int
    woken: set[int] = field(default_factory=set)
    waiting: deque[tuple[float, list[int]]] = field(default_factory=deque)
    over_at: float = 0.0

    def drained(self) -> float:
        """Seconds until the last text has left."""
        free = [0.0] * self.pace.workers
        for minute in range(MINUTES_MAX):
            self._dispatch(minute * MINUTE)
            self._work(free, until=(minute + 1) * MINUTE)
            if len(self.woken) == self.due:
                return self.over_at
        raise RuntimeError(f"not drained in {MINUTES_MAX} minutes")

    def _dispatch(self, at: float) -> None:
        """Asks each shard, then queues batch after batch."""
        shards = [self._still_due(shard) for shard in range(SHARDS)]
        at += SHARDS * SECONDS["dynamodb"]
        found = [one for shard in shards for one in shard]
        messages = [found[start : start + REFS_A_MESSAGE] for start in range(0, len(found), REFS_A_MESSAGE)]
        for place, refs in enumerate(messages):
            if place % MESSAGES_A_BATCH == 0:
                at += SECONDS["sqs"]
            self.waiting.append((at, refs))

    def _still_due(self, shard: int) -> list[int]:
        """The earliest of the shard, as the index would answer."""
        found: list[int] = []
        for one in range(shard, self.due, SHARDS):
            if one not in self.woken:
                found.append(one)
                if len(found) == self.pace.due_max:
                    break
        return found

    def _work(self, free: list[float], *, until: float) -> None:
        """The worker who is free first takes the message that waits longest."""
        heapq.heapify(free)
        while self.waiting and max(free[0], self.waiting[0][0]) < until:
            ready, refs = self.waiting.popleft()
            began = max(heapq.heappop(free), ready)
            heapq.heappush(free, self._message(began, refs))

    def _message(self, began: float, refs: list[int]) -> float:
        """When the worker is free again: as many at once as it has threads, each with the next one when free."""
        threads = [began + SECONDS["sqs"]] * self.pace.at_once
        for one in refs:
            fresh = one not in self.woken
            at = heapq.heappop(threads) + (self.pace.text if fresh else self.pace.stale)
            heapq.heappush(threads, at)
            if fresh:
                self.woken.add(one)
                self.over_at = max(self.over_at, at)
        return max(threads)


def figures(crowds: tuple[int, ...] = CROWDS) -> Iterator[Figure]:
    pace = counted()
    for due in crowds:
        seconds, ideal = Minute(pace=pace, due=due).drained(), pace.ideal(due)
        yield Figure(
            key=f"drain-{due}",
            name=f"{due:,} texts due in one minute",
            value=round(seconds / ideal, 2),
            unit="x the ideal",
            target=RATIO_MAX,
            note=f"{seconds / MINUTE:.1f} minutes; ideal {ideal / MINUTE:.1f} with {pace.workers} workers of "
            f"{pace.at_once} texts at once",
        )


def counted() -> Pace:
    with a_wake() as lived:
        text = seconds_of(lived.tape)
    with a_stale_wake() as lived:
        stale = seconds_of(lived.tape)
    return Pace(text=text, stale=stale, workers=workers_max("advance"))


def seconds_of(tape: Tape) -> float:
    return sum(SECONDS[one.service] for one in tape)
