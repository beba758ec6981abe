"""Measures, prints, and writes docs/performance.md. Exit code 1 when a target is not reached."""

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import track

from infra.bench import costs, drain, effort, growth, pages, starts, trips
from infra.bench.figures import Figure, markdown, rich_table
from infra.bench.page import write
from infra.package import ROOT

PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "effort": effort.figures,
    "trips": trips.figures,
    "pages": pages.figures,
    "starts": starts.figures,
    "archive": lambda: iter((starts.archive(),)),
    "drain": drain.figures,
    "growth": growth.figures,
}
COSTS = "costs"


def main() -> int:
    parser = argparse.ArgumentParser("python -m infra.bench", description="What the service costs, against targets.")
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    parser.add_argument("--only", choices=[*PARTS, COSTS], help="one part; the page is left as it is")
    chosen = parser.parse_args()
    names = [chosen.only] if chosen.only else [*PARTS, COSTS]
    found: list[Figure] = []
    bills: list[costs.Bill] = []
    for name in track(names, description="Measuring", transient=True, disable=not sys.stdout.isatty()):
        if name == COSTS:
            bills = list(costs.bills())
            found += costs.figures(bills)
        else:
            found += PARTS[name]()
    _show(found, bills, as_json=chosen.json)
    if chosen.only is None:
        made = f"`make bench` on {_today()}, at {_commit()}; Python {platform.python_version()} on {platform.machine()}"
        write({"figures": f"{markdown(found)}\n\nMade by {made}.", "patients": costs.markdown(bills)})
    return 0 if all(one.holds for one in found) else 1


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _commit() -> str:
    """What was measured. What is not committed is said."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return told.stdout.strip() or "no commit"


def _show(found: list[Figure], bills: list[costs.Bill], *, as_json: bool) -> None:
    if as_json:
        told = {"figures": [one.told() for one in found], "patients": [asdict(one) for one in bills]}
        print(json.dumps(told, indent=2))
        return
    Console().print(rich_table(found))
    if bills:
        Console().print(costs.rich_table(bills))


if __name__ == "__main__":
    sys.exit(main())
