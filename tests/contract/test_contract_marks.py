"""Laws of every store about marks: on the text and in the clinic's list together or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from functions.ports import Commit, Committed, Mark, Marked, Ref, Store
from messages.hearing.reading import Intent
from schedules.text import Direction, Purpose, TextState
from tests.contract.table import TABLE, Wire, store_over
from tests.contract.test_contract_dynamo import Send, items
from tests.contract.values import REF, committed, her, text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HEARD = text("SM1", direction=Direction.IN, purpose=Purpose.REPLY, state=TextState.RECEIVED)


def mark(mark_id: str = "0a", text_id: str = "SM1", label: Intent = Intent.QUESTION) -> Mark:
    return Mark(mark_id=mark_id, text_id=text_id, label=label)


def test_a_mark_stands_on_the_text_and_in_the_list_of_its_clinic(store: Store) -> None:
    answers = committed(store, Commit(enrollment=her(1), texts=(HEARD,)), Commit(enrollment=her(2), mark=mark()))

    assert answers == [Committed.DONE, Committed.DONE]
    assert store.text(REF, "SM1") == replace(HEARD, marked=Intent.QUESTION)
    assert store.marked("north", after="", limit=9) == [Marked(mark_id="0a", ref=REF, text_id="SM1")]
    assert store.marked("south", after="", limit=9) == []


def test_the_last_mark_of_a_text_counts_and_it_is_listed_once(store: Store) -> None:
    committed(
        store,
        Commit(enrollment=her(1), texts=(HEARD,)),
        Commit(enrollment=her(2), mark=mark()),
        Commit(enrollment=her(3), mark=mark(label=Intent.CRISIS)),
    )

    assert [one.marked for one in store.texts(REF)] == [Intent.CRISIS]
    assert len(store.marked("north", after="", limit=9)) == 1


def test_a_text_that_is_not_on_record_cannot_be_marked(store: Store) -> None:
    answers = committed(store, Commit(enrollment=her(1)), Commit(enrollment=her(2), mark=mark()))

    assert answers == [Committed.DONE, Committed.CONFLICT]
    assert (store.enrollment(REF), store.texts(REF), store.marked("north", after="", limit=9)) == (her(1), [], [])


def test_a_mark_decided_on_an_older_version_leaves_nothing(store: Store) -> None:
    answers = committed(store, Commit(enrollment=her(1), texts=(HEARD,)), Commit(enrollment=her(1), mark=mark()))

    assert answers == [Committed.DONE, Committed.CONFLICT]
    assert (store.texts(REF), store.marked("north", after="", limit=9)) == ([HEARD], [])


def test_marks_are_listed_by_their_ids_from_any_of_them_on(store: Store) -> None:
    other = replace(her(), enrollment_id="e0002", person=replace(her().person, phone="+12025550199"))
    committed(
        store,
        Commit(enrollment=her(1), texts=(HEARD, replace(HEARD, text_id="SM2"))),
        Commit(enrollment=her(2), mark=mark("0b")),
        Commit(enrollment=her(3), mark=mark("0a", "SM2")),
        Commit(enrollment=other, texts=(HEARD,)),
        Commit(enrollment=replace(other, version=2), mark=mark("0c")),
    )

    pages = [
        [one.mark_id for one in store.marked("north", after=after, limit=limit)]
        for after, limit in (("", 2), ("0b", 2), ("0c", 2), ("", 0))
    ]

    assert pages == [["0a", "0b"], ["0c"], [], []]
    assert store.marked("north", after="0b", limit=1)[0].ref == Ref(clinic_id="north", enrollment_id="e0002")


def test_a_mark_is_kept_no_longer_than_its_text_and_holds_no_word_of_it(dynamo: DynamoDBClient) -> None:
    store = store_over(dynamo)
    committed(store, Commit(enrollment=her(1), texts=(HEARD,)), Commit(enrollment=her(2), mark=mark()))

    kept = {item["sk"]["S"]: item for item in items(dynamo)}

    assert kept["0a"]["expires_at"] == kept["TEXT#SM1"]["expires_at"]
    assert set(kept["0a"]) == {"pk", "sk", "enrollment_id", "text_id", "expires_at"}
    assert kept["0a"]["pk"]["S"] == "C#north#MARKED"


def test_a_text_whose_time_ends_while_it_is_marked_is_not_made_anew(dynamo: DynamoDBClient) -> None:
    def expire_first(send: Send) -> object:
        dynamo.delete_item(TableName=TABLE, Key={"pk": {"S": "C#north#E#e0001"}, "sk": {"S": "TEXT#SM1"}})
        return send()

    store = store_over(dynamo)
    committed(store, Commit(enrollment=her(1), texts=(HEARD,)))

    assert store_over(Wire(dynamo, expire_first)).commit(Commit(enrollment=her(2), mark=mark())) is Committed.CONFLICT
    assert (store.texts(REF), store.marked("north", after="", limit=9)) == ([], [])
    assert store.enrollment(REF) == her(1)
