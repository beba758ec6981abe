"""Signing in to the console: only the browser that was sent away, only by this pool, only who is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from functions import console
from functions.operations.signing_in import HOME, begin, inside, riddle_in
from functions.operations.staffing import Invitation, NotInvited, invite, misfits, remove
from functions.ports_access import PoolDown
from functions.roles import Role
from tests.shell.browsing import LEFT, SESSION, Browser, Front, front


@pytest.fixture
def desk() -> Iterator[Front]:
    with front() as opened:
        yield opened


def test_she_is_sent_to_the_pool_and_comes_back_to_the_page_she_wanted(desk: Front) -> None:
    browser = Browser().get("/console")
    assert (browser.status, browser.went) == (303, "https://sign-in.example/logout?again")

    desk.signs_in(desk.staff(), browser)

    assert (browser.status, "Lakeside Clinic" in browser.body, "nurse A." in browser.body) == (200, True, True)
    assert set(browser.cookies) == {SESSION}


def test_nobody_reaches_the_pool_without_having_signed_out_there(desk: Front) -> None:
    assert Browser().get("/console/sign-in").went == desk.pool.anew()


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://pool.example/other"},
        {"aud": "another client"},
        {"token_use": "access"},
        {"nonce": "another sign-in"},
        {"exp": 0},
        {"exp": "never"},
        {"exp": None},
        {"sub": "somebody not on record"},
        {"custom:clinic": "hillside"},
        {"cognito:groups": ["operator"]},
        {"cognito:groups": None},
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_opens_nothing(desk: Front, wrong: dict[str, Any]) -> None:
    browser = Browser().get("/console")

    desk.signs_in(desk.staff(), browser, **wrong)

    assert browser.status == 403
    assert SESSION not in browser.cookies


def test_a_code_is_worth_nothing_in_another_browser_or_twice(desk: Front) -> None:
    hers, thiefs = Browser().get("/console"), Browser().get("/console")
    asked = dict(parse_qsl(urlsplit(hers.get("/console/sign-in").went).query))
    ends_at = desk.clock.now() + timedelta(minutes=5)
    code = desk.pool.comes_back(desk.staff().staff_id, asked, ends_at)
    address = f"/console/signed-in?{urlencode({'code': code, 'state': asked['state']})}"
    again = Browser(cookies=dict(hers.cookies))

    assert thiefs.get(address).status == 403
    assert hers.get(address).status == 303
    assert again.get(address).status == 403


@pytest.mark.parametrize("state", ["another", "", "é"])
def test_an_answer_to_another_riddle_opens_nothing(desk: Front, state: str) -> None:
    browser = Browser().get("/console")
    asked = dict(parse_qsl(urlsplit(browser.get("/console/sign-in").went).query))
    code = desk.pool.comes_back(desk.staff().staff_id, asked, desk.clock.now() + timedelta(minutes=5))

    assert browser.get(f"/console/signed-in?{urlencode({'code': code, 'state': state})}").status == 403
    assert SESSION not in browser.cookies


def test_a_slower_second_window_finds_her_signed_in(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())

    assert browser.get("/console/signed-in?code=late&state=late").went == HOME
    assert browser.get(HOME).status == 200


def test_signing_out_ends_the_session_and_goes_by_the_pool(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    kept = dict(browser.cookies)

    browser.post("/console/sign-out", {"csrf": browser.csrf})

    assert browser.went == desk.pool.farewell()
    assert set(browser.cookies) == {LEFT}
    assert Browser(cookies=dict(browser.cookies)).get("/console").status == 303
    assert Browser(cookies={SESSION: browser.cookies[LEFT]}).get("/console").status == 303
    assert Browser(cookies=kept).get("/console").status == 303
    assert browser.get("/console/signed-out").status == 200


def test_whoever_wants_to_leave_after_her_session_ended_is_let_go(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    csrf = browser.csrf
    desk.clock.at += timedelta(hours=3)

    assert browser.post("/console/sign-out", {"csrf": csrf}).went == desk.pool.farewell()


def test_no_page_elsewhere_signs_her_out(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    csrf = browser.csrf

    assert browser.post("/console/sign-out", {"csrf": csrf}, origin="https://evil.example").status == 403
    assert browser.post("/console/sign-out", {"csrf": "x"}).status == 403
    assert browser.get("/console").status == 200


def test_signing_out_everywhere_ends_every_browser_of_hers_and_nobody_elses(desk: Front) -> None:
    staff, other = desk.staff(), desk.staff(Role.LEAD)
    phone, laptop, lead = desk.signed_in(staff), desk.signed_in(staff), desk.signed_in(other)

    laptop.post("/console/sign-out-everywhere", {"csrf": laptop.csrf})

    assert [one.get("/console").status for one in (phone, laptop, lead)] == [303, 303, 200]
    desk.clock.at += timedelta(seconds=1)
    assert desk.signed_in(staff, phone).status == 200


@pytest.mark.parametrize(
    "strange",
    [
        "https://evil.example",
        "//evil.example",
        "/console//evil",
        "/console/../x",
        "/consolex",
        "",
        "/v1/x",
        "/console/a\n",
    ],
)
def test_a_link_of_ours_leads_to_the_console_only(strange: str) -> None:
    assert inside(strange) == HOME
    riddle = riddle_in(replace(begin(HOME), back=strange).cookie)
    assert riddle is not None
    assert riddle.back == HOME
    assert inside("/console/people/e1?week=2") == "/console/people/e1?week=2"


@pytest.mark.parametrize("cookie", ["", "a", "a.b", "..", "a.b.c.d", ".Y.", "a.\u00e9.c", "a.gg==.c"])
def test_a_riddle_of_nobodys_is_none_or_leads_home(cookie: str) -> None:
    riddle = riddle_in(cookie)

    assert riddle is None or riddle.back == HOME


def test_every_answer_forbids_what_no_page_of_ours_does(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    for path in ("/console", "/console/signed-out", "/console/nowhere", "/console/sign-in"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]

        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "form-action 'self' https://sign-in.example;" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", browser.body)


def test_cookies_are_for_this_host_alone_and_for_no_script(desk: Front) -> None:
    event: dict[str, Any] = {
        "rawPath": "/console",
        "headers": {},
        "requestContext": {"http": {"method": "GET"}},
    }

    cookies = console.handler(event, None)["cookies"]

    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_a_file_is_kept_for_a_year_under_the_name_of_its_content(desk: Front) -> None:
    browser = Browser().get("/console/signed-out")
    path = browser.body.partition('rel="stylesheet" href="')[2].partition('"')[0]

    assert browser.get(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.headers["Content-Type"].startswith("text/css")
    for other in ("/console/static/console.css", f"{path}x", "/console/static/../console.py", "/console/static/"):
        assert browser.get(other).status == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [("a=1", "application/json"), ("a=1", "text/plain"), ("a=1", "multipart/form-data"), ("%ff=%fe", None)],
)
def test_what_no_form_of_ours_sends_is_refused(desk: Front, body: str, kind: str | None) -> None:
    browser = desk.signed_in(desk.staff())

    answer = console.handler(
        {
            "rawPath": "/console/sign-out-everywhere",
            "headers": {"content-type": kind or "application/x-www-form-urlencoded"},
            "cookies": [f"{SESSION}={browser.cookies[SESSION]}"],
            "requestContext": {"http": {"method": "POST"}},
            "body": body,
        },
        None,
    )

    assert answer["statusCode"] in (400, 403)
    assert browser.get("/console").status == 200


def test_a_pool_that_is_down_is_said_plainly(desk: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise PoolDown("redeem a code")

    monkeypatch.setattr(desk.pool, "redeem", down)

    assert desk.signs_in(desk.staff(), Browser().get("/console")).status == 503


@pytest.mark.parametrize(
    ("email", "name", "why"),
    [
        ("", "Ana", NotInvited.EMAIL),
        ("ana", "Ana", NotInvited.EMAIL),
        ("ana@lake side.example", "Ana", NotInvited.EMAIL),
        ("ana@lakeside.example,b@c.example", "Ana", NotInvited.EMAIL),
        ("ana@lakeside.example", "  ", NotInvited.NAME),
        ("ana@lakeside.example", "A\x00na", NotInvited.NAME),
        ("ana@lakeside.example", "A" * 81, NotInvited.NAME),
    ],
)
def test_an_invitation_that_could_not_arrive_is_not_sent(desk: Front, email: str, name: str, why: NotInvited) -> None:
    invitation = Invitation(email=email, name=name, role=Role.NURSE)

    assert invite(desk.access, desk.pool, "lakeside", invitation, desk.clock.now()) is why
    assert desk.pool.logins == {}


def test_every_misfit_of_an_invitation_is_named_at_once() -> None:
    assert misfits("", " ") == (NotInvited.EMAIL, NotInvited.NAME)
    assert misfits(" ANA@lakeside.example ", "Ana  Ruiz") == ()


def test_inviting_twice_is_once_and_changes_the_role(desk: Front) -> None:
    nurse = desk.staff()
    again = Invitation(email=" NURSE@lakeside.example ", name="nurse  A.", role=Role.LEAD)

    assert invite(desk.access, desk.pool, "lakeside", again, desk.clock.now()) == replace(nurse, role=Role.LEAD)
    assert desk.pool.logins[nurse.staff_id].roles == {Role.LEAD}
    assert desk.signed_in(desk.access.staff_of("lakeside")[0]).status == 200


def test_an_address_of_another_clinic_is_not_taken_over(desk: Front) -> None:
    theirs = desk.staff(clinic_id="hillside")
    mine = Invitation(email=theirs.email, name="X", role=Role.OPERATOR)

    assert invite(desk.access, desk.pool, "lakeside", mine, desk.clock.now()) is NotInvited.ELSEWHERE
    assert not remove(desk.access, desk.pool, "lakeside", theirs.staff_id)
    assert "not set up" in desk.signed_in(theirs).body


def test_whoever_is_removed_is_out_even_while_the_pool_is_down(desk: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)

    def down(_: str) -> None:
        raise PoolDown("remove")

    with monkeypatch.context() as patch:
        patch.setattr(desk.pool, "remove", down)
        with pytest.raises(PoolDown):
            remove(desk.access, desk.pool, "lakeside", staff.staff_id)

    assert browser.get("/console").status == 303
    remove(desk.access, desk.pool, "lakeside", staff.staff_id)
    assert desk.pool.logins == {}
