"""Laws of Reports and Words in the console: whole weeks of everybody, and every text as it goes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from functions import wiring
from functions.operations.clinic_reports import Report, report, whole_weeks
from functions.operations.enrolling import Made, enroll
from functions.operations.enrollment_fields import Problem
from functions.roles import Role
from infra.local.sample import sample_clinic
from infra.pocket import Turned, sample_form
from schedules.escalation import Ending, EscalationState
from schedules.pathways import released
from tests.screens.frames import Page
from tests.shell.browsing import Browser, front
from tests.shell.remembered import NOW
from tests.shell.test_shell_reports import WEEK, clinic_with, her, made_of, over, shown

REPORTS, WORDS = "/console/reports", "/console/words"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with front() as opened:
        yield opened.signed_in(opened.staff(Role.NURSE))


def enrolled(people: int) -> None:
    for number in range(people):
        form = sample_form(NOW, phone=f"+1202555{3000 + number}")
        assert isinstance(enroll(wiring.world(), sample_clinic(), form, key=f"k{number}", by="desk"), Made)


def weeks_pass(weeks: int) -> None:
    clock = wiring.world().time
    assert isinstance(clock, Turned)
    clock.at += timedelta(weeks=weeks)


def test_without_a_choice_the_last_twelve_whole_weeks_are_shown(browser: Browser) -> None:
    enrolled(6)
    weeks_pass(1)

    page = Page(browser.get(REPORTS).body)

    assert "7 people were enrolled" in page.text
    assert "7" in page.cells
    chosen = page.posted(REPORTS)
    assert (chosen["from"], chosen["to"]) == ("2025-12-15", "2026-03-08")


def test_the_sheet_has_the_numbers_of_the_page(browser: Browser) -> None:
    enrolled(6)
    weeks_pass(1)

    body = browser.get(f"{REPORTS}.csv?from=2026-03-02&to=2026-03-08").body

    assert browser.headers["Content-Disposition"] == 'attachment; filename="report-2026-03-02-2026-03-08.csv"'
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))
    assert ["enrolled", "", "7", ""] in rows


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-03-03",
        "from=2026-03-02&to=2026-03-07",
        "from=2026-03-09&to=2026-03-08",
        "from=2020-01-06",
        "from=2026-03-02&to=2026-03-15",
        "from=yesterday",
        "from=9999-12-27&to=9999-12-31",
        "to=0001-01-01",
    ],
)
@pytest.mark.parametrize("path", [REPORTS, f"{REPORTS}.csv"])
def test_other_weeks_are_refused_with_a_mend_and_show_no_number(browser: Browser, path: str, query: str) -> None:
    enrolled(6)
    weeks_pass(1)

    browser.get(f"{path}?{query}")

    assert browser.status == 422
    assert "There is a problem" in browser.body
    assert "7 people" not in browser.body


def test_a_week_that_goes_on_is_in_no_report(browser: Browser) -> None:
    made = report(wiring.world(), sample_clinic(), whole_weeks(NOW.date() + timedelta(weeks=1), 1))

    assert isinstance(made, Problem)
    assert isinstance(report(wiring.world(), sample_clinic(), whole_weeks(NOW.date(), 1)), Report)


def test_a_matter_counts_by_how_whoever_closed_it_said_it_ended() -> None:
    ended = [replace(over(number, 5), outcome=Ending.SPOKE_TO_HER) for number in range(6)]
    unsaid = [over(number, 5) for number in range(10, 15)]
    still = [replace(over(number, 5), closed_at=None, state=EscalationState.OPEN) for number in range(20, 25)]
    people = [her(number, escalations=(one,)) for number, one in enumerate((*ended, *unsaid, *still))]

    found = shown(made_of(clinic_with(*people), WEEK).escalations)

    assert found == {"urgent: closed": "5", "urgent: open": "5", "urgent: spoke_to_her": "6"}


def test_every_pathway_can_be_read_in_every_language(browser: Browser) -> None:
    browser.get(WORDS)
    paths = [one["href"] for one in Page(browser.body).all("a") if one["href"].startswith(f"{WORDS}/")]

    assert len(paths) == 2 * len({key for key, _ in released()})
    for path in paths:
        assert browser.get(path).status == 200, path
        assert "Lakeside Clinic" in browser.body


def test_words_of_no_pathway_are_missing_and_of_no_language_are_english(browser: Browser) -> None:
    assert browser.get(f"{WORDS}/late-magic").status == 404
    assert 'lang="en"' in browser.get(f"{WORDS}/early-surgery?lang=xx").body
