"""Laws of staff and log in the console: nobody makes or unmakes somebody above herself, and each act is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions import wiring
from functions.ports_access import Staff
from functions.roles import Role
from functions.sights import Audit
from functions.web.staff_pages import LINES_SHOWN
from tests.shell.browsing import Browser, Front, front
from tests.shell.remembered import NOW

STAFF = "/console/settings/staff"
Desk = tuple[Front, Browser]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with front() as opened:
        yield opened, opened.signed_in(opened.staff(Role.LEAD))


def invited(browser: Browser, **fields: str) -> Browser:
    browser.get(STAFF)
    typed = {"name": "Ana Ruiz", "email": "ana@clinic.example", "role": "nurse", **fields}
    return browser.post(STAFF, {"csrf": browser.csrf, **typed})


def removed(browser: Browser, staff_id: str) -> Browser:
    browser.get(STAFF)
    return browser.post(f"{STAFF}/{staff_id}/remove", {"csrf": browser.csrf})


def roles(desk: Front) -> dict[str, Role]:
    return {one.email: one.role for one in desk.access.staff_of("lakeside")}


def did() -> list[str]:
    return [one.audit.action for one in wiring.world().store.logged("lakeside", before="", limit=9)]


def test_somebody_invited_is_of_the_staff_and_the_log_says_who_did_it(desk: Desk) -> None:
    opened, browser = desk

    invited(browser)

    assert browser.went == f"{STAFF}?done=invited"
    assert roles(opened)["ana@clinic.example"] is Role.NURSE
    assert did()[0] == "invited:nurse"
    page = browser.get("/console/log").body
    assert "invited somebody: nurse" in page
    assert "lead A." in page


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"email": "ana@"}, "email"),
        ({"name": " "}, "name"),
        ({"role": "operator"}, "role"),
        ({"role": ""}, "role"),
        ({"email": "nurse@hillside.example"}, "email"),
    ],
)
def test_an_invitation_that_cannot_be_stands_there_as_typed(desk: Desk, fields: dict[str, str], at: str) -> None:
    opened, browser = desk
    opened.staff(Role.NURSE, "hillside")
    before = roles(opened)

    invited(browser, **fields)

    assert browser.status == 422
    assert f'href="#{at}"' in browser.body
    assert "There is a problem" in browser.body
    assert roles(opened) == before


def test_all_that_is_wrong_with_an_invitation_is_said_at_once_in_the_order_of_the_page(desk: Desk) -> None:
    _, browser = desk

    page = invited(browser, name="", email="", role="operator").body

    led = [page.index(f'href="#{field}"') for field in ("name", "email", "role")]
    assert led == sorted(led)


@pytest.mark.parametrize("role", ["nurse", "lead"])
@pytest.mark.parametrize("whose", [Role.OPERATOR, Role.LEAD])
def test_inviting_somebody_above_or_herself_changes_nobodys_role(desk: Desk, whose: Role, role: str) -> None:
    opened, browser = desk
    other = opened.staff(whose)

    invited(browser, email=f" {other.email.upper()}", role=role)

    assert browser.status == 422
    assert roles(opened)[other.email] is whose


def test_removing_is_asked_once_more_and_signs_her_out_at_once(desk: Desk) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    hers = opened.signed_in(nurse)

    asked = browser.get(f"{STAFF}/{nurse.staff_id}/remove").body
    removed(browser, nurse.staff_id)

    assert "Remove nurse A.?" in asked
    assert browser.went == f"{STAFF}?done=removed"
    assert hers.get("/console").status == 303
    assert nurse.staff_id not in opened.pool.logins
    assert did()[0] == "removed:nurse"


@pytest.mark.parametrize("which", ["herself", "somebody above", "somebody elsewhere", "nobody"])
def test_nobody_removes_herself_or_somebody_above_or_of_another_clinic(desk: Desk, which: str) -> None:
    opened, browser = desk
    of: dict[str, Staff] = {
        "herself": opened.staff(Role.LEAD),
        "somebody above": opened.staff(Role.OPERATOR),
        "somebody elsewhere": opened.staff(Role.NURSE, "hillside"),
    }
    staff_id = of[which].staff_id if which in of else "sub-9999"

    assert browser.get(f"{STAFF}/{staff_id}/remove").status == 404
    assert removed(browser, staff_id).status == 404
    assert f"{STAFF}/{staff_id}/remove" not in browser.get(STAFF).body
    assert all(opened.access.staff(one.staff_id) for one in of.values())


def test_another_clinics_staff_and_log_are_not_shown(desk: Desk) -> None:
    opened, browser = desk
    opened.staff(Role.NURSE, "hillside")
    wiring.world().store.log("hillside", Audit(at=NOW, author="x", action="imported:77"))

    assert "hillside" not in browser.get(STAFF).body
    assert "77" not in browser.get("/console/log").body


def test_the_log_leads_back_page_by_page_to_its_first_line_and_takes_any_cursor(desk: Desk) -> None:
    _, browser = desk
    for at in range(LINES_SHOWN + 1):
        when = NOW + timedelta(minutes=at)
        wiring.world().store.log("lakeside", Audit(at=when, author="machine", action=f"imported:{900 + at}"))

    first = browser.get("/console/log").body
    older = first.partition('href="/console/log?before=')[2].partition('"')[0]
    last = browser.get(f"/console/log?before={older}").body

    assert ("imported people: 950" in first, "imported people: 900" in first) == (True, False)
    assert ("imported people: 900" in last, 'rel="next"' in last) == (True, False)
    assert browser.get(f"/console/log?before={'x' * 5000}").status == 200


def test_one_tap_on_the_staff_page_signs_her_out_on_every_device(desk: Desk) -> None:
    opened, browser = desk
    elsewhere = opened.signed_in(opened.staff(Role.LEAD))
    opened.clock.at += timedelta(seconds=1)
    browser.get(STAFF)

    browser.post("/console/sign-out-everywhere", {"csrf": browser.csrf})

    assert elsewhere.get("/console").status == 303
    assert browser.get("/console").status == 303
