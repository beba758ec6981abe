"""This package's own data files, read once."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """One of this package's own TOML files; `Any` ends in the reader that gives it a type."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
