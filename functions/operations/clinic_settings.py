"""A clinic's settings on record: read, and changed only as they were seen."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from functions.operations.enrollment_fields import Problem
from functions.operations.plain_settings import Plain, clinic_of, merged, plain_of
from functions.operations.refusing import Refusal, Why, refused
from functions.operations.senders import taken
from functions.operations.setting_problems import SETTINGS, Unusable
from functions.operations.world import World
from functions.ports import Saved, Store
from functions.roles import Permission
from functions.sights import Audit
from schedules.clinic import Clinic

FIXED = "clinic_id"
OPERATORS = ("messaging_service", "calls_from", "country", "zone")
"""Whoever may not operate cannot change these: with another clinic's sender she would be told its patients' replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`digest` names these very settings: whoever changes them says which they saw."""

    clinic: Clinic
    digest: str

    @property
    def plain(self) -> Plain:
        return plain_of(self.clinic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """Somebody else changed them since; these are theirs."""

    settings: Settings


def read(world: World, clinic_id: str) -> Settings | None:
    stored = world.store.settings(clinic_id)
    return None if stored is None else Settings(clinic=stored[0], digest=stored[1])


def set_up(store: Store, clinic: Clinic) -> Saved | Unusable:
    """A clinic's first settings."""
    others = taken(store, clinic)
    saved = Saved.TAKEN if others else store.save_clinic(clinic)
    return Unusable(problems=others or taken(store, clinic)) if saved is Saved.TAKEN else saved


def change(
    world: World, clinic_id: str, raw: Mapping[str, Any], *, seen: str, by: str, may: Set[Permission]
) -> Settings | Unusable | Outdated | None:
    """With the settings given in place of those that stand; None where there is no such clinic. The same again changes
    nothing, whatever was seen. `may` is what whoever asks may do."""
    before = read(world, clinic_id)
    if before is None:
        return None
    changed = changed_by(before.clinic, raw, now=world.time.now())
    if changed == before.clinic:
        return before
    beyond = _beyond(before.plain, raw if isinstance(changed, Unusable) else plain_of(changed), may)
    if beyond:
        refused(world, Refusal(why=Why.ROLE, route="settings", clinic_id=clinic_id, author=by))
        return Unusable(problems=beyond)
    if isinstance(changed, Unusable):
        return changed
    others = taken(world.store, changed) if changed.senders - before.clinic.senders else ()
    if others:
        return Unusable(problems=others)
    if world.store.replace_clinic(changed, expected=seen) is not Saved.DONE:
        return Outdated(settings=read(world, clinic_id) or before)
    names = "+".join(sorted(one.name for one in fields(Clinic) if _differs(before.clinic, changed, one.name)))
    world.store.log(clinic_id, Audit(at=world.time.now(), author=by, action=f"settings:{names}"))
    return read(world, clinic_id)


def changed_by(clinic: Clinic, raw: Mapping[str, Any], *, now: datetime | None = None) -> Clinic | Unusable:
    """The clinic with these settings, or everything that is wrong with them. With `now`, an absence that begins to
    stand here must not be over; one that stood here may have ended meanwhile."""
    given = {name: value for name, value in raw.items() if name != FIXED}
    made = clinic_of(merged(plain_of(clinic), given))
    if isinstance(made, Clinic) and now is not None:
        over = tuple(_over(clinic, made, now))
        made = Unusable(problems=over) if over else made
    if raw.get(FIXED, clinic.clinic_id) == clinic.clinic_id:
        return made
    others = ", ".join(name for name in SETTINGS if name != FIXED)
    fixed = Problem(field=FIXED, problem="cannot be set", mend=f"use only {others}")
    return Unusable(problems=(fixed, *made.problems) if isinstance(made, Unusable) else (fixed,))


def _beyond(before: Mapping[str, Any], after: Mapping[str, Any], may: Set[Permission]) -> tuple[Problem, ...]:
    """What changes although it is an operator's to change: said before anything else that is wrong."""
    names = () if Permission.OPERATE in may else OPERATORS
    mend = "leave it as it is, or ask an operator: aftercare clinic set"
    return tuple(
        Problem(field=name, problem="is changed by an operator alone", mend=mend)
        for name in names
        if name in after and after[name] != before.get(name)
    )


def _over(before: Clinic, after: Clinic, now: datetime) -> Iterator[Problem]:
    known = {(one.contact_id, one.out_until) for one in before.ladder}
    for at, one in enumerate(after.ladder):
        if one.out_until is not None and one.out_until <= now and (one.contact_id, one.out_until) not in known:
            field, problem = f"ladder.{at}.out_until", "the day until which she is away is over"
            yield Problem(field=field, problem=problem, mend="choose one to come, or leave it empty")


def _differs(before: Clinic, after: Clinic, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
