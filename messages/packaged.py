"""Our own data files: as packaging made them ready, else as they are written."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
READY = ".ready"


def table(beside: str, name: str) -> dict[str, Any]:
    """A TOML file beside a module, which says its `__file__`; `Any` ends in the reader that gives it a type.

    In a checkout it is parsed. In an archive what parsing gives lies beside it, and reads twenty times as fast.
    """
    made: dict[str, Any] | None = made_ready(beside, name)
    if made is not None:
        return made
    import tomllib  # noqa: PLC0415 - an archive never parses

    return tomllib.loads(Path(beside).with_name(name).read_text("utf-8"))


def made_ready(beside: str, name: str) -> Any | None:
    """What packaging made of a file; None in a checkout."""
    try:
        with FileIO(f"{beside.rpartition('/')[0]}/{name}{READY}") as kept:
            return pickle.loads(kept.readall())  # noqa: S301 - our own archive, as our code is
    except FileNotFoundError:
        return None


def lines(beside: str, name: str) -> list[str]:
    """The lines of a text file beside a module."""
    return Path(beside).with_name(name).read_text("utf-8").splitlines()


class Late(Mapping[str, Made]):
    """A table of which each row is made into a value when it is first asked for."""

    def __init__(self, rows: Mapping[str, Any], make: Callable[[str, Any], Made]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[str, Made] = {}

    def __getitem__(self, key: str) -> Made:
        if key not in self._made:
            self._made[key] = self._make(key, self._rows[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
