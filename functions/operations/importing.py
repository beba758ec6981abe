"""Enrolling a file of people: a dry run names every bad row with how to mend it, and one bad row stores nobody.

The rows are not one transaction, since no table has one that large. What makes it whole is this: every row is planned
before the first is stored, and each is enrolled under a key made of its own content and the clinic. So the same file
twice changes nothing, and a file that was cut short (a crash, a deadline, a table that went away) is completed by
sending it again. What another person does meanwhile, such as enrolling one of these phones, can still refuse a row
after others were stored; then the answer names that row, and the others stand. Keys are kept for 120 days.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from functions.operations import enrolling, pasted
from functions.operations.enrollment_fields import Assumed
from functions.operations.flat_form import column_of, unflattened
from functions.operations.table_reading import Fault, Table, read_table
from functions.operations.world import World
from functions.sights import Audit
from schedules.clinic import Clinic


class Fate(StrEnum):
    """What becomes of a row."""

    READY = "ready"  # would be enrolled
    MADE = "made"
    ALREADY = "already"  # an earlier file with this very row made her
    REFUSED = "refused"
    LEFT = "left"  # there was no time: send the file again


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. `assumed`: what was read of loosely written cells, by column."""

    row: int
    fate: Fate
    key: str
    phone: str  # E.164 where it could be read
    form: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    enrollment_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`faults` are all of them, in the order of rows; with any, nothing was stored. `encoding` is None for a file that
    could not be read; where it is `guessed`, accents are worth a look."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    encoding: str | None
    guessed: bool = False

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.lines)


def look(world: World, clinic: Clinic, raw: bytes) -> Report:
    """The dry run: reads, and stores nothing."""
    table = read_table(raw)
    if not isinstance(table, Table):
        return Report(lines=(), faults=tuple(table), encoding=None)
    lines = _doubles(tuple(_line(world, clinic, row, cells) for row, cells in table.rows))
    faults = tuple(fault for line in lines for fault in line.faults)
    return Report(lines=lines, faults=faults, encoding=table.encoding, guessed=table.guessed)


def bring_in(
    world: World, clinic: Clinic, raw: bytes, *, by: str, has_time: Callable[[], bool] = lambda: True
) -> Report:
    """Enrolls every row, or none while any has a fault. `has_time` is asked before each row: without it the rest is
    LEFT, and the same file sent again goes on from there. However it ends, the log says how many it enrolled."""
    planned = look(world, clinic, raw)
    if planned.faults:
        return planned
    lines: list[Line] = []
    try:
        for line in planned.lines:
            lines.append(_enrolled(world, clinic, line, by=by, has_time=has_time))
    finally:
        made = sum(line.fate is Fate.MADE for line in lines)
        world.store.log(clinic.clinic_id, Audit(at=world.time.now(), author=by, action=f"imported:{made}"))
    return replace(planned, lines=tuple(lines), faults=tuple(fault for line in lines for fault in line.faults))


def _line(world: World, clinic: Clinic, row: int, cells: Mapping[str, str]) -> Line:
    form = unflattened(cells)
    written = form.get("phone", "")
    phone = pasted.phone(written, clinic.country) or written
    planned = Line(row=row, fate=Fate.READY, key=_key(clinic, form), phone=phone, form=form)
    known = world.store.request(clinic.clinic_id, planned.key)
    if known is not None:
        return replace(planned, fate=Fate.ALREADY, enrollment_id=known[1])
    checked = enrolling.checked(world, clinic, form)
    if isinstance(checked, enrolling.Refused):
        return replace(planned, fate=Fate.REFUSED, faults=_faults(row, checked))
    assumed = tuple(replace(one, field=column_of(one.field)) for one in checked.assumed)
    return replace(planned, assumed=assumed)


def _key(clinic: Clinic, form: Mapping[str, Any]) -> str:
    content = json.dumps(form, sort_keys=True, ensure_ascii=False)
    return f"import-{hashlib.sha256(f'{clinic.clinic_id}/{content}'.encode()).hexdigest()[:40]}"


def _faults(row: int, refused: enrolling.Refused) -> tuple[Fault, ...]:
    return tuple(
        Fault(row=row, column=column_of(one.field), problem=one.problem, mend=one.mend) for one in refused.problems
    )


def _doubles(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A phone that stands in two rows is a fault of the later one, whatever else they say."""
    first: dict[str, int] = {}
    found = []
    for line in lines:
        earlier = first.setdefault(line.phone, line.row) if line.phone else line.row
        found.append(line if earlier == line.row else _double(line, earlier))
    return tuple(found)


def _double(line: Line, earlier: int) -> Line:
    fault = Fault(
        row=line.row,
        column="phone",
        problem=f"is the phone of row {earlier} too",
        mend="take one of the two rows out; two people on one phone cannot be told apart",
    )
    return replace(line, fate=Fate.REFUSED, faults=(*line.faults, fault))


def _enrolled(world: World, clinic: Clinic, line: Line, *, by: str, has_time: Callable[[], bool]) -> Line:
    if line.fate is Fate.ALREADY:
        return line
    if not has_time():
        return replace(line, fate=Fate.LEFT)
    match enrolling.enroll(world, clinic, line.form, key=line.key, by=by):
        case enrolling.Made(enrollment_id=made, repeated=repeated):
            return replace(line, fate=Fate.ALREADY if repeated else Fate.MADE, enrollment_id=made)
        case enrolling.Refused() as refused:
            return replace(line, fate=Fate.REFUSED, faults=_faults(line.row, refused))
        case _:
            raise RuntimeError("a key made of a row's content was used with another")
