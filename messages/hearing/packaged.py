"""This package's own data files, read once."""

from functools import cache
from typing import Any

from messages.packaged import table


@cache
def packaged(name: str) -> dict[str, Any]:
    """One of this package's own TOML files; `Any` ends in the reader that gives it a type."""
    return table(__file__, name)
