"""How every function runs: log lines and metrics that carry action words and opaque values, and nothing else.

Both are lines of JSON on standard output, which Lambda keeps; metrics are in CloudWatch's embedded format.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from functions import collecting

T = TypeVar("T")
VALUES_MAX = 100
"""CloudWatch's bound on the values of one metric, and on the metrics, in one line."""


@dataclass(slots=True)
class Journal:
    """Of one container. `counted`: the values of each action since the last flush."""

    service: str
    namespace: str
    request_id: str = "none"
    counted: dict[str, list[float]] = field(default_factory=dict)
    counting: Lock = field(default_factory=Lock)  # a wake counts from several threads

    def say(self, level: str, action: str, values: dict[str, Any]) -> None:
        told = {"level": level, "message": action, "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds")}
        _line({**told, "service": self.service, "request_id": self.request_id, **values})

    def count(self, action: str, value: float) -> None:
        with self.counting:
            values = self.counted.setdefault(action, [])
            values.append(float(value))
            if len(values) == VALUES_MAX or len(self.counted) == VALUES_MAX:
                self._flush()

    def flush(self) -> None:
        with self.counting:
            self._flush()

    def _flush(self) -> None:
        counted, self.counted = self.counted, {}
        if not counted:
            return
        metrics = [{"Name": action, "Unit": "Count"} for action in counted]
        told = {"Namespace": self.namespace, "Dimensions": [["service"]], "Metrics": metrics}
        stamp = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [told]}
        _line({"_aws": stamp, "service": self.service, **counted})


@cache
def journal() -> Journal:
    asked = os.environ.get
    return Journal(asked("POWERTOOLS_SERVICE_NAME", "aftercare"), asked("POWERTOOLS_METRICS_NAMESPACE", "Aftercare"))


def note(action: str, **values: Any) -> None:
    """One thing that happened, as a log line and a count."""
    journal().say("INFO", action, values)
    journal().count(action, values.get("count", 1))


def failed(action: str, error: BaseException) -> None:
    """Something went wrong. The error's own words stay out: they may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    journal().say("ERROR", action, {"error": type(error).__name__, "where": where})
    journal().count(action, 1)


def run(context: Any, work: Callable[[], T]) -> T:
    """Runs one invocation and flushes its metrics, whatever happens."""
    journal().request_id = getattr(context, "aws_request_id", "none")
    try:
        return work()
    finally:
        journal().flush()
        collecting.begin()


def _line(told: dict[str, Any]) -> None:
    """Written whole, so that lines of several threads do not meet."""
    sys.stdout.write(f"{_encoder().encode(told)}\n")
    sys.stdout.flush()


@cache
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(default=str, separators=(",", ":"))
