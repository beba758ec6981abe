"""Emergency and crisis lines by country: dated data the operator renews.

`checked` says how a number was checked: "source" means read from published sources and never dialed. An operator
who has called and texted a country's numbers adds `live_tested_on`. The country is where she lives, not her prefix.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from messages.language import Language


class ResourceError(Exception):
    """There are no lines for this country, so nobody there may be enrolled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Numbers as printed in a text. `live_tested_on` is None until the operator has dialed them."""

    country: str  # lower case, as a clinic states it
    emergency: str
    crisis_line: Mapping[Language, str]
    checked_on: date
    live_tested_on: date | None


@cache
def lines(country: str) -> Lines:
    if country not in countries():
        raise ResourceError(f"no emergency and crisis lines for country {country!r}; known are {countries()}")
    source = resources.files(__name__).joinpath(f"{country}.toml")
    return _lines(tomllib.loads(source.read_text("utf-8")))


@cache
def countries() -> tuple[str, ...]:
    """Every country with lines, sorted."""
    names = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _lines(raw: Mapping[str, Any]) -> Lines:
    return Lines(
        country=raw["country"],
        emergency=raw["emergency"],
        crisis_line=MappingProxyType({language: raw["crisis_line"][language.value] for language in Language}),
        checked_on=raw["checked_on"],
        live_tested_on=raw.get("live_tested_on"),
    )
