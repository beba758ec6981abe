"""Values to JSON and back: exact for what we wrote, patient with what another release wrote.

A value is written field by field. How a kind is read follows from its fields: pydantic reads it off them, or has when
the archive was made.
"""

import pickle
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from functions.adapters.bare_core import bare_core
from functions.ports import StoreDown

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

Value = TypeVar("Value")
READY = Path(__file__).with_name("codec.ready")
"""In an archive: the version of pydantic's core, then each kind's schema, by `name_of`."""


class Undecodable(StoreDown):
    """A stored value this release cannot read: keep what you hold, a newer release or a person must look."""


def encode(value: object) -> str:
    written: bytes = _core().to_json(value, fallback=_plain, inf_nan_mode="null")
    return written.decode()


def decode(kind: type[Value], raw: str) -> Value:
    """Unknown keys are ignored and missing ones take their default.

    Raises Undecodable, which names the kind only: the validator's own error quotes what she wrote.
    """
    hashable: Any = kind
    try:
        decoded: Value = _reader(hashable).validate_json(raw)
    except _core().ValidationError:
        pass
    else:
        return decoded
    raise Undecodable(f"a stored {kind.__name__} cannot be read by this release")


def name_of(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def schema_by_pydantic(kind: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - importing it takes a third of a cold start

    return TypeAdapter(kind).core_schema


def _plain(value: Any) -> dict[Any, Any]:
    """Read-only mappings, the one thing in our values that JSON has no word for."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} cannot be stored")


@cache
def _reader(kind: Any) -> "SchemaValidator":
    """Built when first needed: a function that never reads clinics never pays for their schema."""
    made: SchemaValidator = _core().SchemaValidator(_schema(kind))
    return made


@cache
def _schema(kind: Any) -> Any:
    ready = _ready().get(name_of(kind))
    return schema_by_pydantic(kind) if ready is None else pickle.loads(ready)  # noqa: S301 - our own archive


@cache
def _ready() -> Mapping[str, bytes]:
    """Nothing, where another version of pydantic's core made it."""
    if not READY.exists():
        return {}
    version, schemas = pickle.loads(READY.read_bytes())  # noqa: S301 - our own archive
    return schemas if version == _core().__version__ else {}


@cache
def _core() -> Any:
    """Imported with the first value: the minute's tick decodes nothing, and starts without it."""
    return bare_core() if READY.exists() else import_module("pydantic_core")
