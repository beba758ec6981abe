"""Sign rules as data: loaded once, on first use, from signs.en.toml and signs.es.toml."""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from messages.hearing.packaged import packaged
from messages.hearing.patterns import Gated, Late, gated, later
from messages.hearing.reading import Sign
from messages.packaged import made_ready

SIGN_FILES = ("signs.en.toml", "signs.es.toml")
RULES = "rules"
Places = Mapping[str, Sequence[int]]
"""By the key of a gate: which rules have it, by their place."""
Kept = tuple[Places, tuple[bytes, ...]]
"""As packaging makes them ready: where each stands, and each by itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way a sign is said. `beside` must also be somewhere in the text. `unless` silences a match it touches,
    or stands a few words from, in the same sentence; `unless_anywhere` silences it from anywhere in the text.

    A `firm` rule carries its own negation ("will not stop"): a denial before it does not set it aside.
    A `hint` is too rough to count by itself: it only strengthens what the model thinks, and neither asks nor pages.
    """

    id: str
    sign: Sign
    says: tuple[Gated, ...]
    keys: frozenset[str]  # of the gates of `says`
    beside: Late | None
    unless: Late | None
    unless_anywhere: Late | None
    firm: bool
    hint: bool
    examples: tuple[str, ...]


def rules_opened(opened: frozenset[str]) -> Iterator[Rule]:
    """Those with a pattern that these keys open, in their order; the others are not even read."""
    kept = _kept()
    places, read = (_places(), sign_rules().__getitem__) if kept is None else (kept[0], _read)
    return map(read, sorted({place for key in opened for place in places.get(key, ())}))


@cache
def sign_rules() -> tuple[Rule, ...]:
    """As they are written. Hints come last: who keeps the first rule of a sign keeps one that counts by itself."""
    rules = [_rule(entry, file) for file in SIGN_FILES for entry in packaged(file)["rule"]]
    return tuple(sorted(rules, key=lambda rule: rule.hint))


def places_of(rules: Iterable[Rule]) -> Places:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        for key in rule.keys:
            places[key].append(place)
    return dict(places)


@cache
def _places() -> Places:
    return places_of(sign_rules())


@cache
def _kept() -> Kept | None:
    made: Kept | None = made_ready(__file__, RULES)
    return made


@cache
def _read(place: int) -> Rule:
    """Of those that packaging made ready."""
    _, each = _kept() or ({}, ())
    rule: Rule = pickle.loads(each[place])  # noqa: S301 - our own archive
    return rule


def _rule(entry: dict[str, Any], file: str) -> Rule:
    says = tuple(one for pattern in entry["says"] if (one := gated((pattern,), file)))
    if not says:
        raise ValueError(f"rule {entry['id']} says nothing")
    return Rule(
        id=entry["id"],
        sign=Sign(entry["sign"]),
        says=says,
        keys=frozenset(one.key for one in says),
        beside=later(tuple(entry.get("beside", ())), file),
        unless=later(tuple(entry.get("unless", ())), file),
        unless_anywhere=later(tuple(entry.get("unless_anywhere", ())), file),
        firm=entry.get("firm", False),
        hint=entry.get("hint", False),
        examples=tuple(entry["example"]),
    )
