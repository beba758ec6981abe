"""`aftercare hear`, and training on a handful of texts: the same texts, the same weights."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.cli.app import app
from infra.training.bench import EVERYDAY, HARD, INBOXES, PLAIN
from infra.training.corpus import EXAMS, TEXTS, labelled, labelled_file
from infra.training.fitting import fit, numbers_of, weights
from infra.training.judging import ALARMS, Heard, marks, settle, shipped
from infra.training.report import by_label, confusion, headline
from infra.training.teaching import FALSE_PAGES, HARDER_THAN_LIFE, limits_for
from messages.hearing.model import CLASSES, model, trained
from messages.hearing.normalize import plain, words_as_written
from messages.hearing.reader import findings
from messages.hearing.reading import Intent
from messages.hearing.weights import unpacked

RUN = CliRunner()
SHORT = 3  # words; "STOP" and "thank you" are in every collection
LABELLED = [
    {"id": "a", "lang": "en", "text": "i keep passing out and there is blood everywhere", "label": "emergency"},
    {"id": "b", "lang": "es", "text": "gracias por escribirme", "label": "ack"},
]


def lines(*entries: object) -> str:
    return "\n".join(json.dumps(entry) for entry in entries)


def test_hear_prints_one_line_a_text_with_its_reason() -> None:
    asked = {"id": 2, "text": "2", "lang": "es", "asked": "pads_per_hour"}
    result = RUN.invoke(app, ["hear"], input=lines({"id": 1, "text": "i want to die", "lang": "en"}, asked))
    crisis, pads = (json.loads(line) for line in result.stdout.splitlines())

    assert result.exit_code == 0
    assert (crisis["id"], crisis["label"], crisis["action"], crisis["opt_out"]) == (1, "crisis", "page", False)
    assert any("want to die" in reason for reason in crisis["evidence"])
    assert (pads["answer"], pads["action"]) == (2.0, "page")


@pytest.mark.parametrize(
    ("asked", "text", "answer"),
    [
        ("bleeding_started", "yes this morning", "yes"),
        ("bleeding_stopped", "no todavia", "no"),
        ("test_result", "dos rayitas", "positive"),
        ("temperature", "101.2", 38.4),
        ("pain", "6 or 7", 7.0),
        ("mood", "call me please", None),
    ],
)
def test_hear_says_an_answer_as_a_person_would(asked: str, text: str, answer: str | float | None) -> None:
    result = RUN.invoke(app, ["hear"], input=lines({"id": 1, "text": text, "asked": asked}))

    assert json.loads(result.stdout)["answer"] == answer


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: an object like"),
        ('{"id": 1}', "line 1: an object like"),
        ('{"text": null}', "line 1: an object like"),
        ('{"text": "x", "lang": "xx"}', "line 1: lang 'xx' is none of en, es"),
        ('{"text": "x", "asked": "shoe"}', "line 1: asked 'shoe' is none of bleeding_started, "),
    ],
)
def test_hear_names_the_line_that_cannot_be_read(line: str, words: str) -> None:
    result = RUN.invoke(app, ["hear"], input=line)

    assert result.exit_code == 1
    assert words in result.stderr


def test_hear_reads_on_after_a_line_it_cannot_read() -> None:
    """A mark at the beginning of a file, as spreadsheets write it, is no reason not to read its first line."""
    spoken = ["\ufeff" + json.dumps({"id": 1, "text": "me quiero morir", "lang": "ES"}), "{", '{"id": 2, "text": "ok"}']
    result = RUN.invoke(app, ["hear"], input="\n".join(spoken))

    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2]
    assert "line 2: not JSON" in result.stderr
    assert result.exit_code == 1


def test_hear_takes_a_break_between_lines_inside_a_text_for_a_space(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "i want\u2028to die"}, ensure_ascii=False), encoding="utf-8")

    assert json.loads(RUN.invoke(app, ["hear", str(path)]).stdout)["label"] == "crisis"


def test_hear_eval_counts_for_a_person_and_for_a_program(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(lines(*LABELLED), "utf-8")
    told = RUN.invoke(app, ["hear", "--eval", str(path), "--json"])
    shown = RUN.invoke(app, ["hear", "--eval", str(path)])

    assert json.loads(told.stdout)["texts"] == len(LABELLED)
    assert json.loads(told.stdout)["missed"] == 0
    assert "danger with neither page nor question" in shown.stdout


def test_no_text_of_an_exam_is_trained_on() -> None:
    taught = {row.plain.words for row in labelled(TEXTS)}
    asked = [
        row
        for name in (*INBOXES, *HARD, *PLAIN, *EVERYDAY, "quitting-4")
        for row in labelled_file(EXAMS / f"{name}.jsonl")
    ]

    assert not [row.id for row in asked if len(row.plain.words.split()) > SHORT and row.plain.words in taught]


def test_no_text_is_there_twice_and_every_id_is_its_own() -> None:
    rows = labelled(TEXTS)

    assert len({(row.plain.words.strip() or row.text, *words_as_written(row.text)) for row in rows}) == len(rows)
    assert len({row.id for row in rows}) == len(rows)
    assert len(rows) >= 12_000


def test_the_same_texts_give_the_same_weights_and_thresholds_that_keep_their_bounds() -> None:
    rows = labelled(TEXTS)[::40]
    rows = [*rows, *(row for row in labelled(TEXTS) if row.part is not None)][:700]
    rows += [next(row for row in labelled(TEXTS) if row.target == place) for place in range(len(CLASSES))]
    numbers = [numbers_of(row.plain) for row in rows]
    first, second = (weights(fit(rows, numbers), page_at=1, ask_at=0, leave_at=0, made_of="test") for _ in range(2))
    made = trained(unpacked(first, CLASSES))
    heard = [Heard(row, findings(made, row.plain, None)) for row in rows]
    limits = limits_for(heard)

    ordinary = [one for one in heard if not one.row.is_danger and not one.row.writer.startswith(HARDER_THAN_LIFE)]
    plainly = sum(any(sign.final or sign.plain for sign in one.found.found) for one in ordinary)
    found = marks(settle(ordinary, replace(made, page_at=limits.page_at, ask_at=limits.ask_at)))

    assert first == second
    assert found.false_page_rate * len(ordinary) <= max(FALSE_PAGES * len(ordinary), plainly + 1)


def test_marks_count_what_was_missed_and_what_rang_falsely() -> None:
    rows = labelled_file(EXAMS / "dev.jsonl")
    judged = shipped(rows)
    found = marks(judged)
    missed = [one for one in judged if one.row.is_danger and one.reading.band not in ALARMS]

    assert found.dangers + found.others == len(rows)
    assert {one.row.id for one in found.missed} == {one.row.id for one in missed}
    assert f"of {found.dangers}" in headline(found)
    assert "| crisis |" in by_label(found)
    assert confusion(found).count("\n") > len(Intent)


def test_thresholds_are_applied_to_what_was_found_once() -> None:
    row = labelled_file(EXAMS / "plainly-3.jsonl")[0]
    heard = Heard(row, findings(model(), plain(row.text), None))

    assert settle([heard], model())[0].reading.band in ALARMS
