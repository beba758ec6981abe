"""Laws of every store: what a commit may, what it must not, and what can be read after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from functions.ports import Commit, Committed, PhoneRecord, Ref, Request, Store
from functions.sights import Audit
from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.enrollment import Status
from schedules.text import TextState, Withheld
from tests.contract.values import PHONE, REF, all_due, committed, escalation, her, moved, text
from tests.making import MONDAY, clinic


def test_an_enrollment_is_created_once_and_read_back_whole(store: Store) -> None:
    first = committed(store, Commit(enrollment=her(), takes_phone=True))
    again = committed(store, Commit(enrollment=her(status=Status.WITHDRAWN)))

    assert (first, again) == ([Committed.DONE], [Committed.CONFLICT])
    assert store.enrollment(REF) == her()


def test_nothing_is_read_of_what_was_never_written(store: Store) -> None:
    found = (store.enrollment(REF), store.phone("north", PHONE), store.text(REF, "t"), store.clinic("north"))

    assert found == (None, None, None, None)
    assert (store.texts(REF), store.escalations(REF), store.inbox("north"), store.clinics()) == ([], [], [], [])
    assert (store.has_fact("north", "f"), store.request("north", "k")) == (False, None)


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


def test_what_was_asked_under_a_fact_is_kept_with_it(store: Store) -> None:
    committed(store, Commit(enrollment=her(1), fact_id="api-1", asked="first"), Commit(enrollment=her(2), fact_id="f"))
    committed(store, Commit(enrollment=her(3), fact_id="api-1", asked="second"))

    assert [store.asked_under("north", one) for one in ("api-1", "f", "none")] == ["first", None, None]
    assert store.asked_under("south", "api-1") is None


def test_one_question_tells_all_there_is_around_a_text_that_came_in(store: Store) -> None:
    store.save_clinic(clinic())
    committed(store, Commit(enrollment=her(1), fact_id="SM1", takes_phone=True))

    known, unknown = store.sender("north", PHONE, "SM1"), store.sender("north", "+12025550199", "SM2")
    foreign = store.sender("south", PHONE, "SM1")

    assert known.clinic == unknown.clinic == clinic()
    assert known.phone == PhoneRecord(enrollment_id=REF.enrollment_id, left_at=None)
    assert (known.is_repeated, unknown.is_repeated, foreign.is_repeated) == (True, False, False)
    assert (unknown.phone, foreign.phone, foreign.clinic) == (None, None, None)


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


def test_a_text_withheld_after_it_was_decided_says_why(store: Store) -> None:
    why = moved(TextState.WITHHELD, withheld=Withheld.TOO_LATE)
    committed(store, Commit(enrollment=her(1), texts=(text(),)), Commit(enrollment=her(2), moved=(why,)))

    assert store.text(REF, "t-welcome") == text(state=TextState.WITHHELD, withheld=Withheld.TOO_LATE)


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


def test_a_clinic_reads_nothing_of_another(store: Store) -> None:
    grave = escalation("e-1", Severity.CRISIS)
    request = Request(key="k", digest="d")
    store.save_clinic(clinic())
    committed(
        store,
        Commit(enrollment=her(), texts=(text(),), escalations=(grave,), fact_id="f", request=request, takes_phone=True),
    )

    for foreign in ("south", "NORTH", "north#E#e0001", "north\0", "", "nørth"):
        ref = Ref(clinic_id=foreign, enrollment_id="e0001")
        assert (store.enrollment(ref), store.text(ref, "t-welcome"), store.phone(foreign, PHONE)) == (None, None, None)
        assert (store.texts(ref), store.escalations(ref), store.inbox(foreign)) == ([], [], [])
        assert store.marked(foreign, after="", limit=9) == []
        assert (store.has_fact(foreign, "f"), store.request(foreign, "k")) == (False, None)
        assert store.clinic(foreign) is None


@pytest.mark.parametrize("forged", ["north#E#e0002", "North", "", "a" * 41, "no/rth", "north\n"])
def test_ids_that_could_forge_a_key_are_refused(store: Store, forged: str) -> None:
    with pytest.raises(ValueError, match="an id must be"):
        store.commit(Commit(enrollment=replace(her(), clinic_id=forged)))
    with pytest.raises(ValueError, match="an id must be"):
        store.commit(Commit(enrollment=replace(her(), enrollment_id=forged)))
    with pytest.raises(ValueError, match="clinic_id must be"):
        store.save_clinic(clinic(clinic_id=forged))


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
    for clinic_id, digit in (("south", "1"), ("north", "0")):
        store.save_clinic(clinic(clinic_id=clinic_id, messaging_service="MG" + digit * 32))
    store.save_clinic(clinic(name="Renamed"))

    assert store.clinics() == ["north", "south"]
    assert store.clinic("north") == clinic(name="Renamed")
