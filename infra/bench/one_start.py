"""A container's life up to its first answer, in a process of its own: `python -m infra.bench.one_start FUNCTION FILE`.

Prints its processor seconds and its greatest memory as JSON. FUNCTION `floor` imports boto3 and makes one client, and
nothing else. What measures imports nothing that Python has not imported by itself, but json.
"""

import importlib
import json
import os
import resource
import sys
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from infra.bench.wire import Player, cut, loaded

FLOOR = "floor"
KIBIBYTES_A_MEGABYTE = 1e6 / 1024


def main() -> None:
    function, path = sys.argv[1:]
    told = {} if function == FLOOR else json.loads(Path(path).read_text("utf-8"))
    out, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # noqa: SIM115 - the log, until the process ends
    began = time.process_time()
    if function == FLOOR:
        _floor()
    else:
        _first_answer(function, told)
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "megabytes": _kibibytes() / KIBIBYTES_A_MEGABYTE}), file=out)


def _kibibytes() -> int:
    """The most it ever held. What getrusage says on Linux is the parent's where that held more."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")))


def _floor() -> None:
    import boto3  # noqa: PLC0415 - this is what is measured

    boto3.client("dynamodb")


def _first_answer(function: str, told: dict[str, Any]) -> None:
    handler = importlib.import_module(f"functions.{function}").handler
    player = Player(loaded(told["tape"]))
    if "functions.adapters.clock" in sys.modules:
        at = datetime.fromisoformat(told["at"])
        sys.modules["functions.adapters.clock"].SystemTime.now = lambda _: at
    context = SimpleNamespace(
        function_name=function,
        memory_limit_in_mb=1024,
        invoked_function_arn=f"arn:aws:lambda:us-east-1:000000000000:function:{function}",
        aws_request_id="request-1",
        get_remaining_time_in_millis=lambda: 50_000,
    )
    with cut(player):
        answer = handler(told["event"], context)
    if not player.is_over or _is_bad(answer):
        raise AssertionError(f"{function} did not live its first event as it was recorded: {answer}")


def _is_bad(answer: dict[str, Any]) -> bool:
    return answer.get("statusCode", 200) != 200 or bool(answer.get("batchItemFailures"))  # noqa: PLR2004 - OK


if __name__ == "__main__":
    main()
