"""How a report writes a number, a share and a time; and that it writes none where too few people stand behind it."""

from datetime import timedelta

from functions.screens.lying import Length
from functions.screens.reported import Cell, Few, Span

SMALL = "<5"
NOTHING = "–"
PERCENT = 100
TICKS = 4
UNITS_SHOWN = 2


def cell_of(cell: Cell) -> str:
    return SMALL if isinstance(cell, Few) else f"{cell:,}"


def counted_as(cell: Cell, none: str, one: str, many: str) -> str:
    """The beginning of a sentence: `many` follows a number."""
    if isinstance(cell, Few):
        return f"Fewer than 5 {many}"
    return {0: none, 1: one}.get(cell, f"{cell:,} {many}")


def share_of(part: Cell, whole: Cell) -> str:
    """Empty where one of both may not be shown, or there is nothing to share."""
    if isinstance(part, Few) or isinstance(whole, Few) or whole == 0:
        return ""
    return f"{round(PERCENT * part / whole)} %"


def height(share: str) -> float:
    return float(share.removesuffix(" %"))


def hidden(*cells: Cell, drawn: bool = False) -> str:
    """What stands where a share would."""
    few = any(isinstance(cell, Few) for cell in cells)
    return SMALL if few else ("" if drawn else NOTHING)


def length(cell: Cell) -> Length:
    return Length(value=None, says=SMALL) if isinstance(cell, Few) else Length(value=cell, says=cell_of(cell))


def lasting(span: Span) -> Length:
    seconds = span.total_seconds() if isinstance(span, timedelta) else None
    return Length(value=seconds, says=span_of(span))


def span_of(span: Span) -> str:
    """45 s, 4 min 10 s, 1 h 5 min, 2 d 3 h."""
    if isinstance(span, Few):
        return SMALL
    if span is None:
        return NOTHING
    seconds = round(span.total_seconds())
    units = (("d", seconds // 86_400), ("h", seconds // 3_600 % 24), ("min", seconds // 60 % 60), ("s", seconds % 60))
    first = next((at for at, (_, count) in enumerate(units) if count), len(units) - 1)
    shown = units[first : first + UNITS_SHOWN]
    return " ".join(f"{count} {name}" for at, (name, count) in enumerate(shown) if count or at == 0)


def round_up(value: int) -> int:
    """So that the marks of the scale are whole numbers."""
    return -(-value // TICKS) * TICKS
