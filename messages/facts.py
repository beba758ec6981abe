"""The clinical facts that messages and pages carry, each by its key: `facts.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def facts() -> Mapping[str, Mapping[str, str]]:
    """Of each its `id` in the fact sheet, the `fact` in a sentence, its `basis` and `tracks`."""
    return tomllib.loads(resources.files("messages").joinpath("facts.toml").read_text("utf-8"))
