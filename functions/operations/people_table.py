"""The clinic's list as a table for spreadsheets: whom the filters leave, as the list shows them, and on record that it
was taken."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.operations.enrollment_fields import Problem
from functions.operations.people import PEOPLE_READ_MAX, Person, Wanted, everybody
from functions.operations.table_writing import table
from functions.operations.world import World
from functions.sights import Audit
from schedules.clinic import Clinic
from schedules.enrollment import Status

COLUMNS = (
    *("number", "name", "reference", "phone", "language", "pathway", "status", "week", "enrolled", "open"),
    *("unanswered", "undeliverable", "paused_until", "left", "last_reply", "sent", "delivered", "enrollment_id"),
)
"""`week` begins with 1. Times are the clinic's own; of a phone the last digits stand there, as in the list."""
_TOO_MANY = Problem(
    field="people",
    problem=f"are more than the {PEOPLE_READ_MAX} that one file can hold",
    mend="read the list through the API, a page at a time",
)


def carried_out(world: World, clinic: Clinic, wanted: Wanted, *, by: str) -> str | Problem:
    """All of them or none: a file that was cut short would look whole. That it was taken, and how many stand in it,
    is logged before anybody sees it; whom somebody sought is not."""
    found = everybody(world, clinic, wanted)
    if found is None:
        return _TOO_MANY
    at = world.time.now()
    world.store.log(clinic.clinic_id, Audit(at=at, author=by, action=f"people_exported:{len(found)}"))
    return table(COLUMNS, (tuple(_cells(one, clinic)) for one in found))


def _cells(person: Person, clinic: Clinic) -> Iterator[object]:
    one, counts = person.row.listed, person.row.counts
    yield f"#{person.who}"  # no number to a spreadsheet, which would take its zeros off; the search finds it so
    yield from (one.name, one.reference, f"…{one.phone_ending}", one.language.value, one.pathway, one.status.value)
    yield person.week + 1 if person.week is not None and one.status is Status.ACTIVE else None
    yield _local(one.enrolled_at, clinic)
    yield one.open.value if one.open else None
    yield one.silent
    yield "yes" if person.undeliverable else None
    yield _local(one.paused_until if person.paused else None, clinic)
    yield from (_local(one.left_at, clinic), _local(one.last_reply_at, clinic))
    yield from (counts.sent, counts.delivered, one.enrollment_id)


def _local(at: datetime | None, clinic: Clinic) -> str | None:
    return f"{at.astimezone(ZoneInfo(clinic.zone)):%Y-%m-%d %H:%M}" if at else None
