"""The console as a nurse uses it: her four minutes, by keyboard, on a phone, without scripts, and by somebody blind."""

from __future__ import annotations

import re
from datetime import timedelta
from time import monotonic

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import AXE, PATIENT, SHOTS, Clinic

WIDTHS = (320, 375, 640, 768, 1280)
"""640 is 1280 at 200 % zoom."""

RED_FLAGS = ("i am soaking 3 pads an hour and feel faint", "now my heart is racing", "i nearly passed out")
WITHIN_SECONDS = 5
"""From her thumb on Send until it stands on Now, without a reload; the best of three, since the emulator starts each
function for the first reply, on a machine that may be busy with other tests."""


def fill_in(page: Page, place: Clinic, phone: str, name: str) -> None:
    yesterday = f"{(place.home.local.now() - timedelta(days=1)).date():%Y-%m-%d}"
    page.goto(f"{place.home.console}/enroll")
    page.get_by_label("Tablets", exact=False).first.check()
    if page.get_by_role("button", name="Show what this treatment needs").is_visible():
        page.get_by_role("button", name="Show what this treatment needs").click()
    page.get_by_label("Day of the second tablets").fill(yesterday)
    page.get_by_label("Weeks of pregnancy").fill("8")
    page.get_by_label("None of these").check()
    page.get_by_label("Phone", exact=True).fill(phone)
    page.get_by_label("Yes, she says they are").check()
    page.get_by_label("English").check()
    page.get_by_label("Her name").fill(name)
    page.get_by_label("She said yes to me", exact=False).check()


def _seconds_until_seen(page: Page, handset: Locator, words: str) -> float:
    handset.get_by_role("textbox").fill(words)
    handset.get_by_role("button", name="Send").click()
    sent = monotonic()
    expect(page.locator("article.matter")).to_contain_text(words)
    return monotonic() - sent


def test_a_nurse_enrolls_her_is_told_of_danger_within_seconds_takes_it_and_closes_it(place: Clinic) -> None:
    with place.window() as page, place.window(width=420) as phones:
        place.sign_in(page)
        expect(page.get_by_role("heading", name="Nobody is waiting for you")).to_be_visible()
        page.screenshot(path=SHOTS / "now-empty.png", full_page=True)

        fill_in(page, place, "(202) 555-0177", "Rosa Marin")
        page.get_by_role("button", name="Show her calendar").last.click()
        expect(page.get_by_text("We will text +1 202 555 0177").first).to_be_visible()
        page.screenshot(path=SHOTS / "calendar.png", full_page=True)
        page.get_by_role("button", name="Enroll her").click()
        expect(page.get_by_role("status")).to_contain_text("She is enrolled")
        expect(page.get_by_role("heading", name="Rosa Marin")).to_be_visible()

        phones.goto(place.home.phone.base_url)
        rosa = phones.locator("section", has=phones.get_by_role("heading", name="Rosa"))
        expect(rosa.get_by_role("log")).to_contain_text("Lakeside Clinic")
        page.goto(place.home.console)
        seconds = [_seconds_until_seen(page, rosa, words) for words in RED_FLAGS]
        matter = page.locator("article.matter")
        assert min(seconds) <= WITHIN_SECONDS, seconds
        expect(page).to_have_title(re.compile(r"^\(1\) Now"))
        page.screenshot(path=SHOTS / "now.png", full_page=True)
        matter.get_by_role("button", name="I have it").click()
        expect(page.get_by_role("status")).to_contain_text("You have it")
        page.locator("article.matter summary").click()
        page.get_by_label("What came of it").select_option(label="Sent to emergency care")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.get_by_role("heading", name="Nobody is waiting for you")).to_be_visible()


def test_what_is_typed_into_a_matter_stays_while_the_list_is_renewed(place: Clinic) -> None:
    place.home.phone.send(PATIENT, None, "I have a fever of 39")
    with place.window() as page:
        place.sign_in(page)
        matter = page.locator("article.matter").first
        matter.locator("summary").click()
        note = matter.get_by_label("Note", exact=False).first
        note.fill("Rang her, no answer, will ring")
        before = page.locator("#as-of").get_attribute("data-at") or ""
        for _ in range(2):
            expect(page.locator("#as-of")).not_to_have_attribute("data-at", before)
            before = page.locator("#as-of").get_attribute("data-at") or ""

        expect(note).to_have_value("Rang her, no answer, will ring")
        expect(note).to_be_focused()


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_small_phone_her_words_and_the_button_that_takes_the_matter_are_in_sight_at_once(
    place: Clinic, width: int
) -> None:
    place.home.phone.send(PATIENT, None, "I have a fever of 39")
    with place.window(width=width, height=700) as page:
        place.sign_in(page)
        matter = page.locator("article.matter").first

        expect(matter.locator("blockquote").first).to_be_in_viewport(ratio=0.5)
        expect(matter.get_by_role("button", name="I have it")).to_be_in_viewport(ratio=1)


