"""Reports: each picture with a sentence above it and its numbers in a table below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from functions.operations.enrollment_fields import Problem
from functions.screens import figures, speaking
from functions.screens.figures import Figure
from functions.screens.reported import Report
from functions.screens.sheet import sheet
from messages.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filter as it was typed, and what is wrong with it."""

    since: str
    until: str
    track: str
    language: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The form above the pictures; `wrong` is by field."""

    since: str
    until: str
    tracks: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    wrong: dict[str, str]
    sheet_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    span: str
    whose: str
    filter: Filter
    figures: tuple[Figure, ...]


def shown(report: Report | None, asked: Asked, tracks: Sequence[str]) -> Shown:
    """Without a report, because what was asked for cannot be: the form alone, with what is wrong."""
    return Shown(
        span=f"{long_day(report.since)} to {long_day(report.until)}" if report else "",
        whose=_whose(report) if report else "",
        filter=_filter(asked, tracks),
        figures=figures.of(report) if report else (),
    )


def download(report: Report) -> str:
    """Every table under the pictures as one sheet: its title, what the row is about, what is counted, the number."""
    head = [("Table", "Row", "Counted", "Value")]
    about = [
        ("About", "from", "day", report.since.isoformat()),
        ("About", "to", "day", report.until.isoformat()),
        ("About", "pathway", "chosen", speaking.track(report.track) if report.track else "all"),
        ("About", "language", "chosen", speaking.LANGUAGES[report.language] if report.language else "all"),
    ]
    return sheet([*head, *about, *_lines(figures.of(report))])


def _lines(shown_figures: Iterable[Figure]) -> Iterable[Sequence[str]]:
    for figure in shown_figures:
        for row in figure.rows:
            for column, value in zip(figure.columns[1:], row.cells, strict=True):
                yield figure.title, row.name, column, value


def long_day(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def _whose(report: Report) -> str:
    track = speaking.track(report.track) if report.track else "all pathways"
    return f"{track} · {speaking.LANGUAGES[report.language] if report.language else 'both languages'}"


def _filter(asked: Asked, tracks: Sequence[str]) -> Filter:
    query = {"from": asked.since, "to": asked.until, "track": asked.track, "language": asked.language}
    return Filter(
        since=asked.since,
        until=asked.until,
        tracks=tuple(Choice(key=key, name=speaking.track(key), chosen=key == asked.track) for key in tracks),
        languages=tuple(
            Choice(key=one.value, name=speaking.LANGUAGES[one], chosen=one.value == asked.language) for one in Language
        ),
        wrong={one.field: f"{one.problem}; {one.mend}" for one in asked.problems},
        sheet_path=f"/console/reports.csv?{urlencode({name: value for name, value in query.items() if value})}",
    )
