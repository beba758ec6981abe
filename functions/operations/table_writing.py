"""Tables for spreadsheets: no cell of ours is ever carried out as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: object) -> str:
    """With the apostrophe by which spreadsheets keep a cell text; reading it back takes the apostrophe off."""
    said = "" if cell is None else str(cell)
    is_number = isinstance(cell, int | float)
    return f"'{said}" if not is_number and said.lstrip(" \u00a0").startswith(_BEGINS_FORMULA) else said


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """With the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
