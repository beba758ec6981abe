"""What was typed into a form, kept as it was typed: shown again beside what is wrong with it, until it is right."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIELDS_MAX = 200
NOT_HERS = frozenset({"csrf", "key", "seen", "agreed_at", "do", "narrowed", "checked", "version", "page"})
"""Fields of the form that say nothing of the person it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The posted fields in their order; a box ticked twice stands twice."""

    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Typed":
        return cls(fields=tuple(pairs)[:FIELDS_MAX])

    def value(self, name: str) -> str:
        """The first of this name; empty when there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.fields if key == name)

    def plain(self, name: str) -> str | None:
        """None where nothing but blanks was typed."""
        return self.value(name) if self.value(name).strip() else None

    def is_blank(self, name: str) -> bool:
        return not any(value.strip() for value in self.values(name))

    def ticked(self, name: str, value: str) -> bool:
        return value in self.values(name)

    def but(self, **changes: str) -> "Typed":
        """With these fields said anew, each once."""
        kept = tuple(pair for pair in self.fields if pair[0] not in changes)
        return Typed(fields=(*kept, *changes.items()))

    def digest(self) -> str:
        """Of what it says of her: another digest, another form."""
        hers = sorted(pair for pair in self.fields if pair[0] not in NOT_HERS and pair[1].strip())
        return hashlib.sha256(json.dumps(hers).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it is shown: what was typed, what is wrong with it beside each field, how loose writing was read."""

    typed: Typed
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_as: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[tuple[str | None, str], ...] = ()  # the field to go to, if any, and what to do there
    record: str | None = None  # of whoever has the phone that was typed

    def value(self, name: str) -> str:
        return self.typed.value(name)

    def ticked(self, name: str, value: str) -> bool:
        return self.typed.ticked(name, value)

    def wrongs(self, name: str) -> tuple[str, ...]:
        return self.wrong.get(name, ())

    def read(self, name: str) -> str:
        return self.read_as.get(name, "")
