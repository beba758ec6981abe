"""What a planned text may not do: leave at night, out of date, into a hold, or say on a discreet phone what it is."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.ports_provider import CallOrder, SendOrder
from infra.simulation.answering import Break
from infra.simulation.claims import WORKER, Claim
from infra.simulation.holding import holds
from infra.simulation.wording import is_explicit
from schedules.calendar import due_at
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.pathways import pathway
from schedules.steps import CATCH_UP, CATCH_UP_EXPIRES_AFTER, WELCOME
from schedules.text import Purpose, Text

SUNDAY = 6
UNDER_WAY = timedelta(minutes=15) + WORKER
"""How long after her hours a text that left within them may still be under way."""


def is_planned(text: Text) -> bool:
    return text.purpose is Purpose.PLANNED or text.touchpoint == WELCOME


def at_claim(enrollment: Enrollment, text: Text) -> Iterator[Break]:
    for why in holds(enrollment, text.at, key=text.touchpoint, since=text.at):
        yield "hold_broken", f"{text.text_id} was decided though {why}"
    if enrollment.person.discreet and is_explicit(text.body):
        yield "indiscreet", f"{text.text_id} says on a discreet phone what it is about"


def at_hand_over(
    claim: Claim, enrollment: Enrollment, clinic: Clinic, at: datetime, paused: datetime | None
) -> Iterator[Break]:
    """`enrollment`: as she stands by now; `paused`: since when. What changed under a worker binds the next one."""
    text, known = claim.text, at - WORKER
    yield from _in_hours(claim, clinic, at)
    yield from _in_date(claim, at)
    if claim.at >= known:
        return
    for why in holds(enrollment, at, key=text.touchpoint, since=known, paused=paused):
        yield "hold_broken", f"{text.text_id} went out though {why}"


def _in_hours(claim: Claim, clinic: Clinic, at: datetime) -> Iterator[Break]:
    person = claim.enrollment.person
    local, begun = (one.astimezone(ZoneInfo(person.zone)) for one in (at, at - WORKER))
    opens = max(clinic.planned_from, person.planned_from or time(), time(10) if local.weekday() == SUNDAY else time())
    if local.time() < opens or begun.time() > _closes(claim, clinic):
        yield "quiet_hours", f"{claim.text.text_id} went out at {local:%a %H:%M} her time"


def queued_for(claim: Claim, clinic: Clinic, at: datetime, order: SendOrder | CallOrder) -> Iterator[Break]:
    """However long the provider may take, it is not sent long after her hours."""
    local, begun = (one.astimezone(ZoneInfo(claim.enrollment.person.zone)) for one in (at, at - WORKER))
    until = local + (order.valid_for if isinstance(order, SendOrder) else timedelta())
    if until > datetime.combine(begun.date(), _closes(claim, clinic), tzinfo=local.tzinfo) + UNDER_WAY:
        yield "quiet_hours", f"{claim.text.text_id} may be queued until {until:%a %H:%M} her time"


def _closes(claim: Claim, clinic: Clinic) -> time:
    return min(clinic.planned_until, claim.enrollment.person.planned_until or time.max)


def _in_date(claim: Claim, at: datetime) -> Iterator[Break]:
    enrollment, key = claim.enrollment, claim.text.touchpoint
    if claim.text.text_id.startswith("n-") or key is None or not (enrollment.pathway and enrollment.pathway_version):
        return
    if key in {WELCOME, CATCH_UP}:
        expires = enrollment.on_pathway_since + CATCH_UP_EXPIRES_AFTER
    else:
        touchpoint = pathway(enrollment.pathway, enrollment.pathway_version).touchpoint(key)
        due = due_at(touchpoint, enrollment) if touchpoint else None
        if touchpoint is None or due is None:
            yield "version_moved", f"{claim.text.text_id} is not of the pathway she is pinned to"
            return
        expires = due + touchpoint.expires_after
    if at > expires + WORKER:
        yield "out_of_date", f"{claim.text.text_id} went out after {expires:%Y-%m-%d %H:%M}"
