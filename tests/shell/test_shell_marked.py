"""Marks: staff say how a text should have been read, once, and what is listed of it says nothing of whose it is."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import boto3
import pytest

from functions.adapters.dynamo import DynamoStore
from functions.evidence import evidence_line, evidence_said
from functions.operations import marking
from functions.ports import Ref
from infra.local.sample import sample_clinic
from tests.contract.table import TABLE
from tests.contract.values import text
from tests.shell.claiming import machine_of
from tests.shell.conftest import HER, Shell, listened
from tests.shell.test_shell_api import enroll

FEVERISH = "runnin a fevr since noon, my name is Kiki, ring 555-0100"


def her(shell: Shell) -> str:
    _, made = enroll(shell)
    return str(made["enrollment_id"])


def wrote(shell: Shell, body: str, sid: str = "SM1") -> None:
    shell.inbound(shell.text(body, sid=sid))


def mark(shell: Shell, one: str, text_id: str, label: object, **more: Any) -> tuple[int, Any]:
    return shell.api("PUT", f"/v1/enrollments/{one}/texts/{quote(text_id)}/label", {"label": label}, **more)


def past(view: Mapping[str, Any], text_id: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(text for text in view["past"] if text["text_id"] == text_id)
    return found


def audits(shell: Shell, one: str) -> list[str]:
    store = DynamoStore(boto3.client("dynamodb"), table=TABLE, phone_secret=lambda: "secret")
    return [audit.action for audit in store.audits(Ref(clinic_id="lakeside", enrollment_id=one))]


def test_a_mark_stands_beside_what_was_read_and_why(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)

    status, view = mark(shell, one, "SM1", "question")
    text = past(view, "SM1")

    assert status == 200
    assert (text["reading"], text["marked"], text["body"]) == ("urgent", "question", FEVERISH)
    assert text["evidence"].startswith("rule b7.fever.en: 'fevr'")
    assert "\n" not in text["evidence"]
    assert past(shell.api("GET", f"/v1/enrollments/{one}")[1], "SM1")["marked"] == "question"


def test_a_mark_changes_nothing_else(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)
    before = shell.api("GET", f"/v1/enrollments/{one}")[1]

    after = mark(shell, one, "SM1", "question")[1]

    past(after, "SM1")["marked"] = None  # type: ignore[index]
    assert [line["action"] for line in after["audit"][len(before["audit"]) :]] == ["marked:question"]
    assert {**after, "version": before["version"], "audit": before["audit"]} == before


def test_the_last_mark_counts_and_each_is_audited_without_a_word_of_hers(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)

    mark(shell, one, "SM1", "question")
    mark(shell, one, "SM1", "question")
    mark(shell, one, "SM1", "ack")

    assert audits(shell, one)[-2:] == ["marked:question", "marked:ack"]
    assert [text["label"] for text in shell.api("GET", "/v1/marked")[1]["marked"]] == ["ack"]


def test_a_mark_that_comes_again_does_not_undo_a_later_one(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)

    mark(shell, one, "SM1", "question", **{"idempotency-key": "k1"})
    mark(shell, one, "SM1", "ack", **{"idempotency-key": "k2"})
    status, view = mark(shell, one, "SM1", "question", **{"idempotency-key": "k1"})

    assert (status, past(view, "SM1")["marked"]) == (200, "ack")
    assert len([action for action in audits(shell, one) if action.startswith("marked:")]) == 2


@pytest.mark.parametrize("label", ["", "nonsense", "URGENT", None, 1, ["urgent"], {"urgent": 1}])
def test_an_unknown_label_is_explained_and_nothing_is_marked(shell: Shell, label: object) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)

    status, problem = mark(shell, one, "SM1", label)

    assert status == 422
    assert "wrong_number" in problem["problems"][0]["mend"]
    assert shell.api("GET", "/v1/marked")[1] == {"marked": [], "next": None}


def test_only_a_text_of_hers_that_was_read_can_be_marked(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)
    view = shell.api("GET", f"/v1/enrollments/{one}")[1]
    ours = [text["text_id"] for text in view["past"] if text["direction"] == "out"]

    assert {mark(shell, one, text_id, "ack")[0] for text_id in ours} == {422}
    assert [mark(shell, one, unknown, "ack")[0] for unknown in ("SM2", "x" * 1500, "TEXT%23SM1")] == [404] * 3
    assert mark(shell, "nobody", "SM1", "ack")[0] == 404


def test_what_is_listed_names_nobody(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)
    mark(shell, one, "SM1", "question")

    page = shell.api("GET", "/v1/marked")[1]

    (text,) = page["marked"]
    assert (text["lang"], text["label"], text["read_as"]) == ("en", "question", "urgent")
    assert text["text"] == "runnin a fevr since noon, my name is a name, ring a number"
    assert text["evidence_rules"][0] == "b7.fever.en"
    assert len(text["id"]) == 64
    assert not [told for told in (one, "SM1", HER, "Kiki", "0100", "lakeside") if told in json.dumps(page)]


def test_a_name_written_like_a_rule_is_not_listed_as_one(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, "i want to die; kiki: i really want to die")
    mark(shell, one, "SM1", "crisis")

    (text,) = shell.api("GET", "/v1/marked")[1]["marked"]

    assert text["evidence_rules"]
    assert "kiki" not in text["evidence_rules"]


def test_evidence_is_one_line_whatever_she_wrote_in_it() -> None:
    said = replace(text("SM1"), body="hot\nand; cold: brr", evidence="b7.fever.en: hot\nand; cold: brr; human: brr")

    assert evidence_line(said) == "rule b7.fever.en: 'hot and; cold: brr'; rule human: 'brr'"
    assert evidence_line(text("SM1")) is None


def test_a_nurse_reads_her_words_and_what_they_were_taken_for() -> None:
    told = "b27.wish_to_be_gone.en: want to die; b27.wish_to_die_rough.en: want to die; model.0a1b: I want to die"
    said = replace(text("SM1"), body="I want to die", evidence=told)

    assert evidence_said(said) == ("“want to die”: wish to be gone, wish to die; “I want to die”: the trained reader")
    assert evidence_said(replace(said, evidence="wrong_number: who is this")) == "“who is this”: wrong number"
    by_figures = replace(said, evidence="b1.rate.count_per_span: 3 pads an hour; b7.degrees: 39")
    assert evidence_said(by_figures) == "“3 pads an hour”: how fast pads fill; “39”: a temperature"
    assert evidence_said(text("SM1")) is None


def test_what_flags_nobody_is_left_out_for_a_nurse_and_kept_for_the_record() -> None:
    told = "b27.wish_to_die.en: want to die; ack: ya; question: when can; only_thanks: thanks; model.0a1b: to die"
    said = replace(text("SM1"), body="I want to die ya when can thanks", evidence=told)

    assert evidence_said(said) == "“want to die”: wish to die; “to die”: the trained reader"
    assert evidence_said(replace(said, evidence="ack: ya")) == ""
    assert "rule ack: 'ya'" in (evidence_line(said) or "")


def test_many_marks_come_in_pages_each_text_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "PAGE_TEXTS_MAX", 2)
    one = her(shell)
    for number in range(4):
        wrote(shell, f"is a bath ok in {number} days", sid=f"SM{number}")
        mark(shell, one, f"SM{number}", "question")

    pages: list[list[str]] = []
    after = ""
    while not pages or after:
        page = shell.api("GET", "/v1/marked", query=f"cursor={after}" if after else "")[1]
        pages.append([text["id"] for text in page["marked"]])
        after = page["next"] or ""

    assert [len(page) for page in pages] == [2, 2, 0]
    assert len({each for page in pages for each in page}) == 4


def test_a_page_that_never_was_is_explained(shell: Shell) -> None:
    assert shell.api("GET", "/v1/marked", query="cursor=SM1")[0] == 422


def test_another_clinic_neither_marks_nor_sees_marks(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)
    mark(shell, one, "SM1", "question")
    shell.store.save_clinic(sample_clinic("hillside"))
    theirs = machine_of(shell.access, "hillside")

    assert mark(shell, one, "SM1", "ack", claims=theirs)[0] == 404
    assert shell.api("GET", "/v1/marked", claims=theirs)[1]["marked"] == []
    assert past(shell.api("GET", f"/v1/enrollments/{one}")[1], "SM1")["marked"] == "question"


def test_a_text_whose_time_is_over_is_listed_no_more(shell: Shell) -> None:
    one = her(shell)
    wrote(shell, FEVERISH)
    mark(shell, one, "SM1", "question")
    key = {"pk": {"S": f"C#lakeside#E#{one}"}, "sk": {"S": "TEXT#SM1"}}
    boto3.client("dynamodb").delete_item(TableName=TABLE, Key=key)

    assert shell.api("GET", "/v1/marked")[1] == {"marked": [], "next": None}
    assert mark(shell, one, "SM1", "ack")[0] == 404


def test_no_log_line_says_what_she_wrote_or_who_she_is(shell: Shell) -> None:
    one = her(shell)

    with listened(said := io.StringIO()):
        wrote(shell, FEVERISH)
        mark(shell, one, "SM1", "question")
        shell.api("GET", "/v1/marked")

    told = said.getvalue()
    assert '"message":"inbound"' in told
    assert not [word for word in ("fevr", "Kiki", "0100", HER) if word in told]
