"""Our own data files: as packaging made them ready, else as they are written."""

import pickle
from pathlib import Path
from typing import Any

READY = ".ready"


def table(beside: str, name: str) -> dict[str, Any]:
    """A TOML file beside a module, which says its `__file__`; `Any` ends in the reader that gives it a type.

    In a checkout it is parsed. In an archive what parsing gives lies beside it, and reads twenty times as fast.
    """
    source = Path(beside).with_name(name)
    ready = source.with_name(f"{name}{READY}")
    if ready.exists():
        made: dict[str, Any] = pickle.loads(ready.read_bytes())  # noqa: S301 - our own archive, as our code in it is
        return made
    import tomllib  # noqa: PLC0415 - an archive never parses

    return tomllib.loads(source.read_text("utf-8"))


def lines(beside: str, name: str) -> list[str]:
    """The lines of a text file beside a module."""
    return Path(beside).with_name(name).read_text("utf-8").splitlines()
