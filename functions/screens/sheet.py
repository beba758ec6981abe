"""A table as a file for a spreadsheet, in which no cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read accented letters wrongly."""


def sheet(rows: Iterable[Sequence[str]]) -> str:
    """With lines ended as RFC 4180 has them."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; behind an apostrophe it is words. Spaces before it hide it from
    nobody."""
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) or cell.lstrip().startswith(_STARTS_FORMULA) else cell
