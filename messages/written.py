"""What our values do, where packaging has written it out (`infra/ready/values.py`) instead of `dataclass`."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, NoReturn

put = object.__setattr__
compared = attrgetter
"""The values of these names, of whatever is given."""


class Late:
    """Stands for a value left out that is made anew each time."""

    def __init__(self, made: Callable[[], Any]) -> None:
        self.made = made

    def __repr__(self) -> str:
        return "<factory>"


def same(self: Any, other: Any) -> Any:
    """`__compared__` gives what counts when two are compared."""
    if other.__class__ is self.__class__:
        return self.__compared__(self) == self.__compared__(other)
    return NotImplemented


def hashed(self: Any) -> int:
    return hash(self.__compared__(self))


@recursive_repr()
def shown(self: Any) -> str:
    """Without what is not to be shown, such as a secret."""
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({told})"


def not_set(self: Any, name: str, value: Any) -> NoReturn:  # noqa: ARG001 - Python's own method
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def not_deleted(self: Any, name: str) -> NoReturn:  # noqa: ARG001 - Python's own method
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def state(self: Any) -> list[Any]:
    """To be pickled or copied; the slots are the fields, in their order."""
    return [getattr(self, name) for name in self.__slots__]


def restored(self: Any, values: list[Any]) -> None:
    for name, value in zip(self.__slots__, values, strict=True):
        put(self, name, value)
