"""Reports: each picture with a sentence above it and its numbers in a table below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from functions.operations.clinic_reports import Period, Report
from functions.operations.enrollment_fields import Problem
from functions.screens import figures
from functions.screens.figures import Figure
from functions.screens.numbers import sentence

SINCE, UNTIL = "from", "to"
"""The form's names for the first and the last day. A problem of the period as a whole stands beside the first."""
PERIOD = "period"
_PATH = "/console/reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`since` and `until` as they were typed. `wrong` is by field. Without a report the form stands alone."""

    since: str
    until: str
    wrong: dict[str, str]
    span: str
    says: str
    is_cut: bool
    figures: tuple[Figure, ...]
    sheet_path: str


def shown(report: Report | None, *, since: str, until: str, problems: Sequence[Problem] = ()) -> Shown:
    period = report.period if report else None
    return Shown(
        since=since,
        until=until,
        wrong={SINCE if one.field == PERIOD else one.field: f"{one.problem}; {one.mend}" for one in problems},
        span=f"{long_day(period.first)} to {long_day(period.last)}" if period else "",
        says=sentence(report.enrolled, "Nobody was", "1 person was", "people were", "enrolled") if report else "",
        is_cut=report is not None and report.is_cut,
        figures=figures.of(report) if report else (),
        sheet_path=f"{_PATH}.csv?{urlencode(_query(period))}" if period else "",
    )


def _query(period: Period) -> dict[str, str]:
    return {SINCE: period.first.isoformat(), UNTIL: period.last.isoformat()}


def long_day(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"
