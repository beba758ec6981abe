"""Time, chance and the order of things: a heap of what happens next, and the points at which a worker may be cut off.

A worker is a plain call of the real code. At each of its effects (`Engine.reach`) it may die, wait, or be overtaken:
then something else that was about to happen runs whole in the middle of it, as two workers at once would have it.
"""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from infra.simulation.swarm import Swarm

STORY_LINES = 50
NESTED_MAX = 2
OVERTAKES_WITHIN = timedelta(seconds=20)
_ALL = asdict(Swarm())
DATE_AND_TIME = len("2026-11-30 00:00:00")
SLOW_MAX = 8.0
"""Seconds a slow step takes at most."""
DEPLOYS = timedelta(hours=6)
"""How long workers of two releases may be there: traffic is moved over step by step."""


class Killed(BaseException):
    """The worker is gone in the middle of its work; nothing of ours can catch it."""


@dataclass(slots=True)
class Engine:
    """`raging`: faults happen. `scope` is the clinic a worker may touch, None where it serves all of them; `is_old`
    while it is of the release before. `lived` counts what people did and what befell them."""

    chance: Random
    swarm: Swarm
    at: datetime
    raging: bool = False  # a world is set up in peace
    faults: Counter[str] = field(default_factory=Counter)
    story: deque[str] = field(default_factory=lambda: deque(maxlen=STORY_LINES))
    scope: str | None = None
    is_old: bool = True
    lived: Counter[str] = field(default_factory=Counter)
    force: Callable[[str], bool] | None = None  # says instead of chance whether a fault happens
    _heap: list[tuple[datetime, int, str, Callable[[], object]]] = field(default_factory=list)
    _count: int = 0
    _nested: int = 0
    _deadline: datetime | None = None
    _told: Any = field(default_factory=sha256)
    _released_at: datetime | None = None
    _shares: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        self._shares = asdict(self.swarm)

    def now(self) -> datetime:
        return self.at

    @property
    def digest(self) -> str:
        """Of all that was told so far: two runs of one seed have the same."""
        return str(self._told.hexdigest())[:16]

    def tell(self, words: str) -> None:
        line = f"{self.at.isoformat(' ', 'seconds')[:DATE_AND_TIME]}  {'    ' * self._nested}{words}"
        self.story.append(line)
        self._told.update(line.encode())

    def happens(self, fault: str) -> bool:
        if not self.raging:
            return False
        if self.force is None:
            share = self._shares[fault]
            if not share or self.chance.random() >= share:
                return False
        elif not self.force(fault):
            return False
        self.faults[fault] += 1
        self.tell(f"! {fault}")
        return True

    def releases(self) -> None:
        """A new release is there; workers of the old one stay for a while."""
        self._released_at = self.at

    def _is_old(self) -> bool:
        if self._released_at is None:
            return True
        return self.at < self._released_at + DEPLOYS and self.happens("old_worker")

    def later(self, delay: timedelta, words: str, act: Callable[[], object]) -> None:
        self._count += 1
        heapq.heappush(self._heap, (self.at + delay, self._count, words, act))

    def seconds(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=round(self.chance.uniform(least, most), 3))

    @property
    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def step(self) -> None:
        """The next thing happens, however late it is by now."""
        at, _, words, act = heapq.heappop(self._heap)
        self.at = max(self.at, at)
        if words:
            self.tell(words)
        act()

    def invoke(self, name: str, seconds: int, work: Callable[[], object], *, clinic: str | None = None) -> bool:
        """Runs a worker until it ends, fails, dies or its time is over; whether it ended well."""
        outer = self._deadline, self.scope, self.is_old
        self._deadline, self.scope, self.is_old = self.at + timedelta(seconds=seconds), clinic, self._is_old()
        try:
            work()
        except Killed:
            self.tell(f"{name} is dead")
        except Exception as error:  # noqa: BLE001 - as Lambda does: it failed, and what called it goes on
            self.tell(f"{name} failed: {type(error).__name__}")
        else:
            return True
        finally:
            self._deadline, self.scope, self.is_old = outer
        return False

    @contextmanager
    def of(self, clinic: str) -> Iterator[None]:
        """For as long as a worker serves this clinic."""
        outer, self.scope = self.scope, clinic
        try:
            yield
        finally:
            self.scope = outer

    def reach(self) -> None:
        """A worker is about to touch the world."""
        if not self.raging or self._deadline is None:
            return
        may = self._shares if self.force is None else _ALL
        if may["slow"] and self.happens("slow"):
            self.at += self.seconds(0.5, SLOW_MAX)
        if may["interleaved"] and self._nested < NESTED_MAX and self._overtakes() and self.happens("interleaved"):
            self._overtaken()
        if self.at >= self._deadline:
            self.faults["timed_out"] += 1
            raise Killed
        if may["killed_before"] and self.happens("killed_before"):
            raise Killed

    def touched(self) -> None:
        """A worker has just touched the world."""
        if self._deadline is not None and self.happens("killed_after"):
            raise Killed

    def _overtakes(self) -> bool:
        return bool(self._heap) and self._heap[0][0] <= self.at + OVERTAKES_WITHIN

    def _overtaken(self) -> None:
        self._nested += 1
        outer = self._deadline, self.scope
        self._deadline, self.scope = None, None
        try:
            self.step()
        finally:
            self._deadline, self.scope = outer
            self._nested -= 1
