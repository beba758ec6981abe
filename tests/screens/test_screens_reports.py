"""Reports: pictures say no more than their tables, tables give nobody away, and a sheet runs nothing."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.operations.enrollment_fields import Problem
from functions.screens import reports
from functions.screens.numbers import span_of
from functions.screens.rendering import render
from functions.screens.reported import FEW, Acknowledged, Cell, CheckIns, Escalated, Group, Report, Week
from functions.screens.sheet import harmless, sheet
from messages.language import Language
from messages.severity import Severity
from schedules.pathways import released
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame

MONDAY = date(2026, 3, 2)
TRACKS = sorted({key for key, _ in released()})
ASKED = reports.Asked(since="2026-03-02", until="2026-03-22", track="", language="")


def group(key: str, **cells: Cell) -> Group:
    counted: dict[str, Any] = {
        "enrolled": 41,
        "sent": 733,
        "delivered": 702,
        "undelivered": 9,
        "replied": 37,
        "left": 6,
    }
    return Group(key=key, **{**counted, **cells})


def report(**changes: Any) -> Report:
    made = Report(
        since=MONDAY,
        until=date(2026, 3, 22),
        track=None,
        language=None,
        everybody=group("all"),
        weeks=tuple(Week(begins_on=MONDAY + timedelta(weeks=at), enrolled=13 + at, left=at * 7) for at in range(3)),
        check_ins=(CheckIns(week=0, asked=90, answered=63), CheckIns(week=1, asked=0, answered=0)),
        acknowledged=(
            Acknowledged(
                severity=Severity.CRISIS,
                taken=11,
                median=timedelta(minutes=2, seconds=31),
                slowest=timedelta(minutes=8, seconds=3),
            ),
            Acknowledged(severity=Severity.URGENT, taken=0, median=None, slowest=None),
        ),
        escalated=(
            Escalated(severity=Severity.CRISIS, outcome="spoke_to_her", matters=10),
            Escalated(severity=Severity.URGENT, outcome=None, matters=5),
        ),
        tracks=(group("early-medication"), group("late-induction", enrolled=8, replied=7)),
        languages=(group("en"), group("es", enrolled=17, replied=14)),
    )
    return replace(made, **changes)


def html(of: Report | None, asked: reports.Asked = ASKED) -> str:
    return render("reports.html", frame("reports"), report=reports.shown(of, asked, TRACKS))


HIDDEN = report(
    everybody=group("all", enrolled=FEW, sent=FEW, delivered=FEW, undelivered=FEW, replied=FEW, left=FEW),
    weeks=(Week(begins_on=MONDAY, enrolled=FEW, left=FEW),),
    check_ins=(CheckIns(week=0, asked=FEW, answered=FEW), CheckIns(week=1, asked=90, answered=FEW)),
    acknowledged=(Acknowledged(severity=Severity.CRISIS, taken=FEW, median=FEW, slowest=FEW),),
    escalated=(Escalated(severity=Severity.CRISIS, outcome="spoke_to_her", matters=FEW),),
    tracks=(group("early-medication", enrolled=FEW, sent=FEW, delivered=FEW, undelivered=FEW, replied=FEW, left=FEW),),
    languages=(),
)


def test_every_number_written_beside_a_bar_stands_in_a_table() -> None:
    shown = reports.shown(report(), ASKED, TRACKS)

    for figure in shown.figures:
        table = {cell for row in figure.rows for cell in row.cells}
        drawn = [value.says for value in figure.lying.values] if figure.lying else []
        drawn += [bar.says.split(": ")[1] for bar in figure.upright.bars] if figure.upright else []
        assert drawn, figure.key
        assert set(drawn) <= table, figure.key


def test_the_page_draws_what_the_builder_placed_and_writes_every_cell() -> None:
    page = Page(html(report()))

    drawn = [one.upright or one.lying for one in reports.shown(report(), ASKED, TRACKS).figures]
    assert len(page.all("rect")) == sum(len(one.bars) for one in drawn if one)
    assert {"13", "14", "15", "63", "70 %", "2 min 31 s", "8 min 3 s", "733"} <= set(page.cells)


def test_numbers_of_too_few_people_are_no_bar_and_stand_nowhere() -> None:
    shown = reports.shown(HIDDEN, ASKED, TRACKS)
    page = Page(html(HIDDEN))

    cells = {cell for figure in shown.figures for row in figure.rows for cell in row.cells}
    assert cells == {"<5", "90"}
    assert page.all("rect") == []
    assert not [one.says for one in shown.figures if re.search(r"\d", one.says.replace("Fewer than 5", ""))]
    assert {row[3] for row in csv.reader(io.StringIO(reports.download(HIDDEN)))} == {
        "Value",
        "2026-03-02",
        "2026-03-22",
        "all",
        "<5",
        "90",
    }


def test_a_share_of_which_one_number_is_hidden_is_hidden_too() -> None:
    rows = next(one for one in reports.shown(HIDDEN, ASKED, TRACKS).figures if one.key == "check-ins").rows

    assert [row.cells[2] for row in rows] == ["<5", "<5"]


def test_each_picture_has_a_sentence_above_it() -> None:
    says = {one.key: one.says for one in reports.shown(report(), ASKED, TRACKS).figures}

    assert says["enrolled"] == "41 people were enrolled, most of them in the week of 16 Mar (15)."
    assert says["texts"] == "733 texts were sent. 96 % of them are confirmed as delivered."
    assert says["acknowledged"] == "Half of the matters called crisis were taken within 2 min 31 s."
    assert says["escalated"] == "Some crisis, emergency or urgent matters are open still."
    assert says["tracks"] == "Most were enrolled for Early loss, tablets (41)."
    assert all(sentence.endswith(".") for sentence in says.values())


def test_an_empty_report_says_so_and_draws_nothing() -> None:
    nobody = group("all", enrolled=0, sent=0, delivered=0, undelivered=0, replied=0, left=0)
    empty = report(everybody=nobody, weeks=(), check_ins=(), acknowledged=(), escalated=(), tracks=(), languages=())

    text = Page(html(empty)).text

    assert "Nobody was enrolled." in text
    assert "Nothing was escalated." in text


def test_a_filter_that_cannot_be_keeps_what_was_typed_and_says_how_to_mend_it() -> None:
    wrong = Problem(field="from", problem=f"{HOSTILE} is no day", mend="write it like 2026-03-02")
    asked = replace(ASKED, since=HOSTILE, problems=(wrong,))

    page = Page(html(None, asked))

    typed = next(one for one in page.all("input") if one.get("name") == "from")
    assert typed["value"] == HOSTILE
    assert typed["type"] == "text"
    assert typed["aria-describedby"] == "from-wrong"
    assert {"href": "#from"} in page.all("a")


@pytest.mark.parametrize("of", [report(), HIDDEN, None])
def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag(of: Report | None) -> None:
    asked = replace(ASKED, since=HOSTILE, until=HOSTILE, track=HOSTILE, language=HOSTILE)
    escalated = (Escalated(severity=Severity.SOON, outcome=HOSTILE, matters=9),)
    hostile = replace(of, escalated=escalated, tracks=(group(HOSTILE),)) if of else None

    assert breaks_no_rule(html(hostile, asked))


def test_the_download_is_of_what_is_shown() -> None:
    asked = replace(ASKED, track="early-medication", language="es")

    links = [one["href"] for one in Page(html(report(), asked)).all("a") if "reports.csv" in one["href"]]

    assert links == ["/console/reports.csv?from=2026-03-02&to=2026-03-22&track=early-medication&language=es"]


def test_the_sheet_has_every_cell_of_every_table_and_no_formula() -> None:
    hostile = replace(report(language=Language.SPANISH), tracks=(group("=cmd|' /C calc'!A0"),))

    rows = list(csv.reader(io.StringIO(reports.download(hostile))))

    assert ["Enrolled by week", "16 Mar", "Enrolled", "15"] in rows
    assert ["By language", "Spanish", "Replied", "14"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", " =1+1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_run_becomes_words(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert list(csv.reader(io.StringIO(sheet([["head"], [cell]]), newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["", "5", "<5", "a=b", "Ana", "'x", "3-4"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=4, seconds=10), "4 min 10 s"),
        (timedelta(minutes=11), "11 min"),
        (timedelta(hours=1, minutes=5, seconds=59), "1 h 5 min"),
        (timedelta(days=2, minutes=3), "2 d"),
        (None, "–"),
        (FEW, "<5"),
    ],
)
def test_a_time_is_said_in_two_units_at_most(span: Any, says: str) -> None:
    assert span_of(span) == says
