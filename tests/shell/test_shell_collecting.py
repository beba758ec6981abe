"""Python's search for garbage rests in a container until its first event is answered, and nowhere else."""

import os
import subprocess
import sys

import pytest

ASKED = """
import gc
usual = gc.get_threshold()
from functions.running import run
def event():
    print(gc.get_threshold() != usual)
    1 / {}
try: run(None, event)
except ZeroDivisionError: pass
print(gc.get_threshold() == usual)
print(gc.get_freeze_count() > 0)
"""
IN_CONTAINER = {"AWS_LAMBDA_FUNCTION_NAME": "inbound_text"}


@pytest.mark.parametrize(
    ("told", "divisor", "answer"),
    [(IN_CONTAINER, 1, "True True True"), (IN_CONTAINER, 0, "True True True"), ({}, 1, "False True False")],
    ids=["container", "container whose first event raises", "elsewhere"],
)
def test_it_rests_until_the_first_event_is_over(told: dict[str, str], divisor: int, answer: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in IN_CONTAINER}

    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", ASKED.format(divisor)], env=bare | told, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == answer.split()
