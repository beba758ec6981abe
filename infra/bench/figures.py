"""One measured figure with its target, and how figures are shown to people and programs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`target` is the most it may be; None is a figure told for its own sake. `key` names its row for ever."""

    key: str
    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.target is None or self.value <= self.target

    @property
    def shown(self) -> str:
        return f"{_number(self.value)} {self.unit}".strip()

    @property
    def wanted(self) -> str:
        return "" if self.target is None else f"at most {_number(self.target)} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "reached" if self.holds else "not reached"

    def told(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}


def _number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"  # noqa: PLR2004 - tenths of a cent need more digits


def rich_table(figures: Iterable[Figure]) -> Table:
    table = Table("measure", "figure", "target", "", "what is counted")
    for one in figures:
        color = "green" if one.holds else "red"
        verdict = f"[{color}]{one.verdict}[/{color}]" if one.verdict else ""
        table.add_row(one.name, one.shown, one.wanted, verdict, one.note)
    return table


def markdown(figures: Iterable[Figure]) -> str:
    rows = ["| measure | figure | target | | what is counted |", "|---|---|---|---|---|"]
    rows += [f"| {one.name} | {one.shown} | {one.wanted} | {one.verdict} | {one.note} |" for one in figures]
    return "\n".join(rows)
