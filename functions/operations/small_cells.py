"""Counts of people that point at nobody: small ones are hidden, and so much beside them that none can be computed."""

from collections.abc import Mapping
from dataclasses import dataclass

PEOPLE_MIN = 5
"""Fewer people than this in a cell might be recognized."""
FEW, HIDDEN = f"<{PEOPLE_MIN}", "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`count` is None where it is hidden; `shown` is what stands in its place."""

    label: str
    count: int | None
    shown: str


def cells(counts: Mapping[str, int], people: Mapping[str, int] | None = None) -> tuple[Cell, ...]:
    """Parts of one whole whose sum may be known. `people`: how many people are behind each, where a cell counts
    something else.

    A part with few people is hidden. Whoever knows the sum must be left with two unknowns at least that are not few
    together: until then the smallest of the others is hidden as well. Nobody is no secret, unless it must be.
    """
    behind = people or counts
    few = {label for label, count in counts.items() if count and behind[label] < PEOPLE_MIN}
    hidden = set(few)
    rest = sorted(counts.keys() - hidden, key=lambda label: (counts[label] == 0, behind[label], label))
    for label in rest:
        if not few or (len(hidden) > 1 and sum(behind[one] for one in hidden) >= PEOPLE_MIN):
            break
        hidden.add(label)
    return tuple(_cell(label, count, label in few, label in hidden) for label, count in counts.items())


def total(label: str, count: int, people: int | None = None) -> Cell:
    """A count that is no part of anything shown."""
    few = bool(count) and (count if people is None else people) < PEOPLE_MIN
    return _cell(label, count, few, few)


def _cell(label: str, count: int, few: bool, hidden: bool) -> Cell:  # noqa: FBT001 - private, named where it is called
    if few or hidden:
        return Cell(label=label, count=None, shown=FEW if few else HIDDEN)
    return Cell(label=label, count=count, shown=str(count))
