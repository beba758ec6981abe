"""Laws of forgetting one person: nothing of her is left, nobody else loses anything, and a stop stays a stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.dynamo_erasing import PIECE_MAX
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_erasing import MemoryErasing
from functions.ports import Commit, Committed, Mark, Ref, Request, Store, StoreDown
from functions.ports_erasing import CONSENT_KEPT, FACTS_NEEDED, BareConsent, Erasing, Erasure, Held, Unfinished
from functions.sights import Audit
from messages.hearing.reading import Intent
from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.enrollment import Chart, Enrollment
from schedules.escalation import EscalationState
from schedules.listing import listed
from schedules.text import Direction, Purpose, Text, TextState
from tests.contract.table import Wire, emulated, erasing_over, store_over
from tests.contract.test_contract_dynamo import Send, items, timed_out
from tests.contract.values import PHONE, REF, all_due, escalation, her, text
from tests.making import MONDAY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WEEK = timedelta(days=7)
LATER = MONDAY + FACTS_NEEDED + WEEK
REQUEST = Request(key="k-1", digest="of her form")
OTHER = Ref(clinic_id="north", enrollment_id="e0002")


@dataclass(frozen=True)
class Tables:
    store: Store
    erasing: Erasing


@pytest.fixture(params=["memory", "dynamo"])
def tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    if request.param == "memory":
        store = MemoryStore()
        yield Tables(store, MemoryErasing(store))
        return
    with emulated() as aws:
        wire = Wire(aws)
        yield Tables(store_over(wire), erasing_over(wire))


def reply(sid: str, **changes: Any) -> Text:
    made = text(sid, direction=Direction.IN, purpose=Purpose.REPLY, state=TextState.RECEIVED, sid=sid, body="i bled")
    return replace(made, **changes)


def lived(store: Store, **changes: Any) -> Enrollment:
    """She was enrolled, wrote, was marked, had one matter closed and has one open; somebody else lives beside her."""
    chart = Chart(name="Ana Ruiz", reference="R-17", call_note="after five")
    first = her(1, chart=chart, wake_at=MONDAY + WEEK)
    closed = escalation("x-1", Severity.SOON, state=EscalationState.CLOSED, closed_at=MONDAY)
    audit = Audit(at=MONDAY, author="ana", action="enrolled", about=REF.enrollment_id)
    other = replace(first, enrollment_id=OTHER.enrollment_id, person=replace(first.person, phone="+12025550199"))
    last = replace(first, version=3, **changes)
    done = [
        store.commit(
            Commit(
                enrollment=first,
                texts=(text(), reply("SM1")),
                escalations=(escalation("x-1", Severity.SOON), escalation("x-2", Severity.SOON)),
                takes_phone=True,
                request=REQUEST,
                audit=audit,
                fact_id="SM1",
                listed=listed(first),
            )
        ),
        store.commit(Commit(enrollment=replace(first, version=2), escalations=(closed,))),
        store.commit(Commit(enrollment=last, mark=Mark(mark_id="0a", text_id="SM1", label=Intent.QUESTION))),
        store.commit(
            Commit(
                enrollment=other,
                texts=(text(),),
                escalations=(escalation("x-1", Severity.SOON),),
                takes_phone=True,
                listed=listed(other),
            )
        ),
    ]
    assert set(done) == {Committed.DONE}
    return last


def erasure(enrollment: Enrollment) -> Erasure:
    audit = Audit(at=LATER, author="operator", action="erased", about=enrollment.enrollment_id)
    return Erasure(enrollment=enrollment, at=LATER, audit=audit)


def erased(tables: Tables, enrollment: Enrollment) -> dict[Held, int]:
    assert tables.erasing.begin(erasure(enrollment))
    gone = tables.erasing.finish(REF)
    assert gone is not None
    return dict(gone)


def test_what_the_table_holds_of_her_is_found_by_kind(tables: Tables) -> None:
    lived(tables.store)

    assert tables.erasing.holds(REF, PHONE) == {
        Held.ENROLLMENT: 1,
        Held.LINE: 1,
        Held.PHONE: 1,
        Held.WAKE: 1,
        Held.TEXTS: 2,
        Held.ESCALATIONS: 2,
        Held.OPEN: 1,
        Held.CLOSED: 1,
        Held.MARKS: 1,
        Held.AUDITS: 1,
    }
    assert tables.erasing.holds(Ref(clinic_id="south", enrollment_id="e0001"), PHONE) == {}


def test_after_an_erasure_nothing_of_her_is_found_and_the_counts_say_what_there_was(tables: Tables) -> None:
    gone = erased(tables, lived(tables.store))

    assert tables.erasing.holds(REF, PHONE) == {}
    assert gone == {
        Held.ENROLLMENT: 1,
        Held.LINE: 1,
        Held.PHONE: 1,
        Held.REQUEST: 1,
        Held.TEXTS: 2,
        Held.ESCALATIONS: 2,
        Held.OPEN: 1,
        Held.CLOSED: 1,
        Held.MARKS: 1,
        Held.AUDITS: 1,
        Held.FACTS: 1,
    }
    store = tables.store
    assert (store.enrollment(REF), store.texts(REF), store.escalations(REF), store.audits(REF)) == (None, [], [], [])
    assert store.phone("north", PHONE) is None
    assert store.marked("north", after="", limit=9) == []
    assert not store.has_fact("north", "SM1")


def test_nobody_else_loses_anything(tables: Tables) -> None:
    lived(tables.store)
    before = tables.erasing.holds(OTHER, "+12025550199")

    erased(tables, replace(her(3), chart=Chart()))

    assert tables.erasing.holds(OTHER, "+12025550199") == before
    assert [one.ref for one in tables.store.inbox("north")] == [OTHER]
    assert [row.listed.enrollment_id for row in tables.store.people("north", after="", limit=9)] == ["e0002"]
    assert all_due(tables.store, LATER) == [OTHER]


def test_a_phone_that_asked_us_to_stop_is_remembered_for_that_alone(tables: Tables) -> None:
    last = lived(tables.store)
    left = replace(last, version=4, left_at=MONDAY + WEEK, acted_at=MONDAY + WEEK)
    tables.store.commit(Commit(enrollment=left, phone=PhoneConsent.LEFT))

    erased(tables, left)

    kept = tables.store.phone("north", PHONE)
    assert kept is not None
    assert (kept.enrollment_id, kept.left_at) == (None, MONDAY + WEEK)
    anew = Commit(enrollment=her(1, enrollment_id="e0009"), texts=(text(),), takes_phone=True, texts_patient=True)
    assert tables.store.commit(anew) is Committed.PHONE_LEFT


def test_the_bare_record_of_consent_stays_under_the_veiled_phone(tables: Tables) -> None:
    last = lived(tables.store)
    assert last.consent is not None

    erased(tables, last)

    assert tables.erasing.consents("north", PHONE) == [BareConsent(consent=last.consent, erased_at=LATER, left_at=None)]
    assert tables.erasing.consents("south", PHONE) == []


def test_who_erased_her_stands_in_the_log_and_so_does_what_was_done_before(tables: Tables) -> None:
    last = replace(lived(tables.store), version=4)
    ended = Audit(at=LATER, author="ana", action="withdraw", about=REF.enrollment_id)  # in the same instant
    tables.store.commit(Commit(enrollment=last, audit=ended))

    erased(tables, last)

    logged = [one.audit.action for one in tables.store.logged("north", before="", limit=9)]
    assert logged == ["erased", "withdraw", "enrolled"]


def test_the_request_that_enrolled_her_can_neither_be_told_nor_used_again(tables: Tables) -> None:
    last = lived(tables.store)

    erased(tables, last)

    known = tables.store.request("north", REQUEST.key)
    assert known is not None
    assert (known[0].digest, known[1]) == ("erased", "erased")
    again = Commit(enrollment=her(1), request=REQUEST, takes_phone=True)
    assert tables.store.commit(again) is Committed.CONFLICT


def test_a_dedupe_record_that_may_still_be_needed_stays(tables: Tables) -> None:
    last = lived(tables.store)
    recent = replace(last, version=4)
    tables.store.commit(Commit(enrollment=recent, texts=(reply("SM2", at=LATER - WEEK),), fact_id="SM2"))

    erased(tables, recent)

    assert tables.store.has_fact("north", "SM2")


def test_an_erasure_decided_on_an_older_version_changes_nothing(tables: Tables) -> None:
    last = lived(tables.store)
    before = tables.erasing.holds(REF, PHONE)

    assert not tables.erasing.begin(erasure(replace(last, version=2)))
    assert tables.erasing.holds(REF, PHONE) == before
    assert tables.erasing.finish(REF) is None


def test_once_begun_she_is_unknown_nothing_wakes_and_it_is_known_to_be_unfinished(tables: Tables) -> None:
    assert tables.erasing.begin(erasure(lived(tables.store)))

    assert (tables.store.enrollment(REF), tables.store.phone("north", PHONE)) == (None, None)
    assert all_due(tables.store, LATER) == [OTHER]
    begun = [Unfinished(ref=REF, at=LATER)]
    assert tables.erasing.unfinished("north") == begun
    assert tables.erasing.unfinished("north", PHONE) == begun
    assert tables.erasing.unfinished("north", "+12025550199") == []
    assert tables.erasing.unfinished("south") == []


def test_what_is_written_under_her_id_after_it_began_is_not_taken_away_unseen(tables: Tables) -> None:
    """A stranger has the same id whenever she writes: a cry for help may come in the middle."""
    assert tables.erasing.begin(erasure(lived(tables.store)))
    crisis = escalation("x-9", Severity.CRISIS)
    again = her(1, chart=Chart(), wake_at=LATER)
    tables.store.commit(Commit(enrollment=again, texts=(reply("SM9"),), escalations=(crisis,), takes_phone=True))

    assert tables.erasing.finish(REF) is None
    assert [one.escalation.escalation_id for one in tables.store.inbox("north") if one.ref == REF] == ["x-9", "x-2"]

    assert tables.erasing.begin(erasure(again))
    gone = tables.erasing.finish(REF)
    assert gone is not None
    assert (gone[Held.TEXTS], gone[Held.ENROLLMENT], gone[Held.OPEN]) == (3, 2, 2)
    assert tables.erasing.holds(REF, PHONE) == {}


def test_a_phone_that_belongs_to_a_later_enrollment_stays_hers(tables: Tables) -> None:
    last = lived(tables.store)
    later = her(1, enrollment_id="e0007")
    over = replace(last, version=4, status=type(last.status).WITHDRAWN)
    tables.store.commit(Commit(enrollment=over))
    assert tables.store.commit(Commit(enrollment=later, takes_phone=True)) is Committed.DONE

    erased(tables, over)

    known = tables.store.phone("north", PHONE)
    assert known is not None
    assert known.enrollment_id == "e0007"


def many(store: Store, last: Enrollment, count: int) -> Enrollment:
    for batch in range(0, count, 50):
        last = replace(last, version=last.version + 1)
        store.commit(Commit(enrollment=last, texts=tuple(text(f"t-{batch}-{at}") for at in range(50))))
    return last


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_interrupted_anywhere_it_is_finished_by_the_next_run_and_nothing_counts_twice(
    dynamo: DynamoDBClient, fails_at: int
) -> None:
    last = many(store_over(dynamo), lived(store_over(dynamo)), 2 * PIECE_MAX)
    sent = 0

    def cut(send: Send) -> Any:
        nonlocal sent
        sent += 1
        if sent == fails_at:
            raise timed_out()
        return send()

    cut_off = erasing_over(Wire(dynamo, cut))
    with pytest.raises(StoreDown):
        assert cut_off.begin(erasure(last)) and cut_off.finish(REF)  # noqa: PT018 - whichever is cut off

    calm = erasing_over(dynamo)
    if fails_at == 1:
        assert calm.begin(erasure(last))
    gone = calm.finish(REF)

    assert gone is not None
    assert (gone[Held.TEXTS], gone[Held.ENROLLMENT]) == (202, 1)
    assert (calm.holds(REF, PHONE), calm.unfinished("north")) == ({}, [])


def test_a_reply_between_two_pieces_stops_the_erasure_at_once(dynamo: DynamoDBClient) -> None:
    last = many(store_over(dynamo), lived(store_over(dynamo)), 2 * PIECE_MAX)
    sent = 0

    def writes_in_between(send: Send) -> Any:
        nonlocal sent
        sent += 1
        if sent == 3:
            store_over(dynamo).commit(Commit(enrollment=her(1), texts=(reply("SM9"),), takes_phone=True))
        return send()

    erasing = erasing_over(Wire(dynamo, writes_in_between))

    assert erasing.begin(erasure(last))
    assert erasing.finish(REF) is None
    assert store_over(dynamo).text(REF, "SM9") is not None


def test_no_item_names_her_afterwards_but_the_log_and_what_the_law_keeps(dynamo: DynamoDBClient) -> None:
    last = lived(store_over(dynamo))
    left = replace(last, version=4, left_at=MONDAY)
    store_over(dynamo).commit(Commit(enrollment=left, phone=PhoneConsent.LEFT))

    erasing = erasing_over(dynamo)
    erasing.begin(erasure(left))
    erasing.finish(REF)

    stored = items(dynamo)
    told = [item for item in stored if "e0001" in str(item)]
    assert {item["pk"]["S"].split("#")[2] for item in told} == {"LOG", "P"}
    assert not [item for item in stored if PHONE in str(item) or ("Ana" in str(item) and "e0002" not in str(item))]
    (consent,) = [item for item in stored if item["sk"]["S"].startswith("CONSENT#")]
    assert int(consent["expires_at"]["N"]) == int((LATER + CONSENT_KEPT).timestamp())
    (phone,) = [item for item in stored if item["sk"]["S"] == "PHONE" and "left_at" in item]
    assert set(phone) == {"pk", "sk", "left_at"}
