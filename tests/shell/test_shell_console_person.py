"""Laws of her page in the console: what comes is shown as it will come, and her words are never buried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from functions import wiring
from functions.operations.receiving import Arrived, receive
from functions.ports import Commit
from functions.roles import Role
from functions.screens.subjects import subject
from messages.opt_in import OptIn
from schedules.pathways import latest_version, pathway
from schedules.text import Direction, Purpose, TextState
from tests.screens.frames import Page
from tests.shell.browsing import Browser, Front, front
from tests.shell.conftest import HER
from tests.shell.remembered import NOW
from tests.shell.test_shell_console_pages import her

Desk = tuple[Front, Browser]
PICKED_YEAR_26 = "0026-03-01"
"""What a date field sends of somebody who typed 26."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    with front() as opened:
        yield opened, opened.signed_in(opened.staff(Role.NURSE))


def at(part: str = "") -> str:
    return f"/console/people/{her().enrollment_id}{part}"


def posted(browser: Browser, path: str, **fields: str) -> Browser:
    return browser.post(path, {"csrf": browser.csrf, **fields})


def ahead(browser: Browser) -> str:
    return browser.get(at()).body.partition('id="ahead-title"')[2].partition("</section>")[0]


def dots(browser: Browser) -> int:
    return browser.get(at()).body.count('class="dot out"')


def hours(html: str) -> set[int]:
    found = re.findall(r"<strong>[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}, (\d+):\d\d (am|pm)</strong>", html)
    return {int(hour) % 12 + (12 if half == "pm" else 0) for hour, half in found}


def test_what_comes_for_somebody_paused_is_shown_as_planned_and_held(desk: Desk) -> None:
    _, browser = desk
    before, dots_before = ahead(browser), dots(browser)

    posted(browser, at("/pause"))
    paused = ahead(browser)

    assert dots(browser) == dots_before > 10
    assert paused.count("<strong>") == before.count("<strong>")
    assert paused.count("held while paused") == paused.count("<strong>")
    assert "held while paused" not in before
    assert "<br></p>" not in paused
    assert hours(paused) <= set(range(9, 20))


@pytest.mark.parametrize("discreet", ["", "yes"])
def test_her_weeks_say_what_each_text_is_about_and_nothing_by_a_name_of_our_files(desk: Desk, discreet: str) -> None:
    _, browser = desk
    browser.get(at("/amend"))
    browser.post(at("/amend"), {**Page(browser.body).posted(at("/amend")), "discreet": discreet})

    weeks = browser.get(at()).body.partition('id="weeks-title"')[2].partition("</section>")[0]
    says = re.findall(r"<title>(.*?)</title>", weeks)

    about = {
        subject(one.message) for one in pathway("early-medication", latest_version("early-medication")).touchpoints
    }
    assert len(says) > 10
    assert "Sent: the day of the tablets" in says
    assert "To come: asks “Mood, 1 very low to 5 all right”" in says
    assert {one.partition(": ")[2] for one in says} <= about


def test_the_clinics_clock_stands_beside_hers_only_where_it_differs(desk: Desk) -> None:
    opened, browser = desk

    assert " here)" not in ahead(browser)
    browser.get(at("/amend"))
    page = Page(browser.body)
    browser.post(at("/amend"), {**page.posted(at("/amend")), "zone": "America/Chicago"})

    assert "her time" in ahead(browser)
    assert " here)" in ahead(browser)
    assert opened.clock.now() >= NOW


def test_what_is_planned_is_counted_apart_from_what_only_silence_brings(desk: Desk) -> None:
    _, browser = desk

    (planned, reminders) = re.findall(
        r"All: (\d+) planned, and (\d+) only if a question stays unanswered", ahead(browser)
    )[0]

    assert int(planned) + int(reminders) == ahead(browser).count("<strong>")
    assert ahead(browser).count(">only if the question before stays unanswered<") <= int(reminders)


def test_texts_that_were_not_sent_are_one_line_and_her_words_stand_beside_it(desk: Desk) -> None:
    _, browser = desk
    receive(wiring.world(), "lakeside", Arrived(sid="SM1", sender=HER, body="thank you, I am all right"))
    browser.get(at("/end"))
    form = Page(browser.body).posted(at("/end"))

    browser.post(at("/end"), {**form, "ending": "withdraw"})

    unsent = [one for one in wiring.world().store.texts(her()) if one.state is TextState.WITHHELD]
    talk = browser.get(at()).body.partition('id="talk"')[2].partition("</section>")[0]
    assert len(unsent) > 10
    assert f"<summary>{len(unsent)} planned texts were not sent: her texts have ended</summary>" in talk
    assert "thank you, I am all right" in talk.partition("<details>")[0]
    assert talk.count('class="bubble') < 5
    assert not re.search(r"\((ask|care|check) ", talk)
    assert "heard as an answer or a thank-you" in talk
    assert all(one.direction is Direction.OUT for one in unsent)


