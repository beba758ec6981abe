"""All problems of texts, pages and pathways, and what there is to note, as rows for a person or a program."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.content import coverage, grades, usage
from messages import lint as words
from messages import lint_files as word_files
from messages.lint_text import Problem
from schedules import lint as pathways
from schedules import lint_files as pathway_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """`problems` hold a merge back; `notes` hold nobody back today."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    def as_tree(self) -> dict[str, list[dict[str, Any]]]:
        return {"problems": _rows(self.problems), "notes": _rows(self.notes)}


def lint(today: date) -> Linted:
    """Where a file cannot be read, that alone is said: nothing that stands on it can be judged."""
    if unreadable := [*word_files.file_problems(), *pathway_files.file_problems()]:
        return Linted(problems=tuple(unreadable), notes=())
    judged = [
        *words.problems(today),
        *pathways.problems(),
        *usage.problems(),
        *coverage.problems(),
        *grades.problems(),
    ]
    return Linted(problems=tuple(judged), notes=tuple(words.notes(words.shipped(), today)))


def _rows(found: Iterable[Problem]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def print_linted(linted: Linted) -> None:
    console = Console()
    for line in noted(linted.notes):
        console.print(f"[yellow]Note:[/yellow] {escape(line)}")
    if not linted.problems:
        console.print("Every text, page and pathway is in order.")
        return
    rows = _rows(linted.problems)
    table = Table(*rows[0], title=f"{len(rows)} problems", show_lines=True)
    for row in rows:
        table.add_row(*(escape(str(value or "")) for value in row.values()))
    console.print(table)


def noted(notes: Iterable[Problem]) -> list[str]:
    """A line each; drafts, of which there are hundreds at first, as one with their counts by file."""
    found = list(notes)
    lines = [str(one) for one in found if one.rule != "draft"]
    drafts = Counter(one.file for one in found if one.rule == "draft")
    if drafts:
        pages = sum(count for file, count in drafts.items() if file.startswith("messages/pages/"))
        rest = [f"{count} in {file}" for file, count in drafts.items() if not file.startswith("messages/pages/")]
        counted = ", ".join([*rest, *([f"{pages} pages"] if pages else [])])
        lines.append(
            f"{drafts.total()} drafts no clinician has signed: {counted}. To mend: let a clinician read `aftercare "
            "preview --html`, then `aftercare sign`. `aftercare lint --json` names each. [draft]"
        )
    return lines
