"""A clinic's settings as an operator types them: names and text as plain values, a file of them, what would change."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from functions.operations.plain_settings import Plain

_HOLDS_MORE = ("[", "{", '"')


class Unreadable(Exception):
    """Says what cannot be read, and how to mend it."""


def read_file(path: Path) -> Plain:
    """TOML, or JSON where the name says so."""
    try:
        text = path.read_text("utf-8")
        read = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from None
    if not isinstance(read, dict):
        raise Unreadable(f'{path} holds no settings: write a line a setting, like name = "North Clinic"')
    return _in_words(read)


def assigned(one: str) -> Plain:
    """From `thresholds.fever_celsius=38.5`: text, which is read where the setting is; a list as TOML has it."""
    name, separator, value = one.partition("=")
    if not separator or not name:
        raise Unreadable(f"{one!r} sets nothing: write it like --set thresholds.fever_celsius=38.5")
    found: Any = value
    if value.lstrip().startswith(_HOLDS_MORE):
        try:
            found = _in_words(tomllib.loads(f"value = {value}"))["value"]
        except tomllib.TOMLDecodeError:
            raise Unreadable(f"{name} cannot be read: write a list like --set 'hours.days=[0, 1, 2]'") from None
    for part in reversed(name.split(".")):
        found = {part: found}
    return dict(found)


def _in_words(read: Plain) -> Plain:
    """TOML has days and times of its own."""
    return dict(json.loads(json.dumps(read, default=str)))


def on_call(given: list[str]) -> Plain:
    """From `nurse=+12025550111`, in the order they are paged."""
    if any("=" not in one for one in given):
        raise Unreadable("--on-call names somebody and a phone: write it like --on-call nurse=+12025550111")
    pairs = [one.split("=", 1) for one in given]
    return {"ladder": [{"contact_id": name.strip(), "phone": phone.strip()} for name, phone in pairs]} if pairs else {}


def differences(before: Plain, after: Plain, path: str = "") -> Iterator[str]:
    """A line for each setting that is another than before."""
    for name in dict.fromkeys([*before, *after]):
        was, will_be = before.get(name), after.get(name)
        if isinstance(was, dict) and isinstance(will_be, dict):
            yield from differences(was, will_be, f"{path}{name}.")
        elif was != will_be:
            yield f"{path}{name}: {_shown(was)} -> {_shown(will_be)}"


def as_toml(plain: Plain) -> str:
    """What `read_file` reads back; what is not there has no line."""
    tables = {name: value for name, value in plain.items() if isinstance(value, dict)}
    rows = {name: value for name, value in plain.items() if _is_rows(value)}
    found = _lines({name: value for name, value in plain.items() if name not in {*tables, *rows}})
    for name, table in tables.items():
        found += ["", f"[{name}]", *_lines(table)]
    for name, listed in rows.items():
        for row in listed:
            found += ["", f"[[{name}]]", *_lines(row)]
    return "\n".join(found)


def _lines(table: Plain) -> list[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items() if value is not None]


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
