"""TOML as what parsing gives, beside each file: reads twenty times as fast."""

import pickle
import tomllib
from pathlib import Path

from messages.packaged import READY

PROTOCOL = 4
"""Any Python we run on reads it."""


def make(folder: Path) -> None:
    """Beside every TOML file below a folder."""
    for path in sorted(folder.rglob("*.toml")):
        path.with_name(f"{path.name}{READY}").write_bytes(ready(path))


def ready(path: Path) -> bytes:
    return pickle.dumps(tomllib.loads(path.read_text("utf-8")), PROTOCOL)
