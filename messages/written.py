"""What our values do, where packaging has written it out (`infra/ready/values.py`) instead of `dataclass`."""

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from reprlib import recursive_repr
from types import MappingProxyType
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


class Fields:
    """What `dataclass` tells of a class's fields, once somebody asks. `said`: where a field is not as usual."""

    def __init__(self, said: Mapping[str, Mapping[str, bool]] = MappingProxyType({})) -> None:
        self._said = said

    def __get__(self, _: object, kind: Any) -> Any:
        names, given = tuple(kind.__annotations__), kind.__init__.__defaults__ or ()
        defaults = {
            **(kind.__init__.__kwdefaults__ or {}),
            **dict(zip(names[len(names) - len(given) :], given, strict=True)),
        }
        own = {name: self._field(name, defaults) for name in names if name in defaults or name in self._said}
        body = {**own, "__annotations__": kind.__annotations__, "__module__": kind.__module__, "__doc__": "-"}
        bare: Any = type(kind.__name__, (), body)
        told = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=not kind.__match_args__)(bare)
        kind.__dataclass_fields__ = told.__dataclass_fields__
        return kind.__dataclass_fields__

    def _field(self, name: str, defaults: Mapping[str, Any]) -> Any:
        said: Any = self._said.get(name, {})
        if name not in defaults:
            return field(**said)
        late = isinstance(defaults[name], Late)
        return field(default_factory=defaults[name].made, **said) if late else field(default=defaults[name], **said)


def same(self: Any, other: Any) -> Any:
    """`__compared__` gives what counts when two are compared."""
    if other.__class__ is self.__class__:
        return self.__compared__(self) == self.__compared__(other)
    return NotImplemented


def _ordered(by: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    """As `order` asks: by what counts, and only among the same kind."""

    def ordered(self: Any, other: Any) -> Any:
        if other.__class__ is self.__class__:
            return by(self.__compared__(self), self.__compared__(other))
        return NotImplemented

    return ordered


before, not_after, after, not_before = map(_ordered, (lt, le, gt, ge))


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
