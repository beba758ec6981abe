"""Laws only DynamoDB can break: lost answers, silence, throttling, keys, and what the table holds and how long."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.adapters import keys
from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_table import PAGES_MAX
from functions.ports import Commit, Committed, Ref, Request, StoreDown
from functions.sights import Audit
from messages.language import Language
from schedules.decision import PhoneConsent
from schedules.listing import listed
from schedules.text import Direction, Purpose, Text, TextMoved, TextState
from tests.contract.table import SECRET, TABLE, Wire, client, store_over
from tests.making import MONDAY, clinic, enrollment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REF = Ref(clinic_id="north", enrollment_id="e0001")
TEXT = Text(
    text_id="t-welcome",
    direction=Direction.OUT,
    purpose=Purpose.NOTICE,
    state=TextState.SENDING,
    at=MONDAY,
    body="a private body",
    language=Language.ENGLISH,
)
FIRST = Commit(enrollment=enrollment(version=1), texts=(TEXT,), fact_id="SM1", takes_phone=True)
SECOND = Commit(enrollment=enrollment(version=2), fact_id="SM2")
Send = Callable[[], Any]


def timed_out() -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url="https://dynamodb")


def refused(code: str, reasons: tuple[str, ...] = ()) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": "a private body"}}
    answer["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(answer, "TransactWriteItems")


def answer_lost(send: Send) -> Any:
    send()
    raise timed_out()


def sent_twice(send: Send) -> Any:
    """As boto does by itself when the first answer is lost."""
    send()
    return send()


def never_arrived(_: Send) -> Any:
    raise timed_out()


def items(aws: DynamoDBClient) -> list[dict[str, Any]]:
    return list(aws.scan(TableName=TABLE)["Items"])


@pytest.mark.parametrize("carry", [answer_lost, sent_twice])
@pytest.mark.parametrize("fact_id", ["SM1", None])
def test_a_commit_whose_answer_was_lost_is_done(
    dynamo: DynamoDBClient, carry: Callable[[Send], Any], fact_id: str | None
) -> None:
    commit = replace(FIRST, fact_id=fact_id)

    assert store_over(Wire(dynamo, carry)).commit(commit) is Committed.DONE
    assert store_over(dynamo).texts(REF) == [TEXT]


def test_a_commit_overtaken_while_its_answer_was_lost_is_done(dynamo: DynamoDBClient) -> None:
    def overtaken(send: Send) -> Any:
        send()
        assert store_over(dynamo).commit(SECOND) is Committed.DONE
        return send()

    assert store_over(Wire(dynamo, overtaken)).commit(FIRST) is Committed.DONE


def test_a_twin_that_decided_the_very_same_did_not_do_it(dynamo: DynamoDBClient) -> None:
    answers = [store_over(dynamo).commit(FIRST) for _ in range(2)]

    assert answers == [Committed.DONE, Committed.REPEATED]


def test_a_commit_that_never_arrived_leaves_the_caller_holding_it(dynamo: DynamoDBClient) -> None:
    with pytest.raises(StoreDown, match="commit: ReadTimeoutError"):
        store_over(Wire(dynamo, never_arrived)).commit(FIRST)

    assert items(dynamo) == []


@pytest.mark.parametrize(
    "error",
    [
        refused("ThrottlingException"),
        refused("InternalServerError"),
        refused("AccessDeniedException"),
        refused("TransactionCanceledException", ("None", "ThrottlingError")),
    ],
)
def test_a_table_that_refuses_for_now_is_down_and_quotes_nothing(dynamo: DynamoDBClient, error: ClientError) -> None:
    def refuse(_: Send) -> Any:
        raise error

    with pytest.raises(StoreDown) as raised:
        store_over(Wire(dynamo, refuse)).commit(FIRST)

    assert "private" not in str(raised.value)


def test_two_transactions_that_met_are_a_conflict(dynamo: DynamoDBClient) -> None:
    def meet(_: Send) -> Any:
        raise refused("TransactionCanceledException", ("TransactionConflict", "None"))

    assert store_over(Wire(dynamo, meet)).commit(FIRST) is Committed.CONFLICT


def test_a_throttled_commit_of_a_known_fact_is_repeated_all_the_same(dynamo: DynamoDBClient) -> None:
    def throttle(_: Send) -> Any:
        raise refused("TransactionCanceledException", ("ConditionalCheckFailed", "ThrottlingError"))

    store_over(dynamo).commit(FIRST)

    assert store_over(Wire(dynamo, throttle)).commit(FIRST) is Committed.REPEATED


def test_she_may_leave_between_our_reading_and_our_commit(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(FIRST)

    def leave_first(send: Send) -> Any:
        gone = Commit(enrollment=enrollment(version=2, left_at=MONDAY), phone=PhoneConsent.LEFT)
        assert store_over(dynamo).commit(gone) is Committed.DONE
        return send()

    stale = replace(SECOND, texts=(replace(TEXT, text_id="t-2"),), texts_patient=True)
    assert store_over(Wire(dynamo, leave_first)).commit(stale) is Committed.PHONE_LEFT
    assert store_over(dynamo).texts(REF) == [TEXT]


def test_a_text_that_moved_on_between_our_reading_and_our_commit_is_not_moved_back(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(FIRST)

    def deliver_first(send: Send) -> Any:
        moved = TextMoved(text_id=TEXT.text_id, state=TextState.DELIVERED, at=MONDAY)
        assert store_over(dynamo).commit(replace(SECOND, moved=(moved,))) is Committed.DONE
        return send()

    late = replace(SECOND, fact_id="SM3", moved=(TextMoved(text_id=TEXT.text_id, state=TextState.SENT, at=MONDAY),))
    assert store_over(Wire(dynamo, deliver_first)).commit(late) is Committed.CONFLICT
    assert store_over(dynamo).texts(REF) == [replace(TEXT, state=TextState.DELIVERED)]


def test_every_question_to_an_unreachable_table_says_it_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    store = DynamoStore(client(endpoint="http://127.0.0.1:9"), table=TABLE, phone_secret=lambda: SECRET)
    questions: list[Callable[[], object]] = [
        lambda: store.clinic("north"),
        lambda: store.save_clinic(clinic()),
        store.clinics,
        lambda: store.enrollment(REF),
        lambda: store.phone("north", "+1"),
        lambda: store.has_fact("north", "f"),
        lambda: store.sender("north", "+1", "f"),
        lambda: store.request("north", "k"),
        lambda: store.text(REF, "t"),
        lambda: store.texts(REF),
        lambda: store.escalations(REF),
        lambda: store.audits(REF),
        lambda: store.inbox("north"),
        lambda: store.marked("north", after="", limit=5),
        lambda: store.commit(FIRST),
        lambda: store.due(0, MONDAY, 5),
    ]

    for question in questions:
        with pytest.raises(StoreDown):
            question()


def test_what_dynamodb_leaves_out_of_a_batch_is_asked_for_again(dynamo: DynamoDBClient) -> None:
    class Busy(Wire):
        def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: N803 - boto's own name
            keys = RequestItems[TABLE]["Keys"]
            one: Any
            rest: Any
            one, rest = {**RequestItems[TABLE], "Keys": keys[:1]}, {**RequestItems[TABLE], "Keys": keys[1:]}
            answer = self._aws.batch_get_item(RequestItems={TABLE: one})
            return {**answer, "UnprocessedKeys": {TABLE: rest} if rest["Keys"] else {}}

    store_over(dynamo).save_clinic(clinic())
    store_over(dynamo).commit(FIRST)

    found = store_over(Busy(dynamo)).sender("north", FIRST.enrollment.person.phone, "SM1")

    assert found == store_over(dynamo).sender("north", FIRST.enrollment.person.phone, "SM1")
    assert found.clinic == clinic()
    assert found.is_repeated


def test_a_batch_that_is_left_out_for_ever_says_the_table_is_down(dynamo: DynamoDBClient) -> None:
    class Refusing(Wire):
        def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: N803 - boto's own name
            return {"Responses": {}, "UnprocessedKeys": RequestItems}

    with pytest.raises(StoreDown):
        store_over(Refusing(dynamo)).sender("north", "+1", "SM1")


def test_a_partition_too_long_to_read_is_refused_rather_than_shown_in_part(dynamo: DynamoDBClient) -> None:
    class Endless(Wire):
        asked = 0

        def query(self, **_: Any) -> Any:
            self.asked += 1
            return {"Items": [], "LastEvaluatedKey": {"pk": {"S": "x"}}}

    wire = Endless(dynamo)

    with pytest.raises(StoreDown):
        store_over(wire).inbox("north")
    assert wire.asked == PAGES_MAX


def test_a_partition_of_several_pages_is_read_whole(dynamo: DynamoDBClient) -> None:
    class Paged(Wire):
        def query(self, **request: Any) -> Any:
            return self._aws.query(**{**request, "Limit": 2})

    for number in range(1, 8):
        text = replace(TEXT, text_id=f"t-{number}", at=MONDAY + timedelta(minutes=number))
        store_over(dynamo).commit(Commit(enrollment=enrollment(version=number, wake_at=MONDAY), texts=(text,)))
    store = store_over(Paged(dynamo))

    assert [text.text_id for text in store.texts(REF)] == [f"t-{number}" for number in range(1, 8)]


def test_what_this_release_cannot_read_is_kept_for_one_that_can(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(FIRST)
    for item in items(dynamo):
        if "value" in item:
            later = {**json.loads(item["value"]["S"]), "status": "unheard of", "purpose": "unheard of"}
            dynamo.put_item(TableName=TABLE, Item={**item, "value": {"S": json.dumps(later)}})

    with pytest.raises(StoreDown, match="a stored Enrollment cannot be read"):
        store_over(dynamo).enrollment(REF)
    with pytest.raises(StoreDown, match="a stored Text cannot be read"):
        store_over(dynamo).texts(REF)


def test_no_key_shows_a_phone_or_what_a_caller_wrote(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(replace(FIRST, request=Request(key="for +12025550143", digest="d")))

    shown = [f"{item['pk']['S']} {item['sk']['S']}" for item in items(dynamo)]

    assert len(shown) == 6
    assert not [key for key in shown if "2025550143" in key]
    assert all(key.startswith("C#north#") for key in shown)


def test_a_phone_is_veiled_by_the_secret_and_differently_in_each_clinic(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(FIRST)
    store_over(dynamo).commit(replace(FIRST, enrollment=replace(FIRST.enrollment, clinic_id="south")))
    phone = FIRST.enrollment.person.phone

    veils = [item["pk"]["S"].partition("#P#")[2] for item in items(dynamo) if item["sk"]["S"] == "PHONE"]

    assert len(set(veils)) == 2
    assert DynamoStore(dynamo, table=TABLE, phone_secret=lambda: "another").phone("north", phone) is None
    with pytest.raises(ValueError, match="secret is empty"):
        DynamoStore(dynamo, table=TABLE, phone_secret=str).phone("north", phone)


@pytest.mark.parametrize(("days", "settings"), [(90, None), (30, clinic(body_retention=timedelta(days=30)))])
def test_bodies_expire_as_the_clinic_says_and_records_of_repeats_later(
    dynamo: DynamoDBClient, days: int, settings: Any
) -> None:
    store = store_over(dynamo)
    if settings is not None:
        store.save_clinic(settings)
    store.commit(replace(FIRST, request=Request(key="k", digest="d"), audit=Audit(at=MONDAY, author="ana", action="x")))

    kinds = {item["sk"]["S"].partition("#")[0]: item.get("expires_at", {}).get("N") for item in items(dynamo)}

    assert kinds["TEXT"] == str(int((MONDAY + timedelta(days=days)).timestamp()))
    assert kinds["FACT"] == kinds["REQUEST"] == str(int((MONDAY + timedelta(days=120)).timestamp()))
    assert (kinds["ENROLLMENT"], kinds["PHONE"], kinds["AUDIT"]) == (None, None, None)


def test_only_who_must_wake_stands_in_the_index(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(replace(FIRST, enrollment=enrollment(version=1, wake_at=MONDAY)))
    waking = [item["wake_at"]["S"] for item in items(dynamo) if "wake_at" in item]
    store_over(dynamo).commit(SECOND)

    assert waking == ["2026-03-02T15:00:00.000000+00:00"]
    assert [item for item in items(dynamo) if "wake_at" in item or "wake_shard" in item] == []


def test_a_text_keeps_the_history_of_its_moves(dynamo: DynamoDBClient) -> None:
    store_over(dynamo).commit(FIRST)
    for version, state in ((2, TextState.ACCEPTED), (3, TextState.DELIVERED)):
        moved = TextMoved(text_id=TEXT.text_id, state=state, at=MONDAY)
        store_over(dynamo).commit(Commit(enrollment=enrollment(version=version), moved=(moved,)))

    (text,) = [item for item in items(dynamo) if item["sk"]["S"].startswith("TEXT#")]

    assert [move["S"].split(" ")[1] for move in text["moves"]["L"]] == ["accepted", "delivered"]


def test_who_did_what_is_kept_in_order(dynamo: DynamoDBClient) -> None:
    audits = [Audit(at=MONDAY + timedelta(hours=hour), author="ana", action=f"act-{hour}") for hour in (0, 0, 9, 10)]
    for version, audit in enumerate(audits, 1):
        store_over(dynamo).commit(Commit(enrollment=enrollment(version=version), audit=audit))

    assert store_over(dynamo).audits(REF) == audits


def test_lines_of_strangers_that_an_older_release_wrote_cut_no_list_short(dynamo: DynamoDBClient) -> None:
    store = store_over(dynamo)
    for number in range(3):
        at = MONDAY + timedelta(hours=number)
        person = enrollment(version=1, enrollment_id=f"e000{number}", enrolled_at=at)
        store.commit(Commit(enrollment=person, listed=listed(person)))
        ref = Ref(clinic_id="north", enrollment_id=f"s000{number}")
        key = keys.listed(ref, at + timedelta(minutes=1)).item
        dynamo.put_item(TableName=TABLE, Item={**key, "replies": {"N": "1"}})

    found = store.people("north", after="", limit=3)

    assert [row.listed.enrollment_id for row in found] == ["e0002", "e0001", "e0000"]
