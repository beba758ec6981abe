"""What staff ask for through the API, as facts; each applied once however often it is sent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from functions.operations.acting import Act, Acted, act, always
from functions.operations.enrollment_fields import DUE_WITHIN, TOO_LATE_AFTER, YEAR_MIN, Problem
from functions.operations.enrollment_form import check_switch
from functions.operations.pasted import has_short_year
from functions.operations.world import World
from functions.ports import Ref
from schedules.amending import SHOWN_WITH_A_SWITCH_MAX, shown_later
from schedules.enrollment import Enrollment, Status
from schedules.facts import (
    Acknowledged,
    AnchorMoved,
    Closed,
    Completed,
    Paused,
    Restored,
    Resumed,
    StaffActed,
    Switched,
    Withdrawn,
)
from schedules.pathways import Clock, latest_version, pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """The request names nothing we can do."""

    status: int
    problem: str
    mend: str
    problems: tuple[Problem, ...] = ()  # each field to mend, where it was a form


KEY_REUSED = Wrong(
    status=409,
    problem="this Idempotency-Key was used for something else",
    mend="use a new key for something new",
)

_ENDED = Wrong(status=422, problem="her texts have ended", mend="enroll her anew, with a consent of its own")


def from_request(
    act_name: str, body: Mapping[str, Any], enrollment: Enrollment, *, by: str, now: datetime, country: str
) -> StaffActed | Wrong:
    match act_name:
        case "pause":
            return _pause(body, by, now)
        case "resume":
            return Resumed(by=by)
        case "restore":
            return Restored(by=by)
        case "withdraw":
            return Withdrawn(by=by)
        case "complete":
            return _complete(enrollment, by)
        case "anchor":
            return _anchor(body, enrollment, by, now)
        case "switch":
            return _switch(body, enrollment, by=by, now=now, country=country)
        case _:
            return Wrong(
                status=404,
                problem="no such act",
                mend="use pause, resume, restore, anchor, switch, complete or withdraw at the end of the address",
            )


def on_escalation(act_name: str, escalation_id: str, *, by: str) -> StaffActed | None:
    match act_name:
        case "acknowledge":
            return Acknowledged(by=by, escalation_id=escalation_id)
        case "close":
            return Closed(by=by, escalation_id=escalation_id)
        case _:
            return None


def apply(
    world: World,
    ref: Ref,
    fact: StaffActed,
    *,
    key: str | None,
    action: str,
    by: str,
    expects: int | None = None,
    what: str | None = None,
) -> Acted:
    """With an Idempotency-Key, once however often it is sent. `expects`: the version the caller has seen. `what`: what
    is asked for under the key, where the fact itself says more."""
    one = Act(
        ref=ref,
        make=always(fact),
        fact_id=fact_id(key, ref),
        asked=asked_for(key, ref, what or repr(fact)),
        audit=(by, action),
        expects=expects,
    )
    acted = act(world, one)
    if isinstance(fact, Switched):
        show_rest(world, ref, acted, SHOWN_WITH_A_SWITCH_MAX)
    return acted


def show_rest(world: World, ref: Ref, acted: Acted, shown: int) -> None:
    """Her open matters beyond those that the commit itself showed anew. Whoever repeats it may have seen it break off
    in the middle."""
    if acted not in {Acted.DONE, Acted.NOTHING, Acted.REPEATED}:
        return
    now = world.store.enrollment(ref)
    for rest in shown_later(now, shown) if now else ():
        act(world, Act(ref=ref, make=always(rest)))


def logged(act_name: str, fact: StaffActed, enrollment: Enrollment) -> str:
    """As it stands in the log. Of a date that moved, which it was and by how many days: no date of hers."""
    if not isinstance(fact, AnchorMoved):
        return act_name
    was = enrollment.anchors.get(fact.clock)
    return f"{act_name}:{fact.clock}" + (f":{(fact.on - was).days}" if was is not None else "")


def fact_id(key: str | None, ref: Ref) -> str | None:
    """Under which it is on record what was asked with an Idempotency-Key; None without one."""
    return f"api-{_digest(f'{key}/{ref.enrollment_id}')}" if key else None


def is_done(world: World, ref: Ref, key: str | None, what: str) -> bool:
    """It was asked for under this very key before, and stands on record: whoever asks again lost our answer."""
    known = fact_id(key, ref)
    return known is not None and world.store.asked_under(ref.clinic_id, known) == asked_for(key, ref, what)


def asked_for(key: str | None, ref: Ref, what: str) -> str | None:
    """What it was, as a digest that nobody can guess words from who does not know the key."""
    return _digest(f"{key}/{ref.enrollment_id}/{what}") if key else None


def _digest(what: str) -> str:
    return hashlib.sha256(what.encode()).hexdigest()[:40]


def _pause(body: Mapping[str, Any], by: str, now: datetime) -> Paused | Wrong:
    until = body.get("until")
    if until is None:
        return Paused(by=by, until=None)
    try:
        at = datetime.fromisoformat(until)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is None or at <= now:
        return Wrong(
            status=422,
            problem="until is not an instant to come",
            mend="write it like 2026-04-01T09:00:00+00:00, or leave it out",
        )
    return Paused(by=by, until=at)


def _complete(enrollment: Enrollment, by: str) -> Completed | Wrong:
    if enrollment.status is Status.STRANGER:
        return Wrong(status=422, problem="nobody enrolled this phone", mend="there is nothing to end")
    return Completed(by=by)


def _switch(
    body: Mapping[str, Any], enrollment: Enrollment, *, by: str, now: datetime, country: str
) -> Switched | Wrong:
    if enrollment.status is not Status.ACTIVE:
        return _ENDED
    new, problems = check_switch(body, now=now, zone=enrollment.person.zone, country=country)
    if new is None:
        said = "; ".join(f"{one.field} {one.problem}" for one in problems)
        mend = "; ".join(one.mend for one in problems)
        return Wrong(status=422, problem=said, mend=mend, problems=tuple(problems))
    if _is_partners(new.pathway) != _is_partners(enrollment.pathway):
        return Wrong(
            status=422,
            problem="loss and treatment are those of another person",
            mend="somebody close to her signs up with a phone and a consent of their own",
        )
    return Switched(
        by=by,
        pathway=new.pathway,
        version=latest_version(new.pathway),
        anchors=new.anchors,
        tablets_at=new.tablets_at,
        milk=new.milk,
    )


def _is_partners(pathway_key: str | None) -> bool:
    return (pathway_key or "").startswith("partner-")


def _anchor(body: Mapping[str, Any], enrollment: Enrollment, by: str, now: datetime) -> AnchorMoved | Wrong:
    if enrollment.status is not Status.ACTIVE:
        return _ENDED
    clock, on = body.get("clock"), body.get("on")
    pinned, version = enrollment.pathway, enrollment.pathway_version
    clocks = pathway(pinned, version).clocks if pinned and version else ()
    if not isinstance(clock, str) or clock not in set(clocks):
        return Wrong(status=422, problem="her pathway has no such clock", mend=f"use one of {', '.join(clocks)}")
    day = _day(on)
    if day is not None and clock == Clock.DUE and abs(day - now.date()) <= DUE_WITHIN:
        return AnchorMoved(by=by, clock=Clock.DUE, on=day)
    if day is None or not now.date() - TOO_LATE_AFTER <= day <= now.date():
        problem = _wrong_day(on, is_due=clock == Clock.DUE)
        return Wrong(status=422, problem=f"on {problem.problem}", mend=problem.mend, problems=(problem,))
    return AnchorMoved(by=by, clock=Clock(clock), on=day)


def _day(on: object) -> date | None:
    try:
        return date.fromisoformat(on) if isinstance(on, str) else None
    except ValueError:
        return None


def _wrong_day(on: object, *, is_due: bool) -> Problem:
    day = _day(on)
    if isinstance(on, str) and (has_short_year(on) or (day is not None and day.year < YEAR_MIN)):
        return Problem(field="on", problem="has a year of two digits", mend="write all of the year, like 2026-03-14")
    reach = "within a year of today" if is_due else "of the last twelve weeks up to today"
    return Problem(field="on", problem=f"is not a date {reach}", mend="write it like 2026-03-14")
