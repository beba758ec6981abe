"""`aftercare hear` and `aftercare train`."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markdown import Markdown

from infra.training.corpus import BadText, labelled_file
from infra.training.judging import label_of, marks, shipped
from infra.training.report import by_group, by_label, confusion, headline
from messages.hearing.reader import read
from messages.hearing.reading import Answer, Question, Reading
from messages.language import Language


def hear_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One object in, one out: {id, text, lang, asked?}. Raises BadText naming the line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _heard(number, line)


def _heard(number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        asked = Question(entry["asked"]) if entry.get("asked") else None
        language = Language(entry.get("lang") or Language.ENGLISH)
        return told(entry.get("id"), read(str(entry["text"]), language, asked))
    except json.JSONDecodeError as broken:
        raise BadText(f"line {number}: not JSON ({broken.msg})") from broken
    except (KeyError, AttributeError, TypeError) as missing:
        raise BadText(f'line {number}: an object like {{"id": 1, "text": "...", "lang": "en"}} is needed') from missing
    except ValueError as wrong:
        raise BadText(f"line {number}: {wrong}") from wrong


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
    """Reads the file, or standard input, and prints one line a text as soon as it is read."""
    if source is None and sys.stdin.isatty():
        typer.echo(
            'Type one JSON object a line, like {"id": 1, "text": "...", "lang": "en"}; end with Ctrl-D.', err=True
        )
    lines = source.read_text(encoding="utf-8").splitlines() if source else sys.stdin
    for one in hear_lines(lines):
        typer.echo(json.dumps(one, ensure_ascii=False))


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
