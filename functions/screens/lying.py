"""Bars that lie, one below another, for rows with long names: each with its value written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.screens.drawing import Bar, Tick

WIDTH = 440
VALUE_WIDTH = 84
BAR_HEIGHT, BAR_STEP = 13, 16
LABEL_HEIGHT, ROW_GAP = 18, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a bar is, in any unit, and what is written at its end. None: no bar, the words alone."""

    value: float | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    x: float
    y: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """`labels` are placed from above."""

    width: int
    height: int
    labels: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    values: tuple[Value, ...]


def lying(rows: Sequence[tuple[str, Sequence[Length]]]) -> Lying:
    """One or two bars a row."""
    longest = max([one.value for _, lengths in rows for one in lengths if one.value is not None] + [1e-9])
    scale = (WIDTH - VALUE_WIDTH) / longest
    labels, drawn, values = [], [], []
    top = 0
    for label, lengths in rows:
        labels.append(Tick(at=top + LABEL_HEIGHT - 5, label=label))
        top += LABEL_HEIGHT
        for which, one in enumerate(lengths):
            long = round((one.value or 0) * scale, 1)
            if long:
                says = f"{label}: {one.says}"
                bar = Bar(x=0, y=top, width=max(long, 1), height=BAR_HEIGHT, second=which > 0, says=says)
                drawn.append(bar)
            values.append(Value(x=round(long + (5 if long else 0), 1), y=top + BAR_HEIGHT - 2, says=one.says))
            top += BAR_STEP
        top += ROW_GAP
    return Lying(width=WIDTH, height=max(top, 1), labels=tuple(labels), bars=tuple(drawn), values=tuple(values))
