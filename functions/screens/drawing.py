"""Where things stand in a drawing, in its own units: the template draws, and a table below says the same in numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 960
LEFT, RIGHT = 44, 12
TOP, PLOT_HEIGHT = 14, 120
TIMELINE_HEIGHT, LANE = 92, 46
STACKED_MAX = 3
STACK_STEP = 13
DAYS_IN_WEEK = 7
BAR_GAP = 0.3
LABEL_WIDTH = 46
TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One touchpoint on its day. `look` is a style: sent, answered, silent, held or out (yet to come)."""

    on: date
    look: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    x: float
    y: float
    look: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    width: int
    height: int
    lane: int
    weeks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    today: float | None


def timeline(contacts: Sequence[Contact], began: date, today: date) -> Timeline:
    """Weeks from left to right; those of one day stand above each other."""
    days = max([(one.on - began).days for one in contacts] + [DAYS_IN_WEEK])
    weeks = days // DAYS_IN_WEEK + 1
    scale = (WIDTH - LEFT - RIGHT) / (weeks * DAYS_IN_WEEK)
    stacked: dict[int, int] = {}
    dots = []
    for one in sorted(contacts, key=lambda contact: contact.on):
        day = max((one.on - began).days, 0)
        above = min(stacked.get(day, 0), STACKED_MAX)
        stacked[day] = above + 1
        dots.append(Dot(x=_at(LEFT + day * scale), y=LANE - above * STACK_STEP, look=one.look, says=one.says))
    passed = (today - began).days
    return Timeline(
        width=WIDTH,
        height=TIMELINE_HEIGHT,
        lane=LANE,
        weeks=tuple(Tick(at=_at(LEFT + week * DAYS_IN_WEEK * scale), label=str(week + 1)) for week in range(weeks)),
        dots=tuple(dots),
        today=_at(LEFT + passed * scale) if 0 <= passed < weeks * DAYS_IN_WEEK else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """`limit` is where a value would need somebody, in the drawing's units."""

    width: int
    height: int
    points: tuple[Dot, ...]
    path: str
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    limit: float | None


def curve(
    values: Sequence[tuple[date, float]], *, began: date, low: float, high: float, limit: float | None = None
) -> Curve:
    """Answers of one kind over the days since `began`, on a fixed scale so that two people can be compared."""
    last = max([(on - began).days for on, _ in values] + [DAYS_IN_WEEK])
    scale, span = (WIDTH - LEFT - RIGHT) / last, max(high - low, 1e-9)

    def down(value: float) -> float:
        return _at(TOP + PLOT_HEIGHT * (1 - (min(max(value, low), high) - low) / span))

    points = [
        Dot(
            x=_at(LEFT + max((on - began).days, 0) * scale),
            y=down(value),
            look="bad" if limit is not None and value >= limit else "",
            says=f"day {(on - began).days}: {value:g}",
        )
        for on, value in values
    ]
    return Curve(
        width=WIDTH,
        height=TOP + PLOT_HEIGHT + 26,
        points=tuple(points),
        path=" ".join(f"{'L' if at else 'M'}{one.x} {one.y}" for at, one in enumerate(points)),
        ticks=tuple(Tick(at=down(at), label=f"{at:g}") for at in _steps(low, high)),
        days=tuple(Tick(at=_at(LEFT + day * scale), label=str(day)) for day in range(0, last + 1, _day_step(last))),
        limit=None if limit is None else down(limit),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    second: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """`words` stand where a number is not to be shown."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    words: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    ticks: tuple[Tick, ...]


def bars(
    rows: Sequence[tuple[str, Sequence[float | str | None]]],
    *,
    highest: float | None = None,
    width: int = WIDTH,
    unit: str = "",
) -> Bars:
    """Groups of one or two bars. None, a missing number, is no bar; words are no bar either and stand in its place."""
    known = [value for _, values in rows for value in values if isinstance(value, float | int)]
    top = highest or max([*known, 1])
    slot = (width - LEFT - RIGHT) / max(len(rows), 1)
    drawn, words = [], []
    for at, (label, values) in enumerate(rows):
        wide = slot * (1 - BAR_GAP) / max(len(values), 1)
        for which, value in enumerate(values):
            x = _at(LEFT + at * slot + slot * BAR_GAP / 2 + which * wide)
            if isinstance(value, str):
                words.append(Tick(at=_at(x + wide / 2), label=value))
            elif value is not None:
                tall = _at(PLOT_HEIGHT * min(value / top, 1))
                second = which > 0
                says = f"{label}: {value:g}{unit}"
                drawn.append(
                    Bar(x=x, y=_at(TOP + PLOT_HEIGHT - tall), width=_at(wide), height=tall, second=second, says=says)
                )
    every = max(math.ceil(len(rows) * LABEL_WIDTH / (width - LEFT - RIGHT)), 1)
    return Bars(
        width=width,
        height=TOP + PLOT_HEIGHT + 26,
        base=TOP + PLOT_HEIGHT,
        bars=tuple(drawn),
        words=tuple(words),
        labels=tuple(
            Tick(at=_at(LEFT + (at + 0.5) * slot), label=label) for at, (label, _) in enumerate(rows) if at % every == 0
        ),
        ticks=tuple(Tick(at=_at(TOP + PLOT_HEIGHT * (1 - at / top)), label=f"{at:g}") for at in _steps(0, top)),
    )


def _at(value: float) -> float:
    return round(value, 1)


def _steps(low: float, high: float) -> list[float]:
    return [round(low + (high - low) * at / TICKS, 2) for at in range(TICKS + 1)]


def _day_step(last: int) -> int:
    return DAYS_IN_WEEK if last > 2 * DAYS_IN_WEEK else 1
