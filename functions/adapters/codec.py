"""Values to JSON and back: exact for what we wrote, patient with what another release wrote."""

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from functions.ports import StoreDown

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Value = TypeVar("Value")


class Undecodable(StoreDown):
    """A stored value this release cannot read: keep what you hold, a newer release or a person must look."""


def encode(value: object) -> str:
    kind: Any = type(value)
    return _adapter(kind).dump_json(value, fallback=_plain, warnings=False).decode()


def decode(kind: type[Value], raw: str) -> Value:
    """Unknown keys are ignored and missing ones take their default.

    Raises Undecodable, which names the kind only: the validator's own error quotes what she wrote.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - the minute's tick decodes nothing, and starts without it

    hashable: Any = kind
    try:
        decoded: Value = _adapter(hashable).validate_json(raw)
    except ValidationError:
        pass
    else:
        return decoded
    raise Undecodable(f"a stored {kind.__name__} cannot be read by this release")


def _plain(value: Any) -> dict[Any, Any]:
    """Read-only mappings, the one thing in our values that JSON has no word for."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} cannot be stored")


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    """Built when first needed: a function that never reads clinics never pays for their schema."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - as above

    return TypeAdapter(kind)
