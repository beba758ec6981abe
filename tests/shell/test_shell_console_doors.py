"""Every page of the console, tried as nobody, expired, tampered, of another clinic, removed and in a lower role."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from functions import console
from functions.adapters.memory import MemoryStore
from functions.api.table import operations
from functions.operations.acting import Contended
from functions.operations.refusing import Refusal, Why
from functions.operations.refusing import refused as refused_at_the_door
from functions.operations.sessions import IDLE, LIFE, SEEN_EVERY
from functions.operations.signing_in import riddle_in
from functions.ports import SecretsDown, StoreDown
from functions.roles import Permission, Role
from functions.sights import Audit
from functions.web.exchange import Answer, Request, page
from functions.web.routes import Guarded, Open
from infra.pocket import Turned
from tests.shell.browsing import DRAFT, ORIGIN, RIDDLE, SESSION, Browser, Front, front
from tests.shell.conftest import listened

NAV = r'<li><a href="([^"]+)"'
JUST_BEFORE = timedelta(seconds=1)


@pytest.fixture
def desk() -> Iterator[Front]:
    """The console with a page more for each permission and method."""
    asking = replace(planted(Permission.READ, "GET"), pattern="/console/asking", keeps_awake=False)
    pages = [planted(needs, method) for needs in Permission for method in ("GET", "POST")]
    with front((asking, *pages)) as opened:
        yield opened


def planted(needs: Permission, method: str) -> Guarded:
    def run(request: Request, _: object) -> Answer:
        return page(f"done {request.draft} {request.draft.fields if request.draft else ()}")

    return Guarded(method=method, pattern=f"/console/planted/{{one}}/{needs.value}", needs=needs, run=run)


def guarded() -> list[Guarded]:
    return [route for route in console.routes() if isinstance(route, Guarded)]


def address(route: Guarded) -> str:
    return re.sub(r"\{[a-z_]+\}", "e1", route.pattern)


def knock(browser: Browser, route: Guarded, csrf: str = "x") -> Browser:
    path = address(route)
    return browser.get(path) if route.method == "GET" else browser.post(path, {"csrf": csrf})


def refused(browser: Browser) -> bool:
    return browser.status == 403 or browser.went.startswith("https://sign-in.example/logout")


def without_cookie(_: Front, browser: Browser) -> None:
    browser.cookies.clear()


def with_another_secret(_: Front, browser: Browser) -> None:
    value = browser.cookies[SESSION]
    browser.cookies[SESSION] = value[:-1] + ("A" if value[-1] != "A" else "B")


def as_somebody_else(desk: Front, browser: Browser) -> None:
    other = desk.staff(Role.LEAD)
    browser.cookies[SESSION] = f"{other.staff_id}.{browser.cookies[SESSION].partition('.')[2]}"


def with_nonsense(_: Front, browser: Browser) -> None:
    browser.cookies[SESSION] = "' OR 1=1 --"


def idle(desk: Front, _: Browser) -> None:
    desk.clock.at += IDLE + SEEN_EVERY


def removed(desk: Front, _: Browser) -> None:
    desk.access.remove_staff("lakeside", desk.staff().staff_id)


def signed_out_everywhere(desk: Front, _: Browser) -> None:
    desk.access.sign_out(desk.staff().staff_id, desk.clock.now())


def moved_to_another_clinic(desk: Front, _: Browser) -> None:
    desk.access.save_staff(replace(desk.staff(), clinic_id="hillside"))


@pytest.mark.parametrize(
    "spoil",
    [
        without_cookie,
        with_another_secret,
        as_somebody_else,
        with_nonsense,
        idle,
        removed,
        signed_out_everywhere,
        moved_to_another_clinic,
    ],
)
def test_without_a_session_that_stands_every_page_is_closed(
    desk: Front, spoil: Callable[[Front, Browser], None]
) -> None:
    for route in guarded():
        browser = desk.signed_in(desk.staff())
        csrf = browser.csrf
        spoil(desk, browser)

        assert refused(knock(browser, route, csrf)), route
        assert "done" not in browser.body


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_to_those_whose_role_has_what_it_needs_and_to_nobody_else(desk: Front, role: Role) -> None:
    staff = desk.staff(role)
    for route in guarded():
        browser = desk.signed_in(staff)
        may = route.needs is None or role.may(route.needs)

        assert (knock(browser, route, browser.csrf).status != 403) is may, route


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ""},
        {"origin": "null"},
        {"origin": "https://texts.example.org.evil.example"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(desk: Front, headers: dict[str, str]) -> None:
    for route in (one for one in guarded() if one.method == "POST"):
        browser = desk.signed_in(desk.staff(Role.OPERATOR))
        csrf = browser.csrf
        path = address(route)

        assert browser.post(path, {"csrf": csrf}, **headers).status == 403
        assert browser.post(path, {"csrf": csrf}).status != 403


@pytest.mark.parametrize("token", ["", "x", "\ud800", "A" * 43])
def test_a_form_without_the_token_of_this_session_changes_nothing(desk: Front, token: str) -> None:
    browser = desk.signed_in(desk.staff(Role.OPERATOR))
    theirs = desk.signed_in(desk.staff(Role.LEAD)).csrf
    for route in (one for one in guarded() if one.method == "POST"):
        path = address(route)

        assert browser.post(path, [("csrf", token.encode(errors="replace"))]).status == 403
        assert browser.post(path, {"csrf": theirs}).status == 403


def test_htmx_sends_the_token_in_a_header(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())

    told = browser.post("/console/planted/e1/act", (), **{"x-csrf-token": browser.csrf, "hx-request": "true"})

    assert (told.status, "done" in told.body) == (200, True)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_page_asks_by_itself_after_the_session_ended_takes_no_page_away(desk: Front, method: str) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    csrf = browser.csrf
    idle(desk, browser)
    kept = dict(browser.cookies)
    asking = {"hx-request": "true", "hx-current-url": f"{ORIGIN}/console/planted/e1/read?x=1"}

    if method == "GET":
        browser.get("/console/planted/e1/read", **asking)
    else:
        browser.post("/console/planted/e1/act", {"csrf": csrf, "note": "half a wo"}, **asking)

    assert (browser.status, browser.went, browser.cookies) == (200, "", kept)
    assert browser.headers["HX-Reswap"] == "none"
    assert 'hx-target="#signed-out"' in browser.body
    assert 'href="/console/sign-in?back=/console/planted/e1/read"' in browser.body
    assert "done" not in browser.body
    browser.post("/console/planted/e1/act", {"csrf": csrf, "note": "a whole word"})
    assert "a whole word" in desk.signs_in(staff, browser).body


def test_a_session_ends_when_nobody_is_there_and_however_busy_she_is_after_half_a_day(desk: Front) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    began = desk.clock.at
    while desk.clock.at - began < LIFE - IDLE:
        desk.clock.at += IDLE - SEEN_EVERY - JUST_BEFORE
        assert browser.get("/console").status == 200
    desk.clock.at = began + LIFE - JUST_BEFORE
    assert browser.get("/console").status == 200
    desk.clock.at = began + LIFE

    assert refused(browser.get("/console"))


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())

    for _ in range(3):
        desk.clock.at += IDLE / 3
        last = browser.get("/console/asking")

    assert refused(last)


def test_what_she_typed_when_her_session_ended_is_shown_again_once(desk: Front) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    typed = [("name", "Zoë"), ("topic", "a"), ("topic", "b"), ("csrf", browser.csrf)]
    idle(desk, browser)

    browser.post("/console/planted/e1/act", typed)
    shown = desk.signs_in(staff, browser)

    assert shown.body.endswith("(('name', 'Zoë'), ('topic', 'a'), ('topic', 'b'))")
    assert "fields=" not in shown.body  # what she typed stays out of every repr
    assert "Draft(" not in browser.get("/console/planted/e1/act").body


@pytest.mark.parametrize("how", ["here", "everywhere", "and was sent to sign in", "in time and was sent to sign in"])
def test_what_was_typed_is_shown_again_after_she_signed_out_in_another_window(desk: Front, how: str) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    csrf = browser.csrf
    if how == "in time and was sent to sign in":
        idle(desk, browser)
    else:
        browser.post(f"/console/sign-out{'-everywhere' if how == 'everywhere' else ''}", {"csrf": csrf})
    if "sent to sign in" in how:
        browser.get("/console")

    browser.post("/console/planted/e1/act", {"note": "Zoë", "csrf": csrf})
    shown = desk.signs_in(staff, browser)

    assert shown.body.endswith("(('note', 'Zoë'),)")
    assert set(browser.cookies) == {SESSION}


@pytest.mark.parametrize("why", ["another person", "a forged form", "from elsewhere", "removed"])
def test_what_was_typed_before_a_sign_out_is_shown_to_nobody_else(desk: Front, why: str) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    csrf = browser.csrf
    browser.post("/console/sign-out", {"csrf": csrf})
    if why == "removed":
        desk.access.remove_staff("lakeside", staff.staff_id)
    origin = "https://evil.example" if why == "from elsewhere" else ORIGIN

    token = "forged" if why == "a forged form" else csrf
    browser.post("/console/planted/e1/act", {"note": "Zoë", "csrf": token}, origin=origin)
    desk.signs_in(desk.staff(Role.LEAD) if why in {"another person", "removed"} else staff, browser)
    again = browser.get("/console/planted/e1/act")

    assert again.status == 200
    assert "Draft(" not in again.body


def test_a_form_that_met_no_session_says_that_it_was_not_done_and_one_from_elsewhere_says_nothing() -> None:
    with front((planted(Permission.ACT, "GET"), planted(Permission.ACT, "POST"))):
        origins = (ORIGIN, "https://evil.example")
        browsers = [Browser().post("/console/planted/e1/act", {"csrf": "x"}, origin=one) for one in origins]

    riddles = [riddle_in(one.cookies[RIDDLE]) for one in browsers]
    assert [one and (one.back, one.draft) for one in riddles] == [
        ("/console/planted/e1/act?done=undone", ""),
        ("/console", ""),
    ]


@pytest.mark.parametrize("why", ["another person", "a day later", "a forged form", "too long", "from elsewhere"])
def test_what_was_typed_is_shown_to_nobody_else_and_not_for_ever(desk: Front, why: str) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    csrf = "forged" if why == "a forged form" else browser.csrf
    idle(desk, browser)
    words = "x" * 200_000 if why == "too long" else "x"
    origin = "https://evil.example" if why == "from elsewhere" else ORIGIN

    browser.post("/console/planted/e1/act", {"note": words, "csrf": csrf}, origin=origin)
    if why == "a day later":
        desk.clock.at += timedelta(days=1)
    desk.signs_in(desk.staff(Role.LEAD) if why == "another person" else staff, browser)
    again = browser.get("/console/planted/e1/act")

    assert again.status == 200
    assert "Draft(" not in again.body


def test_what_was_typed_on_a_page_that_stood_open_while_she_signed_in_anew_elsewhere_is_shown_again_and_not_done(
    desk: Front,
) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    of_the_page_before = browser.csrf
    idle(desk, browser)
    desk.signed_in(staff, browser)

    browser.post("/console/planted/e1/act", {"note": "Zoë", "csrf": of_the_page_before})
    sent = (browser.status, browser.went)
    shown = browser.get(browser.went)

    assert sent == (303, "/console/planted/e1/act")
    assert shown.body.endswith("(('note', 'Zoë'),)")
    assert "Draft(" not in browser.get("/console/planted/e1/act").body


@pytest.mark.parametrize(
    ("pattern", "path", "needed"),
    [
        ("/console/log", "/v1/audit", Permission.STAFF),
        ("/console/settings", "/v1/settings", Permission.READ),
    ],
)
def test_the_log_and_the_settings_have_the_same_readers_at_both_doors(
    desk: Front, pattern: str, path: str, needed: Permission
) -> None:
    (page,) = [one for one in guarded() if (one.method, one.pattern) == ("GET", pattern)]
    (read,) = [one for one in operations() if (one.method, one.path) == ("GET", path)]

    assert page.needs is read.needs is needed


def test_a_form_of_a_page_elsewhere_is_neither_done_nor_kept(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())

    refusal = browser.post("/console/planted/e1/act", {"note": "x", "csrf": "y"}, origin="https://evil.example")

    assert refusal.status == 403
    assert set(browser.cookies) == {SESSION}


def test_whoever_took_the_list_when_her_session_had_ended_comes_back_to_a_page(desk: Front) -> None:
    lead = desk.staff(Role.LEAD)
    browser = desk.signed_in(lead)
    csrf = browser.csrf
    idle(desk, browser)

    browser.post("/console/people.csv", {"q": "x", "csrf": csrf})

    assert desk.signs_in(lead, browser).status == 200


def test_a_removed_nurse_is_out_at_once_and_nothing_she_types_is_kept(desk: Front) -> None:
    staff = desk.staff()
    browser = desk.signed_in(staff)
    csrf = browser.csrf
    removed(desk, browser)

    assert refused(browser.post("/console/planted/e1/act", {"note": "x", "csrf": csrf}))
    assert desk.access.take_draft(staff.staff_id, browser.cookies.get(DRAFT, "")) is None


def test_every_refusal_is_noted_with_its_reason_and_nobodys_name(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    with listened(said := io.StringIO()):
        browser.get("/console/planted/e1/settings")
        browser.post("/console/planted/e1/act", {"csrf": "x"})
        idle(desk, browser)
        browser.get("/console")
        Browser().get("/console")

    told = said.getvalue()

    assert [told.count(f'"why":"{why}"') for why in ("role", "forged", "expired", "nobody")] == [1, 1, 1, 1]
    assert not [word for word in ("nurse A.", "lakeside", "e1/") if word in told]


def refusals(desk: Front) -> list[tuple[str, str]]:
    lines = desk.reception.world.store.logged("lakeside", before="", limit=99)
    return [(one.audit.author, one.audit.action) for one in lines if one.audit.action.startswith("refused")]


def test_refusals_of_somebody_known_stand_in_her_clinics_log_and_nobody_elses(desk: Front) -> None:
    nurse = desk.staff()
    browser = desk.signed_in(nurse)
    browser.get("/console/planted/e1/settings")
    browser.post("/console/planted/e1/act", {"csrf": "x"})
    idle(desk, browser)
    browser.get("/console")
    Browser().get("/console")

    assert sorted(refusals(desk)) == [(nurse.staff_id, f"refused:{why}") for why in ("expired", "forged", "role")]
    assert desk.reception.world.store.logged("hillside", before="", limit=99) == []


def test_a_hammered_door_leaves_one_line_a_minute(desk: Front) -> None:
    browser = desk.signed_in(desk.staff())
    clock = desk.reception.world.time
    assert isinstance(clock, Turned)

    for _ in range(30):
        clock.at += timedelta(seconds=4)
        assert browser.get("/console/planted/e1/settings").status == 403

    assert len(refusals(desk)) == 3


class Mute(MemoryStore):
    def log(self, clinic_id: str, audit: Audit, *, once: str | None = None) -> None:
        raise StoreDown("log")


def test_a_refusal_that_cannot_be_logged_is_a_refusal_all_the_same(desk: Front) -> None:
    said: list[str] = []
    world = replace(desk.reception.world, store=Mute(), note=lambda action, **_: said.append(action))

    refused_at_the_door(world, Refusal(why=Why.ROLE, route="/x", clinic_id="lakeside", author="ana"))

    assert said == ["access_refused", "refusal_not_logged"]


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (StoreDown("throttled"), "The record cannot be reached just now"),
        (SecretsDown("/phone: ThrottlingException"), "The record cannot be reached just now"),
        (Contended("gave up"), "Others are changing this record just now"),
    ],
)
def test_what_may_not_be_on_record_is_said_to_be_so_and_is_no_fault_of_ours(
    desk: Front, monkeypatch: pytest.MonkeyPatch, trouble: Exception, why: str
) -> None:
    def fails(*_: object) -> None:
        raise trouble

    browser = desk.signed_in(desk.staff())
    monkeypatch.setattr("functions.web.guard.answer", fails)

    answer = browser.get("/console")

    assert answer.status == 503
    assert why in answer.body
    assert "What you did may not be on record" in answer.body


@pytest.mark.parametrize("role", list(Role))
def test_what_stands_around_every_page_leads_only_where_her_role_may_go(desk: Front, role: Role) -> None:
    browser = desk.signed_in(desk.staff(role))
    led = {path for page in ("/console", "/console/settings") for path in re.findall(NAV, browser.get(page).body)}

    assert {"/console", "/console/reports", "/console/words", "/console/settings"} <= led
    assert ("/console/log" in led) is role.may(Permission.STAFF)
    for path in led:
        assert browser.get(path).status == 200, path


def test_no_page_but_those_of_signing_in_is_open(desk: Front) -> None:
    assert {(one.method, one.pattern) for one in console.routes() if isinstance(one, Open)} == {
        ("GET", "/console/sign-in"),
        ("GET", "/console/signed-in"),
        ("GET", "/console/signed-out"),
        ("POST", "/console/sign-out"),
    }
