"""Import: a file of people, looked at in full before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

SHOWN_MAX = 200
"""Problems on one page; mending those often mends the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong with one field of one row. `row` counts as a spreadsheet does, the head being 1; None: the file."""

    row: int | None
    column: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    meaning: str
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A dry run. `known`: rows that an earlier import of the same file enrolled already."""

    good: int
    known: int
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    enrolled: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`csv` is the file's text as it was sent: with the button it is sent again, so nothing is kept in between."""

    csv: str
    columns: tuple[Column, ...]
    looked: Looked | None
    done: Done | None
    shown: tuple[Trouble, ...]
    more: int
    rows_wrong: int
    rows_max: int

    @property
    def is_clean(self) -> bool:
        return self.looked is not None and not self.looked.troubles and self.looked.good > 0


def page(
    *,
    columns: Sequence[Column],
    rows_max: int,
    csv: str = "",
    looked: Looked | None = None,
    done: Done | None = None,
) -> Page:
    troubles = looked.troubles if looked else ()
    ordered = sorted(troubles, key=lambda one: (one.row or 0, one.column))
    return Page(
        csv=csv,
        columns=tuple(columns),
        looked=looked,
        done=done,
        shown=tuple(_said(one) for one in ordered[:SHOWN_MAX]),
        more=max(len(ordered) - SHOWN_MAX, 0),
        rows_wrong=len({one.row for one in troubles if one.row is not None}),
        rows_max=rows_max,
    )


def _said(one: Trouble) -> Trouble:
    """The column keeps its name: it is looked for in the file."""
    return replace(one, mend=one.mend[:1].upper() + one.mend[1:])
