"""The pictures of a report. Every number drawn stands in the table below it; too few are no bar and never a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter

from functions.screens import speaking
from functions.screens.drawing import Bars, bars
from functions.screens.lying import Lying, lying
from functions.screens.numbers import (
    PERCENT,
    SMALL,
    cell_of,
    counted_as,
    height,
    hidden,
    lasting,
    length,
    round_up,
    share_of,
    span_of,
)
from functions.screens.reported import Acknowledged, Cell, CheckIns, Escalated, Few, Group, Report, Week
from messages.language import Language
from messages.severity import Severity

PICTURE_WIDTH = 440
WEEKS_TO_COMPARE = 2
COLUMNS_BESIDE_ANOTHER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`says` is the sentence above the picture; `series` names its colors where there are two. The first of `columns`
    names the rows."""

    key: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    upright: Bars | None = None
    lying: Lying | None = None
    series: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > COLUMNS_BESIDE_ANOTHER

    @property
    def has_few(self) -> bool:
        return any(SMALL in cell for row in self.rows for cell in row.cells)


def of(report: Report) -> tuple[Figure, ...]:
    return (
        _enrolled(report.everybody, report.weeks),
        _left(report.everybody, report.weeks),
        _texts(report.everybody),
        _check_ins(report.check_ins),
        _acknowledged(report.acknowledged),
        _escalated(report.escalated),
        _groups("tracks", "By pathway", "Pathway", _named_tracks(report.tracks)),
        _groups("languages", "By language", "Language", _named_languages(report.languages)),
    )


def _enrolled(everybody: Group, weeks: Sequence[Week]) -> Figure:
    return _by_week(
        "enrolled",
        "Enrolled by week",
        f"{counted_as(everybody.enrolled, 'Nobody was', '1 person was', 'people were')} enrolled{_most(weeks)}.",
        [(_monday(one), one.enrolled) for one in weeks],
        "Enrolled",
    )


def _left(everybody: Group, weeks: Sequence[Week]) -> Figure:
    return _by_week(
        "left",
        "Asked us to stop, by week",
        f"{counted_as(everybody.left, 'Nobody has', '1 person has', 'people have')} asked us to stop. "
        "Whatever they write is still heard.",
        [(_monday(one), one.left) for one in weeks],
        "Asked us to stop",
    )


def _by_week(key: str, title: str, says: str, counted: Sequence[tuple[str, Cell]], name: str) -> Figure:
    known = [cell for _, cell in counted if isinstance(cell, int)]
    return Figure(
        key=key,
        title=title,
        says=says,
        columns=("Week of", name),
        rows=tuple(Row(name=week, cells=(cell_of(cell),)) for week, cell in counted),
        upright=bars(
            [(week, [SMALL if isinstance(cell, Few) else cell]) for week, cell in counted],
            highest=round_up(max([*known, 1])),
            width=PICTURE_WIDTH,
        ),
    )


def _texts(everybody: Group) -> Figure:
    counted = (
        ("Texts sent", everybody.sent),
        ("Confirmed as delivered", everybody.delivered),
        ("Not delivered", everybody.undelivered),
    )
    share = share_of(everybody.delivered, everybody.sent)
    told = f" {share} of them are confirmed as delivered." if share else ""
    rows = [Row(name=name, cells=(cell_of(cell),)) for name, cell in counted]
    rows += [Row(name="Share confirmed as delivered", cells=(share,))] if share else []
    return Figure(
        key="texts",
        title="Texts and what became of them",
        says=f"{counted_as(everybody.sent, 'No text was', '1 text was', 'texts were')} sent.{told}",
        columns=("What", "Texts"),
        rows=tuple(rows),
        lying=lying([(name, [length(cell)]) for name, cell in counted]),
    )


def _check_ins(weeks: Sequence[CheckIns]) -> Figure:
    """An answer rate needs both of its numbers."""
    shares = [(_after(one), share_of(one.answered, one.asked)) for one in weeks]
    known = [(week, share) for week, share in shares if share]
    says = "No week has enough check-ins to show how many were answered."
    if known:
        best = max(known, key=lambda pair: height(pair[1]))
        least = min(known, key=lambda pair: height(pair[1]))
        says = f"Most were answered in {best[0].lower()} ({best[1]}), fewest in {least[0].lower()} ({least[1]})."
    return Figure(
        key="check-ins",
        title="Check-ins answered, in percent by week of the pathway",
        says=says,
        columns=("After day 0", "Asked", "Answered", "Share"),
        rows=tuple(
            Row(name=week, cells=(cell_of(one.asked), cell_of(one.answered), share or hidden(one.asked, one.answered)))
            for one, (week, share) in zip(weeks, shares, strict=True)
        ),
        upright=bars(
            [
                (str(one.week + 1), [height(share) if share else hidden(one.asked, one.answered, drawn=True)])
                for one, (_, share) in zip(weeks, shares, strict=True)
            ],
            highest=PERCENT,
            width=PICTURE_WIDTH,
            unit=" %",
        ),
    )


