"""What was refused is noted, whoever asked, and stands in the clinic's log where the clinic is known: a run of refusals
is somebody trying doors."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from functions.operations.world import World
from functions.ports import StoreDown
from functions.sights import Audit

LOGGED_EVERY = timedelta(minutes=1)
"""However often somebody is refused in it for one reason, her clinic's log has one line of it, as of its beginning:
a hammered door fills no table."""


class Why(StrEnum):
    NOBODY = "nobody"  # no credential of ours, or one whose holder is not on record
    EXPIRED = "expired"
    FORGED = "forged"  # the form did not come from a page of ours
    ROLE = "role"  # known, and not allowed this


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """`clinic_id` and `author` are None where nobody could tell who asked. `route` is a pattern of ours, never a path
    that somebody typed."""

    why: Why
    route: str
    clinic_id: str | None = None
    author: str | None = None


def refused(world: World, refusal: Refusal) -> None:
    """The one place through which every refusal of the API and the console goes. It stays one where the log cannot be
    written."""
    world.note("access_refused", why=refusal.why.value, route=refusal.route, known=refusal.author is not None)
    if refusal.clinic_id is None or refusal.author is None:
        return
    now = world.time.now()
    began = now - (now - now.replace(hour=0, minute=0, second=0, microsecond=0)) % LOGGED_EVERY
    audit = Audit(at=began, author=refusal.author, action=f"refused:{refusal.why.value}")
    try:
        world.store.log(refusal.clinic_id, audit, once=f"{audit.action}-{refusal.author}")
    except StoreDown:
        world.note("refusal_not_logged")
