"""Laws of the console's pages: what a nurse does on them is done, once, and nothing she typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import count
from urllib.parse import urlencode

import pytest

from functions import wiring
from functions.adapters.codec import encode
from functions.operations.amending import amend
from functions.operations.receiving import Arrived, receive
from functions.operations.sessions import digest
from functions.ports import Inbox, Ref
from functions.roles import Role
from functions.screens import log, now, speaking
from infra.local.sample import sample_clinic
from infra.pocket import Turned
from schedules.enrollment import Status
from schedules.escalation import Ending, EscalationState
from schedules.text import Purpose
from tests.screens.frames import Page
from tests.shell import browsing
from tests.shell.browsing import Browser, Front, front
from tests.shell.conftest import HER, context
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


def wrote(body: str, sid: str = "SMdanger", sender: str = HER) -> None:
    receive(wiring.world(), "lakeside", Arrived(sid=sid, sender=sender, body=body))


def card(one: Inbox) -> str:
    """Where its card stands on a page: the keyboard goes on from there."""
    return f"#m-{one.ref.enrollment_id}-{one.escalation.escalation_id}"


def act_on(browser: Browser, one: Inbox, name: str, **fields: str) -> Browser:
    """As a button of its card does."""
    browser.get("/console")
    return posted(browser, f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/{name}", **fields)


def only() -> Inbox:
    (one,) = wiring.world().store.inbox("lakeside")
    return one


def one_of(one: Inbox) -> Inbox:
    """The same matter, as it is now."""
    return next(row for row in wiring.world().store.inbox("lakeside") if card(row) == card(one))


def on_call(**emails: str) -> None:
    """Contacts of the ladder with the addresses under which they sign in."""
    store = wiring.world().store
    clinic = store.clinic("lakeside")
    assert clinic is not None
    ladder = tuple(replace(one, email=emails.get(one.contact_id)) for one in clinic.ladder)
    store.save_clinic(replace(clinic, ladder=ladder))


def posted(browser: Browser, path: str, **fields: str) -> Browser:
    return browser.post(path, {"csrf": browser.csrf, **fields})


def test_now_reassures_while_nobody_waits(desk: Desk) -> None:
    _, browser = desk

    assert "Nobody is waiting for you" in browser.get("/console").body


def test_without_scripts_it_is_said_above_the_cards_that_they_do_not_renew_themselves(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")

    page = browser.get("/console").body

    assert page.index("it does not update by itself") < page.index("<article")


def test_now_shows_as_many_as_a_page_bears_the_gravest_first_and_says_how_many_more_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, browser = desk
    monkeypatch.setattr(now, "CARDS_MAX", 3)
    for number in range(6):
        wrote("who is this", sid=f"SMs{number}", sender=f"+1202555040{number}")
    wrote("i want to die")
    cards = [card(one)[1:] for one in wiring.world().store.inbox("lakeside")]

    pages = [browser.get(f"/console{query}").body for query in ("", "?page=2", "?page=3", "?page=99", "?page=x")]

    shown = [re.findall(r'<article class="card matter [a-z]+" id="([^"]+)"', page) for page in pages]
    assert shown == [cards[:3], cards[3:6], cards[6:], cards[6:], cards[:3]]
    assert ["And 4 more." in pages[0], "And 1 more." in pages[1], " more." in pages[2]] == [True, True, False]
    assert ["before these are not on this page" in page for page in pages[:3]] == [False, True, True]
    assert 'href="/console?page=2"' in pages[0]
    assert 'hx-get="/console/now/list?page=2"' in pages[1]
    assert "i want to die" in pages[0]
    assert '<span class="count grave" id="waiting">7' in pages[2]


def test_now_shows_what_she_wrote_why_it_was_flagged_and_how_to_reach_her(desk: Desk) -> None:
    _, browser = desk

    wrote("i want to die")

    page = browser.get("/console").body
    for shown in ("Crisis", "i want to die", "Why it was flagged", "Call 202-555-0143", "Nobody has it yet"):
        assert shown in page


def test_while_nobody_has_it_the_card_says_when_the_next_page_goes(desk: Desk) -> None:
    opened, browser = desk
    wrote("i want to die")
    due = only().escalation.next_page_at
    assert due is not None

    page = browser.get("/console").body

    at = speaking.when(due, opened.clock.now(), "America/New_York", "us")
    assert f"The next page goes at {at}." in page
    act_on(browser, only(), "acknowledge")
    assert "The next page goes" not in browser.get("/console").body


def test_a_grave_matter_that_was_taken_and_never_closed_is_pointed_at(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")
    since, clinic = only().escalation.acknowledged_at, wiring.world().store.clinic("lakeside")
    assert since is not None
    assert clinic is not None

    lies = [
        now.matter(only(), now.Reader(clinic=clinic, now=since + wait, names={}, me=frozenset()), [only()]).lies
        for wait in (timedelta(minutes=5), now.CLOSED_WITHIN + timedelta(minutes=1))
    ]

    assert lies == [False, True]


@pytest.mark.parametrize(("words", "said"), [("me quiero morir", True), ("i want to die", False)])
def test_who_writes_in_another_language_than_ours_to_her_is_seen(desk: Desk, words: str, said: bool) -> None:
    _, browser = desk

    wrote(words)

    assert ("She writes in Spanish" in browser.get("/console").body) is said


def test_while_a_grave_matter_is_open_her_page_says_that_planned_texts_wait(desk: Desk) -> None:
    _, browser = desk
    at = f"/console/people/{her().enrollment_id}"
    before = browser.get(at).body

    wrote("i want to die")

    assert "Receiving texts" in before
    assert "Planned texts wait for an open matter" in browser.get(at).body
    assert "Receiving texts" not in browser.body


def test_one_tap_takes_a_matter_and_everybody_sees_who_has_it(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")

    browser.get("/console")
    posted(browser, f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/acknowledge")

    assert browser.went == f"/console?done=taken{card(one)}"
    page = browser.get(browser.went).body
    assert "You have it" in page
    assert "nurse A." in page
    (now,) = wiring.world().store.inbox("lakeside")
    assert now.escalation.state is EscalationState.ACKNOWLEDGED


@pytest.mark.parametrize("something_is_due", [True, False])
def test_who_comes_second_is_never_told_that_she_has_it_and_stands_in_no_log_as_taking_it(
    desk: Desk, something_is_due: bool
) -> None:
    opened, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/acknowledge"
    browser.get("/console")
    second = opened.signed_in(opened.staff(Role.LEAD))
    second.get("/console")
    posted(browser, at)
    first = browser.went
    if something_is_due:
        enrollment, clock = wiring.world().store.enrollment(one.ref), wiring.world().time
        assert enrollment is not None
        assert enrollment.wake_at is not None
        assert isinstance(clock, Turned)
        clock.at = enrollment.wake_at + timedelta(seconds=20)

    posted(second, at)
    wrote(one.escalation.code, sid="SMlead", sender="+12025550112")

    assert first == f"/console?done=taken{card(one)}"
    assert second.went == "/console?done=taken_already", "from the top, where it is said"
    (now,) = wiring.world().store.inbox("lakeside")
    acts = [audit for audit in wiring.world().store.audits(one.ref) if audit.action.startswith("acknowledge")]
    assert [audit.author for audit in acts] == [now.escalation.acknowledged_by]


def test_who_taps_twice_still_has_it(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    csrf = browser.get("/console").csrf

    for _ in range(2):
        at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/acknowledge"
        browser.post(at, {"csrf": csrf})

    assert browser.went == f"/console?done=taken{card(one)}"


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

    assert refused == f"/console?matter={one.ref.enrollment_id}.{one.escalation.escalation_id}&done=no_outcome#lacks"
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


def test_that_a_phone_may_be_anothers_is_said_of_whoever_is_enrolled_and_planned_texts_wait_for_it(desk: Desk) -> None:
    _, browser = desk
    wrote("i passed out")
    wrote("wrong number", sid="SMwrong")

    card = browser.get("/console").body
    assert "Somebody says that this phone is not hers" in card
    assert "Somebody who is not enrolled" not in card

    person = browser.get(f"/console/people/{wiring.world().store.inbox('lakeside')[0].ref.enrollment_id}").body
    assert "Planned texts wait for an open matter" in person


def test_whom_it_is_about_is_none_of_those_to_whom_it_can_be_handed(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    store, clinic = wiring.world().store, sample_clinic()
    (one,) = store.inbox("lakeside")
    offered = '<option value="lead">'
    assert offered in browser.get("/console").body
    nurse, lead = clinic.ladder[:2]

    store.save_clinic(replace(clinic, ladder=(nurse, replace(lead, phone=one.card.phone))))

    assert offered not in browser.get("/console").body


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


def test_what_was_handed_on_says_that_it_rings_and_whoever_takes_it_has_it(desk: Desk) -> None:
    opened, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")
    act_on(browser, only(), "assign", to="lead")
    lead = opened.signed_in(opened.staff(Role.LEAD))
    waits = lead.get("/console").body
    hers = lead.get(f"/console/people/{her().enrollment_id}").body
    opened.clock.at += timedelta(minutes=3)

    act_on(lead, only(), "acknowledge")

    assert "goes on ringing" in browser.get(f"/console?done={'handed'}").body
    for page in (waits, hers):
        assert ">I have it</button>" in page
        assert "Nobody has it now." in page
    assert lead.went == f"/console?done=taken_quietly{card(only())}"
    assert only().escalation.acknowledged_by == opened.staff(Role.LEAD).staff_id
    assert ">I have it</button>" not in lead.get("/console").body


def test_a_contact_goes_by_her_name_where_she_signs_in_with_the_same_address_and_hands_nothing_to_herself() -> None:
    with front() as opened:
        opened.staff(Role.LEAD)
        browser = opened.signed_in(opened.staff(Role.NURSE))
        on_call(nurse="Nurse@Lakeside.example", lead="lead@lakeside.example")
        wrote("i want to die")

        page = browser.get("/console").body

    assert '<option value="lead">lead A.</option>' in page
    assert '<option value="nurse">' not in page
    assert "Paged nurse A. at" in page


def test_what_is_hers_and_what_is_handed_to_her_is_marked(desk: Desk) -> None:
    opened, browser = desk
    on_call(nurse="nurse@lakeside.example", lead="lead@lakeside.example")
    lead = opened.signed_in(opened.staff(Role.LEAD))
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")
    mine = browser.get("/console").body
    act_on(browser, only(), "assign", to="lead")

    assert '<span class="chip">Yours</span>' in mine
    assert '<span class="chip">Handed to you</span>' in lead.get("/console").body
    after = browser.get("/console").body
    assert "Give it back" not in after
    assert '<span class="chip">Yours</span>' not in after


def test_what_nobody_has_is_closed_only_by_somebody_who_says_so_twice_and_it_counts_as_hers(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    one = only()

    asked = act_on(browser, one, "close", outcome="spoke_to_her", note="her sister is there").body
    still = only().escalation
    act_on(browser, one, "close", outcome="spoke_to_her", sure="yes")

    assert "Close it though nobody has it?" in asked
    assert 'name="outcome" value="spoke_to_her"' in asked
    assert (still.state, [note.text for note in still.notes]) == (EscalationState.OPEN, ["her sister is there"])
    history = [entry.action for entry in wiring.world().store.escalations(one.ref)[0].history]
    assert history[-2:] == ["acknowledged", "closed:spoke_to_her"]


@pytest.mark.parametrize("body", ["i want to die", "who is this"])
def test_what_a_colleague_has_is_closed_only_by_somebody_who_knows_whose_it_is(body: str) -> None:
    with front() as opened:
        staff = [opened.staff(role) for role in (Role.LEAD, Role.NURSE)]
        lead, browser = map(opened.signed_in, staff)
        wrote(body)
        one = only()
        at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/close"
        act_on(lead, one, "acknowledge")

        asked = act_on(browser, one, "close", outcome="spoke_to_her", note="rang her").body
        sure = {name: value for name, value in Page(asked).posted(at).items() if name != "csrf"}
        act_on(browser, one, "close", outcome="spoke_to_her", sure="yes")
        still = only().escalation
        posted(browser.get("/console"), at, **sure)

        assert "lead A. has it since 10:00 am. Close it all the same?" in asked
        assert (still.state, [note.text for note in still.notes]) == (EscalationState.ACKNOWLEDGED, ["rang her"])
        assert wiring.world().store.inbox("lakeside") == []


def test_what_she_has_herself_is_closed_at_once(desk: Desk) -> None:
    _, browser = desk
    wrote("who is this")
    act_on(browser, only(), "acknowledge")

    act_on(browser, only(), "close", outcome="spoke_to_her")

    assert wiring.world().store.inbox("lakeside") == []


def test_nothing_is_closed_without_what_came_of_it(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")

    act_on(browser, only(), "close", outcome="")

    assert browser.went.endswith("&done=no_outcome#lacks")
    assert only().escalation.state is EscalationState.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("name", "note", "says"),
    [
        ("close", "", "Choose what came of it"),
        ("close", "rang her", "Choose what came of it"),
        ("assign", "rang her", "Choose to whom"),
        ("note", "", "No note was kept"),
    ],
)
@pytest.mark.parametrize("page", ["/console", "/console/people/{}"])
def test_what_a_card_was_sent_without_is_said_at_its_field_in_the_panel_that_stays_open(
    desk: Desk, name: str, note: str, says: str, page: str
) -> None:
    _, browser = desk
    wrote("who is this", sid="SMother", sender="+12025550400")
    wrote("i want to die")
    one = next(row for row in wiring.world().store.inbox("lakeside") if row.ref == her())

    act_on(browser, one, name, note=note, page=page.format(one.ref.enrollment_id))
    shown = browser.get(browser.went.partition("#")[0]).body
    renewed = re.search(r'hx-get="(/console/now/list[^"]*)"', shown)

    for body in [shown, *([browser.get(unescape(renewed[1])).body] if renewed else [])]:
        panel = body.partition(f'id="{card(one)[1:]}"')[2].partition("</article>")[0].partition("<details")[2]
        assert panel.startswith(' class="more" open>')
        assert says in panel.partition('id="lacks"')[2]
        assert ("it need not be written again" in panel) is bool(note)
        assert body.count('class="more" open') == 1
    assert says in shown.partition('role="status">')[2].partition("</div>")[0]
    assert [kept.text for kept in one_of(one).escalation.notes] == ([note] if note else [])


@pytest.mark.parametrize("where", ["notice", "person"])
def test_what_was_closed_by_mistake_is_opened_again_with_her_words_and_its_notes(desk: Desk, where: str) -> None:
    opened, browser = desk
    wrote("i want to die")
    one = only()
    act_on(browser, one, "acknowledge")
    opened.clock.at += timedelta(minutes=1)
    act_on(browser, one, "close", outcome="not_needed", note="mistyped")
    notice = browser.get(browser.went).body
    page = browser.get(f"/console/people/{one.ref.enrollment_id}").body
    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/reopen"

    act_on(browser, one, "reopen")

    assert f'action="{at}"' in (notice if where == "notice" else page)
    assert "mistyped" in page
    assert only().raised is not None
    assert "i want to die" in browser.get(browser.went).body
    assert wiring.world().store.closed("lakeside", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("done", "passes"), [("closed", True), ("handed", True), ("enrolled", True), ("undone", False), ("waits", False)]
)
def test_what_is_said_of_an_act_passes_by_itself_and_what_was_not_done_stays(
    desk: Desk, done: str, passes: bool
) -> None:
    _, browser = desk

    page = browser.get(f"/console/people/{her().enrollment_id}?done={done}").body

    assert ('role="status" data-passes>' in page) is passes
    assert ('role="status">' in page) is not passes


def test_what_was_taken_by_mistake_is_given_back_and_rings_again(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")
    offered = browser.get("/console").body

    act_on(browser, only(), "give-back")

    assert ">Give it back</button>" in offered
    assert browser.went == f"/console?done=gave_back{card(only())}"
    assert only().escalation.next_page_at is not None
    assert "Nobody has it yet" in browser.get("/console").body


@pytest.mark.parametrize("button", ["acknowledge", "release", "assign"])
def test_a_note_that_was_half_typed_is_kept_whichever_button_is_pressed(desk: Desk, button: str) -> None:
    _, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")

    act_on(browser, only(), button, note="rang, no answer\r\nagain at five" + "x" * 700, to="lead")

    (note,) = only().escalation.notes
    assert note.text.startswith("rang, no answer\nagain at five")


def test_whoever_stopped_our_texts_and_writes_of_danger_is_to_be_phoned(desk: Desk) -> None:
    _, browser = desk
    wrote("STOP", sid="SMstop")
    wrote("i passed out in the bathroom")

    page = browser.get("/console").body

    assert "<strong>She got no answer from us (she has asked us to stop): phone her.</strong>" in page
    act_on(browser, only(), "acknowledge")
    assert "she is told" not in browser.get(browser.went).body


def test_a_card_is_headed_by_what_was_heard_and_says_why_in_her_words(desk: Desk) -> None:
    _, browser = desk
    wrote("i am so dizzy i nearly fell, and i want to die")

    page = browser.get("/console").body

    assert "She wrote of danger" not in page
    assert "fainted" not in page
    assert "faint or dizzy" in page
    assert "rule " not in page
    assert "“" in page.partition("Why it was flagged:")[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("heard", "says"), [("", ""), (None, "rule b27"), ("“die”: wish to die", "“die”: wish to die")]
)
def test_a_card_says_nothing_of_why_where_only_harmless_words_were_heard(
    desk: Desk, heard: str | None, says: str
) -> None:
    """And what an older release wrote, where it wrote nothing for a nurse."""
    wrote("i want to die")
    row = only()
    assert row.raised is not None
    reader = now.Reader(clinic=sample_clinic(), now=NOW, names={}, me=frozenset())

    shown = now.matter(replace(row, raised=replace(row.raised, evidence="rule b27", heard=heard)), reader, [row])

    assert shown.raised is not None
    assert shown.raised.evidence == says


def test_what_was_heard_wrongly_is_closed_as_a_false_alarm(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")

    page = browser.get("/console").body

    assert '<option value="wrong_reading">False alarm: her words did not mean it</option>' in page
    assert log.done("close:wrong_reading") == "closed a matter (false alarm: her words did not mean it)"


def test_what_heads_a_card_is_not_said_again_beside_her_name(desk: Desk) -> None:
    _, browser = desk
    wrote("i passed out in the bathroom and i have a fever of 39, soaking 3 pads an hour")

    head, _, beside = browser.get("/console").body.partition("</h2>")
    beside = beside.partition("<blockquote>")[0]

    assert "faint or dizzy" in head.casefold()
    assert "faint or dizzy" not in beside
    assert "fever" in beside


def test_who_has_a_matter_sees_that_she_has_written_of_danger_again(desk: Desk) -> None:
    _, browser = desk
    wrote("i want to die")
    act_on(browser, only(), "acknowledge")
    clock = wiring.world().time
    assert isinstance(clock, Turned)
    clock.at += timedelta(minutes=1)
    wrote("i passed out in the bathroom", sid="SMagain")

    page = browser.get("/console").body

    assert "She has written of danger again:" in page
    assert "nobody has it yet</a>" in page


def test_the_log_says_to_whom_and_how_it_ended() -> None:
    with front() as opened:
        lead = opened.signed_in(opened.staff(Role.LEAD))
        on_call(lead="lead@lakeside.example")
        wrote("i want to die")
        act_on(lead, only(), "assign", to="lead")
        act_on(lead, only(), "acknowledge")
        act_on(lead, only(), "close", outcome="sent_to_emergency")

        log = lead.get("/console/log").body

    assert "gave a matter to lead A." in log
    assert "closed a matter (sent to emergency care)" in log


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
    assert 'name="body"' not in news
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


@pytest.mark.parametrize("is_known", [True, False])
def test_a_matter_she_pressed_to_take_after_she_signed_out_in_another_window_says_that_it_is_not_taken(
    desk: Desk, is_known: bool
) -> None:
    opened, browser = desk
    nurse = opened.staff(Role.NURSE)
    wrote("i want to die")
    (one,) = wiring.world().store.inbox("lakeside")
    csrf = browser.get("/console").csrf
    browser.post("/console/sign-out", {"csrf": csrf})
    if not is_known:
        browser.cookies.clear()

    at = f"/console/matters/{one.ref.enrollment_id}/{one.escalation.escalation_id}/acknowledge"
    browser.post(at, {"csrf": csrf, "page": "/console", "note": "", "outcome": "", "to": ""})
    opened.signs_in(nurse, browser)

    assert browser.status == 200
    assert "Not done: you were signed out before. Do it again." in browser.body
    assert only().escalation.is_untaken


def test_an_enrollment_typed_before_she_signed_in_anew_in_another_window_stands_in_the_form_again(desk: Desk) -> None:
    opened, browser = desk
    csrf = browser.get("/console/enroll").csrf
    opened.clock.at += timedelta(hours=1)
    opened.signed_in(opened.staff(Role.NURSE), browser)

    browser.post("/console/enroll", {**FORM, "csrf": csrf, "page": "/console/enroll", "do": "calendar"})
    browser.get(browser.went)

    assert browser.status == 200
    assert "Not done: you were signed out before. What you typed stands below" in browser.body
    assert 'value="Rosa Marín"' in browser.body
    assert re.search(r'value="early-medication"[^>]* checked', browser.body)


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
        said = {"body": "We call you at five.", "key": "k1", "do": "send"}
        posted(browser, f"/console/people/{her().enrollment_id}/write", **said)

    sent = [text for text in wiring.world().store.texts(her()) if text.purpose is Purpose.STAFF]
    assert [text.body for text in sent] == ["We call you at five."]


def test_words_that_cannot_go_out_stand_in_the_form_again_with_the_reason(desk: Desk) -> None:
    _, browser = desk
    browser.get(f"/console/people/{her().enrollment_id}")

    too_long = "word " * 200
    posted(browser, f"/console/people/{her().enrollment_id}/write", body=too_long, key="k1")
    browser.get(browser.went)

    assert browser.status == 422
    assert "Not sent" in browser.body
    assert too_long.strip() in browser.body


def enroll(browser: Browser, **changes: str) -> str:
    """Past her calendar; its address."""
    form = {**FORM, **changes}
    browser.get("/console/enroll")
    hidden = {name: _hidden(browser.body, name) for name in ("key", "agreed_at", "seen")}
    posted(browser, "/console/enroll", **form, **hidden, do="calendar")
    calendar = browser.went
    browser.get(calendar)
    hidden = {name: _hidden(browser.body, name) for name in ("key", "agreed_at", "seen")}
    posted(browser, "/console/enroll", **form, **hidden, do="done")
    return calendar


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


@pytest.mark.parametrize(
    ("zone", "hours", "says"),
    [
        ("America/New_York", 0, "Her first text is on its way."),
        ("America/New_York", -3, "Her first text goes at 9:00 am, her time."),
        ("America/Los_Angeles", 0, "Her first text goes at 9:00 am, her time."),
        ("America/New_York", 12, "Her first text goes on Tue 3 Mar, 9:00 am, her time."),
    ],
)
def test_after_enrolling_it_is_said_when_her_first_text_goes(desk: Desk, zone: str, hours: int, says: str) -> None:
    _, browser = desk
    clock = wiring.world().time
    assert isinstance(clock, Turned)
    clock.at += timedelta(hours=hours)

    enroll(browser, zone=zone)

    assert f"She is enrolled. {says}" in browser.get(browser.went).body


def test_going_back_to_the_form_that_enrolled_her_says_so_and_is_no_mistake_of_hers(desk: Desk) -> None:
    _, browser = desk
    calendar = enroll(browser)
    made = browser.went.partition("?")[0]

    back = browser.get(calendar)

    assert back.status == 200
    assert "You enrolled her with this form a moment ago" in back.body
    assert f'<a href="{made}">Open her page</a>' in back.body
    assert "to be mended" not in back.body
    assert "has-wrong" not in back.body
    posted(browser, "/console/enroll", **FORM, key=_hidden(browser.body, "key"), do="calendar")
    assert browser.get(browser.went).status == 422


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


def test_a_phone_that_somebody_has_leads_to_her_record(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/enroll")

    posted(browser, "/console/enroll", **{**FORM, "phone": "202-555-0143"}, do="calendar")
    sent = browser.get(browser.went).body
    posted(browser, "/console/enroll/check", **{**FORM, "phone": "202-555-0143"})

    for body in (sent, browser.body):
        assert f'href="/console/people/{her().enrollment_id}"' in body


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


def test_a_part_of_a_phone_is_looked_for_by_what_the_list_knows_and_the_page_says_so(desk: Desk) -> None:
    _, browser = desk

    page = browser.get(address_of(browser, "555-0143")).body

    assert f"/console/people/{her().enrollment_id}" in page
    assert "a phone that ends in 0143" in page


def address_of(browser: Browser, words: str) -> str:
    """Where the page that shows whom she looked for is found."""
    browser.get("/console/people")
    return posted(browser, "/console/people", q=words).went


def the_key(browser: Browser) -> str:
    return digest(browser.cookies["__Host-aftercare"].partition(".")[2])


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


def test_nothing_of_whom_she_looks_for_is_stored_and_her_browser_forgets_it_when_she_signs_out(desk: Desk) -> None:
    opened, browser = desk
    address_of(browser, "202-555-0143")
    found = address_of(browser, "Núñez")
    session, _ = opened.access.session(*(browser.cookies["__Host-aftercare"].partition(".")[0], the_key(browser)))
    kept = dict(browser.cookies)
    sought = Page(browser.get(found).body).posted("/console/people")["q"]

    browser.post("/console/sign-out", {"csrf": browser.csrf})

    assert sought == "Núñez"
    assert not [word for word in ("0143", "Núñez", "N\\u00fa") if word in repr(session) or word in encode(session)]
    assert (len(kept), set(browser.cookies)) == (2, {browsing.LEFT})


@pytest.mark.parametrize(
    "cookie", ["x", "%%%", "W10", "W1tdXQ", "W" * 9000, "bnVsbA", "WyIiLCAxLCBudWxsXQ", "WyJcdWQ4MDAiXQ"]
)
def test_a_cookie_of_searches_that_is_none_of_ours_means_nothing(desk: Desk, cookie: str) -> None:
    _, browser = desk
    found = address_of(browser, "202-555-0143")
    browser.cookies["__Host-aftercare-searches"] = cookie

    assert "type it again" in browser.get(found).body
    assert "0143" in Page(browser.get(address_of(browser, "202-555-0143")).body).posted("/console/people")["q"]


def test_long_searches_are_forgotten_from_the_oldest_and_the_last_is_found(desk: Desk) -> None:
    _, browser = desk
    found = [address_of(browser, f"{number}{'ñ' * 79}") for number in range(30)]

    assert len(browser.cookies["__Host-aftercare-searches"]) <= 3000
    assert "type it again" in browser.get(found[0]).body
    assert "type it again" not in browser.get(found[-1]).body


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


IN_A_FILE = {
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


def rows_of(browser: Browser, *phones: str) -> str:
    head = browser.get("/console/people/import/template.csv").body.lstrip("\ufeff").strip()
    rows = (",".join({**IN_A_FILE, "phone": phone}.get(name, "") for name in head.split(",")) for phone in phones)
    return "\n".join((head, *rows, ""))


def test_a_file_is_looked_at_first_and_enrolled_whole_with_the_button(desk: Desk) -> None:
    _, browser = desk
    good, bad = rows_of(browser, "+1 202 555 0178"), rows_of(browser, "12")

    browser.get("/console/people/import")
    posted(browser, "/console/people/import", csv=bad, do="check")
    refused = browser.body
    posted(browser, "/console/people/import", csv=good, do="check")
    looked = browser.body
    before = len(wiring.world().store.people("lakeside", after="", limit=9))
    posted(browser, "/console/people/import", csv=good, do="done")

    assert "must be mended first" in refused
    assert "can be enrolled" in looked
    for said in ("Early loss, surgery", "202-555-0178", "Mon 2 Mar"):
        assert said in looked
    assert before == 1
    assert len(wiring.world().store.people("lakeside", after="", limit=9)) == 2


def test_a_file_for_which_there_is_no_time_is_enrolled_in_part_and_goes_on_by_a_button(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, browser = desk
    asked = count()
    hurried = context()
    hurried.get_remaining_time_in_millis = lambda: 50_000 if next(asked) < 2 else 100
    sent = rows_of(browser, *(f"+1 202 555 017{number}" for number in range(4)))
    browser.get("/console/people/import")

    with monkeypatch.context() as late:
        late.setattr(browsing, "context", lambda: hurried)
        posted(browser, "/console/people/import", csv=sent, do="done")
    cut, enrolled = browser.body, len(wiring.world().store.people("lakeside", after="", limit=9))
    log = [one.audit.action for one in wiring.world().store.logged("lakeside", before="", limit=9)]
    again = Page(cut).posted("/console/people/import")["csv"].removeprefix("\n")  # as a browser takes a text area
    posted(browser, "/console/people/import", csv=again, do="done")

    assert "2 people are enrolled" in cut
    assert "For 2 rows there was no time yet" in cut
    assert "Go on with the 2 left" in cut
    assert (enrolled, "imported:2" in log) == (3, True)
    assert "2 people are enrolled" in browser.body
    assert len(wiring.world().store.people("lakeside", after="", limit=9)) == 5


def test_looking_without_a_file_asks_for_one_and_names_no_columns(desk: Desk) -> None:
    _, browser = desk
    browser.get("/console/people/import")

    posted(browser, "/console/people/import", csv="", do="check")

    assert browser.status == 422
    assert "Choose a file first" in browser.body
    assert "What to mend" not in browser.body


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

    browser.post(where, {"csrf": csrf, "version": version})
    unsaid = browser.get(browser.went).status
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


def test_whoever_phones_somebody_of_another_language_is_told_first_that_she_needs_an_interpreter(desk: Desk) -> None:
    _, browser = desk
    person = f"/console/people/{her().enrollment_id}"
    wrote("i want to die")
    before = [browser.get(page).body for page in ("/console", person)]

    amend(wiring.world(), her(), {"language": "es"}, key=None, by="ana")

    for page, english in zip(("/console", person), before, strict=True):
        now = browser.get(page).body
        assert "written to in Spanish" in now
        assert "an interpreter on the line before you call" in now
        assert "interpreter" not in english
