"""A real browser before the console of the local cloud, deployed as it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from infra.local.house import House, house
from infra.local.phone import Handset, HandsetKind

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
PATIENT = "+12025550177"
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screens"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WAIT_MS = 30_000
expect.set_options(timeout=WAIT_MS)

NO_BROWSER = (
    "NO BROWSER: the console is not tried as a person would. Install one with `apt-get install chromium`, "
    "or name yours in CHROMIUM"
)


@dataclass(frozen=True, slots=True)
class Clinic:
    """The local cloud and a browser. Each window is a person of its own."""

    home: House
    browser: Browser

    @contextmanager
    def window(self, *, width: int = 1280, height: int = 900, scripts: bool = True) -> Iterator[Page]:
        context: BrowserContext = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        try:
            yield page
        finally:
            context.close()

    def sign_in(self, page: Page, role: str = "nurse") -> Page:
        """By the hosted page, as staff do."""
        login = next(one for one in self.home.logins if one.role == role)
        page.goto(self.home.console)
        page.locator("input[name=username]:visible").fill(login.email)
        page.locator("input[name=password]:visible").fill(login.password)
        page.locator("input[name=password]:visible").press("Enter")
        page.wait_for_url(f"{self.home.console}**")
        return page


@pytest.fixture(scope="module")
def place() -> Iterator[Clinic]:
    """On a Monday morning of the clinic, so that no text waits for its hour."""
    if CHROMIUM is None:
        pytest.skip(NO_BROWSER)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with house(say=lambda _: None) as home, sync_playwright() as playwright:
        home.phone.handsets(
            [
                *home.phone.handsets_now(),
                Handset(number=PATIENT, label="Rosa", zone=home.clinic.zone, kind=HandsetKind.PATIENT),
            ]
        )
        home.local.move_to(next_monday(datetime.now(UTC)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Clinic(home, browser)
        finally:
            browser.close()


def next_monday(now: datetime) -> datetime:
    """15:00 UTC is morning in New York on either side of a clock change."""
    ahead = timedelta(days=7 - now.weekday())
    return (now + ahead).replace(hour=15, minute=0, second=0, microsecond=0)
