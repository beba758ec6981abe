"""Her whole calendar before anybody is enrolled: dates, local times, segments, words, and where they come from."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from functions.operations.acting import program_for
from infra.content.samples import Sample, enrolled
from infra.content.waiting import unsent, waits_for
from infra.pocket import SITE, Pocket
from messages.catalogue import catalogue
from messages.segments import cost
from schedules.preview import coming
from schedules.text import Direction, Text, TextState


def rows(sample: Sample) -> list[dict[str, Any]]:
    """One row a text, oldest first: sent at once, and to come if she wrote nothing."""
    return calendar(enrolled(sample))


def calendar(world: Pocket) -> list[dict[str, Any]]:
    program = program_for(world.clinic, world.enrollment, site=SITE)
    at_once = [text for text in world.texts() if text.direction is Direction.OUT]
    future = coming(program, world.enrollment, world.clock.at)
    texts = [(text.at, text, False) for text in at_once] + [(one.at, one.text, one.only_if_silent) for one in future]
    return [_row(world, at, text, only_if_silent=silent) for at, text, silent in texts]


def _row(world: Pocket, at: datetime, text: Text, *, only_if_silent: bool) -> dict[str, Any]:
    """`waits_for`: what a text that stays unsent in this calendar would go out for; its words stand there all the
    same, with no segments."""
    message = text.message or ""
    contract = catalogue().contracts[message]
    sent = text.state is not TextState.WITHHELD
    waiting = waits_for(world, text)
    body = text.body or (unsent(world, message) if waiting else "")
    return {
        "at_local": at.astimezone(ZoneInfo(world.enrollment.person.zone)).isoformat(timespec="minutes"),
        "touchpoint": text.touchpoint,
        "kind": text.purpose.value,
        "message": message,
        "only_if_silent": only_if_silent,
        "withheld": text.withheld.value if text.withheld else None,
        "waits_for": waiting,
        "text": body,
        "segments": text.segments if sent else 0,
        "encoding": cost(body).encoding.value,
        "facts": list(contract.facts),
        "sources": list(contract.sources),
        "page": contract.page,
        "review": catalogue().entry(message, world.enrollment.person.language).review,
        "wording": text.wording,
    }


def give_page(page: str, file: Path | None) -> None:
    """Into `file`, or printed for a program that reads it."""
    if file is None:
        typer.echo(page)
        return
    file.write_text(page, encoding="utf-8")
    typer.echo(f"Written: {file}")


def print_preview(sample: Sample, found: list[dict[str, Any]]) -> None:
    print_calendar(f"{sample.loss} loss, {sample.management}, {sample.language.value}, {sample.zone}", found)


def print_calendar(title: str, found: list[dict[str, Any]]) -> None:
    console = Console()
    table = Table(title=title, show_lines=True)
    for column in ("local time", "message", "segments", "words"):
        table.add_column(column, overflow="fold", no_wrap=column == "local time")
    for row in found:
        at = datetime.fromisoformat(row["at_local"])
        table.add_row(
            f"{at:%a %d %b %H:%M}", f"{row['message']}\n{_note(row)}".strip(), str(row["segments"] or ""), row["text"]
        )
    console.print(table)
    sent = [row for row in found if not row["withheld"] and not row["only_if_silent"]]
    console.print(f"{len(sent)} texts, {sum(row['segments'] for row in sent)} segments if she answers every check-in.")


def _note(row: dict[str, Any]) -> str:
    if row["waits_for"]:
        return f"withheld: only once {row['waits_for']}"
    if row["withheld"]:
        return f"withheld: {row['withheld']}"
    return "only if she is silent" if row["only_if_silent"] else ""
