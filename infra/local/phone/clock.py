"""The phone's own time: real time plus an offset that only grows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _real_now() -> datetime:
    return datetime.now(UTC)


class PhoneClock:
    def __init__(self, real_now: Callable[[], datetime] = _real_now) -> None:
        self._real_now = real_now
        self._offset = timedelta()

    @property
    def offset_seconds(self) -> float:
        return self._offset.total_seconds()

    def now(self) -> datetime:
        return self._real_now() + self._offset

    def move(self, offset_seconds: float) -> bool:
        """False, and nothing moved, when the offset would take time backwards."""
        offset = timedelta(seconds=offset_seconds)
        if offset < self._offset:
            return False
        self._offset = offset
        return True
