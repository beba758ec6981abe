"""What each row of a good file would bring about, to be read before anybody of it is enrolled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from functions.operations.enrolling import Refused
from functions.operations.importing import Fate, Line, Report
from functions.operations.previewing import Previewed, preview
from functions.operations.world import World
from schedules.clinic import Clinic

LIVED_MAX = 20
"""Rows whose calendar is worked out: each takes a good part of a tenth of a second, and a page is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`texts` is None where her calendar was not worked out; `first_at` too where nothing is left to send."""

    row: int
    name: str | None
    phone: str
    pathway: str
    language: str
    texts: int | None = None
    first_at: datetime | None = None  # in her zone


def plans(world: World, clinic: Clinic, report: Report) -> Iterator[Plan]:
    """Of whoever is new; of nobody while any row is refused."""
    ready = [] if report.faults else [line for line in report.lines if line.fate is Fate.READY]
    for at, line in enumerate(ready):
        yield _plan(line, preview(world, clinic, line.form) if at < LIVED_MAX else None)


def _plan(line: Line, seen: Previewed | Refused | None) -> Plan:
    """Refused only where somebody else enrolled her this very moment."""
    texts = seen.texts if isinstance(seen, Previewed) else ()
    planned = [one for one in texts if one.withheld is None and not one.only_if_silent]
    return Plan(
        row=line.row,
        name=line.form.get("chart", {}).get("name"),
        phone=line.phone,
        pathway=f"{line.form['loss']}-{line.form['treatment']}",
        language=line.form["language"],
        texts=len(planned) if isinstance(seen, Previewed) else None,
        first_at=planned[0].at_hers if planned else None,
    )
