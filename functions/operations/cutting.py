"""A page out of a list that is read whole: so many, and no more than one answer may hold."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PAGE_BYTES_MAX = 4_000_000
"""A function may answer six million, and what stands around a page is small. One line alone is far below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One line of the list: where it stands, in which field of the answer, and how it is shown."""

    place: str
    field: str
    shown: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is shown, by field; the place after which the next page begins, None on the last."""

    shown: Mapping[str, list[Mapping[str, Any]]]
    next: str | None


def cut(lines: Iterable[Placed], *, after: str, limit: int) -> Cut:
    """`lines` are in the order of their places. At least one is shown, so that pages come to an end."""
    shown: dict[str, list[Mapping[str, Any]]] = {}
    last, count, size = "", 0, 0
    for line in (one for one in lines if one.place > after):
        view = line.shown() if count < limit else None
        size += len(json.dumps(view))
        if view is None or (count and size > PAGE_BYTES_MAX):
            return Cut(shown=shown, next=last)
        shown.setdefault(line.field, []).append(view)
        last, count = line.place, count + 1
    return Cut(shown=shown, next=None)
