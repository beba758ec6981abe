"""Whatever a browser sends for the console's five cookies, nothing breaks, and nobody is let in, shown or kept what was
not given to her."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from itertools import product
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions.operations import drafts
from functions.operations.sessions import open_session
from functions.operations.signing_in import begin, riddle_in
from functions.ports_access import Session, Staff
from functions.roles import Role
from functions.web.cookies import draft_value
from functions.web.searches import mark_of, with_one_more
from infra.local.sample import sample_clinic
from tests.shell.browsing import DRAFT, LEFT, RIDDLE, SESSION, Browser, Front, front
from tests.shell.claiming import somebody
from tests.shell.spoiling import ANYTHING, given_or_not

SEARCHES = "__Host-aftercare-searches"
NAMES = (SESSION, LEFT, RIDDLE, DRAFT, SEARCHES)
CANARY = "marigold"
"""What she typed, or whom she looked for: shown to her alone."""
BROKEN = 500
Test = TypeVar("Test", bound=Callable[..., None])
EXAMPLES = settings(max_examples=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """`opened`: whoever may be let in, by the cookie of her session, the nurse first. `page` is of a person of hers.
    `others` are cookies of sessions that ended, or of somebody removed."""

    front: Front
    page: str
    opened: dict[str, Session]
    riddle: str
    draft: str
    searches: str
    others: tuple[str, ...]
    elsewhere: str  # of the same draft, on another page

    @property
    def given(self) -> list[str]:
        """Every value the console gave to anybody."""
        return [*self.opened, *self.others, self.riddle, self.draft, self.elsewhere, self.searches]

    @property
    def cookie(self) -> str:
        return next(iter(self.opened))

    @property
    def nurse(self) -> Session:
        return self.opened[self.cookie]

    def sent(self) -> st.SearchStrategy[dict[str, str]]:
        return st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, given_or_not(self.given)))

    def signs_in(self, staff: Staff, cookies: dict[str, str], riddle: str) -> Browser:
        """In a browser with these cookies, by the answer to what one that was sent away with `riddle` was asked."""
        asked = dict(parse_qsl(urlsplit(Browser(cookies={RIDDLE: riddle}).get("/console/sign-in").went).query))
        code = self.front.pool.comes_back(staff.staff_id, asked, self.front.clock.now() + timedelta(minutes=5))
        answer = urlencode({"code": code, "state": asked["state"]})
        return Browser(cookies=dict(cookies)).get(f"/console/signed-in?{answer}")


@contextmanager
def cast() -> Iterator[Cast]:
    with front() as desk:
        store, access, now = desk.reception.world.store, desk.access, desk.clock.now()
        store.save_clinic(replace(sample_clinic("hillside"), name="Hillside Clinic"))
        (her,) = store.people("lakeside", after="", limit=9)
        page = f"/console/people/{her.listed.enrollment_id}"
        nurse, gone = desk.staff(), somebody(Role.OPERATOR)
        access.save_staff(gone)
        opened = [
            open_session(access, one, now) for one in (nurse, desk.staff(Role.LEAD), desk.staff(clinic_id="hillside"))
        ]
        expired, closed, removed = (
            open_session(access, nurse, now - timedelta(hours=13)),
            open_session(access, nurse, now),
            open_session(access, gone, now),
        )
        access.close_session(closed[0])
        access.remove_staff("lakeside", gone.staff_id)
        secret = drafts.keep(access, opened[0][0], path=page, fields=(("body", CANARY),), now=now)
        yield Cast(
            front=desk,
            page=page,
            opened={cookie.value: session for session, cookie in opened},
            riddle=begin(page).cookie,
            draft=draft_value(secret, page),
            elsewhere=draft_value(secret, "/console/people"),
            searches=with_one_more("", CANARY),
            others=tuple(cookie.value for _, cookie in (expired, closed, removed)),
        )


def test_no_cookie_opens_a_page_but_that_of_an_open_session_and_as_its_owner() -> None:
    with cast() as known:

        @EXAMPLES
        @given(known.sent(), st.sampled_from(["/console", "/console/people", "/console/people?s=x", "/console/log"]))
        def holds(cookies: dict[str, str], page: str) -> None:
            session = known.opened.get(cookies.get(SESSION, ""))

            browser = Browser(cookies=dict(cookies)).get(page)

            assert browser.status in ({200, 403} if session else {303})
            assert browser.csrf in ({session.csrf, ""} if session else {""})
            assert browser.cookies.get(SESSION) in {None, cookies.get(SESSION)}

        holds()


def test_no_cookie_is_worth_anything_under_another_name_or_after_its_end() -> None:
    with cast() as known:
        for name, value in product(NAMES, known.given):
            session = known.opened.get(value) if name == SESSION else None

            browser = Browser(cookies={name: value}).get("/console")

            assert (browser.status, browser.csrf) == ((200, session.csrf) if session else (303, "")), name


def test_whatever_the_cookies_signing_in_and_out_is_answered_and_gives_no_session() -> None:
    with cast() as known:
        addresses = [
            "/console/sign-in",
            "/console/signed-in?code=x&state=y",
            "/console/signed-out",
            "/console/sign-out",
        ]

        @EXAMPLES
        @given(known.sent(), st.sampled_from(addresses), ANYTHING)
        def holds(cookies: dict[str, str], address: str, token: str) -> None:
            before = known.opened.get(cookies.get(SESSION, ""))

            browser = Browser(cookies=dict(cookies))
            gone = (
                browser.post(address, {"csrf": token.encode(errors="replace")})
                if address.endswith("out")
                else browser.get(address)
            )

            assert gone.status < BROKEN
            assert gone.cookies.get(SESSION) in {None, cookies.get(SESSION)}
            assert before is None or Browser(cookies={SESSION: cookies[SESSION]}).get("/console").status == 200

        holds()


def test_a_code_is_redeemed_by_the_riddle_it_was_asked_with_alone() -> None:
    with cast() as known:
        nurse = known.front.access.staff(known.nurse.staff_id)
        assert nurse is not None

        @EXAMPLES
        @given(known.sent(), st.booleans())
        def holds(cookies: dict[str, str], is_hers: bool) -> None:
            riddle = begin(known.page).cookie
            sent = {**cookies, RIDDLE: riddle} if is_hers else cookies

            browser = known.signs_in(nurse, sent, riddle)

            assert browser.status in ({303} if is_hers or cookies.get(SESSION) in known.opened else {403})
            came = browser.cookies.get(SESSION)
            assert (came not in {None, cookies.get(SESSION)}) is is_hers
            assert not is_hers or str(came).startswith(f"{nurse.staff_id}.")

        holds()


def test_a_riddle_leads_inside_the_console_and_keeps_its_secret_or_is_none() -> None:
    @settings(max_examples=500)
    @given(given_or_not([begin("/console/people?week=2", "d" * 43).cookie]))
    def holds(cookie: str) -> None:
        riddle = riddle_in(cookie)

        assert riddle is None or riddle.back.startswith("/console")
        assert riddle is None or (cookie.startswith(f"{riddle.secret}.") and cookie.endswith(f".{riddle.draft}"))
        assert riddle is None or riddle.state != riddle.nonce

    holds()


def test_what_was_typed_is_shown_to_her_who_typed_it_by_its_own_cookie_alone() -> None:
    with cast() as known:

        @EXAMPLES
        @given(st.sampled_from(list(known.opened)), given_or_not(known.given))
        @every(product(known.opened, known.given))
        def holds(session: str, draft: str) -> None:
            is_hers = session == known.cookie and draft == known.draft
            spared = "" if is_hers else draft  # given out once: kept for the end

            browser = Browser(cookies={SESSION: session, DRAFT: spared}).get(known.page)

            assert browser.status < BROKEN
            assert CANARY not in browser.body

        holds()
        assert CANARY in Browser(cookies={SESSION: known.cookie, DRAFT: known.draft}).get(known.page).body


def test_whom_she_looked_for_is_shown_by_a_mark_of_her_session_alone() -> None:
    with cast() as known:
        mark = mark_of(known.nurse, CANARY)
        marks = st.one_of(given_or_not([mark, *known.given]), st.just(mark))
        lists = st.lists(st.one_of(ANYTHING, st.none()), max_size=3).map(kept)
        searches = st.one_of(given_or_not(known.given), st.just(known.searches), lists)

        @EXAMPLES
        @given(st.sampled_from(list(known.opened)), searches, marks)
        @every(product(known.opened, known.given, [mark]))
        def holds(session: str, cookie: str, asked: str) -> None:
            query = urlencode({"s": asked}, errors="replace")

            browser = Browser(cookies={SESSION: session, SEARCHES: cookie}).get(f"/console/people?{query}")
            again = Browser(cookies={SESSION: session, SEARCHES: cookie}).post(
                "/console/people", {"csrf": known.opened[session].csrf, "q": "Núñez"}
            )

            assert (browser.status, again.status) == (200, 303)
            assert CANARY not in browser.body or (session == known.cookie and asked == mark)

        holds()
        found = Browser(cookies={SESSION: known.cookie, SEARCHES: known.searches}).get(f"/console/people?s={mark}")
        assert CANARY in found.body


def every(cases: Iterable[tuple[str, ...]]) -> Callable[[Test], Test]:
    """Each of them as an example, besides what is drawn."""

    def given_too(test: Test) -> Test:
        return reduce(lambda made, case: example(*case)(made), cases, test)

    return given_too


def kept(words: list[str | None]) -> str:
    """As her browser keeps whom she looked for."""
    return base64.urlsafe_b64encode(json.dumps(words).encode()).rstrip(b"=").decode()


def test_a_form_is_kept_for_her_alone_whose_session_ended_in_this_browser() -> None:
    with cast() as known:
        nurse = known.front.access.staff(known.nurse.staff_id)
        assert nurse is not None
        session, cookie = open_session(known.front.access, nurse, known.front.clock.now())
        known.front.access.close_session(session)

        @EXAMPLES
        @given(known.sent(), st.booleans())
        def holds(cookies: dict[str, str], is_hers: bool) -> None:
            sent = {**cookies, SESSION: "", **({LEFT: cookie.value} if is_hers else {})}
            typed = {"csrf": session.csrf, "body": CANARY}

            browser = Browser(cookies=sent).post(f"{known.page}/write", typed)

            riddle = riddle_in(browser.cookies[RIDDLE])
            assert browser.status == 303
            assert riddle is not None
            assert bool(riddle.draft) is is_hers

        holds()
