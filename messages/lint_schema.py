"""What a table of a data file must hold: said once a file kind, so that a slip is named and is no traceback."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from importlib.resources.abc import Traversable
from typing import Any

from messages.lint_text import Problem, at

_LINE = re.compile(r"at line (\d+)")
_TABLE = re.compile(r'\[+"?([\w.-]+)')


class Kind(Enum):
    """What stands behind a key. TEXT: words, never empty. TABLE and TABLES hold fields of their own."""

    TEXT = auto()
    TEXTS = auto()
    NUMBER = auto()
    FLAG = auto()
    DATE = auto()
    TIME = auto()
    TABLE = auto()
    TABLES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`one_of`: the values it may take, empty where any will do."""

    kind: Kind
    required: bool = True
    one_of: frozenset[str] = frozenset()
    fields: Mapping[str, "Field"] = field(default_factory=dict)


def text(*, required: bool = True, one_of: frozenset[str] = frozenset()) -> Field:
    return Field(kind=Kind.TEXT, required=required, one_of=one_of)


def texts(*, required: bool = False, one_of: frozenset[str] = frozenset()) -> Field:
    return Field(kind=Kind.TEXTS, required=required, one_of=one_of)


def table(fields: Mapping[str, Field], *, required: bool = True) -> Field:
    return Field(kind=Kind.TABLE, required=required, fields=fields)


def tables(fields: Mapping[str, Field], *, required: bool = False) -> Field:
    return Field(kind=Kind.TABLES, required=required, fields=fields)


def read_toml(file: Traversable, shown: str) -> dict[str, Any] | Problem:
    """The file's tables, or the problem that keeps anybody from reading them."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return at(shown, file.name, None, "file", said="is missing", mend="put it back")
    except UnicodeDecodeError as wrong:
        return at(shown, file.name, None, "file", said=f"is not UTF-8: {wrong.reason}", mend="save it as UTF-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        key = _table_at(text, str(wrong)) or file.name
        return at(shown, key, None, "file", said=f"cannot be read as TOML: {wrong}", mend="mend the line it names")


def _table_at(text: str, wrong: str) -> str:
    """The table in which the line stands that could not be read."""
    line = _LINE.search(wrong)
    before = text.splitlines()[: int(line[1])] if line else []
    named = [found[1] for one in before if (found := _TABLE.match(one))]
    return named[-1] if named else ""


def misfits(row: object, fields: Mapping[str, Field], *, file: str, key: str) -> Iterator[Problem]:
    """Everything in this table that is missing, of another kind, or called by a name nobody reads."""

    def wrong(said: str, mend: str) -> Problem:
        return at(file, key, None, "file", said=said, mend=mend)

    if not isinstance(row, dict):
        yield wrong("is no table", f"write it as [{key}] with its fields below")
        return
    for name in sorted(row.keys() - fields.keys()):
        yield wrong(f"has a field {name!r} nobody reads", f"use {', '.join(sorted(fields))}")
    for name, wanted in fields.items():
        if name not in row:
            if wanted.required:
                yield wrong(f"has no {name!r}", f"write {name} = {_EXAMPLES[wanted.kind]}")
        else:
            yield from _misfit(row[name], wanted, file=file, key=key, name=name)


def _misfit(value: object, wanted: Field, *, file: str, key: str, name: str) -> Iterator[Problem]:
    def wrong(said: str, mend: str) -> Problem:
        return at(file, key, None, "file", said=said, mend=mend)

    if wanted.kind is Kind.TABLE:
        yield from misfits(value, wanted.fields, file=file, key=f"{key}.{name}")
    elif wanted.kind is Kind.TABLES:
        if not isinstance(value, list):
            yield wrong(f"has no list of tables {name!r}", f"write each as [[{name}]]")
            return
        for number, row in enumerate(value, start=1):
            yield from misfits(row, wanted.fields, file=file, key=_place(key, name, number, row))
    elif not _fits(value, wanted.kind):
        yield wrong(f"has a {name!r} that will not do: {value!r}", f"write {name} = {_EXAMPLES[wanted.kind]}")
    elif wanted.one_of:
        for one in value if isinstance(value, list) else [value]:
            if one not in wanted.one_of:
                yield wrong(f"has a {name!r} nobody knows: {one!r}", f"use one of {', '.join(sorted(wanted.one_of))}")


def _place(key: str, name: str, number: int, row: object) -> str:
    called = row.get("key") if isinstance(row, dict) else None
    return f"{key}.{called}" if isinstance(called, str) and called else f"{key}.{name} {number}"


_EXAMPLES: Mapping[Kind, str] = {
    Kind.TEXT: '"words"',
    Kind.TEXTS: '["one", "two"]',
    Kind.NUMBER: "7",
    Kind.FLAG: "true",
    Kind.DATE: "2026-11-21",
    Kind.TIME: "10:00:00",
    Kind.TABLE: "{ ... }",
    Kind.TABLES: "[...]",
}


def _fits(value: object, kind: Kind) -> bool:
    match kind:
        case Kind.TEXT:
            return isinstance(value, str) and bool(re.search(r"\S", value))
        case Kind.TEXTS:
            return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
        case Kind.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case Kind.TIME:
            return isinstance(value, time)
        case _:
            return False
