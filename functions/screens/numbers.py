"""How a report writes a number, a share and a wait; a number that is not to be shown is never more than its words."""

from functions.operations.small_cells import FEW, PEOPLE_MIN, Cell
from functions.screens.lying import Length

NOTHING = "–"
PERCENT = 100
TICKS = 4
UNITS_SHOWN = 2


def cell_of(cell: Cell) -> str:
    return cell.shown if cell.count is None else f"{cell.count:,}"


def sentence(cell: Cell, none: str, one: str, many: str, rest: str) -> str:
    """`many` follows a number. Of a number hidden for another's sake not even its size is said: it may be none."""
    if cell.shown == FEW:
        return f"Fewer than {PEOPLE_MIN} {many} {rest}."
    if cell.count is None:
        return "Too few people are counted here to say more."
    begins = {0: none, 1: one}.get(cell.count, f"{cell.count:,} {many}")
    return f"{begins} {rest}."


def share_of(share: float | None) -> str:
    """Empty where it is not to be shown."""
    return "" if share is None else f"{round(PERCENT * share)} %"


def height(share: str) -> float:
    return float(share.removesuffix(" %"))


def length(cell: Cell) -> Length:
    return Length(value=cell.count, says=cell_of(cell))


def lasting(seconds: int | None, otherwise: str) -> Length:
    return Length(value=seconds, says=wait_of(seconds, otherwise))


def wait_of(seconds: int | None, otherwise: str) -> str:
    """45 s, 4 min 10 s, 1 h 5 min, 2 d 3 h."""
    if seconds is None:
        return otherwise
    units = (("d", seconds // 86_400), ("h", seconds // 3_600 % 24), ("min", seconds // 60 % 60), ("s", seconds % 60))
    first = next((at for at, (_, count) in enumerate(units) if count), len(units) - 1)
    shown = units[first : first + UNITS_SHOWN]
    return " ".join(f"{count} {name}" for at, (name, count) in enumerate(shown) if count or at == 0)


def round_up(value: int) -> int:
    """So that the marks of the scale are whole numbers."""
    return -(-value // TICKS) * TICKS
