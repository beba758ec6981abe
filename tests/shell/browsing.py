"""The console's handler on the world in memory, and browsers that sign in to it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from functions import console, running, wiring
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_access import MemoryAccess
from functions.adapters.memory_pool import MemoryPool
from functions.operations.reception import Reception
from functions.operations.staffing import Invitation, invite
from functions.ports_access import Staff
from functions.roles import Role
from functions.web.routes import Route
from infra.pocket import Turned
from tests.shell.conftest import PUBLIC_URL, context
from tests.shell.remembered import NOW, remembered

ORIGIN = PUBLIC_URL
SESSION, RIDDLE, DRAFT = "__Host-aftercare", "__Host-aftercare-riddle", "__Host-aftercare-draft"
LEFT = "__Host-aftercare-left"


@dataclass(slots=True)
class Browser:
    """Keeps cookies, follows nothing by itself."""

    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def get(self, path: str, **headers: str) -> Browser:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Any = (), **headers: str) -> Browser:
        """As a form of a page of ours is sent; `origin=""` leaves a header out."""
        told = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, urlencode(fields), {name: value for name, value in told.items() if value})

    def send(self, path: str, body: str, content_type: str) -> Browser:
        """As a form with a file is sent."""
        return self._ask("POST", path, body, {"origin": ORIGIN, "content-type": content_type})

    @property
    def csrf(self) -> str:
        return self.body.partition('name="csrf" value="')[2].partition('"')[0]

    @property
    def went(self) -> str:
        return self.headers.get("Location") or self.headers.get("HX-Redirect", "")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Browser:
        parts = urlsplit(path)
        event: dict[str, Any] = {
            "version": "2.0",
            "rawPath": parts.path,
            "rawQueryString": parts.query,
            "cookies": [f"{name}={value}" for name, value in self.cookies.items()],
            "headers": headers,
            "requestContext": {"http": {"method": method, "path": parts.path}, "stage": "$default"},
            "isBase64Encoded": False,
        }
        if body is not None:
            event["body"] = body
        answer = console.handler(event, context())
        for cookie in answer["cookies"]:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        self.status, self.headers, self.body = answer["statusCode"], answer["headers"], answer["body"]
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The console, its pool and its clock."""

    access: MemoryAccess
    pool: MemoryPool
    clock: Turned
    reception: Reception
    said: io.StringIO

    def staff(self, role: Role = Role.NURSE, clinic_id: str = "lakeside") -> Staff:
        invitation = Invitation(email=f"{role.value}@{clinic_id}.example", name=f"{role.value} A.", role=role)
        made = invite(self.access, self.pool, clinic_id, invitation, self.clock.now())
        assert isinstance(made, Staff)
        return made

    def signed_in(self, staff: Staff, browser: Browser | None = None) -> Browser:
        """All the way: sent away, signed out at the pool, signed in there, back with a code, to the page she wanted."""
        browser = browser or Browser()
        browser.get("/console")
        return self.signs_in(staff, browser)

    def signs_in(self, staff: Staff, browser: Browser, **claims: Any) -> Browser:
        """From where she was sent away; it takes her a second."""
        self.clock.at += timedelta(seconds=1)
        asked = dict(parse_qsl(urlsplit(browser.get("/console/sign-in").went).query))
        code = self.pool.comes_back(staff.staff_id, asked, self.clock.now() + timedelta(minutes=5), **claims)
        browser.get(f"/console/signed-in?{urlencode({'code': code, 'state': asked['state']})}")
        return browser.get(browser.went) if browser.status == 303 else browser


@contextmanager
def front(more: tuple[Route, ...] = (), store: MemoryStore | None = None) -> Iterator[Front]:
    """With routes of a test besides our own."""
    with remembered(store) as world, pytest.MonkeyPatch.context() as patch:
        access, pool, clock = MemoryAccess(), MemoryPool(), Turned(NOW)
        reception = Reception(
            access=access,
            directory=pool,
            page=pool,
            time=clock,
            note=running.note,
            public_url=PUBLIC_URL,
            world=wiring.world(),
        )
        console.routes.cache_clear()
        patch.setattr(wiring, "reception", lambda: reception)
        pages = (*console.routes(), *more)
        console.routes.cache_clear()
        patch.setattr(console, "routes", lambda: pages)
        yield Front(access=access, pool=pool, clock=clock, reception=reception, said=world.said)
