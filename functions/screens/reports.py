"""Reports: each picture with a sentence above it and its numbers in a table below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from functions.operations.clinic_reports import DAYS_IN_WEEK, Period, Report
from functions.operations.enrollment_fields import Problem
from functions.operations.small_cells import FEW
from functions.screens import figures
from functions.screens.figures import Figure

WEEKS_SHOWN = 12
WEEKS_OFFERED = 104
"""Two years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The form above the pictures: first and last week, newest first; `wrong` is by field."""

    first: tuple[Choice, ...]
    last: tuple[Choice, ...]
    wrong: dict[str, str]
    sheet_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    span: str
    filter: Filter
    figures: tuple[Figure, ...]
    few: str
    is_cut: bool


def asked(query: dict[str, str], usual: Period) -> Period | Problem:
    """The weeks somebody chose; the usual ones where she chose none."""
    days = {}
    for field, otherwise in (("from", usual.first), ("to", usual.last)):
        said = query.get(field, "").strip()
        try:
            days[field] = date.fromisoformat(said) if said else otherwise
        except ValueError:
            return Problem(field=field, problem="this is no day", mend="choose a week from the list")
    return Period(first=days["from"], last=days["to"])


def shown(report: Report | None, period: Period, today: date, *, problems: Iterable[Problem] = ()) -> Shown:
    """Without a report, because what was asked for cannot be: the form alone, with what is wrong."""
    return Shown(
        span=f"{long_day(report.period.first)} to {long_day(report.period.last)}" if report else "",
        filter=_filter(period, today, problems),
        figures=figures.of(report) if report else (),
        few=FEW,
        is_cut=report.is_cut if report else False,
    )


def long_day(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def _filter(period: Period, today: date, problems: Iterable[Problem]) -> Filter:
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=at) for at in range(1, WEEKS_OFFERED + 1)]
    sundays = [one + timedelta(days=DAYS_IN_WEEK - 1) for one in mondays]
    query = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return Filter(
        first=_choices(mondays, period.first),
        last=_choices(sundays, period.last),
        wrong={_field(one): f"{one.problem}; {one.mend}" for one in problems},
        sheet_path=f"/console/reports.csv?{urlencode(query)}",
    )


def _field(problem: Problem) -> str:
    return "from" if problem.field == "period" else problem.field


def _choices(days: list[date], chosen: date) -> tuple[Choice, ...]:
    """A day that is not offered, since an address may name any, stands first."""
    listed = days if chosen in days else [chosen, *days]
    return tuple(Choice(key=one.isoformat(), name=f"{one:%a} {long_day(one)}", chosen=one == chosen) for one in listed)
