"""Forgetting one person: what there is, what stands against it, taking it away, and looking once more."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.operations.acting import CONFLICTS_MAX, Contended
from functions.operations.records import records_of
from functions.operations.staff_acts import apply
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_erasing import Counts, Erasing, Erasure, Held
from functions.sights import Audit
from schedules.enrollment import Enrollment, Status
from schedules.facts import Withdrawn


class Obstacle(StrEnum):
    """Why somebody is not erased, unless whoever asks for it says so by name."""

    ACTIVE = "active"  # texts are still to come: she is withdrawn first
    GRAVE = "grave"  # somebody must look after her before her words are gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is there to erase, the record that was asked for last. `begun` are those whose erasure was cut off."""

    clinic_id: str
    phone: str | None
    records: tuple[Enrollment, ...]
    begun: tuple[Ref, ...]
    held: Counts
    obstacles: frozenset[Obstacle]

    @property
    def refs(self) -> tuple[Ref, ...]:
        return (*self.begun, *(_ref(one) for one in self.records))

    @property
    def named_by(self) -> str:
        """The id whose who-number confirms the erasure."""
        return self.refs[-1].enrollment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What was taken away, by record, and what a look afterwards found: nothing, or it did not work. `stopped` says
    what came in between once some had gone."""

    at: datetime
    by: str
    gone: dict[Ref, Counts]
    left: Counts
    has_left: bool  # the phone has asked us to stop, and is remembered for that
    stopped: Obstacle | None = None


def look(
    world: World, erasing: Erasing, clinic_id: str, *, phone: str | None = None, enrollment_id: str | None = None
) -> Found | None:
    """By her phone, or by one enrollment and through it by the phone; None where nothing is kept."""
    named: Enrollment | None = None
    if enrollment_id is not None:
        named = world.store.enrollment(Ref(clinic_id=clinic_id, enrollment_id=enrollment_id))
        phone = named.person.phone if named is not None else None
    records = records_of(world, clinic_id, phone) if phone is not None else []
    begun = [
        one.ref
        for one in erasing.unfinished(clinic_id, phone)
        if phone is not None or one.ref.enrollment_id == enrollment_id
    ]
    known = {_ref(one) for one in records}
    found = Found(
        clinic_id=clinic_id,
        phone=phone,
        records=tuple(sorted(records, key=lambda one: one == named)),
        begun=tuple(ref for ref in begun if ref not in known),
        held=_held(erasing, (*begun, *known), phone),
        obstacles=frozenset(stop for one in records for stop in _obstacles(one)),
    )
    return found if found.refs else None


def erase(
    world: World, erasing: Erasing, found: Found, *, by: str, despite: Collection[Obstacle] = ()
) -> Gone | Obstacle:
    """Each record is looked at once more before it goes. What stops half way is finished by the next run. An obstacle
    alone: nothing has gone."""
    gone: dict[Ref, Counts] = {}
    stopped: Obstacle | None = None
    for ref in found.refs:
        taken = _erase_one(world, erasing, ref, by=by, despite=despite)
        if isinstance(taken, Obstacle):
            stopped = taken
            break
        gone[ref] = taken
    if stopped is not None and not gone:
        return stopped
    phone = world.store.phone(found.clinic_id, found.phone) if found.phone is not None else None
    return Gone(
        at=world.time.now(),
        by=by,
        gone=gone,
        left=still_there(world, erasing, found),
        has_left=phone is not None and phone.left_at is not None,
        stopped=stopped,
    )


def still_there(world: World, erasing: Erasing, found: Found) -> Counts:
    """What is kept of the records that were to go. The index of alarm clocks may lag behind by a moment."""
    later = records_of(world, found.clinic_id, found.phone) if found.phone is not None else []
    return _held(erasing, {*found.refs, *(_ref(one) for one in later)}, found.phone)


def _erase_one(
    world: World, erasing: Erasing, ref: Ref, *, by: str, despite: Collection[Obstacle]
) -> Counts | Obstacle:
    """Decided anew on the record as it is now: she may have written since it was looked at."""
    for _ in range(CONFLICTS_MAX):
        enrollment = world.store.enrollment(ref)
        if enrollment is None:
            gone = erasing.finish(ref)
            if gone is not None or world.store.enrollment(ref) is None:
                return gone or {}
            continue
        stops = _obstacles(enrollment) - set(despite)
        if stops:
            return max(stops)
        if enrollment.status is Status.ACTIVE:
            apply(world, ref, Withdrawn(by=by), key=None, action="withdraw", by=by)
            continue
        now = max(world.time.now(), enrollment.acted_at)
        audit = Audit(at=now, author=by, action="erased", about=ref.enrollment_id)
        erasing.begin(Erasure(enrollment=enrollment, at=now, audit=audit))
    raise Contended(f"gave up after {CONFLICTS_MAX} changes in between")


def _obstacles(enrollment: Enrollment) -> set[Obstacle]:
    grave = any(one.severity.pages_now for one in enrollment.escalations) or enrollment.doubt is not None
    active = enrollment.status is Status.ACTIVE
    return {stop for stop, stands in ((Obstacle.ACTIVE, active), (Obstacle.GRAVE, grave)) if stands}


def _held(erasing: Erasing, refs: Collection[Ref], phone: str | None) -> Counts:
    held: Counter[Held] = Counter()
    for ref in set(refs):
        held.update(erasing.holds(ref, phone))
    return held


def _ref(enrollment: Enrollment) -> Ref:
    return Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id)
