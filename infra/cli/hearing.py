"""`aftercare hear` and `aftercare train`."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.markdown import Markdown

from infra.training.corpus import BadText, labelled_file
from infra.training.judging import label_of, marks, shipped
from infra.training.report import by_group, by_label, confusion, headline
from messages.hearing.reader import read
from messages.hearing.reading import Answer, Question, Reading
from messages.language import Language

Name = TypeVar("Name", bound=StrEnum)


def hear_lines(lines: Iterable[str]) -> Iterator[dict[str, Any] | BadText]:
    """One object in, one out: {id, text, lang, asked?}. A line that is none gives what is wrong with it instead."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _heard(number, line.removeprefix("\ufeff"))


def _heard(number: int, line: str) -> dict[str, Any] | BadText:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as broken:
        return BadText(f"line {number}: not JSON ({broken.msg})")
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return BadText(f'line {number}: an object like {{"id": 1, "text": "...", "lang": "en"}} is needed')
    try:
        language = _named(Language, entry.get("lang") or Language.ENGLISH.value, "lang")
        asked = _named(Question, entry["asked"], "asked") if entry.get("asked") else None
    except ValueError as unknown:
        return BadText(f"line {number}: {unknown}")
    return told(entry.get("id"), read(entry["text"], language, asked))


def _named(kind: type[Name], name: object, field: str) -> Name:
    """Raises ValueError saying which names there are."""
    try:
        return kind(str(name).strip().lower())
    except ValueError as unknown:
        raise ValueError(f"{field} {name!r} is none of {', '.join(kind)}") from unknown


def told(identity: object, reading: Reading) -> dict[str, Any]:
    return {
        "id": identity,
        "label": label_of(reading).value,
        "action": reading.band.value,
        "opt_out": reading.leaving,
        "answer": _answer(reading.answer),
        "topics": [topic.value for topic in reading.topics],
        "part": reading.part.value if reading.part else None,
        "closing": [topic.value for topic in reading.closing],
        "evidence": [f"{one.rule}: {one.phrase}" for one in reading.evidence],
    }


def _answer(answer: Answer | None) -> str | float | None:
    """As a person would say it: yes or no, positive or negative, a number."""
    if answer is None or not isinstance(answer.value, bool):
        return None if answer is None else float(answer.value)
    if answer.question is Question.TEST_RESULT:
        return "positive" if answer.value else "negative"
    return "yes" if answer.value else "no"


def print_heard(source: Path | None) -> None:
    """Reads the file, or standard input, and prints one line a text as soon as it is read. Lines that are none are
    named on standard error and passed over; then raises BadText with their number."""
    if source is None and sys.stdin.isatty():
        typer.echo(
            'Type one JSON object a line, like {"id": 1, "text": "...", "lang": "en"}; end with Ctrl-D.', err=True
        )
    lines = source.read_text(encoding="utf-8", errors="replace").split("\n") if source else sys.stdin
    bad = 0
    for one in hear_lines(lines):
        if isinstance(one, BadText):
            bad += 1
            typer.echo(f"Not read: {one}", err=True)
        else:
            typer.echo(json.dumps(one, ensure_ascii=False))
    if bad:
        raise BadText(f"{bad} of the lines, named above; every other line is")


def evaluated(path: Path) -> dict[str, Any]:
    """The counts of one labelled file, for a program."""
    found = marks(shipped(labelled_file(path)))
    return {
        "texts": found.dangers + found.others,
        "missed": found.missed_rate,
        "paged": found.paged_rate,
        "false_pages": found.false_page_rate,
        "asked": found.asked_rate,
        "leaving_found": found.leaving_found,
        "leaving_true": found.leaving_true,
        "label_right": found.right,
        "missed_ids": [one.row.id for one in found.missed],
        "false_page_ids": [one.row.id for one in found.false_pages],
    }


def print_evaluated(path: Path) -> None:
    judged = shipped(labelled_file(path))
    found = marks(judged)
    languages = {language.name.title(): marks(judged, language) for language in Language}
    missed = "\n".join(f"- {one.row.label.value}: {one.row.text}" for one in found.missed)
    pages = "\n".join(f"- {one.row.label.value}: {one.row.text}" for one in found.false_pages)
    Console().print(
        Markdown(
            "\n".join(
                [
                    headline(found),
                    by_label(found),
                    by_group(languages, "Language"),
                    confusion(found),
                    "## Missed\n",
                    missed or "None.",
                    "\n## False pages\n",
                    pages or "None.",
                ]
            )
        )
    )
