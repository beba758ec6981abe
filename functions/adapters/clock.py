"""What time it is: the system's, or on the local stage the system's plus an offset somebody may move."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from functions.adapters import aws

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

OFFSET_KNOWN_SECONDS = 0.2
OFFSET_READ_SECONDS = 20
"""Nobody can act without the time, nor guess it: on a busy machine it is waited for."""


class SystemTime:
    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetTime:
    """`read_offset` gives seconds; it is asked at most once in OFFSET_KNOWN_SECONDS of real time."""

    def __init__(self, read_offset: Callable[[], float]) -> None:
        self._read_offset = read_offset
        self._known_until = float("-inf")
        self._offset = timedelta()

    def now(self) -> datetime:
        if time.monotonic() >= self._known_until:
            self._offset = timedelta(seconds=self._read_offset())
            self._known_until = time.monotonic() + OFFSET_KNOWN_SECONDS
        return datetime.now(UTC) + self._offset


def ssm_offset(parameter_name: str, client: "SSMClient | None" = None) -> Callable[[], float]:
    """Reads the offset in seconds from a parameter; one that was never written is 0. For the local stage only."""
    ssm: SSMClient = client or aws.client("ssm", read_seconds=OFFSET_READ_SECONDS)

    def read() -> float:
        try:
            return float(ssm.get_parameter(Name=parameter_name)["Parameter"]["Value"])
        except ssm.exceptions.ParameterNotFound:
            return 0.0

    return read
