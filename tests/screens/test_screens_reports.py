"""Reports: pictures say no more than their tables, and what is hidden is no bar and no number anywhere."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.operations.clinic_reports import Period, Report, Waits, Week
from functions.operations.enrollment_fields import Problem
from functions.operations.small_cells import FEW, HIDDEN, Cell
from functions.screens import reports
from functions.screens.numbers import span_of
from functions.screens.rendering import render
from schedules.escalation import Ending
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame

PERIOD = Period(first=date(2026, 3, 2), last=date(2026, 3, 22))
TODAY = date(2026, 3, 25)


def cell(label: str, count: int | None, hidden: str = FEW) -> Cell:
    return Cell(label=label, count=count, shown=hidden if count is None else str(count))


def report(**changes: Any) -> Report:
    made = Report(
        period=PERIOD,
        enrolled=cell("enrolled", 49),
        by_track=(cell("early-medication", 41), cell("late-induction", 8)),
        by_language=(cell("en", 32), cell("es", 17)),
        sent=cell("sent", 1733),
        delivered=cell("delivered", 1702),
        delivered_share=0.982,
        replied=(cell("replied", 37), cell("not yet", 12)),
        reached=(cell("undeliverable", 0), cell("reached", 49)),
        check_ins=(
            Week(week=0, asked=cell("asked", 90), answered=cell("answered", 63), share=0.7),
            Week(week=1, asked=cell("asked", 40), answered=cell("answered", 20), share=0.5),
        ),
        left=(cell("stayed", 43), cell("week 00", 6)),
        waits=Waits(taken=cell("taken", 11), median_seconds=151, ninety_fifth_seconds=483),
        escalations=(cell("crisis: spoke_to_her", 10), cell("urgent: open", 5), cell("soon: closed", 7)),
        is_cut=False,
    )
    return replace(made, **changes)


def html(of: Report | None, *problems: Problem) -> str:
    return render("reports.html", frame("reports"), report=reports.shown(of, PERIOD, TODAY, problems=problems))


HIDDEN_CELLS = report(
    enrolled=cell("enrolled", None),
    by_track=(cell("early-medication", None), cell("late-induction", None, HIDDEN)),
    by_language=(cell("en", None),),
    sent=cell("sent", None),
    delivered=cell("delivered", None),
    delivered_share=None,
    replied=(cell("replied", None), cell("not yet", None, HIDDEN)),
    reached=(cell("undeliverable", None), cell("reached", None, HIDDEN)),
    check_ins=(
        Week(week=0, asked=cell("asked", None), answered=cell("answered", None), share=None),
        Week(week=1, asked=cell("asked", 90), answered=cell("answered", None, HIDDEN), share=None),
    ),
    left=(cell("stayed", None, HIDDEN), cell("week 00", None)),
    waits=Waits(taken=cell("taken", None), median_seconds=None, ninety_fifth_seconds=None),
    escalations=(cell("crisis: spoke_to_her", None),),
)


def test_every_number_written_beside_a_bar_stands_in_a_table() -> None:
    for figure in reports.shown(report(), PERIOD, TODAY).figures:
        table = {one for row in figure.rows for one in row.cells}
        drawn = [value.says for value in figure.lying.values] if figure.lying else []
        drawn += [bar.says.split(": ")[1] for bar in figure.upright.bars] if figure.upright else []
        assert drawn, figure.key
        assert set(drawn) <= table, figure.key


def test_the_page_draws_what_was_placed_and_writes_every_cell() -> None:
    page = Page(html(report()))

    drawn = [one.upright or one.lying for one in reports.shown(report(), PERIOD, TODAY).figures]
    assert len(page.all("rect")) == sum(len(one.bars) for one in drawn if one)
    assert {"41", "17", "63", "70 %", "98 %", "2 min 31 s", "8 min 3 s", "1,733", "Week 1"} <= set(page.cells)


def test_numbers_of_too_few_people_are_no_bar_and_stand_nowhere() -> None:
    shown = reports.shown(HIDDEN_CELLS, PERIOD, TODAY)

    cells = {one for figure in shown.figures for row in figure.rows for one in row.cells}
    assert cells == {FEW, HIDDEN, "90", "too few were taken"}
    assert Page(html(HIDDEN_CELLS)).all("rect") == []
    assert not [one.says for one in shown.figures if re.search(r"\d", one.says.replace("Fewer than 5", ""))]


def test_where_a_share_would_stand_is_why_there_is_none() -> None:
    rows = next(one for one in reports.shown(HIDDEN_CELLS, PERIOD, TODAY).figures if one.key == "check-ins").rows

    assert [row.cells[2] for row in rows] == [FEW, HIDDEN]


def test_each_picture_has_a_sentence_above_it() -> None:
    says = {one.key: one.says for one in reports.shown(report(), PERIOD, TODAY).figures}

    assert says["tracks"] == "49 people were enrolled, most of them for Early loss, tablets (41)."
    assert says["languages"] == "Texts go out in English (32) and Spanish (17)."
    assert says["texts"] == "1,733 texts were sent. 98 % of them are confirmed as delivered."
    assert says["replied"] == "37 people have written to us at least once."
    assert says["check-ins"] == "Most were answered in week 1 (70 %), fewest in week 2 (50 %)."
    assert says["acknowledged"] == "Half of the matters that page somebody were taken within 2 min 31 s."
    assert says["escalated"] == "Some crisis, emergency or urgent matters are open still."
    assert all(sentence.endswith(".") for sentence in says.values())


@pytest.mark.parametrize(("count", "says"), [(None, "too few were taken"), (0, "–")])
def test_where_a_time_would_stand_is_never_a_count(count: int | None, says: str) -> None:
    waits = Waits(taken=cell("taken", count), median_seconds=None, ninety_fifth_seconds=None)

    found = next(one for one in reports.shown(report(waits=waits), PERIOD, TODAY).figures if one.key == "acknowledged")

    assert found.columns[1] == "Number, or time"
    assert [row.cells[0] for row in found.rows[1:]] == [says, says]


def asked_week(week: int, share: float | None) -> Week:
    answered = cell("answered", None if share is None else round(20 * share), HIDDEN)
    return Week(week=week, asked=cell("asked", 20), answered=answered, share=share)


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([0.0], "In week 1, 0 % of the check-ins were answered."),
        ([None, 0.5], "In week 2, 50 % of the check-ins were answered."),
        ([0.5, 0.5, None], "In each of 2 weeks, 50 % of the check-ins were answered."),
        ([0.5, 0.501], "In each of 2 weeks, 50 % of the check-ins were answered."),
        ([None], "No week has enough check-ins to show how many were answered."),
    ],
)
def test_one_week_and_weeks_alike_are_not_compared(shares: list[float | None], says: str) -> None:
    weeks = tuple(asked_week(week, share) for week, share in enumerate(shares))

    found = next(one for one in reports.shown(report(check_ins=weeks), PERIOD, TODAY).figures if one.key == "check-ins")

    assert found.says == says


@pytest.mark.parametrize("ending", [*Ending, "open", "closed"])
def test_every_end_of_a_matter_is_said_in_words(ending: str) -> None:
    page = Page(html(report(escalations=(cell(f"urgent: {ending}", 9),))))

    (said,) = [one for one in page.cells if one.startswith("Urgent: ")]
    assert "_" not in said


def test_an_empty_report_says_so_and_draws_nothing() -> None:
    none = {"by_track": (), "by_language": (), "replied": (), "reached": (), "check_ins": (), "left": ()}
    waits = Waits(taken=cell("taken", 0), median_seconds=None, ninety_fifth_seconds=None)
    empty = report(enrolled=cell("enrolled", 0), escalations=(), waits=waits, **none)

    text = Page(html(empty)).text

    assert "Nobody was enrolled." in text
    assert "Nobody has asked us to stop." in text
    assert "Nothing was escalated." in text


def test_where_nothing_was_it_is_said_once_and_in_plain_words() -> None:
    nought = report(
        sent=cell("sent", 0),
        delivered=cell("delivered", 0),
        delivered_share=None,
        replied=(cell("replied", 0), cell("not yet", 0)),
    )

    page = Page(html(nought))
    drawn = [one.get("aria-label", "").partition(".")[0] for one in page.all("svg")]

    assert "Nobody has written to us." in page.text
    assert "Whether they wrote to us" not in drawn
    assert "Texts and what became of them" not in drawn


def test_only_whole_weeks_that_are_over_are_offered() -> None:
    shown = reports.shown(report(), PERIOD, TODAY).filter

    first, last = ([date.fromisoformat(one.key) for one in choices] for choices in (shown.first, shown.last))
    assert {one.weekday() for one in first} == {0}
    assert {one.weekday() for one in last} == {6}
    assert max(last) == date(2026, 3, 22)
    assert [one.key for one in (*shown.first, *shown.last) if one.chosen] == ["2026-03-02", "2026-03-22"]


def test_what_an_address_asks_for_stays_chosen_with_how_to_mend_it() -> None:
    wrong = Problem(field="period", problem="is no whole weeks", mend="begin it on a Monday")
    asked = replace(PERIOD, first=PERIOD.first + timedelta(days=1))

    page = Page(render("reports.html", frame("reports"), report=reports.shown(None, asked, TODAY, problems=[wrong])))

    assert page.posted("/console/reports")["from"] == "2026-03-03"
    assert {"href": "#from"} in page.all("a")
    assert next(one for one in page.all("select") if one["id"] == "from")["aria-describedby"] == "from-wrong"


@pytest.mark.parametrize("day", [HOSTILE, "2026-31-02", "yesterday"])
def test_what_is_no_day_is_refused_and_never_shown_again(day: str) -> None:
    asked = reports.asked({"from": day}, PERIOD)

    assert isinstance(asked, Problem)
    assert asked.field == "from"
    assert day not in html(None, asked)


def test_without_a_choice_it_is_the_usual_weeks() -> None:
    assert reports.asked({}, PERIOD) == PERIOD
    assert reports.asked({"to": "2026-03-15"}, PERIOD) == replace(PERIOD, last=date(2026, 3, 15))


@pytest.mark.parametrize("of", [report(), HIDDEN_CELLS, report(is_cut=True), None])
def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag(of: Report | None) -> None:
    hostile = replace(of, by_track=(cell(HOSTILE, 9),)) if of else None

    assert breaks_no_rule(html(hostile, Problem(field=HOSTILE, problem=HOSTILE, mend=HOSTILE)))


def test_the_download_is_of_what_is_shown() -> None:
    links = [one["href"] for one in Page(html(report())).all("a") if "reports.csv" in one["href"]]

    assert links == ["/console/reports.csv?from=2026-03-02&to=2026-03-22"]


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (250, "4 min 10 s"),
        (660, "11 min"),
        (3959, "1 h 5 min"),
        (172_980, "2 d"),
    ],
)
def test_a_time_is_said_in_two_units_at_most(seconds: int, says: str) -> None:
    assert span_of(seconds) == says