def test_what_is_shown_before_it_is_done_can_be_gone_back_to_and_loading_it_does_nothing(desk: Desk) -> None:
    _, browser = desk
    moved = {"tablets_on": f"{NOW.date() - timedelta(days=1)}", "do": "calendar"}
    browser.get(at("/dates"))
    browser.post(at("/dates"), {**Page(browser.body).posted(at("/dates")), **moved})
    shown = browser.went
    before = wiring.world().store.enrollment(her())

    loaded = [browser.get(shown).status for _ in range(2)]

    assert re.fullmatch(rf"{at('/dates')}\?form=[A-Za-z0-9_-]{{43}}", shown)
    assert loaded == [200, 200]
    assert "What she will get then" in browser.body
    assert wiring.world().store.enrollment(her()) == before
    browser.post(at("/dates"), {**Page(browser.body).posted(at("/dates")), "do": "done"})
    assert "done=moved" in browser.went
    assert browser.get(shown).status in {200, 422}


@pytest.mark.parametrize(
    ("part", "changes", "says"),
    [("/amend", {"zone": "Mars"}, "time zone"), ("/end", {}, "Nothing is chosen")],
)
def test_what_was_wrong_can_be_gone_back_to_and_loading_it_changes_nothing(
    desk: Desk, part: str, changes: dict[str, str], says: str
) -> None:
    _, browser = desk
    browser.get(at(part))
    browser.post(at(part), {**Page(browser.body).posted(at(part)), **changes})
    shown, before = browser.went, wiring.world().store.enrollment(her())

    statuses = [browser.get(shown).status for _ in range(2)]

    assert statuses == [422, 422]
    assert says in browser.body
    assert wiring.world().store.enrollment(her()) == before


def test_words_that_were_looked_at_can_be_gone_back_to_and_are_sent_once(desk: Desk) -> None:
    _, browser = desk
    browser.get(at())
    browser.post(at("/write"), {**Page(browser.body).posted(at("/write")), "body": "We call you at five."})
    shown = browser.went

    for _ in range(2):
        browser.get(shown)
        browser.post(at("/write"), {**Page(browser.body).posted(at("/write")), "do": "send"})

    written = [one.body for one in wiring.world().store.texts(her()) if one.purpose is Purpose.STAFF]
    assert written == ["We call you at five."]
    assert browser.get(at("/write")).went == at()


def test_a_year_of_two_digits_in_a_date_field_is_named_as_that(desk: Desk) -> None:
    _, browser = desk
    browser.get(at("/dates"))
    form = Page(browser.body).posted(at("/dates"))

    browser.post(at("/dates"), {**form, "tablets_on": PICKED_YEAR_26, "do": "calendar"})
    browser.get(browser.went)

    assert browser.status == 422
    assert "Day of the second tablets has a year of two digits. Write all of the year, like 2026-03-14." in browser.body


@pytest.mark.parametrize("day", [NOW.date() + timedelta(days=1), NOW.date() - timedelta(weeks=20)])
def test_a_date_that_cannot_be_is_named_by_what_it_is(desk: Desk, day: object) -> None:
    _, browser = desk
    browser.get(at("/dates"))
    form = Page(browser.body).posted(at("/dates"))

    browser.post(at("/dates"), {**form, "tablets_on": str(day), "do": "calendar"})
    browser.get(browser.went)

    assert "Day of the second tablets is not a date of the last twelve weeks up to today." in browser.body
    assert "On is not" not in browser.body


def test_a_year_of_two_digits_enrolls_nobody_and_says_so(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/enroll")

    posted(browser, "/console/enroll", track="early-medication", tablets_on=PICKED_YEAR_26, do="calendar")
    browser = browser.get(browser.went) if browser.went else browser

    assert "has a year of two digits" in browser.body
    assert "twelve weeks ago" not in browser.body


def test_a_topic_she_chose_that_the_clinic_does_not_write_about_says_so(desk: Desk) -> None:
    _, browser = desk
    store = wiring.world().store
    one = store.enrollment(her())
    assert one is not None
    chosen = replace(one, version=one.version + 1, person=replace(one.person, topics=frozenset({OptIn.DATES})))
    store.commit(Commit(enrollment=chosen))
    assert "(kept;" not in browser.get(at()).body
    clinic, digest = store.settings(one.clinic_id) or pytest.fail("no clinic")

    store.replace_clinic(replace(clinic, topics=frozenset()), expected=digest)

    assert "Dates that may hurt (kept; this clinic does not write about it now)" in browser.get(at()).body
