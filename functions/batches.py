"""Queue batches with partial failures: a record that fails comes back alone."""

from collections.abc import Callable
from typing import Any

from functions import running

Answer = dict[str, list[dict[str, str]]]


def each_record(event: dict[str, Any], work: Callable[[str], None]) -> Answer:
    """`work` gets each body; whatever it raises marks its own record and no other."""
    failed = [record["messageId"] for record in event["Records"] if not _is_done(record["body"], work)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_done(body: str, work: Callable[[str], None]) -> bool:
    try:
        work(body)
    except Exception as error:  # noqa: BLE001 - logged by type, and brought again by the queue
        running.failed("record_failed", error)
        return False
    return True
