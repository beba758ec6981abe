"""What was refused is noted, whoever asked: a run of refusals is somebody trying doors."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from functions.operations.world import Note
from functions.ports import Store, Time
from functions.sights import Audit


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


class Books(Protocol):
    """Where refusals are noted: what serves the API, and what serves the console."""

    @property
    def note(self) -> Note: ...

    @property
    def store(self) -> Store: ...

    @property
    def time(self) -> Time: ...


def refused(books: Books, refusal: Refusal) -> None:
    """The one place through which every refusal of the API and the console goes. It stands in the log of a clinic
    where one is known; else nobody's log could hold it."""
    books.note("access_refused", why=refusal.why.value, route=refusal.route, known=refusal.author is not None)
    if refusal.clinic_id is None or refusal.author is None:
        return
    action = f"refused:{refusal.why.value}:{refusal.route}"
    books.store.log(refusal.clinic_id, Audit(at=books.time.now(), author=refusal.author, action=action))
