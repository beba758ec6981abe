"""A report as plain values for JSON and for a page, and as a table for spreadsheets."""

from collections.abc import Iterator
from typing import Any

from functions.operations.clinic_reports import Report
from functions.operations.small_cells import Cell
from functions.operations.table_writing import table

PARTS = ("by_track", "by_language", "replied", "reached", "left", "escalations")


def as_plain(report: Report) -> dict[str, Any]:
    return {
        "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
        "is_cut": report.is_cut,
        **{name: _cell(getattr(report, name)) for name in ("enrolled", "sent", "delivered")},
        "delivered_share": report.delivered_share,
        **{name: [_cell(one) for one in getattr(report, name)] for name in PARTS},
        "check_ins": [
            {"week": one.week, "asked": _cell(one.asked), "answered": _cell(one.answered), "share": one.share}
            for one in report.check_ins
        ],
        "waits": {
            "taken": _cell(report.waits.taken),
            "median_seconds": report.waits.median_seconds,
            "ninety_fifth_seconds": report.waits.ninety_fifth_seconds,
        },
    }


def week_named(week: int) -> str:
    """As people count: the first week is 1, wherever somebody reads it."""
    return f"Week {week + 1}"


def left_named(label: str) -> str:
    """When somebody left; the label of those who stayed is none."""
    number = label.removeprefix("week ")
    return week_named(int(number)) if number != label else label


def as_table(report: Report) -> str:
    return table(("what", "which", "count", "share"), _rows(report))


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    yield "period", f"{report.period.first} to {report.period.last}", "", ""
    yield "enrolled", "", report.enrolled.shown, ""
    yield "texts", "sent", report.sent.shown, ""
    yield "texts", "delivered", report.delivered.shown, report.delivered_share
    for name in PARTS:
        for cell in getattr(report, name):
            which = left_named(cell.label) if name == "left" else cell.label
            yield name.replace("_", " "), which, cell.shown, ""
    for one in report.check_ins:
        yield "check-ins asked", week_named(one.week), one.asked.shown, ""
        yield "check-ins answered", week_named(one.week), one.answered.shown, one.share
    yield "matters taken", "", report.waits.taken.shown, ""
    yield "seconds to acknowledge", "median", report.waits.median_seconds, ""
    yield "seconds to acknowledge", "95th percentile", report.waits.ninety_fifth_seconds, ""


def _cell(one: Cell) -> dict[str, Any]:
    return {"label": one.label, "count": one.count, "shown": one.shown}
