"""Laws of writing to her in the console: nothing leaves before it was seen, and what it would give away is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions import wiring
from functions.operations.amending import amend
from functions.operations.given_away import Tells, gives_away
from functions.operations.receiving import Arrived, receive
from functions.operations.writing import count
from functions.roles import Role
from functions.screens.writing import look
from schedules.text import Purpose, Text
from tests.making import MONDAY, clinic, enrollment
from tests.screens.frames import Page
from tests.shell.browsing import Browser, front
from tests.shell.conftest import HER
from tests.shell.test_shell_console_pages import her


@pytest.fixture
def browser() -> Iterator[Browser]:
    with front() as opened:
        yield opened.signed_in(opened.staff(Role.NURSE))


def at() -> str:
    return f"/console/people/{her().enrollment_id}"


def looked_at(browser: Browser, body: str, **more: str) -> Page:
    form = Page(browser.get(at()).body).posted(f"{at()}/write")
    browser.post(f"{at()}/write", {**form, "body": body, **more})
    return Page(browser.get(browser.went).body if browser.went else browser.body)


def sent() -> list[Text]:
    return [text for text in wiring.world().store.texts(her()) if text.purpose is Purpose.STAFF]


def test_nothing_is_sent_before_she_who_writes_has_seen_it_and_then_once(browser: Browser) -> None:
    seen = looked_at(browser, "We call you at five.")
    before = sent()
    form = seen.posted(f"{at()}/write")
    for _ in range(2):
        browser.post(f"{at()}/write", {**form, "do": "send"})

    assert before == []
    assert "We call you at five." in seen.text
    assert "one text long" in seen.text
    assert [one.body for one in sent()] == ["We call you at five."]


def test_a_drug_and_a_level_are_named_before_they_leave_and_may_be_sent_knowingly(browser: Browser) -> None:
    seen = looked_at(browser, "Your hCG is 1200, take Misoprostol again.")
    form = seen.posted(f"{at()}/write")
    browser.post(f"{at()}/write", {**form, "do": "send"})

    assert "a drug: “misoprostol”" in seen.text
    assert "a test or its result: “hcg”" in seen.text
    assert "Send it all the same" in seen.text
    assert [one.body for one in sent()] == ["Your hCG is 1200, take Misoprostol again."]


def test_that_her_texts_are_discreet_is_said_before_one_leaves_that_is_not(browser: Browser) -> None:
    unsaid = looked_at(browser, "We call you at five.")
    amend(wiring.world(), her(), {"discreet": True}, key="k", by="nurse", expects=None)

    said = looked_at(browser, "We call you at five.")

    assert "asked for discreet texts" not in unsaid.text
    assert "asked for discreet texts" in said.text


def test_changing_it_brings_the_words_back_into_the_form(browser: Browser) -> None:
    form = looked_at(browser, "We call you at five.", urgent="yes").posted(f"{at()}/write")

    page = Page(browser.post(f"{at()}/write", {**form, "do": "change"}).body)

    assert page.typed["body"].strip() == "We call you at five."
    assert page.posted(f"{at()}/write")["urgent"] == "yes"
    assert sent() == []


def test_other_words_after_going_back_are_another_text(browser: Browser) -> None:
    first, second = (looked_at(browser, body) for body in ("We call you at five.", "We call you at six."))

    for page in (first, second):
        browser.post(f"{at()}/write", {**page.posted(f"{at()}/write"), "do": "send"})

    assert sorted(one.body for one in sent()) == ["We call you at five.", "We call you at six."]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Please call us on 202-555-0100 when you can.", set()),
        ("The nurse calls you back today at 4 and asks how you are.", set()),
        ("Your beta-hCG fell.", {Tells.TEST}),
        ("Take the second miso tonight", {Tells.DRUG}),
        ("El metotrexato y su embarazo ectópico", {Tells.DRUG, Tells.LOSS}),
        ("Lo sentimos por su pérdida", {Tells.LOSS}),
    ],
)
def test_what_would_be_given_away_is_told_by_kind(body: str, told: set[Tells]) -> None:
    assert set(gives_away(body)) == told


def test_its_length_is_said_in_plain_words() -> None:
    def length(body: str) -> str:
        seen = look(enrollment(), clinic(), MONDAY, body=body, counted=count(body), urgent=False, key="k")
        return seen.length

    assert length("We call you.") == "It is one text long."
    assert length("word " * 60).startswith("It is 2 texts long; most phones show them as one.")
    assert "emoji make it longer" in length("word " * 20 + "😀")


def test_whoever_asked_us_to_stop_cannot_be_written_to_and_the_page_says_why(browser: Browser) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid="SMstop", sender=HER, body="STOP"))

    page = Page(browser.get(at()).body)

    assert "body" not in page.typed
    assert "She asked us to stop" in page.text
    assert "Call her" in page.text


def test_words_to_somebody_of_another_language_say_before_they_leave_that_nothing_is_translated(
    browser: Browser,
) -> None:
    english = looked_at(browser, "We call you at five.").text

    amend(wiring.world(), her(), {"language": "es"}, key=None, by="ana")

    assert "written to in Spanish" in looked_at(browser, "We call you at five.").text
    assert "translated" not in english
