"""Laws of every store about phones: who left is not texted, and a phone has one active enrollment in a clinic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.ports import Commit, Committed, PhoneRecord, Ref, Store
from schedules.decision import PhoneConsent
from schedules.enrollment import Status
from tests.contract.values import PHONE, REF, committed, her, text
from tests.making import MONDAY


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


@pytest.mark.parametrize("over", [Status.WITHDRAWN, Status.COMPLETED])
def test_she_can_come_back_though_her_enrollment_is_over(store: Store, over: Status) -> None:
    ended = replace(her(2, left_at=MONDAY), status=over)
    committed(
        store,
        Commit(enrollment=her(1, left_at=MONDAY), phone=PhoneConsent.LEFT, takes_phone=True),
        Commit(enrollment=ended),
        Commit(enrollment=replace(her(3), status=over), phone=PhoneConsent.RETURNED),
    )

    known = store.phone("north", PHONE)

    assert known is not None
    assert known.left_at is None


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


def test_two_clinics_may_care_for_one_phone(store: Store) -> None:
    south = replace(her(), clinic_id="south")

    answers = committed(
        store,
        Commit(enrollment=her(1, left_at=MONDAY), takes_phone=True, phone=PhoneConsent.LEFT),
        Commit(enrollment=south, takes_phone=True, texts=(text(),), texts_patient=True),
    )

    assert answers == [Committed.DONE, Committed.DONE]


@pytest.mark.parametrize(
    "texting",
    [{"texts": (text(),), "texts_patient": True}, {"texted_again": True}],
    ids=["a text", "one handed over again"],
)
def test_what_is_meant_for_one_person_never_goes_to_whoever_has_her_phone_now(
    store: Store, texting: dict[str, Any]
) -> None:
    committed(
        store,
        Commit(enrollment=her(1), takes_phone=True),
        Commit(enrollment=her(2, status=Status.COMPLETED), **texting),
        Commit(enrollment=replace(her(), enrollment_id="e0002"), takes_phone=True),
    )
    anew = {"texts": (text("t-2"),)} if "texts" in texting else {}

    to_her = store.commit(Commit(enrollment=her(3, status=Status.COMPLETED), **{**texting, **anew}))
    goodbye = store.commit(
        Commit(enrollment=her(3, status=Status.COMPLETED), phone=PhoneConsent.LEFT, **{**texting, **anew})
    )
    paging = store.commit(Commit(enrollment=her(3, status=Status.COMPLETED), texts=(text("p-1", contact_id="ana"),)))

    assert (to_her, goodbye, paging) == (Committed.PHONE_GIVEN, Committed.PHONE_GIVEN, Committed.DONE)


def test_a_phone_that_left_may_have_its_goodbye_handed_over_again(store: Store) -> None:
    left = Commit(enrollment=her(1, left_at=MONDAY), takes_phone=True, phone=PhoneConsent.LEFT)

    assert committed(store, left, Commit(enrollment=her(2, left_at=MONDAY), texted_again=True)) == [Committed.DONE] * 2
