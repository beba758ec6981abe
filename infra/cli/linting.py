"""All problems of texts and pathways, as rows for a person or a program."""

from dataclasses import asdict
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.content import grades
from messages import lint as words
from schedules import lint as pathways


def all_problems() -> list[dict[str, Any]]:
    return [asdict(one) for one in [*words.problems(), *pathways.problems(), *grades.problems()]]


def all_warnings(today: date) -> list[dict[str, Any]]:
    return [asdict(one) for one in words.warnings(today)]


def print_problems(problems: list[dict[str, Any]], warnings: list[dict[str, Any]]) -> None:
    console = Console()
    for one in warnings:
        console.print(f"[yellow]Note:[/yellow] {one['file']}: {one['said']}. To mend: {one['mend']}.")
    if not problems:
        console.print("Every text, page and pathway is in order.")
        return
    columns = list(problems[0])
    table = Table(*columns, title=f"{len(problems)} problems", show_lines=True)
    for one in problems:
        table.add_row(*(str(one[column] or "") for column in columns))
    console.print(table)
