"""When the provider's list of received texts is looked through: every minute in truth, here when there may be anything
to find, since a look that finds nothing costs as much as one that does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

MINUTE = timedelta(minutes=1)
APART_MAX = 60
"""Minutes between two looks in vain, at most."""


@dataclass(slots=True)
class Looks:
    """`_unmet`: the latest instant since which the list must be read and could not be; then it is read again, less and
    less often."""

    _wanted: list[datetime] = field(default_factory=list)
    _unmet: datetime | None = None
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
            self._unmet, is_due = heappop(self._wanted), True
        return self._unmet if is_due else None

    def looked(self, now: datetime, *, in_vain: bool) -> None:
        self._in_vain = self._in_vain + 1 if in_vain else 0
        self._again_at = now + min(2**self._in_vain // 2, APART_MAX) * MINUTE if in_vain else None
        self._unmet = self._unmet if in_vain else None
