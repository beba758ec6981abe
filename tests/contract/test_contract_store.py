"""Laws of every store: what a commit may, what it must not, and what can be read after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from functions.adapters.keys import SHARDS, shard_of
from functions.ports import Audit, Commit, Committed, PhoneRecord, Ref, Request, Store
from messages.language import Language
from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment, Person, Status
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.text import Direction, Purpose, Text, TextMoved, TextState
from tests.making import MONDAY, clinic, enrollment

PHONE = "+12025550143"
REF = Ref(clinic_id="north", enrollment_id="e0001")


def her(version: int = 1, **changes: Any) -> Enrollment:
    return enrollment(version=version, **changes)


def text(text_id: str = "t-welcome", at: datetime = MONDAY, **changes: Any) -> Text:
    made = Text(
        text_id=text_id,
        direction=Direction.OUT,
        purpose=Purpose.NOTICE,
        state=TextState.SENDING,
        at=at,
        body="¿Cómo está? 💙",
        language=Language.SPANISH,
    )
    return replace(made, **changes)


def moved(state: TextState, **changes: Any) -> TextMoved:
    return replace(TextMoved(text_id="t-welcome", state=state, at=MONDAY), **changes)


def escalation(escalation_id: str, severity: Severity, opened_at: datetime = MONDAY, **changes: Any) -> Escalation:
    made = Escalation(
        escalation_id=escalation_id,
        code="K7",
        severity=severity,
        reason=Reason.DANGER,
        signs=("fever",),
        state=EscalationState.OPEN,
        opened_at=opened_at,
        acknowledge_by=opened_at + timedelta(minutes=5),
    )
    return replace(made, **changes)


def committed(store: Store, *commits: Commit) -> list[Committed]:
    return [store.commit(commit) for commit in commits]


def all_due(store: Store, now: datetime, shards: Sequence[int] = range(SHARDS), limit: int = 50) -> list[Ref]:
    return [ref for shard in shards for ref in store.due(shard, now, limit)]


def test_an_enrollment_is_created_once_and_read_back_whole(store: Store) -> None:
    first = committed(store, Commit(enrollment=her(), takes_phone=True))
    again = committed(store, Commit(enrollment=her(status=Status.WITHDRAWN)))

    assert (first, again) == ([Committed.DONE], [Committed.CONFLICT])
    assert store.enrollment(REF) == her()


def test_nothing_is_read_of_what_was_never_written(store: Store) -> None:
    found = (store.enrollment(REF), store.phone("north", PHONE), store.text(REF, "t"), store.clinic("north"))

    assert found == (None, None, None, None)
    assert (store.texts(REF), store.escalations(REF), store.inbox("north"), store.clinics()) == ([], [], [], [])
    assert (store.has_fact("north", "f"), store.request("north", "k"), store.api_key_label("north", "d")) == (
        False,
        None,
        None,
    )


def test_whoever_decided_on_an_older_version_must_decide_again(store: Store) -> None:
    answers = committed(
        store,
        Commit(enrollment=her(1)),
        Commit(enrollment=her(2, failures_in_a_row=1)),
        Commit(enrollment=her(2, failures_in_a_row=2)),
        Commit(enrollment=her(4)),
    )

    assert answers == [Committed.DONE, Committed.DONE, Committed.CONFLICT, Committed.CONFLICT]
    assert store.enrollment(REF) == her(2, failures_in_a_row=1)


def test_a_version_that_was_never_created_cannot_be_followed(store: Store) -> None:
    assert committed(store, Commit(enrollment=her(2))) == [Committed.CONFLICT]
    assert store.enrollment(REF) is None


def test_a_fact_counts_once_whatever_the_version_says(store: Store) -> None:
    answers = committed(
        store,
        Commit(enrollment=her(1), fact_id="SM1"),
        Commit(enrollment=her(2), fact_id="SM1"),
        Commit(enrollment=her(1), fact_id="SM1"),
    )

    assert answers == [Committed.DONE, Committed.REPEATED, Committed.REPEATED]
    assert store.has_fact("north", "SM1")
    assert store.enrollment(REF) == her(1)


def test_a_fact_counts_once_in_a_clinic_whoever_it_belongs_to_by_then(store: Store) -> None:
    other = replace(her(), enrollment_id="e0002", person=replace(her().person, phone="+12025550199"))
    elsewhere = replace(her(), clinic_id="south")

    answers = committed(
        store,
        Commit(enrollment=her(), fact_id="SM1"),
        Commit(enrollment=other, fact_id="SM1"),
        Commit(enrollment=elsewhere, fact_id="SM1"),
    )

    assert answers == [Committed.DONE, Committed.REPEATED, Committed.DONE]


def test_a_text_goes_forward_only_and_keeps_what_it_learned(store: Store) -> None:
    committed(
        store,
        Commit(enrollment=her(1), texts=(text(),)),
        Commit(enrollment=her(2), moved=(moved(TextState.SENT, sid="SM9"),)),
        Commit(enrollment=her(3), moved=(moved(TextState.ACCEPTED, sid="SM8"),)),
        Commit(enrollment=her(4), moved=(moved(TextState.UNDELIVERED, error=30003),)),
        Commit(enrollment=her(5), moved=(moved(TextState.DELIVERED),)),
    )

    assert store.text(REF, "t-welcome") == text(state=TextState.UNDELIVERED, sid="SM9", error=30003)


def test_a_move_that_does_not_go_forward_does_not_stop_the_rest_of_its_commit(store: Store) -> None:
    committed(
        store, Commit(enrollment=her(1), texts=(text(),)), Commit(enrollment=her(2), moved=(moved(TextState.SENT),))
    )

    late = Commit(
        enrollment=her(3),
        moved=(moved(TextState.ACCEPTED), moved(TextState.DELIVERED, text_id="t-expired")),
        texts=(text("t-next"),),
    )

    assert store.commit(late) is Committed.DONE
    assert [one.text_id for one in store.texts(REF)] == ["t-next", "t-welcome"]
    assert store.text(REF, "t-expired") is None


def test_several_moves_of_one_text_in_one_commit_are_the_furthest(store: Store) -> None:
    moves = (moved(TextState.DELIVERED), moved(TextState.ACCEPTED, sid="SM9"))
    committed(store, Commit(enrollment=her(1), texts=(text(),)), Commit(enrollment=her(2), moved=moves))

    assert store.text(REF, "t-welcome") == text(state=TextState.DELIVERED, sid="SM9")


def test_a_text_new_in_a_commit_may_move_in_it(store: Store) -> None:
    commit = Commit(enrollment=her(), texts=(text(),), moved=(moved(TextState.REJECTED, error=21211),))

    assert store.commit(commit) is Committed.DONE
    assert store.text(REF, "t-welcome") == text(state=TextState.REJECTED, error=21211)


def test_a_text_is_claimed_once(store: Store) -> None:
    answers = committed(
        store,
        Commit(enrollment=her(1), texts=(text(),)),
        Commit(enrollment=her(2), texts=(text(body="again"),)),
    )

    assert answers == [Committed.DONE, Committed.CONFLICT]
    assert store.texts(REF) == [text()]


def test_texts_are_listed_oldest_first(store: Store) -> None:
    later, earlier = text("t-a", MONDAY + timedelta(hours=1)), text("t-b")

    committed(store, Commit(enrollment=her(1), texts=(later,)), Commit(enrollment=her(2), texts=(earlier,)))

    assert store.texts(REF) == [earlier, later]


def test_a_phone_that_left_gets_no_more_texts_but_its_clinic_gets_its_pages(store: Store) -> None:
    committed(store, Commit(enrollment=her(1), takes_phone=True))
    left = her(2, left_at=MONDAY)

    leaving = store.commit(Commit(enrollment=left, phone=PhoneConsent.LEFT))
    texting = store.commit(Commit(enrollment=her(3), texts=(text(),), texts_patient=True))
    paging = store.commit(Commit(enrollment=her(3), texts=(text(contact_id="ana"),)))

    assert (leaving, texting, paging) == (Committed.DONE, Committed.PHONE_LEFT, Committed.DONE)
    assert store.phone("north", PHONE) == PhoneRecord(enrollment_id="e0001", left_at=MONDAY)


def test_her_goodbye_may_be_sent_in_the_commit_by_which_she_leaves(store: Store) -> None:
    goodbye = Commit(
        enrollment=her(1, left_at=MONDAY),
        texts=(text(),),
        texts_patient=True,
        phone=PhoneConsent.LEFT,
        takes_phone=True,
    )

    assert store.commit(goodbye) is Committed.DONE
    assert store.texts(REF) == [text()]


def test_she_can_come_back_in_one_commit_with_our_answer(store: Store) -> None:
    committed(store, Commit(enrollment=her(1, left_at=MONDAY), phone=PhoneConsent.LEFT, takes_phone=True))

    back = store.commit(Commit(enrollment=her(2), phone=PhoneConsent.RETURNED, texts=(text(),), texts_patient=True))
    later = store.commit(Commit(enrollment=her(3), texts=(text("t-2"),), texts_patient=True))

    assert (back, later) == (Committed.DONE, Committed.DONE)
    assert store.phone("north", PHONE) == PhoneRecord(enrollment_id="e0001", left_at=None)


def test_a_phone_nobody_knows_may_be_texted(store: Store) -> None:
    assert store.commit(Commit(enrollment=her(), texts=(text(),), texts_patient=True)) is Committed.DONE
    assert store.phone("north", PHONE) is None


def test_a_phone_belongs_to_one_active_enrollment_of_a_clinic(store: Store) -> None:
    second = replace(her(), enrollment_id="e0002")

    answers = committed(store, Commit(enrollment=her(), takes_phone=True), Commit(enrollment=second, takes_phone=True))

    assert answers == [Committed.DONE, Committed.PHONE_TAKEN]
    assert store.enrollment(Ref(clinic_id="north", enrollment_id="e0002")) is None


@pytest.mark.parametrize("over", [Status.WITHDRAWN, Status.COMPLETED])
def test_a_phone_is_free_again_when_its_enrollment_is_over(store: Store, over: Status) -> None:
    second = replace(her(), enrollment_id="e0002")

    answers = committed(
        store,
        Commit(enrollment=her(1), takes_phone=True),
        Commit(enrollment=her(2, status=over), texts=(text(),), texts_patient=True),
        Commit(enrollment=second, takes_phone=True),
        Commit(enrollment=her(3, status=over)),
        Commit(enrollment=replace(her(), enrollment_id="e0003"), takes_phone=True),
    )

    assert answers == [Committed.DONE] * 4 + [Committed.PHONE_TAKEN]
    assert store.phone("north", PHONE) == PhoneRecord(enrollment_id="e0002", left_at=None)


def test_a_stranger_never_keeps_anybody_from_being_enrolled(store: Store) -> None:
    stranger = replace(her(status=Status.STRANGER), enrollment_id="s1")

    answers = committed(
        store, Commit(enrollment=stranger, takes_phone=True), Commit(enrollment=her(), takes_phone=True)
    )

    assert answers == [Committed.DONE, Committed.DONE]
    assert store.phone("north", PHONE) == PhoneRecord(enrollment_id="e0001", left_at=None)


def test_a_stranger_cannot_be_made_of_somebody_who_is_enrolled(store: Store) -> None:
    stranger = replace(her(status=Status.STRANGER), enrollment_id="s1")

    answers = committed(store, Commit(enrollment=her(), takes_phone=True), Commit(enrollment=stranger))

    assert answers == [Committed.DONE, Committed.PHONE_TAKEN]


def test_who_left_stays_gone_when_enrolled_anew(store: Store) -> None:
    committed(
        store,
        Commit(enrollment=her(1), takes_phone=True),
        Commit(enrollment=her(2, status=Status.WITHDRAWN, left_at=MONDAY), phone=PhoneConsent.LEFT),
    )
    anew = Commit(
        enrollment=replace(her(), enrollment_id="e0002"), takes_phone=True, texts=(text(),), texts_patient=True
    )

    assert store.commit(anew) is Committed.PHONE_LEFT
    assert store.texts(Ref(clinic_id="north", enrollment_id="e0002")) == []


def test_a_clinic_reads_nothing_of_another(store: Store) -> None:
    grave = escalation("e-1", Severity.CRISIS)
    request = Request(key="k", digest="d")
    store.save_clinic(clinic())
    store.save_api_key("north", "digest", "console")
    committed(
        store,
        Commit(enrollment=her(), texts=(text(),), escalations=(grave,), fact_id="f", request=request, takes_phone=True),
    )

    for foreign in ("south", "NORTH", "north#E#e0001", "north\0", "", "nørth"):
        ref = Ref(clinic_id=foreign, enrollment_id="e0001")
        assert (store.enrollment(ref), store.text(ref, "t-welcome"), store.phone(foreign, PHONE)) == (None, None, None)
        assert (store.texts(ref), store.escalations(ref), store.inbox(foreign)) == ([], [], [])
        assert (store.has_fact(foreign, "f"), store.request(foreign, "k")) == (False, None)
        assert (store.clinic(foreign), store.api_key_label(foreign, "digest")) == (None, None)


def test_two_clinics_may_care_for_one_phone(store: Store) -> None:
    south = replace(her(), clinic_id="south")

    answers = committed(
        store,
        Commit(enrollment=her(1, left_at=MONDAY), takes_phone=True, phone=PhoneConsent.LEFT),
        Commit(enrollment=south, takes_phone=True, texts=(text(),), texts_patient=True),
    )

    assert answers == [Committed.DONE, Committed.DONE]


@pytest.mark.parametrize("forged", ["north#E#e0002", "North", "", "a" * 41, "no/rth", "north\n"])
def test_ids_that_could_forge_a_key_are_refused(store: Store, forged: str) -> None:
    with pytest.raises(ValueError, match="an id must be"):
        store.commit(Commit(enrollment=replace(her(), clinic_id=forged)))
    with pytest.raises(ValueError, match="an id must be"):
        store.commit(Commit(enrollment=replace(her(), enrollment_id=forged)))
    with pytest.raises(ValueError, match="an id must be"):
        store.save_clinic(clinic(clinic_id=forged))


def test_those_who_are_due_are_named_earliest_first_and_nobody_else(store: Store) -> None:
    wakes = {"e1": -3, "e2": 0, "e3": 1, "e4": None, "e5": -60 * 24 * 400}
    for number, (enrollment_id, minutes) in enumerate(wakes.items()):
        wake_at = None if minutes is None else MONDAY + timedelta(minutes=minutes)
        person = Person(phone=f"+1202555020{number}", language=Language.ENGLISH, zone="UTC")
        store.commit(Commit(enrollment=replace(her(), enrollment_id=enrollment_id, wake_at=wake_at, person=person)))

    expected = [
        enrollment_id
        for shard in range(SHARDS)
        for enrollment_id in ("e5", "e1", "e2")
        if shard_of(enrollment_id) == shard
    ]
    assert [ref.enrollment_id for ref in all_due(store, MONDAY)] == expected


def test_those_due_in_one_shard_come_in_order_and_no_more_than_asked(store: Store) -> None:
    ids = [name for name in (f"p{number}" for number in range(200)) if shard_of(name) == 3][:12]
    for number, enrollment_id in enumerate(ids):
        wake_at = MONDAY - timedelta(seconds=number, microseconds=number)
        person = Person(phone=f"+120255503{number:02}", language=Language.ENGLISH, zone="UTC")
        store.commit(Commit(enrollment=replace(her(), enrollment_id=enrollment_id, wake_at=wake_at, person=person)))

    found = [ref.enrollment_id for ref in store.due(3, MONDAY, 5)]

    assert found == list(reversed(ids))[:5]
    assert len(store.due(3, MONDAY, 50)) == 12
    assert store.due(3, MONDAY, 0) == []


def test_who_needs_no_waking_any_more_is_not_due(store: Store) -> None:
    committed(store, Commit(enrollment=her(1, wake_at=MONDAY)), Commit(enrollment=her(2, wake_at=None)))

    assert all_due(store, MONDAY + timedelta(days=400)) == []


def test_the_inbox_shows_what_is_not_closed_gravest_first_then_oldest(store: Store) -> None:
    soon = escalation("e-soon", Severity.SOON, MONDAY - timedelta(hours=9))
    urgent = escalation("e-urgent", Severity.URGENT, MONDAY - timedelta(hours=1))
    older = escalation("e-older", Severity.URGENT, MONDAY - timedelta(hours=2))
    crisis = escalation("e-crisis", Severity.CRISIS)
    closed = replace(escalation("e-closed", Severity.CRISIS), state=EscalationState.CLOSED)
    seen = replace(urgent, state=EscalationState.ACKNOWLEDGED, acknowledged_by="ana", acknowledged_at=MONDAY)
    committed(
        store,
        Commit(enrollment=her(1), escalations=(soon, urgent, older, crisis, escalation("e-closed", Severity.CRISIS))),
        Commit(enrollment=her(2), escalations=(seen, closed)),
    )

    inbox = store.inbox("north")

    assert [one.escalation for one in inbox] == [crisis, older, seen, soon]
    assert {one.ref for one in inbox} == {REF}
    assert store.escalations(REF) == [soon, older, seen, closed, crisis]


def test_a_request_makes_one_enrollment_however_often_it_is_made(store: Store) -> None:
    request = Request(key="a key with +1 202 555 0143 in it", digest="d1")
    twin = replace(her(), enrollment_id="e0002")

    answers = committed(
        store,
        Commit(enrollment=her(), request=request, takes_phone=True),
        Commit(enrollment=twin, request=replace(request, digest="d2"), takes_phone=True),
    )

    assert answers == [Committed.DONE, Committed.CONFLICT]
    assert store.request("north", request.key) == (request, "e0001")
    assert store.enrollment(Ref(clinic_id="north", enrollment_id="e0002")) is None


def test_a_commit_that_fails_leaves_nothing_behind(store: Store) -> None:
    committed(store, Commit(enrollment=her(1), takes_phone=True, texts=(text(),)))

    failed = store.commit(
        Commit(
            enrollment=her(3, wake_at=MONDAY),
            texts=(text("t-new"),),
            moved=(moved(TextState.DELIVERED),),
            escalations=(escalation("e-1", Severity.CRISIS),),
            phone=PhoneConsent.LEFT,
            fact_id="f-1",
            request=Request(key="k", digest="d"),
            audit=Audit(at=MONDAY, author="ana", action="paused"),
        )
    )

    assert failed is Committed.CONFLICT
    assert (store.enrollment(REF), store.texts(REF)) == (her(1), [text()])
    assert (store.escalations(REF), store.inbox("north"), all_due(store, MONDAY)) == ([], [], [])
    assert (store.has_fact("north", "f-1"), store.request("north", "k")) == (False, None)
    assert store.phone("north", PHONE) == PhoneRecord(enrollment_id="e0001", left_at=None)


def test_a_commit_no_transaction_can_hold_is_refused_whole(store: Store) -> None:
    texts = tuple(text(f"t-{number}") for number in range(100))

    with pytest.raises(ValueError, match="one transaction holds 100"):
        store.commit(Commit(enrollment=her(), texts=texts))

    assert (store.enrollment(REF), store.texts(REF)) == (None, [])


def test_of_two_who_act_at_once_one_wins(store: Store) -> None:
    committed(store, Commit(enrollment=her(1)))
    start, answers = Barrier(2), list[Committed]()

    def act() -> None:
        commit = Commit(enrollment=her(2), texts=(text(),), fact_id="SM1")
        start.wait()
        answers.append(store.commit(commit))

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted([Committed.DONE, Committed.REPEATED])
    assert store.texts(REF) == [text()]


def test_clinics_are_listed_sorted_and_their_settings_read_back_whole(store: Store) -> None:
    for clinic_id in ("south", "north"):
        store.save_clinic(clinic(clinic_id=clinic_id))
    store.save_clinic(clinic(name="Renamed"))

    assert store.clinics() == ["north", "south"]
    assert store.clinic("north") == clinic(name="Renamed")


def test_an_api_key_opens_its_own_clinic_by_its_digest_only(store: Store) -> None:
    store.save_api_key("north", "digest", "records system")

    assert store.api_key_label("north", "digest") == "records system"
    assert store.api_key_label("north", "diges") is None
    assert store.api_key_label("south", "digest") is None