def _box(one: Locator) -> tuple[float, float, float, float]:
    """Left, top, right, bottom, in the window."""
    found = one.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_small_phone_the_button_hides_no_part_of_a_line_and_on_her_page_none_of_her_words(
    place: Clinic, width: int
) -> None:
    place.home.phone.send(PATIENT, None, "I have a fever of 39 and shake, " + "and the pain comes in waves, " * 12)
    with place.window(width=width, height=568) as page:
        place.sign_in(page)
        matter = page.locator("article.matter", has=page.get_by_role("button", name="I have it")).first
        (bar, words), person = [
            (_box(matter.get_by_role("button", name="I have it")), _box(matter.locator("blockquote").last)),
            matter.get_by_role("link", name="Open").get_attribute("href") or "",
        ]
        assert bar[0] <= words[0] < words[2] <= bar[2]
        for one in page.locator("article.matter").all():
            assert _box(one.get_by_role("link", name="Call"))[1] >= _box(one.locator("blockquote").last)[3]
        page.locator("footer").scroll_into_view_if_needed()
        last = page.locator("article.matter").last
        if last.get_by_role("button", name="I have it").is_visible():
            assert _box(last.get_by_role("button", name="I have it"))[1] >= _box(last.locator("blockquote").last)[3]

        page.goto(f"{place.home.console.removesuffix('/console')}{person}")
        hers = page.locator("article.matter", has=page.get_by_role("button", name="I have it")).first
        assert _box(hers.get_by_role("button", name="I have it"))[1] >= _box(hers.locator("blockquote").last)[3]


def test_after_a_matter_is_taken_the_keyboard_goes_on_from_its_card_and_what_was_typed_is_kept(place: Clinic) -> None:
    place.home.phone.send(PATIENT, None, "I passed out in the bathroom")
    with place.window() as page:
        place.sign_in(page)
        matter = page.locator("article.matter", has_text="I passed out").first
        matter.locator("summary").click()
        matter.get_by_label("Note", exact=False).first.fill("Her sister drives her in")
        matter.get_by_role("button", name="I have it").click()

        expect(page.get_by_role("status")).to_contain_text("You have it")
        expect(matter).to_be_focused()
        expect(matter).to_contain_text("Her sister drives her in")
        expect(matter).to_contain_text("Yours")


def test_her_own_page_hears_of_danger_and_neither_news_nor_an_ended_session_takes_what_is_typed(place: Clinic) -> None:
    place.home.phone.send(PATIENT, None, "I have a fever of 39")
    with place.window() as page:
        asked: list[str] = []
        page.on("response", lambda answer: asked.append(answer.url) if answer.status == 404 else None)
        place.sign_in(page)
        page.locator("article.matter", has_text="a fever of 39").get_by_role("link", name="Open").first.click()
        matter = page.locator("article.matter").first
        matter.locator("summary").click()
        note = page.locator(f"#{matter.get_attribute('id')}").get_by_label("A note for the next person")
        note.fill("Rang her, no answer")
        before = page.locator("#as-of").get_attribute("data-newest") or ""

        place.home.phone.send(PATIENT, None, "i want to die")
        expect(page.locator("#beat")).to_contain_text("Something new came in")
        expect(page.locator("#as-of")).not_to_have_attribute("data-newest", before)
        page.get_by_role("link", name="show it").click()
        expect(page.locator("#talk")).to_contain_text("i want to die")
        expect(page.locator("#matters")).to_contain_text("Crisis")
        expect(page.locator("#beat")).not_to_contain_text("Something new came in")
        expect(note).to_have_value("Rang her, no answer")

        where = page.url
        page.context.clear_cookies()
        expect(page.locator("#signed-out")).to_contain_text("You were signed out")
        expect(note).to_be_visible()
        expect(note).to_have_value("Rang her, no answer")
        page.screenshot(path=SHOTS / "signed-out.png", full_page=True)
        assert page.url == where
        note.fill("")
        expect(page.locator("#talk")).to_be_hidden()
        assert asked == []


