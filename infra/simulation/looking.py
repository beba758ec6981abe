"""When the provider's list of received texts is looked through: every minute in truth, here when there may be anything
to find, since a look that finds nothing costs as much as one that does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from functions.ports import Ref

MINUTE = timedelta(minutes=1)
APART_MAX = 60
"""Minutes between two looks in vain, at most."""
BEHIND_MAX = timedelta(days=1)
"""Whoever could not read the list for so long looks every minute, as in truth: we look back for a week and no more."""


@dataclass(slots=True)
class Minute:
    """What the schedule met with in one minute: who was queued, what was refused, whether the index was an old one."""

    woken: set[Ref] = field(default_factory=set)
    refused: int = 0
    shown_old: bool = False


@dataclass(slots=True)
class Looks:
    """`_first` and `_last` of the instants after which the list must be read and could not be yet; it is read again
    less and less often."""

    _wanted: list[datetime] = field(default_factory=list)
    _first: datetime | None = None
    _last: datetime | None = None
    _again_at: datetime | None = None
    _in_vain: int = 0

    def want(self, at: datetime) -> None:
        heappush(self._wanted, at)

    def next_at(self) -> datetime | None:
        if self._wanted and (self._again_at is None or self._wanted[0] < self._again_at):
            return self._wanted[0]
        return self._again_at

    def due(self, now: datetime) -> datetime | None:
        """The instant after which the list must have been read by now; None when it need not be read."""
        is_due = self._again_at is not None and self._again_at <= now
        while self._wanted and self._wanted[0] <= now:
            self._last, is_due = heappop(self._wanted), True
            self._first = self._first or self._last
        return self._last if is_due else None

    def looked(self, now: datetime, *, in_vain: bool) -> None:
        if not in_vain:
            self._first = self._last = self._again_at = None
            self._in_vain = 0
            return
        self._in_vain += 1
        is_behind = self._first is not None and now > self._first + BEHIND_MAX
        self._again_at = now + (1 if is_behind else min(2**self._in_vain // 2, APART_MAX)) * MINUTE
