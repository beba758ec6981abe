"""Reports: pictures say no more than their tables, and a hidden number is never more than its word."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from functions.operations.clinic_reports import Period, Report, Waits, Week, problem_of
from functions.operations.enrollment_fields import Problem
from functions.operations.small_cells import Cell, cells, total
from functions.screens import figures, reports
from functions.screens.numbers import wait_of
from functions.screens.rendering import render
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame

PERIOD = Period(first=date(2026, 3, 2), last=date(2026, 3, 29))
TYPED: dict[str, Any] = {"since": "2026-03-02", "until": "2026-03-29"}


def report(**changes: Any) -> Report:
    made = Report(
        period=PERIOD,
        enrolled=total("enrolled", 87),
        by_track=cells({"early-medication": 51, "early-surgery": 23, "late-induction": 13}),
        by_language=cells({"en": 61, "es": 26}),
        sent=total("sent", 1432, 87),
        delivered=total("delivered", 1391, 87),
        delivered_share=0.971,
        replied=cells({"replied": 71, "not yet": 16}),
        reached=cells({"undeliverable": 6, "reached": 81}),
        check_ins=(
            Week(week=0, asked=total("asked", 160), answered=total("answered", 131), share=0.819),
            Week(week=1, asked=total("asked", 150), answered=total("answered", 98), share=0.653),
        ),
        left=cells({"week 00": 7, "week 02": 9, "stayed": 71}),
        waits=Waits(taken=total("taken", 38, 30), median_seconds=151, ninety_fifth_seconds=483),
        escalations=cells({"crisis: open": 8, "urgent: spoke_to_her": 19, "soon: closed": 31}),
        is_cut=False,
    )
    return replace(made, **changes)


def few(label: str) -> Cell:
    return total(label, 3)


def with_few() -> Report:
    """Three people in all, so that everything is hidden."""
    return report(
        enrolled=few("enrolled"),
        by_track=cells({"early-medication": 2, "early-surgery": 1}),
        by_language=cells({"en": 3}),
        sent=few("sent"),
        delivered=few("delivered"),
        delivered_share=None,
        replied=cells({"replied": 3, "not yet": 0}),
        reached=cells({"undeliverable": 0, "reached": 3}),
        check_ins=(Week(week=0, asked=few("asked"), answered=few("answered"), share=None),),
        left=cells({"week 00": 1, "stayed": 2}),
        waits=Waits(taken=few("taken"), median_seconds=None, ninety_fifth_seconds=None),
        escalations=cells({"crisis: open": 1}),
    )


def html(of: Report | None, **typed: Any) -> str:
    return render("reports.html", frame("reports"), report=reports.shown(of, **{**TYPED, **typed}))


def drawn(one: figures.Figure) -> list[str]:
    beside = [value.says for value in one.lying.values] if one.lying else []
    over = [bar.says.split(": ")[1] for bar in one.upright.bars] if one.upright else []
    return [*beside, *over, *(word.label for word in one.upright.words)] if one.upright else beside


def test_every_number_written_in_a_picture_stands_in_its_table() -> None:
    for one in figures.of(report()):
        table = {cell for row in one.rows for cell in row.cells}
        assert drawn(one), one.key
        assert set(drawn(one)) <= table, one.key


def test_the_page_draws_what_the_builder_placed_and_writes_every_cell() -> None:
    page = Page(html(report()))

    placed = [one.upright or one.lying for one in figures.of(report())]
    assert len(page.all("rect")) == sum(len(one.bars) for one in placed if one)
    written = {cell for one in figures.of(report()) for row in one.rows for cell in (row.name, *row.cells)}
    assert written <= set(page.cells)
    assert {"51", "131", "82 %", "2 min 31 s", "8 min 3 s", "1,432"} <= written


def test_a_hidden_number_is_no_bar_and_stands_nowhere() -> None:
    hidden = figures.of(with_few())
    page = Page(html(with_few()))

    assert {cell for one in hidden for row in one.rows for cell in row.cells} <= {"<5", "hidden"}
    assert page.all("rect") == []
    said = [*(one.says for one in hidden), reports.shown(with_few(), **TYPED).says]
    assert not [one for one in said if re.search(r"\d", one.replace("Fewer than 5", "").replace("week 1", ""))]


def test_a_number_hidden_for_anothers_sake_is_not_said_to_be_anything() -> None:
    """Nobody is out of reach, and that is hidden because three people are few: it must not be said to be some."""
    says = {one.key: one.says for one in figures.of(with_few())}

    assert says["reached"] == "Too few people are counted here to say more."


def test_each_picture_has_a_sentence_above_it() -> None:
    says = {one.key: one.says for one in figures.of(report())}

    assert says["by-track"] == "Most often: Early loss, tablets, 51."
    assert says["texts"] == "1,432 texts were sent. 97 % of them are confirmed as delivered."
    assert says["replied"] == "71 people have written at least once."
    assert says["check-ins"] == "Most were answered in week 1 (82 %), fewest in week 2 (65 %)."
    assert says["waits"] == "Half of what pages somebody was taken within 2 min 31 s."
    assert says["escalations"] == "Some are open still."
    assert all(sentence.endswith(".") for sentence in says.values())


def test_rows_are_named_in_a_nurses_words() -> None:
    names = {one.key: [row.name for row in one.rows] for one in figures.of(report())}

    assert names["by-language"] == ["English", "Spanish"]
    assert names["left"] == ["Week 1", "Week 3", "Stayed"]
    assert names["escalations"] == ["Crisis: open still", "Urgent: spoke to her", "Soon: closed"]


def test_an_empty_report_says_so_and_draws_nothing() -> None:
    nobody = cells({"replied": 0, "not yet": 0})
    empty = report(
        enrolled=total("enrolled", 0),
        by_track=(),
        by_language=(),
        sent=total("sent", 0),
        delivered=total("delivered", 0),
        delivered_share=None,
        replied=nobody,
        reached=nobody,
        check_ins=(),
        left=(),
        waits=Waits(taken=total("taken", 0), median_seconds=None, ninety_fifth_seconds=None),
        escalations=(),
    )

    page = Page(html(empty))

    assert "Nobody was enrolled." in page.text
    assert "Nothing was escalated." in page.text
    assert page.all("rect") == []


def test_weeks_that_cannot_be_keep_what_was_typed_and_say_how_to_mend_it() -> None:
    problem = problem_of(Period(first=date(2026, 3, 3), last=date(2026, 3, 29)))
    assert problem is not None

    page = Page(html(None, since=HOSTILE, problems=[problem]))

    typed = next(one for one in page.all("input") if one.get("name") == "from")
    assert typed["value"] == HOSTILE
    assert typed["type"] == "text"
    assert "from-wrong" in typed["aria-describedby"]
    assert {"href": "#from"} in page.all("a")
    assert "begin it on a Monday" in page.text


def test_the_days_offered_are_whole_weeks() -> None:
    offered = {one["name"]: one for one in Page(html(report())).all("input") if one.get("type") == "date"}

    assert {one["step"] for one in offered.values()} == {"7"}
    assert date.fromisoformat(offered["from"]["min"]).weekday() == 0
    assert date.fromisoformat(offered["to"]["min"]).weekday() == 6


def test_the_download_is_of_the_weeks_that_are_shown() -> None:
    links = [one["href"] for one in Page(html(report(), since="x")).all("a") if "reports.csv" in one["href"]]

    assert links == ["/console/reports.csv?from=2026-03-02&to=2026-03-29"]


def test_a_report_that_could_not_read_everybody_says_so() -> None:
    assert "only the latest of them are counted" in html(report(is_cut=True))
    assert "only the latest of them are counted" not in html(report())


@pytest.mark.parametrize("of", [report(), with_few(), None])
def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag(of: Report | None) -> None:
    cell = Cell(label=HOSTILE, count=None, shown=HOSTILE)
    hostile = replace(of, escalations=(cell,), by_track=(cell,), by_language=(cell,), left=(cell,)) if of else None
    problems = [Problem(field=name, problem=HOSTILE, mend=HOSTILE) for name in ("period", "to", HOSTILE)]

    assert breaks_no_rule(html(hostile, since=HOSTILE, until=HOSTILE, problems=problems))


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (250, "4 min 10 s"),
        (660, "11 min"),
        (3959, "1 h 5 min"),
        (172_980, "2 d"),
        (None, "<5"),
    ],
)
def test_a_wait_is_said_in_two_units_at_most(seconds: int | None, says: str) -> None:
    assert wait_of(seconds, "<5") == says