def test_a_page_that_no_longer_hears_from_the_service_says_so_and_keeps_what_it_knows(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        expect(page.locator("article.matter").first).to_be_visible()
        page.clock.install()
        page.goto(place.home.console)
        page.route("**/console/now/list", lambda route: route.fulfill(status=503, body='{"message":"Unavailable"}'))
        expect(page.locator("#lost")).to_be_hidden()
        page.clock.fast_forward(30_000)
        expect(page.locator("#lost")).to_be_visible()
        expect(page.locator("article.matter").first).to_be_visible()
        page.unroute("**/console/now/list")

        expect(page.locator("#lost")).to_be_hidden()


def test_a_page_that_may_make_no_sound_yet_says_so_until_she_touches_it(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        expect(page.get_by_text("No sound yet")).to_be_visible()
        page.get_by_role("heading", name="Now").click()

        expect(page.get_by_text("No sound yet")).to_be_hidden()
        expect(page.get_by_text("Sound and title")).to_be_visible()


def test_pausing_is_one_tap_and_taking_it_back_another(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        page.goto(f"{place.home.console}/people")
        page.get_by_role("searchbox").fill("202-555-0177")
        page.get_by_role("button", name="Show", exact=True).click()
        assert "0177" not in page.url
        page.get_by_role("link", name="Rosa Marin").click()
        page.screenshot(path=SHOTS / "person.png", full_page=True)
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("status")).to_contain_text("paused")
        page.get_by_role("button", name="Undo").click()

        expect(page.get_by_role("status")).to_contain_text("go on")


def test_what_was_said_of_an_act_goes_once_the_list_brings_something_new(place: Clinic) -> None:
    place.home.phone.send(PATIENT, None, "I passed out again")
    with place.window() as page:
        place.sign_in(page)
        matter = page.locator("article.matter", has_text="I passed out again").first
        matter.locator("summary").click()
        matter.get_by_label("Note", exact=False).first.fill("Rang her")
        matter.get_by_role("button", name="Keep the note").click()
        expect(page.locator("[data-passes]")).to_contain_text("The note is kept")

        place.home.phone.send(PATIENT, None, "i want to die")

        expect(page.locator("#matters")).to_contain_text("i want to die")
        expect(page.locator("[data-passes]")).to_have_count(0)
        assert "done=" not in page.url


def test_a_file_with_errors_is_named_row_by_row_and_stores_nobody(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        page.goto(f"{place.home.console}/people/import")
        page.get_by_label("The file, as CSV").set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": b"phone,language,zone\n12,xx,Mars\n"}
        )
        page.get_by_role("button", name="Look at it first").click()

        expect(page.get_by_role("heading", name=re.compile("Nothing was stored"))).to_be_visible()
        page.screenshot(path=SHOTS / "import.png", full_page=True)


def test_a_file_that_is_too_large_is_not_sent_and_says_why(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        page.goto(f"{place.home.console}/people/import")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
        field = page.get_by_label("The file, as CSV")
        for size in (5_000_000, 20):
            field.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": b"x" * size})
            told = field.evaluate("one => one.validationMessage")
            if size > 20:
                page.get_by_role("button", name="Look at it first").click()
                assert "Split it" in told
                assert sent == []

        assert told == ""


def test_what_was_looked_at_can_be_gone_back_to_by_the_browser(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        page.goto(f"{place.home.console}/people")
        hers = page.locator("table.people a", has_text="Rosa Marin").first.get_attribute("href") or ""
        page.goto(f"{place.home.console.removesuffix('/console')}{hers}/dates")
        day = page.locator("input[type=date]").first
        day.fill(f"{(place.home.local.now() - timedelta(days=2)).date():%Y-%m-%d}")
        page.get_by_role("button", name="Show her calendar").click()
        page.get_by_role("button", name="Move it").first.click()
        expect(page.get_by_role("status")).to_contain_text("The date is moved")
        page.go_back()

        expect(page.get_by_role("heading", name="Move a date")).to_be_visible()


def test_a_form_of_one_window_is_not_lost_when_she_signs_in_anew_in_another(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        fill_in(page, place, "202 555 0155", "Tess Window")
        page.context.clear_cookies()
        other = page.context.new_page()
        place.sign_in(other)
        page.get_by_role("button", name="Show her calendar").last.click()

        expect(page.get_by_text("What you typed stands below")).to_be_visible()
        expect(page.get_by_label("Her name")).to_have_value("Tess Window")


def test_signing_out_of_a_page_on_which_something_was_typed_is_asked_about_first(place: Clinic) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    with place.window() as page:
        page.on("dialog", stay)
        place.sign_in(page)
        fill_in(page, place, "202 555 0156", "Tess Leaving")

        page.get_by_role("button", name="Sign out", exact=True).click()

        assert asked == ["Sign out? What you typed on this page is not kept."]
        expect(page.get_by_label("Her name")).to_have_value("Tess Leaving")


def test_signing_out_leaves_nothing_to_go_back_to(place: Clinic) -> None:
    with place.window() as page:
        place.sign_in(page)
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        page.goto(place.home.console)

        expect(page.locator("input[name=password]:visible")).to_be_visible()


def test_somebody_is_enrolled_by_keyboard_alone(place: Clinic) -> None:
    """Tab, arrows, space and letters; nothing is clicked."""
    with place.window() as page:
        place.sign_in(page)
        page.goto(f"{place.home.console}/enroll")
        yesterday = (place.home.local.now() - timedelta(days=1)).date()

        pressed = _by_keyboard(
            page,
            {
                "track": "medication",
                "gestation_weeks": "8",
                "tablets_on": f"{yesterday:%m%d%Y}",
                "conditions": " ",
                "phone": "2025550188",
                "safe_phone": " ",
                "chart_name": "Keyboard Kim",
                "consent_method": " ",
            },
        )
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Enroll her")).to_be_visible()
        page.get_by_role("button", name="Enroll her").press("Enter")

        expect(page.get_by_role("heading", name="Keyboard Kim")).to_be_visible()
        assert pressed < 120


def test_without_scripts_somebody_is_enrolled_and_a_matter_is_taken(place: Clinic) -> None:
    with place.window(scripts=False) as page:
        place.sign_in(page)
        fill_in(page, place, "202 555 0166", "Nora Plain")
        page.get_by_role("button", name="Show her calendar").last.click()
        page.get_by_role("button", name="Enroll her").click()
        expect(page.get_by_role("heading", name="Nora Plain")).to_be_visible()

        place.home.phone.send("+12025550166", None, "I want to die")
        page.goto(place.home.console)
        page.get_by_role("button", name="I have it").first.click()

        expect(page.get_by_role("status")).to_contain_text("You have it")


PAGES = (
    "",
    "/enroll",
    "/people",
    "/people?who=paused",
    "/people/import",
    "/reports",
    "/words",
    "/settings",
    "/settings/staff",
    "/log",
)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window_and_nothing_keeps_anybody_out(place: Clinic, width: int) -> None:
    with place.window(width=width) as page:
        place.sign_in(page, "lead")
        page.goto(f"{place.home.console}/people")
        hers = page.locator("table.people a").first.get_attribute("href") or ""
        paths = [
            *PAGES,
            *(f"{hers.removeprefix('/console')}{part}" for part in ("", "/amend", "/dates", "/switch", "/end")),
        ]
        for path in paths:
            answer = page.goto(f"{place.home.console}{path}")
            assert answer is not None
            assert answer.status == 200, path
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (path, over)
            page.screenshot(
                path=SHOTS / f"{path.strip('/').replace('/', '-').split('?')[0] or 'now'}-{width}.png", full_page=True
            )
            found = _axe(page)
            assert found == [], (path, found)


def _axe(page: Page) -> list[str]:
    """Evaluated past the page's policy, which would let no foreign script in."""
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]


def _by_keyboard(page: Page, wanted: dict[str, str]) -> int:
    """Tabs through the form and types where a field is wanted; how many keys that took."""
    left, pressed = dict(wanted), 0
    for _ in range(200):
        name, kind = page.evaluate("[document.activeElement.name || '', document.activeElement.type || '']")
        if name in left:
            words = left.pop(name)
            if kind == "radio" and name == "track":
                while page.evaluate("document.activeElement.value").partition("-")[2] != words:
                    page.keyboard.press("ArrowDown")
                    pressed += 1
                page.keyboard.press("Space")
            else:
                page.keyboard.type(words)
            pressed += len(words)
        if not left:
            return pressed
        page.keyboard.press("Tab")
        pressed += 1
    raise AssertionError(f"never reached: {sorted(left)}")
