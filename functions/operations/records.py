"""Everything kept under one phone: its enrollment now, earlier ones, and what a stranger wrote from it."""

from functions.operations.world import World
from functions.ports import Ref
from schedules.enrollment import Enrollment
from schedules.listing import PHONE_DIGITS_SHOWN

PAGE = 500
PAGES_MAX = 2000


class TooMany(Exception):
    """More people than can be looked through: nothing was found in part."""


def records_of(world: World, clinic_id: str, phone: str) -> list[Enrollment]:
    """Oldest first. The clinic's list names them by their last digits, and each record tells the rest."""
    refs = {world.stranger(clinic_id, phone), *_ending_as(world, clinic_id, phone)}
    known = world.store.phone(clinic_id, phone)
    if known is not None and known.enrollment_id is not None:
        refs.add(Ref(clinic_id=clinic_id, enrollment_id=known.enrollment_id))
    found = [one for ref in refs if (one := world.store.enrollment(ref)) is not None and one.person.phone == phone]
    return sorted(found, key=lambda one: (one.enrolled_at, one.enrollment_id))


def _ending_as(world: World, clinic_id: str, phone: str) -> set[Ref]:
    found: set[Ref] = set()
    after = ""
    for _ in range(PAGES_MAX):
        rows = world.store.people(clinic_id, after=after, limit=PAGE)
        found |= {
            Ref(clinic_id=clinic_id, enrollment_id=row.listed.enrollment_id)
            for row in rows
            if row.listed.phone_ending == phone[-PHONE_DIGITS_SHOWN:]
        }
        if not rows:
            return found
        after = rows[-1].cursor
    raise TooMany(f"a list of more than {PAGES_MAX * PAGE} people")
