"""The pictures of a report. Every number drawn stands in the table below it; a hidden one is no bar, only its word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from functions.operations.clinic_reports import Report, Waits, Week
from functions.operations.small_cells import Cell
from functions.screens import speaking
from functions.screens.drawing import Bars, bars
from functions.screens.lying import Lying, lying
from functions.screens.numbers import (
    NOTHING,
    PERCENT,
    cell_of,
    height,
    lasting,
    length,
    round_up,
    sentence,
    share_of,
    wait_of,
)
from messages.language import Language
from messages.severity import Severity

PICTURE_WIDTH = 440
_STAYED = "stayed"
_ENDINGS = {"open": "open still", "closed": "closed"} | {
    ending.value: words.lower() for ending, words in speaking.ENDINGS.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`says` is the sentence above the picture. The first of `columns` names the rows."""

    key: str
    title: str
    says: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    upright: Bars | None = None
    lying: Lying | None = None


def of(report: Report) -> tuple[Figure, ...]:
    return (
        _parts("by-track", "Enrolled by pathway", "Pathway", report.by_track, _track),
        _parts("by-language", "Enrolled by language", "Language", report.by_language, _language),
        _check_ins(report.check_ins),
        _texts(report),
        _replied(report.replied),
        _reached(report.reached),
        _left(report.left),
        _waits(report.waits),
        _escalations(report.escalations),
    )


def _parts(key: str, title: str, first: str, parts: Sequence[Cell], name: Callable[[str], str]) -> Figure:
    known = sorted((one for one in parts if one.count), key=lambda one: one.count or 0)
    says = f"Most often: {name(known[-1].label)}, {cell_of(known[-1])}." if known else "Too few to compare."
    return _lying(key, title, says, (first, "People"), [(name(one.label), one) for one in parts])


def _check_ins(weeks: Sequence[Week]) -> Figure:
    known = sorted((one for one in weeks if one.share is not None), key=lambda one: one.share or 0)
    says = "No week has enough answers to show."
    if known:
        least, most = known[0], known[-1]
        says = f"Most were answered in week {most.week + 1} ({share_of(most.share)})"
        says += f", fewest in week {least.week + 1} ({share_of(least.share)})." if least != most else "."
    return Figure(
        key="check-ins",
        title="Check-ins answered, in percent by week of the pathway",
        says=says,
        columns=("After day 0", "Asked", "Answered", "Share"),
        rows=tuple(
            Row(name=f"Week {one.week + 1}", cells=(cell_of(one.asked), cell_of(one.answered), _share(one)))
            for one in weeks
        ),
        upright=bars(
            [
                (str(one.week + 1), [height(share_of(one.share)) if one.share is not None else _share(one)])
                for one in weeks
            ],
            highest=PERCENT,
            width=PICTURE_WIDTH,
            unit=" %",
        ),
    )


def _share(one: Week) -> str:
    hidden = next((part.shown for part in (one.answered, one.asked) if part.count is None), NOTHING)
    return share_of(one.share) or hidden


def _texts(report: Report) -> Figure:
    share = share_of(report.delivered_share)
    told = f" {share} of them are confirmed as delivered." if share else ""
    return _lying(
        "texts",
        "Texts and what became of them",
        f"{sentence(report.sent, 'No text was', '1 text was', 'texts were', 'sent')}{told}",
        ("What", "Texts"),
        [("Sent", report.sent), ("Confirmed as delivered", report.delivered)],
    )


def _replied(parts: Sequence[Cell]) -> Figure:
    wrote = parts[0]
    return _lying(
        "replied",
        "Who wrote to us",
        sentence(wrote, "Nobody has", "1 person has", "people have", "written at least once"),
        ("People who", "People"),
        list(zip(("Wrote at least once", "Have not written yet"), parts, strict=True)),
    )


def _reached(parts: Sequence[Cell]) -> Figure:
    lost = parts[0]
    return _lying(
        "reached",
        "Whom our texts reach",
        sentence(lost, "Nobody is", "1 person is", "people are", "out of reach of our texts"),
        ("Texts", "People"),
        list(zip(("Do not arrive", "Arrive"), parts, strict=True)),
    )


def _left(parts: Sequence[Cell]) -> Figure:
    """By week after the first date; those who stayed are no bar, or nothing else could be seen beside theirs."""
    weeks = [(_week(one.label), one) for one in parts if one.label != _STAYED]
    known = [one.count for _, one in weeks if one.count is not None]
    says = "Nobody has asked us to stop." if not parts else "Whoever asks us to stop is heard all the same."
    return Figure(
        key="left",
        title="Asked us to stop, by week of the pathway",
        says=says,
        columns=("After day 0", "People"),
        rows=tuple(
            Row(name="Stayed" if one.label == _STAYED else _week(one.label), cells=(cell_of(one),)) for one in parts
        ),
        upright=bars(
            [(week.removeprefix("Week "), [one.shown if one.count is None else one.count]) for week, one in weeks],
            highest=round_up(max([*known, 1])),
            width=PICTURE_WIDTH,
        )
        if weeks
        else None,
    )


def _week(label: str) -> str:
    """`week 00` of the report is the first."""
    number = label.removeprefix("week ")
    return f"Week {int(number) + 1}" if number.isdecimal() else label


def _waits(waits: Waits) -> Figure:
    otherwise = waits.taken.shown if waits.taken.count is None else NOTHING
    says = "Too few were taken to say how long they waited."
    if waits.median_seconds is not None:
        says = f"Half of what pages somebody was taken within {wait_of(waits.median_seconds, otherwise)}."
    drawn = (("Median", waits.median_seconds), ("95th percentile", waits.ninety_fifth_seconds))
    return Figure(
        key="waits",
        title="Time until somebody took it",
        says=says,
        columns=("Of what pages at any hour", "All together"),
        rows=(
            Row(name="Taken", cells=(cell_of(waits.taken),)),
            *(Row(name=name, cells=(wait_of(seconds, otherwise),)) for name, seconds in drawn),
        ),
        lying=lying([(name, [lasting(seconds, otherwise)]) for name, seconds in drawn]),
    )


def _escalations(parts: Sequence[Cell]) -> Figure:
    open_still = [one for one in parts if one.label.endswith(": open") and one.count != 0]
    says = "Some are open still." if open_still else "Every one has come to an end."
    return _lying(
        "escalations",
        "Matters by severity and how they ended",
        says if parts else "Nothing was escalated.",
        ("Severity and end", "Matters"),
        [(_ending(one.label), one) for one in parts],
    )


def _lying(key: str, title: str, says: str, columns: tuple[str, str], counted: Sequence[tuple[str, Cell]]) -> Figure:
    return Figure(
        key=key,
        title=title,
        says=says,
        columns=columns,
        rows=tuple(Row(name=name, cells=(cell_of(cell),)) for name, cell in counted),
        lying=lying([(name, [length(cell)]) for name, cell in counted]),
    )


def _track(label: str) -> str:
    return "no pathway" if label == "none" else speaking.track(label)


def _language(label: str) -> str:
    return speaking.LANGUAGES[Language(label)] if label in set(Language) else label


def _ending(label: str) -> str:
    """`crisis: open` in a nurse's words."""
    severity, _, ending = label.partition(": ")
    known = speaking.SEVERITIES[Severity(severity)] if severity in set(Severity) else severity
    return f"{known}: {_ENDINGS.get(ending, speaking.plain(ending))}"
