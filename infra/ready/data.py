"""TOML as what parsing gives, beside each file: reads twenty times as fast."""

import pickle
import tomllib
from pathlib import Path

from messages.packaged import READY

NEVER_READ = ("lint_", "facts")
"""By a function: they are for whoever writes the content."""
PROTOCOL = 4
"""Any Python we run on reads it."""


def make(folder: Path) -> None:
    """Beside every TOML file below a folder that a function may read."""
    for path in sorted(folder.rglob("*.toml")):
        if not path.name.startswith(NEVER_READ):
            _write(path)


def _write(path: Path) -> None:
    path.with_name(f"{path.name}{READY}").write_bytes(ready(path))


def ready(path: Path) -> bytes:
    return pickle.dumps(tomllib.loads(path.read_text("utf-8")), PROTOCOL)
