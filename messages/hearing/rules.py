"""Sign rules as data: loaded once, on first use, from signs.en.toml and signs.es.toml."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of
from messages.hearing.reading import Sign

SIGN_FILES = ("signs.en.toml", "signs.es.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way a sign is said. `beside` must also be somewhere in the text; `unless`, close by in the
    same sentence, silences the match.

    A `firm` rule carries its own negation or question ("will not stop") and is never set aside.
    """

    id: str
    sign: Sign
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    firm: bool
    examples: tuple[str, ...]


@cache
def sign_rules() -> tuple[Rule, ...]:
    return tuple(_rule(entry, file) for file in SIGN_FILES for entry in packaged(file)["rule"])


def _rule(entry: dict[str, Any], file: str) -> Rule:
    pattern = any_of(tuple(entry["says"]), file)
    if pattern is None:
        raise ValueError(f"rule {entry['id']} says nothing")
    return Rule(
        id=entry["id"],
        sign=Sign(entry["sign"]),
        pattern=pattern,
        beside=any_of(tuple(entry.get("beside", ())), file),
        unless=any_of(tuple(entry.get("unless", ())), file),
        firm=entry.get("firm", False),
        examples=tuple(entry["example"]),
    )
