"""Settings to what a form shows and back. Whatever was typed is kept as it was typed: judging it is not done here."""

import re
from collections.abc import Mapping
from typing import Any

from functions.screens.settings_fields import FIELDS, RUNG, Field, Kind
from schedules.clinic import LADDER_MAX

YES = "yes"
HERE = "here"
"""Says that boxes were on the page: a box that is not ticked is not sent."""
SIZE = "ladder.size"
Raw = Mapping[str, Any]
Typed = Mapping[str, str]


def typed(raw: Raw) -> dict[str, str]:
    """`raw`: the settings as JSON has them."""
    shown: dict[str, str] = {}
    for field in FIELDS:
        shown |= _shown(field, field.path, _at(raw, field.path))
    ladder = raw.get("ladder", [])
    for at, rung in enumerate(ladder):
        for field in RUNG:
            shown |= _shown(field, f"ladder.{at}.{field.path}", rung.get(field.path))
    return {**shown, SIZE: str(len(ladder))}


def read(said: Typed, raw: Raw) -> dict[str, Any]:
    """The settings as typed, over those on record: what the form did not show stays. What is no number or no time
    stays text, to be refused with a mend."""
    settings = {**raw}
    for field in FIELDS:
        if field.path in said:
            _put(settings, field.path, _value(field, field.path, said))
    if SIZE in said:
        settings["ladder"] = [
            {field.path: _value(field, f"ladder.{at}.{field.path}", said) for field in RUNG} for at in range(size(said))
        ]
    return settings


def size(said: Typed) -> int:
    """Of the ladder as typed. A form that claims more than anybody could have typed is cut."""
    number = said.get(SIZE, "")
    return (
        min(int(number), LADDER_MAX + 1) if number.isascii() and number.isdecimal() and len(number) < len(SIZE) else 0
    )


def moved(said: Typed, act: str) -> dict[str, str]:
    """With the ladder changed as a button asks: `add`, `up.N`, `down.N` or `remove.N`; else unchanged."""
    name, _, number = act.partition(".")
    order = list(range(size(said)))
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < len(SIZE) else -1
    if name == "add" and len(order) <= LADDER_MAX:
        return {**said, **_empty_rung(said, len(order)), SIZE: str(len(order) + 1)}
    if name == "remove" and at in order:
        order.remove(at)
    if name == "up" and at in order[1:]:
        order[at - 1], order[at] = at, at - 1
    if name == "down" and at in order[:-1]:
        order[at], order[at + 1] = at + 1, at
    return _reordered(said, order)


def place_of(act: str, rungs: int) -> int | None:
    """Where on the ladder, of so many now, whoever a button has moved or added stands; after a removal, who follows."""
    name, _, number = act.partition(".")
    if name == "add":
        return rungs - 1
    if name not in {"up", "down", "remove"} or not (number.isascii() and number.isdecimal()):
        return None
    at = int(number[: len(SIZE)]) + {"up": -1, "down": 1}.get(name, 0)
    return min(max(at, 0), rungs - 1) if rungs else None


def _reordered(said: Typed, order: list[int]) -> dict[str, str]:
    rest = {name: value for name, value in said.items() if not name.startswith("ladder.")}
    for to, old in enumerate(order):
        prefix = f"ladder.{old}."
        rest |= {
            f"ladder.{to}.{name.removeprefix(prefix)}": value for name, value in said.items() if name.startswith(prefix)
        }
    return {**rest, SIZE: str(len(order))}


def _empty_rung(said: Typed, at: int) -> dict[str, str]:
    """Nobody yet, told by text, and by call where others are; she has no address yet to be told by e-mail."""
    empty = {f"ladder.{at}.{field.path}": "" for field in RUNG}
    ticked = {
        name.split(".", maxsplit=2)[2]
        for name, value in said.items()
        if name.startswith("ladder.0.") and value == YES and not name.endswith(".email")
    }
    return {
        **empty,
        **{f"ladder.{at}.{name}": YES for name in ticked},
        f"ladder.{at}.language": "en",
        f"ladder.{at}.on_call": "always",
    }


def _shown(field: Field, name: str, value: Any) -> dict[str, str]:
    match field.kind:
        case Kind.CHECKS:
            ticked = {str(one) for one in value or ()}
            return {name: HERE, **{f"{name}.{key}": YES for key, _ in field.options if key in ticked}}
        case Kind.DATES:
            return {name: "\n".join(sorted(value or ()))}
        case Kind.CLOCK:
            return {name: str(value or "")[: len("00:00")]}
        case Kind.MOMENT:
            return {name: str(value or "")[: len("2026-03-02T10:00")]}
        case Kind.NUMBER:
            return {name: f"{value:g}" if isinstance(value, int | float) else str(value)}
    return {name: "" if value is None else str(value)}


def _value(field: Field, name: str, said: Typed) -> Any:
    words = said.get(name, "").strip()
    match field.kind:
        case Kind.CHECKS:
            ticked = [key for key, _ in field.options if said.get(f"{name}.{key}") == YES]
            return [int(key) if key.isdecimal() else key for key in ticked]
        case Kind.DATES:
            return words.split()
        case Kind.NUMBER:
            return _number(words)
    return None if field.may_be_empty and not words else words


def _number(words: str) -> int | float | str:
    """A comma is how half the world writes 38,5."""
    plain = words.replace(",", ".")
    if re.fullmatch(r"\d{1,6}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"\d{1,6}\.\d{1,4}", plain) else words


def _at(raw: Raw, path: str) -> Any:
    first, _, rest = path.partition(".")
    return raw[first][rest] if rest else raw[first]


def _put(settings: dict[str, Any], path: str, value: Any) -> None:
    first, _, rest = path.partition(".")
    settings[first] = {**settings[first], rest: value} if rest else value
