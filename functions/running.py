"""How every function runs: log lines and metrics that carry action words and opaque values, and nothing else."""

import traceback
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

T = TypeVar("T")
_COUNTING = Lock()
"""Powertools counts in plain dictionaries, and a wake counts from several threads."""


@cache
def logger() -> Logger:
    return Logger(log_uncaught_exceptions=False)


@cache
def metrics() -> Metrics:
    return Metrics()


def note(action: str, **values: Any) -> None:
    """One thing that happened, as a log line and a count."""
    logger().info(action, extra=values)
    _count(action, values.get("count", 1))


def failed(action: str, error: BaseException) -> None:
    """Something went wrong. The error's own words stay out: they may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    logger().error(action, extra={"error": type(error).__name__, "where": where})
    _count(action, 1)


def _count(action: str, value: float) -> None:
    with _COUNTING:
        metrics().add_metric(name=action, unit=MetricUnit.Count, value=value)


def run(context: Any, work: Callable[[], T]) -> T:
    """Runs one invocation and flushes its metrics, whatever happens."""
    logger().append_keys(request_id=getattr(context, "aws_request_id", "none"))
    try:
        return work()
    finally:
        if metrics().metric_set:
            metrics().flush_metrics()
