"""The pictures of a report. Every number drawn stands in the table below it; what is hidden is no bar and no number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from functions.operations.clinic_reports import ENDED_UNSAID, OPEN, Report, Waits, Week
from functions.operations.report_views import left_named, week_named
from functions.operations.small_cells import FEW, HIDDEN, Cell
from functions.screens import speaking
from functions.screens.drawing import Bars, bars
from functions.screens.lying import Length, Lying, lying
from functions.screens.numbers import NOTHING, PERCENT, cell_of, counted_as, height, share_of, span_of
from messages.language import Language
from messages.severity import Severity
from schedules.escalation import Ending

PICTURE_WIDTH = 440
COLUMNS_BESIDE_ANOTHER = 5
TOO_FEW_TAKEN = "too few were taken"
"""Where a time would stand: a count there would be read as one."""


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
        return any(cell == FEW for row in self.rows for cell in row.cells)

    @property
    def has_hidden(self) -> bool:
        return any(cell == HIDDEN for row in self.rows for cell in row.cells)


def of(report: Report) -> tuple[Figure, ...]:
    people, matters = "Number", "Matters"
    return (
        _tracks(report),
        _parts(
            "languages",
            "By language",
            _languages_say(report),
            ("Language", people),
            _named(report.by_language, _language),
        ),
        _texts(report),
        _parts(
            "replied",
            "Whether they wrote to us",
            _replied_say(report),
            ("People", people),
            _named(report.replied, _plain),
        ),
        _parts(
            "reached",
            "Whether our texts reach them",
            _reached_say(report),
            ("People", people),
            _named(report.reached, _plain),
        ),
        _check_ins(report.check_ins),
        _parts(
            "left",
            "Asked us to stop, by week of the pathway",
            _left_say(report),
            ("When", people),
            _named(report.left, _week_left),
        ),
        _waits(report.waits),
        _parts(
            "escalated",
            "Matters and what came of them",
            _matters_say(report),
            ("Matter", matters),
            _named(report.escalations, _matter),
        ),
    )


Named = Sequence[tuple[str, Cell]]


def _named(cells: Sequence[Cell], name: Callable[[str], str]) -> Named:
    return [(name(one.label), one) for one in cells]


def _parts(key: str, title: str, says: str, columns: tuple[str, str], named: Named) -> Figure:
    """Parts of one whole, which a bar each compares."""
    return Figure(
        key=key,
        title=title,
        says=says,
        columns=columns,
        rows=tuple(Row(name=name, cells=(cell_of(one),)) for name, one in named),
        lying=_drawn(named),
    )


def _drawn(named: Named) -> Lying | None:
    """Nothing where all is nought: there is no bar to see, and the table says it."""
    if all(one.count == 0 for _, one in named):
        return None
    return lying([(name, [_length(one)]) for name, one in named])


def _tracks(report: Report) -> Figure:
    says = f"{counted_as(report.enrolled, 'Nobody was', '1 person was', 'people were')} enrolled{_most(report)}."
    return _parts("tracks", "Enrolled, by pathway", says, ("Pathway", "Enrolled"), _named(report.by_track, _track))


def _most(report: Report) -> str:
    known = [one for one in report.by_track if one.count]
    if len(known) < 2:  # noqa: PLR2004 - one is compared with nothing
        return ""
    most = max(known, key=lambda one: one.count or 0)
    return f", most of them for {_track(most.label)} ({cell_of(most)})"


def _languages_say(report: Report) -> str:
    known = [f"{_language(one.label)} ({cell_of(one)})" for one in report.by_language if one.count]
    return f"Texts go out in {' and '.join(known)}." if known else "Too few were enrolled to compare."


def _texts(report: Report) -> Figure:
    counted = (("Texts sent", report.sent), ("Confirmed as delivered", report.delivered))
    share = share_of(report.delivered_share)
    told = f" {share} of them are confirmed as delivered." if share else ""
    rows = [Row(name=name, cells=(cell_of(cell),)) for name, cell in counted]
    rows += [Row(name="Share confirmed as delivered", cells=(share,))] if share else []
    return Figure(
        key="texts",
        title="Texts and what became of them",
        says=f"{counted_as(report.sent, 'No text was', '1 text was', 'texts were')} sent.{told}",
        columns=("What", "Texts"),
        rows=tuple(rows),
        lying=_drawn(counted),
    )


def _replied_say(report: Report) -> str:
    found = _labelled(report.replied, "replied")
    if found.count == 0:
        return "Nobody has written to us."
    return f"{counted_as(found, '', '1 person has', 'people have')} written to us at least once."


def _reached_say(report: Report) -> str:
    found = _labelled(report.reached, "undeliverable")
    return f"{counted_as(found, 'Nobody has', '1 person has', 'people have')} a phone that our texts do not reach."


def _left_say(report: Report) -> str:
    gone = [one for one in report.left if one.label != "stayed"]
    if not gone:
        return "Nobody has asked us to stop."
    return "Some have asked us to stop. Whatever they write is still heard."


def _check_ins(weeks: Sequence[Week]) -> Figure:
    """An answer rate needs both of its numbers."""
    shares = [(week_named(one.week), share_of(one.share)) for one in weeks]
    known = [(week, share) for week, share in shares if share]
    return Figure(
        key="check-ins",
        title="Check-ins answered, in percent by week of the pathway",
        says=_check_ins_say(known),
        columns=("After day 0", "Asked", "Answered", "Share"),
        rows=tuple(
            Row(name=week, cells=(cell_of(one.asked), cell_of(one.answered), share or _no_share(one)))
            for one, (week, share) in zip(weeks, shares, strict=True)
        ),
        upright=bars(
            [
                (str(one.week + 1), [height(share) if share else _no_share(one)])
                for one, (_, share) in zip(weeks, shares, strict=True)
            ],
            highest=PERCENT,
            width=PICTURE_WIDTH,
            unit=" %",
        )
        if weeks
        else None,
    )


def _check_ins_say(known: Sequence[tuple[str, str]]) -> str:
    """Of weeks and their shares: only what differs is compared."""
    if not known:
        return "No week has enough check-ins to show how many were answered."
    best, least = (pick(known, key=lambda pair: height(pair[1])) for pick in (max, min))
    if len(known) == 1:
        return f"In {best[0].lower()}, {best[1]} of the check-ins were answered."
    if best[1] == least[1]:
        return f"In each of {len(known)} weeks, {best[1]} of the check-ins were answered."
    return f"Most were answered in {best[0].lower()} ({best[1]}), fewest in {least[0].lower()} ({least[1]})."


def _no_share(week: Week) -> str:
    """What stands where a share would: why there is none."""
    return next((one.shown for one in (week.asked, week.answered) if one.count is None), NOTHING)


def _waits(waits: Waits) -> Figure:
    spans = (("Half were taken within", waits.median_seconds), ("19 of 20 within", waits.ninety_fifth_seconds))
    is_few = waits.taken.count is None or (waits.taken.count > 0 and waits.median_seconds is None)
    none = TOO_FEW_TAKEN if is_few else NOTHING
    said = [(name, none if at is None else span_of(at)) for name, at in spans]
    says = "Too few matters were taken to say how long they waited."
    if waits.median_seconds is not None:
        says = f"Half of the matters that page somebody were taken within {span_of(waits.median_seconds)}."
    return Figure(
        key="acknowledged",
        title="Time until somebody took a matter",
        says=says,
        columns=("Of matters that page somebody", "Number, or time"),
        rows=(Row(name="Matters taken", cells=(cell_of(waits.taken),)), *(Row(name=n, cells=(s,)) for n, s in said)),
        lying=lying([(name, [Length(value=at, says=span_of(at))]) for name, at in spans if at is not None]),
    )


def _matters_say(report: Report) -> str:
    cells = report.escalations
    if not cells:
        return "Nothing was escalated."
    still = [one for one in cells if _ending(one.label) == OPEN and _severity(one.label).pages_now]
    if not still:
        return "Every crisis, emergency and urgent matter has come to an end."
    return "Some crisis, emergency or urgent matters are open still."


def _labelled(cells: Sequence[Cell], label: str) -> Cell:
    return next((one for one in cells if one.label == label), Cell(label=label, count=0, shown="0"))


def _length(cell: Cell) -> Length:
    return Length(value=cell.count, says=cell_of(cell))


def _track(label: str) -> str:
    return speaking.track(None if label == "none" else label)


def _language(label: str) -> str:
    return speaking.LANGUAGES[Language(label)]


def _plain(label: str) -> str:
    return {"replied": "Wrote at least once", "not yet": "Not yet", "undeliverable": "Not reached"}.get(
        label, speaking.plain(label).capitalize()
    )


def _week_left(label: str) -> str:
    said = left_named(label)
    return said if said != label else speaking.plain(label).capitalize()


def _matter(label: str) -> str:
    ending = _ending(label)
    known = {OPEN: "open still", ENDED_UNSAID: "closed"}
    said = known.get(ending) or speaking.ENDINGS[Ending(ending)].lower()
    return f"{speaking.SEVERITIES[_severity(label)]}: {said}"


def _severity(label: str) -> Severity:
    return Severity(label.partition(": ")[0])


def _ending(label: str) -> str:
    return label.partition(": ")[2]
