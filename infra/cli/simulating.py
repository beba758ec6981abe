"""`aftercare simulate`: worlds in which everything goes wrong, and what they come to."""

import json
import os
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from infra.simulation.reckoning import Counts
from infra.simulation.running import JOURNEYS_A_WORLD, Record, many


def run(journeys: int, *, seed: int, worlds: int | None, seconds: float | None, workers: int, as_json: bool) -> int:
    """Exit code 0 when every law held in every world, else 1."""
    workers = workers or os.cpu_count() or 1
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[bad]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        wanted = f"{worlds:,} worlds" if worlds else f"{journeys:,} journeys"
        task = progress.add_task(wanted, total=(worlds or 0) * JOURNEYS_A_WORLD or journeys, bad="")

        def say(counts: Counts) -> None:
            progress.update(task, completed=counts.journeys, bad=f"{sum(counts.bad.values())} broken")

        record = many(journeys, seed, worlds=worlds, seconds=seconds, workers=workers, say=say)
    if as_json:
        Console(soft_wrap=True).print_json(json.dumps(tree(record, seed)))
    else:
        _print(record, seed)
    for story in record.stories:
        console.print(story, markup=False, highlight=False)
    return 0 if record.holds else 1


def tree(record: Record, seed: int) -> dict[str, Any]:
    return {
        "first_seed": seed,
        "worlds": record.worlds,
        **record.counts.as_tree(),
        "wall_seconds": round(record.wall, 1),
        "cpu_seconds": round(record.cpu, 1),
        "journeys_per_second": round(record.counts.journeys / max(record.wall, 1e-9), 1),
        "journeys_per_cpu_second": round(record.counts.journeys / max(record.cpu, 1e-9), 1),
    }


def _print(record: Record, seed: int) -> None:
    table = Table("count", "figure", title=f"{record.worlds:,} worlds from seed {seed}")
    bad = record.counts.bad
    for name, value in tree(record, seed).items():
        if isinstance(value, dict):
            told = ", ".join(f"{key} {number:,}" for key, number in value.items())
        else:
            told = f"{value:,}"
        table.add_row(name, f"[bold red]{told}[/bold red]" if name in bad else told)
    Console().print(table)
    Console().print("Every law held." if record.holds else "[bold red]A law was broken.[/bold red] Its story follows.")
