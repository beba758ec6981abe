"""Laws of the settings in the console: seen before saved, never over what somebody else changed, nothing typed lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions import wiring
from functions.roles import Role
from schedules.clinic import Clinic
from tests.screens.frames import Page
from tests.shell.browsing import Browser, Front, front

SETTINGS = "/console/settings"
Desk = tuple[Front, Browser]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with front() as opened:
        yield opened, opened.signed_in(opened.staff(Role.LEAD))


def stored() -> Clinic:
    clinic = wiring.world().store.clinic("lakeside")
    assert clinic is not None
    return clinic


def form(browser: Browser, **typed: str) -> dict[str, str]:
    """As the page that is shown would be sent, with these typed over it."""
    return {**Page(browser.body).posted(SETTINGS), **typed}


def did() -> list[str]:
    return [one.audit.action for one in wiring.world().store.logged("lakeside", before="", limit=9)]


def test_an_absence_that_is_over_when_it_is_typed_is_refused_and_one_that_ended_meanwhile_stands(desk: Desk) -> None:
    opened, browser = desk
    browser.get(SETTINGS)

    browser.post(SETTINGS, form(browser, **{"ladder.0.out_until": "2020-01-01T08:00", "do": "look"}))
    refused = (browser.status, "the day until which she is away is over" in browser.body)
    soon = f"{opened.clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    browser.post(SETTINGS, form(browser, **{"ladder.0.out_until": soon, "do": "save"}))
    opened.clock.at += timedelta(days=3)
    opened.signed_in(opened.staff(Role.LEAD), browser)
    browser.get(SETTINGS)
    browser.post(SETTINGS, form(browser, name="Elm Clinic", do="save"))

    assert refused == (422, True)
    assert stored().name == "Elm Clinic"
    assert stored().ladder[0].out_until is not None


def test_sending_all_but_one_away_is_warned_of_before_it_is_saved_and_seen_beside_the_test(desk: Desk) -> None:
    opened, browser = desk
    until = f"{opened.clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    away = {f"ladder.{at}.out_until": until for at in range(1, len(stored().ladder))}
    first = stored().ladder[0].contact_id
    browser.get(SETTINGS)

    browser.post(SETTINGS, form(browser, **away, do="look"))
    warned = f"After this only {first} is there now" in browser.body
    browser.post(SETTINGS, form(browser, do="save"))

    assert warned
    assert browser.get(SETTINGS).body.count(": passed over)") == len(away)


def test_a_change_is_looked_at_first_and_stored_with_the_button(desk: Desk) -> None:
    _, browser = desk
    browser.get(SETTINGS)

    browser.post(SETTINGS, form(browser, **{"name": "Elm Clinic", "ladder.1.phone": "(202) 555-0177", "do": "look"}))
    looked = ("Elm Clinic" in browser.body, "Save these changes" in browser.body, stored().name)
    browser.post(SETTINGS, form(browser, do="save"))

    assert looked == (True, True, "Lakeside Clinic")
    assert browser.went == f"{SETTINGS}?done=saved"
    assert (stored().name, stored().ladder[1].phone) == ("Elm Clinic", "+12025550177")
    assert did()[0] == "settings:ladder+name"


def test_what_cannot_be_stands_there_as_typed_beside_what_is_wrong(desk: Desk) -> None:
    _, browser = desk
    browser.get(SETTINGS)
    typed = {"thresholds.fever_celsius": "41", "ladder.0.phone": "12", "hours.opens": "half past"}

    browser.post(SETTINGS, form(browser, **typed, do="look"))

    assert browser.status == 422
    for mend in ("write a time like 08:30", "within its bounds", "like (202) 555-0143 or +12025550143"):
        assert mend in browser.body
    for name, value in typed.items():
        assert f'id="{name}-wrong"' in browser.body
        assert f'value="{value}"' in browser.body
    assert stored().hours.opens.hour == 8
    assert stored().hours.opens.minute == 30


@pytest.mark.parametrize("do", ["look", "save"])
def test_what_somebody_else_changed_meanwhile_stands_beside_what_was_typed(desk: Desk, do: str) -> None:
    opened, browser = desk
    other = opened.signed_in(opened.staff(Role.OPERATOR))
    browser.get(SETTINGS)
    mine = form(browser, name="Elm Clinic")
    other.get(SETTINGS)
    other.post(SETTINGS, form(other, phone="202-555-0177", do="save"))

    browser.post(SETTINGS, {**mine, "do": do})
    told = (browser.status, "Somebody else changed the settings meanwhile" in browser.body, stored().name)
    browser.post(SETTINGS, form(browser, phone="202-555-0177", do="save"))

    assert told == (409, True, "Lakeside Clinic")
    assert (stored().name, stored().phone) == ("Elm Clinic", "202-555-0177")


def test_the_buttons_of_the_ladder_store_nothing_and_keep_what_was_typed(desk: Desk) -> None:
    _, browser = desk
    browser.get(SETTINGS)

    browser.post(SETTINGS, form(browser, name="half typ", do="up.1"))
    browser.post(SETTINGS, form(browser, do="add"))

    typed = form(browser)
    assert [typed[f"ladder.{at}.contact_id"] for at in range(3)] == ["lead", "nurse", ""]
    assert typed["name"] == "half typ"
    assert [one.contact_id for one in stored().ladder] == ["nurse", "lead"]


def test_what_she_typed_when_her_session_ended_is_there_again(desk: Desk) -> None:
    opened, browser = desk
    browser.get(SETTINGS)
    typed = form(browser, name="half typ", do="look")
    opened.clock.at += timedelta(hours=1)

    browser.post(SETTINGS, typed)
    opened.signs_in(opened.staff(Role.LEAD), browser)

    assert form(browser)["name"] == "half typ"


def test_a_nurse_reads_them_and_finds_nothing_to_change(desk: Desk) -> None:
    opened, _ = desk
    browser = opened.signed_in(opened.staff(Role.NURSE))

    page = Page(browser.get(SETTINGS).body)

    assert "Lakeside Clinic" in page.text
    assert {one["action"] for one in page.all("form")} <= {"/console/sign-out", "/console/sign-out-everywhere"}
    assert [one["href"] for one in page.all("a") if one["href"] in {f"{SETTINGS}/staff", "/console/log"}] == []


def test_ringing_the_ladder_pages_the_first_on_call_and_now_shows_it(desk: Desk) -> None:
    _, browser = desk
    browser.get(SETTINGS)

    browser.post(f"{SETTINGS}/ring-test", {"csrf": browser.csrf})

    assert browser.went == f"{SETTINGS}?done=rung"
    assert "The ladder is ringing" in browser.get(browser.went).body
    assert "A test of the ladder: nobody needs you" in browser.get("/console").body
    assert browser.get("/console/people").status == 200


def test_what_concerns_the_clinic_alone_is_no_persons_page_and_the_log_leads_to_none(desk: Desk) -> None:
    _, browser = desk
    browser.get(SETTINGS)
    csrf = browser.csrf
    browser.post(f"{SETTINGS}/ring-test", {"csrf": csrf})
    (one,) = wiring.world().store.inbox("lakeside")
    at = f"/console/people/{one.ref.enrollment_id}"

    page = Page(browser.get("/console/log").body)

    assert "rang the ladder as a test" in page.cells
    assert "the clinic" in page.cells
    assert not [one for one in page.all("a") if one.get("href") == at]
    for path in ("", "/beat", "/news", "/write", "/amend", "/dates", "/switch", "/end"):
        assert browser.get(f"{at}{path}").status == 404
    for path in ("/pause", "/resume", "/write", "/mark"):
        assert browser.post(f"{at}{path}", {"csrf": csrf}).status == 404
