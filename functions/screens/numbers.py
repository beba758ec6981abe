"""How a report writes a number, a share and a time; a hidden one is written as what stands in its place."""

from functions.operations.small_cells import FEW, PEOPLE_MIN, Cell

NOTHING = "–"
PERCENT = 100
UNITS_SHOWN = 2


def cell_of(cell: Cell) -> str:
    return cell.shown if cell.count is None else f"{cell.count:,}"


def counted_as(cell: Cell, none: str, one: str, many: str) -> str:
    """The beginning of a sentence: `many` follows a number."""
    if cell.count is None:
        return f"Fewer than {PEOPLE_MIN} {many}" if cell.shown == FEW else f"A hidden number of {many}"
    return {0: none, 1: one}.get(cell.count, f"{cell.count:,} {many}")


def share_of(share: float | None) -> str:
    """Empty where there is none to show."""
    return "" if share is None else f"{round(PERCENT * share)} %"


def height(share: str) -> float:
    return float(share.removesuffix(" %"))


def span_of(seconds: int) -> str:
    """45 s, 4 min 10 s, 1 h 5 min, 2 d 3 h."""
    units = (("d", seconds // 86_400), ("h", seconds // 3_600 % 24), ("min", seconds // 60 % 60), ("s", seconds % 60))
    first = next((at for at, (_, count) in enumerate(units) if count), len(units) - 1)
    shown = units[first : first + UNITS_SHOWN]
    return " ".join(f"{count} {name}" for at, (name, count) in enumerate(shown) if count or at == 0)
