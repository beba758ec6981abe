"""Laws of the console's pages: what a nurse does on them is done, once, and nothing she typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from functions import wiring
from functions.operations.receiving import Arrived, receive
from functions.ports import Ref
from functions.roles import Role
from infra.pocket import Turned
from schedules.enrollment import Status
from schedules.escalation import Ending, EscalationState
from schedules.text import Purpose
from tests.screens.frames import Page
from tests.shell.browsing import Browser, Front, front
from tests.shell.conftest import HER
from tests.shell.remembered import NOW

Desk = tuple[Front, Browser]
FORM = {
    "track": "early-medication",
    "tablets_on": f"{NOW.date() - timedelta(days=1):%Y-%m-%d}",
    "gestation_weeks": "8",
    "conditions": "none",
    "phone": "(202) 555-0177",
    "safe_phone": "yes",
    "language": "es",
    "zone": "America/Chicago",
    "words": "neutral",
    "chart_name": "Rosa Marín",
    "consent_method": "staff",
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with front() as opened:
        yield opened, opened.signed_in(opened.staff(Role.NURSE))


def her() -> Ref:
    (row,) = wiring.world().store.people("lakeside", after="", limit=1)
    return Ref(clinic_id="lakeside", enrollment_id=row.listed.enrollment_id)


def wrote(body: str, sid: str = "SMdanger") -> None:
    receive(wiring.world(), "lakeside", Arrived(sid=sid, sender=HER, body=body))


def posted(browser: Browser, path: str, **fields: str) -> Browser:
    return browser.post(path, {"csrf": browser.csrf, **fields})


def test_now_reassures_while_nobody_waits(desk: Desk) -> None:
    _, browser = desk

    assert "Nobody is waiting for you" in browser.get("/console").body


def test_now_shows_what_she_wrote_why_it_was_flagged_and_how_to_reach_her(desk: Desk) -> None:
    _, browser = desk

    wrote("i want to die")

    page = browser.get("/console").body
    for shown in ("Crisis", "i want to die", "Why it was flagged", "Call 202-555-0143", "Nobody has it yet"):
        assert shown in page


def test_one_tap_takes_a_matter_and_everybody_sees_who_has_it(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")

    browser.get("/console")
    posted(browser, f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/acknowledge")

    assert browser.went == "/console?done=taken"
    page = browser.get(browser.went).body
    assert "You have it" in page
    assert "nurse A." in page
    (now,) = wiring.world().store.inbox("lakeside")
    assert now.escalation.state is EscalationState.ACKNOWLEDGED


def test_a_matter_is_closed_only_with_what_came_of_it_and_leaves_now(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}"
    csrf = browser.get("/console").csrf

    browser.post(f"{at}/acknowledge", {"csrf": csrf})
    browser.post(f"{at}/close", {"csrf": csrf, "outcome": "nonsense"})
    refused = browser.went
    browser.post(f"{at}/close", {"csrf": csrf, "outcome": Ending.SPOKE_TO_HER.value})

    assert refused == "/console?done=unmended"
    assert "Nobody is waiting" in browser.get("/console").body
    (over,) = wiring.world().store.closed("lakeside", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert over.escalation.outcome is Ending.SPOKE_TO_HER
    assert "spoke to her" in browser.get(f"/console/people/{one.ref.enrollment_id}").body


def test_a_note_stands_with_the_matter_for_the_next_person_and_in_no_log(desk: Desk) -> None:
    opened, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    csrf = browser.get("/console").csrf

    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}"
    browser.post(f"{at}/note", {"csrf": csrf, "note": "Sister is with her <b>now</b>"})

    assert "Sister is with her &lt;b&gt;now&lt;/b&gt;" in browser.get("/console").body
    assert "Sister" not in opened.said.getvalue()
    assert not any("Sister" in one.audit.action for one in wiring.world().store.logged("lakeside", before="", limit=99))


def test_a_matter_is_handed_to_a_colleague_who_is_told(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    csrf = browser.get("/console").csrf

    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}"
    browser.post(f"{at}/assign", {"csrf": csrf, "to": "lead"})

    assert "Handed to lead" in browser.get("/console").body
    told = [text for text in wiring.world().store.texts(one.ref) if text.contact_id == "lead"]
    assert "page.assigned" in {text.message for text in told}


def test_the_part_of_now_that_asks_by_itself_keeps_nobody_signed_in(desk: Desk) -> None:
    opened, browser = desk
    for _ in range(4):
        opened.clock.at += timedelta(minutes=10)
        browser.get("/console/now/list")

    assert browser.status == 303


def test_every_page_hears_of_a_new_matter_by_one_address_that_there_is(desk: Desk) -> None:
    _, browser = desk
    person = f"/console/people/{her().enrollment_id}"
    pages = ["/console", "/console/enroll", "/console/people", person, f"{person}/amend", "/console/settings"]
    beats = {path: _asked(browser.get(path).body) for path in pages}

    wrote("i want to die")

    for path, beat in beats.items():
        answer = browser.get(beat)
        assert answer.status == 200, path
        assert 'data-waiting="1" data-newest="' in answer.body, path
        assert "data-grave" in answer.body, path


def test_danger_in_a_matter_that_is_open_already_is_new_to_every_page(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    first = _newest(browser.get("/console/beat").body)
    clock = wiring.world().time
    assert isinstance(clock, Turned)
    clock.at += timedelta(minutes=1)

    wrote("i really want to die now", sid="SMsecond")

    assert len(wiring.world().store.inbox("lakeside")) == 1
    assert _newest(browser.get("/console/beat").body) > first
    assert _newest(browser.get("/console/now/list").body) > first


def _newest(body: str) -> str:
    return body.partition('data-newest="')[2].partition('"')[0]


@pytest.mark.parametrize("of", ["", "/people/{}"])
def test_what_every_page_asks_by_itself_keeps_nobody_signed_in(desk: Desk, of: str) -> None:
    opened, browser = desk
    for _ in range(4):
        opened.clock.at += timedelta(minutes=10)
        browser.get(f"/console{of.format(her().enrollment_id)}/beat")

    assert browser.status == 303


def test_her_own_page_says_that_something_new_came_in_and_shows_it_around_what_is_typed(desk: Desk) -> None:
    _, browser = desk
    person = f"/console/people/{her().enrollment_id}"
    seen = _hidden(browser.get(person).body, "seen")
    quiet = browser.get(f"{person}/beat?{urlencode({'seen': seen})}").body

    wrote("i want to die")
    told = browser.get(f"{person}/beat?{urlencode({'seen': seen})}").body
    news = browser.get(f"{person}/news").body

    assert "Something new came in" not in quiet
    assert "Something new came in" in told
    assert f'hx-get="{person}/news"' in told
    assert 'hx-target="#matters"' in news
    assert 'hx-target="#talk"' in news
    assert "i want to die" in news
    assert "<textarea" not in news
    assert "Something new" not in browser.get(f"{person}/beat?{urlencode({'seen': _hidden(news, 'seen')})}").body


def test_a_message_kept_while_she_signed_in_again_says_that_it_was_not_sent(desk: Desk) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    person = f"/console/people/{her().enrollment_id}"
    csrf = browser.get(person).csrf
    opened.clock.at += timedelta(hours=1)

    browser.post(f"{person}/write", {"csrf": csrf, "page": person, "body": "We call you at five."})
    opened.signs_in(nurse, browser)

    assert "We call you at five." in browser.body
    assert "Not sent: you were signed out before" in browser.body
    assert not [text for text in wiring.world().store.texts(her()) if text.purpose is Purpose.STAFF]


def test_a_note_written_on_now_after_the_session_ended_comes_back_with_word_that_it_was_not_kept(desk: Desk) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    csrf = browser.get("/console").csrf
    page = _hidden(browser.body, "page")
    opened.clock.at += timedelta(hours=1)

    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/note"
    browser.post(at, {"csrf": csrf, "page": page, "note": "Sister is with her"})
    opened.signs_in(nurse, browser)

    assert browser.status == 200
    assert "Not done: you were signed out before" in browser.body
    assert "Sister is with her" in browser.body


def _asked(body: str) -> str:
    """Where the page asks by itself."""
    found = re.findall(r'hx-get="([^"]+)"[^>]* data-beat="/console/static/', body)
    assert len(found) == 1
    return str(found[0])


def test_a_matter_of_another_person_or_clinic_is_not_found(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console")

    assert posted(browser, "/console/matters/e0000/e-nothing/acknowledge").status == 404
    assert browser.get("/console/people/e0000").status == 404


def test_pausing_is_one_tap_and_so_is_taking_it_back(desk: Desk) -> None:
    _, browser = desk
    browser.get(f"/console/people/{her().enrollment_id}")

    posted(browser, f"/console/people/{her().enrollment_id}/pause")
    paused = wiring.world().store.enrollment(her())
    browser.get(browser.went)
    posted(browser, f"/console/people/{her().enrollment_id}/resume")
    resumed = wiring.world().store.enrollment(her())

    assert paused is not None
    assert resumed is not None
    assert paused.paused_until is not None
    assert resumed.paused_until is None


def test_words_of_staff_go_out_once_however_often_the_button_is_pressed(desk: Desk) -> None:
    _, browser = desk
    browser.get(f"/console/people/{her().enrollment_id}")

    for _ in range(2):
        posted(browser, f"/console/people/{her().enrollment_id}/write", body="We call you at five.", key="k1")

    sent = [text for text in wiring.world().store.texts(her()) if text.purpose is Purpose.STAFF]
    assert [text.body for text in sent] == ["We call you at five."]


def test_words_that_cannot_go_out_stand_in_the_form_again_with_the_reason(desk: Desk) -> None:
    _, browser = desk
    browser.get(f"/console/people/{her().enrollment_id}")

    too_long = "word " * 200
    posted(browser, f"/console/people/{her().enrollment_id}/write", body=too_long, key="k1")

    assert browser.status == 422
    assert "Not sent" in browser.body
    assert too_long.strip() in browser.body


def test_somebody_is_enrolled_only_after_her_calendar_was_shown(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/enroll")
    hidden = {name: _hidden(browser.body, name) for name in ("key", "agreed_at", "seen")}

    posted(browser, "/console/enroll", **FORM, **hidden, do="done")
    browser.get(browser.went)
    unseen = (
        browser.status,
        "Enroll her" in browser.body,
        len(wiring.world().store.people("lakeside", after="", limit=9)),
    )
    hidden = {name: _hidden(browser.body, name) for name in ("key", "agreed_at", "seen")}
    csrf = browser.csrf
    browser.post("/console/enroll", {"csrf": csrf, **FORM, **hidden, "do": "done"})
    made = browser.went
    browser.post("/console/enroll", {"csrf": csrf, **FORM, **hidden, "do": "done"})

    assert unseen == (200, True, 1)
    assert made.endswith("?done=enrolled")
    assert browser.went.endswith("?done=enrolled_already")
    assert "Rosa Marín" in browser.get(made).body


def test_her_calendar_has_an_address_that_says_nothing_of_her_and_can_be_gone_back_to(desk: Desk) -> None:
    opened, browser = desk
    browser.get("/console/enroll")
    posted(browser, "/console/enroll", **FORM, do="calendar")
    where = browser.went

    assert browser.status == 303
    assert re.fullmatch(r"/console/enroll\?form=[A-Za-z0-9_-]{43}", where)
    for _ in range(2):
        page = browser.get(where)
        assert (page.status, "Enroll her" in page.body, "(202) 555-0177" in page.body) == (200, True, True)
    assert "(202) 555-0177" not in opened.signed_in(opened.staff(Role.LEAD)).get(where).body
    opened.clock.at += timedelta(minutes=16)
    assert "is gone" in browser.get(where).body
    assert "(202) 555-0177" not in browser.body


def test_before_the_button_she_reads_once_more_whom_for_what_from_when_and_how(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/enroll")
    posted(browser, "/console/enroll", **FORM, discreet="yes", do="calendar")

    read = Page(browser.get(browser.went).body.partition('id="calendar-title"')[2].partition("Enroll her")[0]).text

    for word in ("202 555 0177", "Rosa Marín", "Early loss, tablets", "Sun 1 Mar 2026", "Spanish", "Discreetyes"):
        assert word in read, word
    assert "segment" not in read


def test_no_page_says_that_texts_go_out_at_night(desk: Desk) -> None:
    _, browser = desk

    footer = browser.get("/console").body.partition("<footer>")[2]

    assert "night" not in footer
    assert "planned texts go out by day" in footer


def test_a_form_with_problems_comes_back_as_it_was_typed(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/enroll")

    posted(browser, "/console/enroll", **{**FORM, "phone": "12", "tablets_on": "03/01/26"}, do="calendar")
    browser.get(browser.went)

    assert browser.status == 422
    assert 'value="03/01/26"' in browser.body
    assert "Rosa Marín" in browser.body
    assert browser.body.count("has-wrong") >= 2


def test_a_form_sent_after_the_session_ended_is_shown_again_to_her_alone(desk: Desk) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    browser.get("/console/enroll")
    csrf = browser.csrf
    opened.clock.at += timedelta(hours=1)

    browser.post("/console/enroll", {"csrf": csrf, **FORM})
    opened.signs_in(nurse, browser)

    assert browser.status == 200
    assert "Rosa Marín" in browser.body
    assert "(202) 555-0177" in browser.body


def test_the_list_finds_her_by_phone_by_name_and_by_number(desk: Desk) -> None:
    _, browser = desk

    page = browser.get("/console/people").body
    assert f"/console/people/{her().enrollment_id}" in page
    assert f"/console/people/{her().enrollment_id}" in browser.get(address_of(browser, "202-555-0143")).body
    assert "Nobody fits" in browser.get(address_of(browser, "nobody")).body


def address_of(browser: Browser, words: str) -> str:
    """Where the page that shows whom she looked for is found."""
    browser.get("/console/people")
    return posted(browser, "/console/people", q=words).went


def test_whom_she_looks_for_stands_in_no_address_and_going_back_finds_her_again(desk: Desk) -> None:
    opened, browser = desk
    found = address_of(browser, "202-555-0143")
    assert "0143" not in found
    assert address_of(browser, "202-555-0143") == found

    for number in range(5):
        address_of(browser, f"nobody {number}")

    assert f"/console/people/{her().enrollment_id}" in browser.get(found).body
    opened.clock.at += timedelta(hours=1)
    opened.signed_in(opened.staff(Role.NURSE), browser)
    assert "type it again" in browser.get(found).body
    assert f"/console/people/{her().enrollment_id}" in browser.body


def test_a_search_sent_after_the_session_ended_is_made_once_she_has_signed_in(desk: Desk) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    browser.get("/console/people")
    csrf = browser.csrf
    opened.clock.at += timedelta(hours=1)

    browser.post("/console/people", {"csrf": csrf, "q": "202-555-0143"})
    opened.signs_in(nurse, browser)
    browser.get(browser.went)

    assert f"/console/people/{her().enrollment_id}" in browser.body
    assert 'value="202-555-0143"' in browser.body


def test_a_file_is_looked_at_first_and_enrolled_whole_with_the_button(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/people/import")
    head = browser.get("/console/people/import/template.csv").body.lstrip("\ufeff").strip()
    cells = {
        "phone": "+1 202 555 0178",
        "language": "en",
        "zone": "America/New_York",
        "loss": "early",
        "treatment": "surgery",
        "gestation_weeks": "9",
        "procedure_on": f"{NOW.date():%Y-%m-%d}",
        "conditions": "none",
        "safe_phone": "yes",
        "consent_method": "paper",
        "consent_wording": "consent-1.en",
        "consent_by": "Maria",
        "consent_at": f"{NOW:%Y-%m-%dT%H:%M:%S}+00:00",
    }
    good = ",".join(cells.get(name, "") for name in head.split(","))
    bad = good.replace("+1 202 555 0178", "12")

    browser.get("/console/people/import")
    posted(browser, "/console/people/import", csv=f"{head}\n{bad}\n", do="check")
    refused = browser.body
    posted(browser, "/console/people/import", csv=f"{head}\n{good}\n", do="check")
    looked = browser.body
    before = len(wiring.world().store.people("lakeside", after="", limit=9))
    posted(browser, "/console/people/import", csv=f"{head}\n{good}\n", do="done")

    assert "must be mended first" in refused
    assert "can be enrolled" in looked
    assert before == 1
    assert len(wiring.world().store.people("lakeside", after="", limit=9)) == 2


def test_a_file_that_a_browser_uploads_is_read_as_one_that_is_pasted(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/people/import")
    parts = [
        ("csrf", "", browser.csrf),
        ("file", '; filename="people.csv"', "phone,language\n12,en\n"),
        ("do", "", "check"),
    ]
    lines = "".join(
        f'--b0\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n' for name, more, value in parts
    )

    browser.send("/console/people/import", f"{lines}--b0--\r\n", "multipart/form-data; boundary=b0")

    assert browser.status == 200
    assert "Nothing was stored" in browser.body


@pytest.mark.parametrize(("ending", "status"), [("withdraw", Status.WITHDRAWN), ("complete", Status.COMPLETED)])
def test_her_texts_end_after_somebody_said_why(desk: Desk, ending: str, status: Status) -> None:
    _, browser = desk
    where = f"/console/people/{her().enrollment_id}/end"
    browser.get(where)
    csrf = browser.csrf
    version = _hidden(browser.body, "version")

    unsaid = browser.post(where, {"csrf": csrf, "version": version}).status
    browser.post(where, {"csrf": csrf, "version": version, "ending": ending})

    after = wiring.world().store.enrollment(her())
    assert unsaid == 422
    assert after is not None
    assert after.status is status


def test_a_change_made_of_an_older_record_changes_nothing_and_keeps_what_was_typed(desk: Desk) -> None:
    _, browser = desk
    where = f"/console/people/{her().enrollment_id}/amend"
    browser.get(where)
    csrf, version = browser.csrf, _hidden(browser.body, "version")
    wrote("thank you so much")

    typed = {"csrf": csrf, "language": "es", "zone": "America/Chicago", "words": "baby", "chart_name": "Ana Ruiz"}
    browser.post(where, {**typed, "version": version, "key": "k"})
    outdated = (browser.status, "Ana Ruiz" in browser.body)
    browser.post(where, {**typed, "version": _hidden(browser.body, "version"), "key": "k"})

    after = wiring.world().store.enrollment(her())
    assert outdated == (409, True)
    assert after is not None
    assert (after.chart.name, after.person.zone) == ("Ana Ruiz", "America/Chicago")


def _hidden(body: str, name: str) -> str:
    return body.partition(f'name="{name}" value="')[2].partition('"')[0]
