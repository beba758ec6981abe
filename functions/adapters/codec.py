"""Values to JSON and back: exact for what we wrote, patient with what another release wrote.

How a kind of value is written follows from its fields: pydantic reads it off them, or has when the archive was made.
"""

import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from functions.ports import StoreDown

if TYPE_CHECKING:
    from pydantic_core import SchemaSerializer, SchemaValidator

Value = TypeVar("Value")
READY = Path(__file__).with_name("codec.ready")
"""In an archive: the version of pydantic's core, then each kind's schema, by `name_of`."""


class Undecodable(StoreDown):
    """A stored value this release cannot read: keep what you hold, a newer release or a person must look."""


def encode(value: object) -> str:
    kind: Any = type(value)
    return _writer(kind).to_json(value, fallback=_plain, warnings=False).decode()


def decode(kind: type[Value], raw: str) -> Value:
    """Unknown keys are ignored and missing ones take their default.

    Raises Undecodable, which names the kind only: the validator's own error quotes what she wrote.
    """
    from pydantic_core import ValidationError  # noqa: PLC0415 - the minute's tick decodes nothing, and starts without it

    hashable: Any = kind
    try:
        decoded: Value = _reader(hashable).validate_json(raw)
    except ValidationError:
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
    from pydantic_core import SchemaValidator  # noqa: PLC0415 - as above

    return SchemaValidator(_schema(kind))


@cache
def _writer(kind: Any) -> "SchemaSerializer":
    from pydantic_core import SchemaSerializer  # noqa: PLC0415 - as above

    return SchemaSerializer(_schema(kind))


@cache
def _schema(kind: Any) -> Any:
    ready = _ready().get(name_of(kind))
    return schema_by_pydantic(kind) if ready is None else pickle.loads(ready)  # noqa: S301 - our own archive


@cache
def _ready() -> Mapping[str, bytes]:
    """Nothing, where another version of pydantic's core made it."""
    from pydantic_core import __version__  # noqa: PLC0415 - as above

    if not READY.exists():
        return {}
    version, schemas = pickle.loads(READY.read_bytes())  # noqa: S301 - our own archive
    return schemas if version == __version__ else {}
