"""What was refused is noted, whoever asked: a run of refusals is somebody trying doors."""

from dataclasses import dataclass
from enum import StrEnum

from functions.operations.world import Note


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


def refused(note: Note, refusal: Refusal) -> None:
    """The one place through which every refusal of the API and the console goes; the audit belongs here."""
    note("access_refused", why=refusal.why.value, route=refusal.route, known=refusal.author is not None)
