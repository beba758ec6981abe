"""What serverless.yml says of memory and concurrency, read from the file itself."""

from functools import cache
from typing import Any

import yaml

from infra.package import ROOT


def memory_megabytes(function: str) -> int:
    return int(functions()[function].get("memorySize", _provider()["memorySize"]))


def workers_max(function: str) -> int:
    """How many of it SQS runs at the same time."""
    return int(_sqs(function)["maximumConcurrency"])


def batch_size(function: str) -> int:
    """Messages an invocation."""
    return int(_sqs(function)["batchSize"])


def _sqs(function: str) -> dict[str, Any]:
    found: dict[str, Any] = next(event["sqs"] for event in functions()[function]["events"] if "sqs" in event)
    return found


def functions() -> dict[str, Any]:
    found: dict[str, Any] = _service()["functions"]
    return found


def _provider() -> dict[str, Any]:
    found: dict[str, Any] = _service()["provider"]
    return found


@cache
def _service() -> dict[str, Any]:
    class Loader(yaml.SafeLoader):
        """CloudFormation's own tags mean nothing here."""

    Loader.add_multi_constructor("!", lambda *_: None)
    read: dict[str, Any] = yaml.load((ROOT / "serverless.yml").read_text("utf-8"), Loader)  # noqa: S506 - a safe loader
    return read
