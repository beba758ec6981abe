"""Laws of what a clinic is shown without opening anybody's record: its inbox, its list of people, its log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from functions.places import inbox_place, text_place
from functions.ports import Commit, Ref, Saved, Store
from functions.sights import Audit, Card, Counts, Over
from messages.severity import Severity
from schedules.enrollment import Chart, Status
from schedules.escalation import EscalationState
from schedules.listing import listed
from schedules.text import Direction, Purpose, Text, TextState, Withheld
from tests.contract.values import PHONE, REF, escalation, her, moved, text
from tests.making import MONDAY, clinic

HOUR = timedelta(hours=1)


def reply(sid: str, body: str) -> Text:
    return text(sid, direction=Direction.IN, purpose=Purpose.REPLY, state=TextState.RECEIVED, body=body, sid=sid)


def test_an_open_matter_says_whom_it_is_about_and_what_she_wrote_first_and_last(store: Store) -> None:
    chart = Chart(name="Ana Ruiz", reference="R-17", call_note="after five, never the landline")
    fever = escalation("e-1", Severity.URGENT)

    store.commit(Commit(enrollment=her(1, chart=chart), texts=(reply("SM1", "i have a fever"),), escalations=(fever,)))
    store.commit(Commit(enrollment=her(2, chart=chart), texts=(reply("SM2", "worse"),), escalations=(fever,)))
    store.commit(Commit(enrollment=her(3, chart=chart), escalations=(fever,)))

    (one,) = store.inbox("north")
    assert one.card == Card.of(her(chart=chart))
    assert (one.card.phone, one.card.call_note) == (PHONE, "after five, never the landline")
    assert one.raised is not None
    assert one.latest is not None
    assert (one.raised.body, one.latest.body) == ("i have a fever", "worse")


def test_what_made_a_matter_graver_than_it_began_is_what_stands_beside_it_whatever_she_writes_after(
    store: Store,
) -> None:
    graver = escalation("e-SM1", Severity.CRISIS, graver_by="SM2")

    for version, (sid, body, matter) in enumerate(
        [
            ("SM1", "i have a fever", escalation("e-SM1", Severity.URGENT)),
            ("SM2", "i want to die", graver),
            ("SM3", "still 39", graver),
        ],
        start=1,
    ):
        store.commit(Commit(enrollment=her(version), texts=(reply(sid, body),), escalations=(matter,)))

    (one,) = store.inbox("north")
    assert one.raised is not None
    assert one.latest is not None
    assert (one.raised.body, one.latest.body) == ("i want to die", "still 39")


def test_a_matter_no_text_of_hers_began_shows_none(store: Store) -> None:
    store.commit(Commit(enrollment=her(1), texts=(text(),), escalations=(escalation("e-1", Severity.SOON),)))

    (one,) = store.inbox("north")
    assert (one.raised, one.latest) == (None, None)


def test_a_closed_matter_leaves_the_inbox_and_is_counted_where_it_was_opened(store: Store) -> None:
    first = escalation("e-1", Severity.URGENT)
    later = escalation("e-2", Severity.SOON, opened_at=MONDAY + HOUR)
    over = [
        escalation("e-1", Severity.URGENT, state=EscalationState.CLOSED, closed_at=MONDAY + 2 * HOUR),
        escalation("e-2", Severity.SOON, opened_at=MONDAY + HOUR, state=EscalationState.CLOSED),
    ]
    store.commit(Commit(enrollment=her(1), escalations=(first, later)))
    store.commit(Commit(enrollment=her(2), escalations=tuple(over)))

    found = store.closed("north", since=MONDAY, until=MONDAY + HOUR)

    assert store.inbox("north") == []
    assert found == [Over.of(over[0], her())]
    assert [one.escalation for one in store.closed("north", since=MONDAY, until=MONDAY + 9 * HOUR)] == over
    assert store.closed("south", since=MONDAY, until=MONDAY + 9 * HOUR) == []


def test_people_are_listed_latest_enrollment_first_page_by_page(store: Store) -> None:
    for at in range(5):
        person = her(1, enrollment_id=f"e000{at}", enrolled_at=MONDAY + at * HOUR)
        store.commit(Commit(enrollment=person, listed=listed(person)))

    first = store.people("north", after="", limit=2)
    rest = store.people("north", after=first[-1].cursor, limit=9)

    assert [row.listed.enrollment_id for row in (*first, *rest)] == ["e0004", "e0003", "e0002", "e0001", "e0000"]
    assert (store.people("south", after="", limit=9), store.people("north", after="", limit=0)) == ([], [])


def test_those_nobody_enrolled_stand_in_no_list_and_cut_none_short(store: Store) -> None:
    """Whoever reads fewer than she asked for takes it for the end."""
    for at in range(4):
        person = her(1, enrollment_id=f"e000{at}", enrolled_at=MONDAY + at * HOUR)
        store.commit(Commit(enrollment=person, listed=listed(person)))
        nobody = her(
            1, enrollment_id=f"s000{at}", status=Status.STRANGER, enrolled_at=MONDAY + at * HOUR + timedelta(minutes=1)
        )
        store.commit(Commit(enrollment=nobody, texts=(reply(f"SM{at}", "who is this"),)))

    found = store.people("north", after="", limit=3)

    assert [row.listed.enrollment_id for row in found] == ["e0003", "e0002", "e0001"]


def test_a_line_of_the_list_stays_in_its_place_and_shows_her_as_she_is_now(store: Store) -> None:
    store.commit(Commit(enrollment=her(1), listed=listed(her(1))))
    store.commit(Commit(enrollment=her(2, unreachable=True), listed=listed(her(2, unreachable=True))))

    (row,) = store.people("north", after="", limit=9)

    assert row.listed.unreachable
    assert (row.listed.phone_ending, row.listed.week_on(date(2026, 3, 18))) == ("0143", 2)


def test_each_text_counts_once_however_often_it_is_reported(store: Store) -> None:
    out, page = text("t-a"), text("p-a", contact_id="ana")
    store.commit(Commit(enrollment=her(1), texts=(out, page, reply("SM1", "hi")), listed=listed(her(1))))
    arrived = moved(TextState.DELIVERED, text_id="t-a")
    for version in (2, 3):
        store.commit(Commit(enrollment=her(version), moved=(arrived, moved(TextState.DELIVERED, text_id="p-a"))))

    (row,) = store.people("north", after="", limit=9)

    assert row.counts == Counts(sent=1, delivered=1, undelivered=0, replies=1)


def test_a_text_that_was_withheld_after_all_does_not_count_as_sent(store: Store) -> None:
    store.commit(Commit(enrollment=her(1), texts=(text("t-a"), text("t-b")), listed=listed(her(1))))
    store.commit(Commit(enrollment=her(2), moved=(moved(TextState.WITHHELD, text_id="t-a", withheld=Withheld.QUIET),)))

    (row,) = store.people("north", after="", limit=9)

    assert row.counts == Counts(sent=1, delivered=0, undelivered=0, replies=0)


def test_the_log_holds_what_was_done_to_people_and_what_was_not(store: Store) -> None:
    acted = Audit(at=MONDAY, author="ana", action="paused", about=REF.enrollment_id)
    refused = Audit(at=MONDAY + HOUR, author="nobody", action="refused:signed_out")
    store.commit(Commit(enrollment=her(1), audit=acted))
    store.log("north", refused)
    store.log("north", refused)

    newest = store.logged("north", before="", limit=2)
    rest = store.logged("north", before=newest[-1].cursor, limit=9)

    assert [one.audit for one in (*newest, *rest)] == [refused, refused, acted]
    assert store.audits(REF) == [acted]
    assert store.logged("south", before="", limit=9) == []


def test_what_is_logged_once_is_one_line_however_often_it_is_logged(store: Store) -> None:
    first, second = (Audit(at=MONDAY + HOUR * at, author="ana", action="refused:role") for at in range(2))
    for audit in (first, first, second, first):
        store.log("north", audit, once="ana")
    store.log("north", first, once="ben")

    assert [one.audit.at for one in store.logged("north", before="", limit=9)] == [second.at, first.at, first.at]


def test_one_line_is_read_as_the_list_has_it(store: Store) -> None:
    store.commit(Commit(enrollment=her(1), texts=(text(),), listed=listed(her(1))))

    (row,) = store.people("north", after="", limit=9)

    assert store.line(REF, her().enrolled_at) == row
    assert store.line(Ref(clinic_id="south", enrollment_id=REF.enrollment_id), her().enrolled_at) is None


def test_settings_are_replaced_only_as_whoever_replaces_them_saw_them(store: Store) -> None:
    store.save_clinic(clinic())
    _, seen = store.settings("north") or (None, "")

    assert store.replace_clinic(clinic(name="New name"), expected=seen) is Saved.DONE
    assert store.replace_clinic(clinic(name="Other name"), expected=seen) is Saved.OUTDATED

    assert (store.clinic("north") or clinic()).name == "New name"
    assert store.settings("north") != (clinic(name="New name"), seen)
    assert store.settings("south") is None
    assert store.replace_clinic(clinic(clinic_id="south"), expected=seen) is Saved.OUTDATED


def test_a_matter_that_is_opened_again_is_counted_as_closed_no_more_and_shows_what_began_it(store: Store) -> None:
    fever = escalation("e-SM1", Severity.URGENT)
    closed = replace(fever, state=EscalationState.CLOSED, closed_at=MONDAY + HOUR)
    began = reply("SM1", "i have a fever")
    store.commit(Commit(enrollment=her(1), texts=(began,), escalations=(fever,)))
    store.commit(Commit(enrollment=her(2), escalations=(closed,)))

    store.commit(Commit(enrollment=her(3), escalations=(replace(fever, returned=1),), recalled=began))

    (one,) = store.inbox("north")
    assert one.raised is not None
    assert one.raised.body == "i have a fever"
    assert store.closed("north", since=MONDAY, until=MONDAY + HOUR) == []


def test_what_nobody_has_stands_before_what_somebody_has_and_the_gravest_before_both(store: Store) -> None:
    had: dict[str, Any] = {"state": EscalationState.ACKNOWLEDGED, "acknowledged_by": "ana", "acknowledged_at": MONDAY}
    matters = (
        escalation("e-taken", Severity.EMERGENCY, **had),
        escalation("e-handed", Severity.EMERGENCY, MONDAY + HOUR, **had, assigned_to="ben"),
        escalation("e-open", Severity.EMERGENCY, MONDAY + 2 * HOUR),
        escalation("e-crisis", Severity.CRISIS, MONDAY + 3 * HOUR, **had),
    )
    store.commit(Commit(enrollment=her(1), escalations=matters))

    order = [one.escalation.escalation_id for one in store.inbox("north")]

    assert order == ["e-crisis", "e-handed", "e-open", "e-taken"]


def test_what_is_open_stands_in_places_that_sort_as_the_list_does_whoever_it_is_about(store: Store) -> None:
    for number in (2, 0, 1):
        person = her(1, enrollment_id=f"e000{number}")
        matters = (escalation("e-1", Severity.URGENT), escalation("e-2", Severity.URGENT, MONDAY - HOUR))
        store.commit(Commit(enrollment=person, escalations=matters))

    inbox = store.inbox("north")

    assert [(one.escalation.escalation_id, one.ref.enrollment_id) for one in inbox] == [
        *(("e-2", f"e000{number}") for number in range(3)),
        *(("e-1", f"e000{number}") for number in range(3)),
    ]
    places = [inbox_place(one) for one in inbox]
    assert places == sorted(set(places))


def test_texts_of_one_instant_have_places_of_their_own_and_are_listed_by_them(store: Store) -> None:
    of_one_instant = (text("t-b"), text("t-a"), text("t-c", purpose=Purpose.PLANNED), reply("SM1", "hello"))
    store.commit(Commit(enrollment=her(1), texts=(*of_one_instant, text("t-d", MONDAY - HOUR))))

    found = store.texts(REF)

    assert [one.text_id for one in found] == ["t-d", "SM1", "t-a", "t-b", "t-c"]
    places = [text_place(one) for one in found]
    assert places == sorted(set(places))
