"""The clinic's list: filtered, searched, a page at a time, in so many reads whatever the number of people."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.operations import pasted
from functions.operations.world import World
from functions.ports import Ref
from functions.sights import Row
from messages.severity import Severity
from schedules.clinic import Clinic
from schedules.enrollment import Status
from schedules.listing import PHONE_DIGITS_SHOWN
from schedules.telling import who

SHOWN_MAX = 50
"""People in one answer; `next` asks for more."""
READ_AT_ONCE = 200
READS_MAX = 5
"""Pages of the list read for one answer: a rare kind of person may take several answers to find."""
PEOPLE_READ_MAX = 20_000
"""For a list that is wanted whole."""
SILENT_FROM = 2
"""Check-ins in a row that nobody answered."""
SOUGHT_CHARACTERS_MAX = 80
_BARRED = str.maketrans("łøđħı", "lodhi")
"""Letters whose bar no decomposition takes off."""
_WRITTEN_ALIKE = str.maketrans({**dict.fromkeys("'’‘ʼ`´′＇", ""), **dict.fromkeys("‐‑‒–—−", "-")})
"""An apostrophe is no letter of a name, and a keyboard has one of many; so with dashes."""
_WHO = re.compile(r"#?\s?(\d{3,6})")
_PART_OF_PHONE = re.compile(r"\d{5,9}")
"""More than the list knows of a phone, and less than finds it by its own key."""
_AROUND_DIGITS = re.compile(r"[\s().\-]")


class Kind(StrEnum):
    """What may be asked for beside status, pathway and week."""

    SILENT = "silent"
    UNDELIVERABLE = "undeliverable"
    PAUSED = "paused"
    LEFT = "left"
    OPEN = "open"  # something is open
    GRAVE = "grave"  # something that pages is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Every condition must hold; None and nothing mean any. `week` 0 is the first after her first date."""

    status: Status | None = None
    pathway: str | None = None
    week: int | None = None
    kinds: frozenset[Kind] = frozenset()
    sought: str = ""  # a phone, a name, the clinic's reference, or who she is called on pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    row: Row
    who: str  # as pages call her
    week: int | None
    silent: bool
    undeliverable: bool
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`next` is None on the last page; a page may be empty and not the last."""

    people: tuple[Person, ...]
    next: str | None


def people(world: World, clinic: Clinic, wanted: Wanted, *, after: str = "", limit: int = SHOWN_MAX) -> Page:
    """Those enrolled last first. A phone is found at once, wherever it stands in the list."""
    now, limit = world.time.now(), min(max(limit, 1), SHOWN_MAX)
    ref = by_phone(world, clinic, wanted.sought) if wanted.sought else None
    if ref is not None:
        return _alone(world, clinic, wanted, ref)
    test = _test(wanted)
    found: list[Person] = []
    for _ in range(READS_MAX):
        rows = world.store.people(clinic.clinic_id, after=after, limit=READ_AT_ONCE)
        for row in rows:
            after = row.cursor
            person = _person(row, now, clinic)
            if test(person):
                found.append(person)
            if len(found) == limit:
                return Page(people=tuple(found), next=after)
        if len(rows) < READ_AT_ONCE:
            return Page(people=tuple(found), next=None)
    return Page(people=tuple(found), next=after)


def everybody(world: World, clinic: Clinic, wanted: Wanted) -> list[Person] | None:
    """All who are wanted, in the same order; None where the clinic has more people than are read."""
    now = world.time.now()
    ref = by_phone(world, clinic, wanted.sought) if wanted.sought else None
    if ref is not None:
        return list(_alone(world, clinic, wanted, ref).people)
    test = _test(wanted)
    found: list[Person] = []
    after = ""
    for _ in range(PEOPLE_READ_MAX // READ_AT_ONCE):
        rows = world.store.people(clinic.clinic_id, after=after, limit=READ_AT_ONCE)
        found += [person for row in rows if test(person := _person(row, now, clinic))]
        if len(rows) < READ_AT_ONCE:
            return found
        after = rows[-1].cursor
    return None


def by_phone(world: World, clinic: Clinic, sought: str) -> Ref | None:
    """Whose phone it is now; None for anything that is no phone, or nobody's."""
    phone = pasted.phone(sought[:SOUGHT_CHARACTERS_MAX], clinic.country)
    known = world.store.phone(clinic.clinic_id, phone) if phone else None
    if known is None or known.enrollment_id is None:
        return None
    return Ref(clinic_id=clinic.clinic_id, enrollment_id=known.enrollment_id)