def _acknowledged(by_severity: Sequence[Acknowledged]) -> Figure:
    gravest = next((one for one in by_severity if isinstance(one.median, timedelta)), None)
    says = "Too few matters were taken to say how long they waited."
    if gravest is not None:
        name = speaking.SEVERITIES[gravest.severity].lower()
        says = f"Half of the matters called {name} were taken within {span_of(gravest.median)}."
    drawn = [one for one in by_severity if one.median is not None]
    return Figure(
        key="acknowledged",
        title="Time until somebody took a matter",
        says=says,
        columns=("Severity", "Taken", "Median", "95th percentile"),
        rows=tuple(
            Row(
                name=speaking.SEVERITIES[one.severity],
                cells=(cell_of(one.taken), span_of(one.median), span_of(one.slowest)),
            )
            for one in by_severity
        ),
        lying=lying(
            [(speaking.SEVERITIES[one.severity], [lasting(one.median), lasting(one.slowest)]) for one in drawn]
        ),
        series=("Median", "95th percentile"),
    )


def _escalated(matters: Sequence[Escalated]) -> Figure:
    outcomes = list(dict.fromkeys(one.outcome for one in matters))
    found = {(one.severity, one.outcome): one.matters for one in matters}
    severities = [one for one in Severity if any(matter.severity is one for matter in matters)]
    open_still = [one.matters for one in matters if one.outcome is None and one.severity.pages_now]
    none_open = all(cell == 0 for cell in open_still)
    return Figure(
        key="escalated",
        title="Matters by severity and what came of them",
        says=_matters_say(matters, none_open=none_open),
        columns=("Severity", *(_outcome(one) for one in outcomes)),
        rows=tuple(
            Row(
                name=speaking.SEVERITIES[severity],
                cells=tuple(cell_of(found.get((severity, outcome), 0)) for outcome in outcomes),
            )
            for severity in severities
        ),
        lying=lying(
            [
                (f"{speaking.SEVERITIES[one.severity]}: {_outcome(one.outcome).lower()}", [length(one.matters)])
                for one in sorted(matters, key=lambda one: one.severity.rank)
                if one.matters != 0
            ]
        ),
    )


def _matters_say(matters: Sequence[Escalated], *, none_open: bool) -> str:
    if not matters or all(one.matters == 0 for one in matters):
        return "Nothing was escalated."
    if none_open:
        return "Every crisis, emergency and urgent matter has come to an end."
    return "Some crisis, emergency or urgent matters are open still."


def _groups(key: str, title: str, first: str, groups: Sequence[tuple[str, Group]]) -> Figure:
    largest = max(
        ((one.enrolled, name) for name, one in groups if isinstance(one.enrolled, int)),
        default=(0, ""),
        key=itemgetter(0),
    )
    says = f"Most were enrolled for {largest[1]} ({largest[0]})." if largest[0] else "Too few were enrolled to compare."
    return Figure(
        key=key,
        title=title,
        says=says,
        columns=(first, "Enrolled", "Replied", "Texts sent", "Delivered", "Not delivered", "Asked us to stop"),
        rows=tuple(Row(name=name, cells=_cells(one)) for name, one in groups),
        lying=lying([(name, [length(one.enrolled), length(one.replied)]) for name, one in groups]),
        series=("Enrolled", "Replied at least once"),
    )


def _cells(one: Group) -> tuple[str, ...]:
    counted = (one.enrolled, one.replied, one.sent, one.delivered, one.undelivered, one.left)
    return tuple(map(cell_of, counted))


def _named_tracks(groups: Sequence[Group]) -> list[tuple[str, Group]]:
    return [(speaking.track(one.key), one) for one in groups]


def _named_languages(groups: Sequence[Group]) -> list[tuple[str, Group]]:
    return [(speaking.LANGUAGES[Language(one.key)], one) for one in groups]


def _monday(week: Week) -> str:
    return f"{week.begins_on.day} {week.begins_on:%b}"


def _after(one: CheckIns) -> str:
    return f"Week {one.week + 1}"


def _outcome(key: str | None) -> str:
    return "Open still" if key is None else speaking.plain(key).capitalize()


def _most(weeks: Sequence[Week]) -> str:
    known = [(one.enrolled, _monday(one)) for one in weeks if isinstance(one.enrolled, int) and one.enrolled]
    if len(known) < WEEKS_TO_COMPARE:
        return ""
    most = max(known, key=itemgetter(0))
    return f", most of them in the week of {most[1]} ({cell_of(most[0])})"
