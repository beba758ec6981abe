"""A clinic's settings as an operator writes them: plain values in, every problem at once; and back, as a file."""

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infra.local.sample import sample_clinic
from messages.resources import ResourceError, lines
from schedules.clinic import Clinic, Contact, Hours
from schedules.thresholds import Thresholds

_WITHIN = {"thresholds": Thresholds, "hours": Hours, "ladder": Contact}
_CLINIC = TypeAdapter(Clinic)
Plain = dict[str, Any]


class Unusable(Exception):
    """Args: every problem, each saying how to mend it."""


def read_file(path: Path) -> Plain:
    """TOML, or JSON where the name says so."""
    try:
        text = path.read_text("utf-8")
        read = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from None
    if not isinstance(read, dict):
        raise Unusable(f'{path} holds no settings: write a line a setting, like name = "North Clinic"')
    return read


def assigned(one: str) -> Plain:
    """From `thresholds.fever_celsius=38.5`; a value that is no number, flag or list stands for itself."""
    name, separator, value = one.partition("=")
    if not separator or not name:
        raise Unusable(f"{one!r} sets nothing: write it like --set thresholds.fever_celsius=38.5")
    try:
        found: Any = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        found = value
    for part in reversed(name.split(".")):
        found = {part: found}
    return dict(found)


def on_call(given: list[str]) -> Plain:
    """From `nurse=+12025550111`, in the order they are paged."""
    if any("=" not in one for one in given):
        raise Unusable("--on-call names somebody and a phone: write it like --on-call nurse=+12025550111")
    pairs = [one.split("=", 1) for one in given]
    return {"ladder": [{"contact_id": name.strip(), "phone": phone.strip()} for name, phone in pairs]} if pairs else {}


def merged(before: Mapping[str, Any], given: Mapping[str, Any]) -> Plain:
    """What is named is changed, within tables too; a list is another list."""
    after = dict(before)
    for name, value in given.items():
        inner = after.get(name)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        after[name] = merged(inner, value) if both and isinstance(inner, Mapping) else value
    return after


def clinic_of(plain: Plain) -> Clinic:
    """Raises Unusable with everything that is wrong: what is missing or misspelled does not hide the rest."""
    problems = [*_unknown(plain), *_country(plain)]
    clinic, told = _validated(plain)
    unread = told.keys() - {""}
    if unread:
        whole = {name: value for name, value in plain_of(sample_clinic()).items() if name in unread}
        told = {**told, **_validated({**plain, **whole})[1]}
    problems += [one for said in told.values() for one in said]
    if clinic is None or problems:
        raise Unusable(*dict.fromkeys(problems))
    return clinic


def plain_of(clinic: Clinic) -> Plain:
    """What has no order is sorted: the same settings are the same words."""
    plain: Plain = dict(_CLINIC.dump_python(clinic, mode="json", exclude_none=True))
    ladder = [{**one, "channels": sorted(one["channels"])} for one in plain["ladder"]]
    return {**plain, "ladder": ladder, "holidays": sorted(plain["holidays"])}


def differences(before: Plain, after: Plain, path: str = "") -> Iterator[str]:
    """A line for each setting that is another than before."""
    for name in dict.fromkeys([*before, *after]):
        was, will_be = before.get(name), after.get(name)
        if isinstance(was, dict) and isinstance(will_be, dict):
            yield from differences(was, will_be, f"{path}{name}.")
        elif was != will_be:
            yield f"{path}{name}: {_shown(was)} -> {_shown(will_be)}"


def as_toml(plain: Plain) -> str:
    """What `read_file` reads back."""
    tables = {name: value for name, value in plain.items() if isinstance(value, dict)}
    rows = {name: value for name, value in plain.items() if _is_rows(value)}
    found = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in plain.items()
        if name not in {*tables, *rows}
    ]
    for name, table in tables.items():
        found += ["", f"[{name}]", *_lines(table)]
    for name, listed in rows.items():
        for row in listed:
            found += ["", f"[[{name}]]", *_lines(row)]
    return "\n".join(found)


def _lines(table: Plain) -> list[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items()]


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _validated(plain: Plain) -> tuple[Clinic | None, dict[str, list[str]]]:
    """What is wrong, by setting; under "" the rules that look at the whole, once each setting can be read."""
    told: dict[str, list[str]] = {}
    try:
        return _CLINIC.validate_python(plain), told
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    for one in found:
        where = ".".join(str(part) for part in one["loc"])
        if not where:
            told[""] = str(one["ctx"]["error"]).partition(": ")[2].split("; ")
        elif one["type"] == "missing":
            told.setdefault(str(one["loc"][0]), []).append(f"{where} is missing: name it")
        else:
            told.setdefault(str(one["loc"][0]), []).append(f"{where} cannot be used: {one['msg']}")
    return None, told


def _unknown(plain: Plain) -> Iterator[str]:
    """A misspelled setting would be passed over in silence, and its default kept."""
    yield from _not_of(Clinic, plain, "")
    for name, kind in _WITHIN.items():
        inner = plain.get(name)
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, Mapping):
                yield from _not_of(kind, one, f"{name}.")


def _not_of(kind: type[Any], plain: Mapping[str, Any], path: str) -> Iterator[str]:
    known = [one.name for one in fields(kind)]
    for name in plain:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield f"{path}{name} is no setting: " + (
                f"{path}{near[0]} is meant?" if near else f"there are {', '.join(known)}"
            )


def _country(plain: Plain) -> Iterator[str]:
    country = plain.get("country")
    if not isinstance(country, str):
        return
    try:
        lines(country)
    except ResourceError as error:
        yield f"country cannot be used: {error}"