def phone_end(sought: str) -> str | None:
    """The digits by which a part of a phone is looked for: the list knows the last of each and no more."""
    digits = _AROUND_DIGITS.sub("", pasted.plain(sought[:SOUGHT_CHARACTERS_MAX]))
    return digits[-PHONE_DIGITS_SHOWN:] if _PART_OF_PHONE.fullmatch(digits) else None


def folded(words: str) -> str:
    """Without accents, apostrophes and case: Núñez is found as nunez, and O’Brien however it is written."""
    apart = unicodedata.normalize("NFKD", pasted.plain(words).translate(_WRITTEN_ALIKE).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(_BARRED)


def _person(row: Row, now: datetime, clinic: Clinic) -> Person:
    listed = row.listed
    return Person(
        row=row,
        who=who(listed.enrollment_id),
        week=listed.week_on(_today(now, clinic)),
        silent=listed.silent >= SILENT_FROM,
        undeliverable=listed.unreachable,
        paused=listed.paused_until is not None and listed.paused_until > now,
    )


def _today(now: datetime, clinic: Clinic) -> date:
    return now.astimezone(ZoneInfo(clinic.zone)).date()


def _alone(world: World, clinic: Clinic, wanted: Wanted, ref: Ref) -> Page:
    """Whose phone was sought, where she is wanted otherwise too."""
    enrollment = world.store.enrollment(ref)
    row = world.store.line(ref, enrollment.enrolled_at) if enrollment else None
    person = _person(row, world.time.now(), clinic) if row else None
    return Page(people=(person,) if person and _is_wanted(person, wanted) else (), next=None)


def _test(wanted: Wanted) -> Callable[[Person], bool]:
    sought = wanted.sought[:SOUGHT_CHARACTERS_MAX].strip()
    words, called = folded(sought).split(), _WHO.fullmatch(sought)
    numbers = {number for number in (called[1] if called else None, phone_end(sought)) if number}

    def test(person: Person) -> bool:
        return _is_wanted(person, wanted) and (not sought or _is_sought(person, words, numbers))

    return test


def _is_wanted(person: Person, wanted: Wanted) -> bool:
    listed = person.row.listed
    return (
        wanted.status in {None, listed.status}
        and wanted.pathway in {None, listed.pathway}
        and wanted.week in {None, person.week}
        and all(_OF_KIND[kind](person) for kind in wanted.kinds)
    )


def _is_sought(person: Person, words: list[str], numbers: set[str]) -> bool:
    """By all of the words, in her name or her reference; or by who she is on pages, or the end of her phone."""
    listed = person.row.listed
    said = [folded(one) for one in (listed.name, listed.reference) if one]
    named = bool(words) and any(all(word in one for word in words) for one in said)
    return named or not numbers.isdisjoint({person.who, listed.phone_ending})


_OF_KIND: dict[Kind, Callable[[Person], bool]] = {
    Kind.SILENT: lambda one: one.silent,
    Kind.UNDELIVERABLE: lambda one: one.undeliverable,
    Kind.PAUSED: lambda one: one.paused,
    Kind.LEFT: lambda one: one.row.listed.left_at is not None,
    Kind.OPEN: lambda one: one.row.listed.open is not None,
    Kind.GRAVE: lambda one: one.row.listed.open is not None and _pages(one.row.listed.open),
}


def _pages(severity: Severity) -> bool:
    return severity.pages_now
