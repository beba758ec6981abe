"""Emergency and crisis lines, and whom else to ring, by country: dated data the operator renews.

`checked` says how a number was checked: "source" means read in published sources on the day `verified_on`, and never
dialed. An operator who has called and texted a country's numbers adds `live_tested_on`. Both grow old: `aftercare lint`
notes it.
The country is where she lives, not her prefix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from messages.language import Language
from messages.packaged import table


class ResourceError(Exception):
    """There are no lines for this country, so nobody there may be enrolled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A charity or health line that helps after a loss; no crisis line. For pages alone, never in a text."""

    name: str
    phone: str
    hours: Mapping[Language, str]
    verified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisText:
    """Where a crisis line takes texts, and the word to begin with in a language, where it wants one."""

    number: str
    word: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Numbers as printed in a text. `live_tested_on` is None until the operator has dialed them."""

    country: str  # lower case, as a clinic states it
    emergency: str
    crisis_line: Mapping[Language, str]
    verified_on: date
    live_tested_on: date | None
    crisis_tel: str  # the number in crisis_line, to be tapped on a page
    crisis_text: CrisisText | None  # where crisis_line names a way to text
    support: tuple[Support, ...] = ()


@cache
def lines(country: str) -> Lines:
    if country not in countries():
        raise ResourceError(f"no emergency and crisis lines for country {country!r}; known are {countries()}")
    return _lines(table(__file__, f"{country}.toml"))


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
        verified_on=raw["verified_on"],
        live_tested_on=raw.get("live_tested_on"),
        crisis_tel=raw["crisis_tel"],
        crisis_text=_crisis_text(raw["crisis_sms"]) if "crisis_sms" in raw else None,
        support=tuple(_support(row) for row in raw.get("support", ())),
    )


def _crisis_text(raw: Mapping[str, str]) -> CrisisText:
    word = {language: raw[language.value] for language in Language if language.value in raw}
    return CrisisText(number=raw["number"], word=MappingProxyType(word))


def _support(raw: Mapping[str, Any]) -> Support:
    return Support(
        name=raw["name"],
        phone=raw["phone"],
        hours=MappingProxyType({language: raw["hours"][language.value] for language in Language}),
        verified_on=raw["verified_on"],
    )
