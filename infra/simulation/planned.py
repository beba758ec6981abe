"""What a planned text may not do: leave at night, out of date, into a hold, or say on a discreet phone what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.ports_provider import CallOrder, SendOrder
from infra.simulation.answering import Break
from infra.simulation.claims import WORKER, Claim
from infra.simulation.desk_acts import WRITTEN_URGENTLY
from infra.simulation.holding import holds
from infra.simulation.wording import is_explicit, is_written_in
from schedules.calendar import due_at
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Person
from schedules.pathways import Touchpoint, pathway
from schedules.steps import CATCH_UP, CATCH_UP_EXPIRES_AFTER, WELCOME
from schedules.text import Purpose, Text

SUNDAY = 6
UNDER_WAY = timedelta(minutes=15) + WORKER
"""How long after her hours a text that left within them may still be under way."""


@dataclass(frozen=True, slots=True)
class Then:
    """Her and her clinic as a worker who hands a text over may have read them: as they are and just were."""

    persons: list[Person]
    clinics: list[Clinic]

    @property
    def pairs(self) -> list[tuple[Person, Clinic]]:
        return [(person, clinic) for person in self.persons for clinic in self.clinics]


def is_planned(text: Text) -> bool:
    return text.purpose is Purpose.PLANNED or text.touchpoint == WELCOME


def is_bound_by_hours(text: Text) -> bool:
    """Staff's own words too, where they can wait."""
    return is_planned(text) or (text.purpose is Purpose.STAFF and text.body not in WRITTEN_URGENTLY)


def at_claim(enrollment: Enrollment, text: Text) -> Iterator[Break]:
    yield from at_its_time(enrollment, text)
    for why in holds(enrollment, text.at, key=text.touchpoint, since=text.at):
        yield "hold_broken", f"{text.text_id} was decided though {why}"
    if enrollment.person.discreet and is_explicit(text.body):
        yield "indiscreet", f"{text.text_id} says on a discreet phone what it is about"


def at_its_time(enrollment: Enrollment, text: Text) -> Iterator[Break]:
    """A touchpoint leaves no sooner than its day and hour, and none that she did not ask for, or that is moot."""
    touchpoint = touchpoint_of(enrollment, text.touchpoint)
    if touchpoint is None or text.text_id.startswith("n-"):
        return
    due = due_at(touchpoint, enrollment)
    if due is not None and text.at < due:
        yield "too_early", f"{text.text_id} was decided at {text.at:%m-%d %H:%M} and is of {due:%m-%d %H:%M}"
    asks = touchpoint.check_in is not None
    reasons = (
        (touchpoint.topic is not None and touchpoint.topic not in enrollment.person.topics, "of a topic nobody chose"),
        (touchpoint.milk and not enrollment.milk, "of milk that will not come"),
        (touchpoint.until in enrollment.anchors, "of what has happened by now"),
        (touchpoint.unless is not None and enrollment.said_yes(touchpoint.unless), "of what she has answered"),
        (touchpoint.once is not None and not enrollment.said_yes(touchpoint.once), "of what must wait for her yes"),
        (enrollment.person.only_safety and not touchpoint.safety and not asks, "more than what is for her safety"),
    )
    for holds_so, why in reasons:
        if holds_so:
            yield "unwanted", f"{text.text_id} is {why}"


def at_hand_over(
    claim: Claim, enrollment: Enrollment, then: Then, at: datetime, paused: datetime | None
) -> Iterator[Break]:
    """`enrollment`: as she stands by now; `paused`: since when. What changed under a worker binds the next one."""
    text, known = claim.text, at - WORKER
    yield from _in_date(claim, at)
    switched = enrollment.switched_at
    if switched is not None and claim.at < switched < known and not _is_of_both(text, enrollment):
        yield "after_switch", f"{text.text_id} is of the pathway she was on before"
    if all(one.discreet for one in then.persons) and is_explicit(text.body):
        yield "indiscreet", f"{text.text_id} says on a discreet phone what it is about"
    if not any(is_written_in(text.body, one.language) for one in then.persons):
        yield "wrong_language", f"{text.text_id} is in a language she does not want any more"
    if claim.at >= known:
        return
    for why in holds(enrollment, at, key=text.touchpoint, since=known, paused=paused):
        yield "hold_broken", f"{text.text_id} went out though {why}"


def _is_of_both(text: Text, enrollment: Enrollment) -> bool:
    """A welcome in the same words belongs to every pathway."""
    if text.touchpoint != WELCOME or not (enrollment.pathway and enrollment.pathway_version):
        return False
    return text.message == pathway(enrollment.pathway, enrollment.pathway_version).welcome


def in_hours(claim: Claim, then: Then, at: datetime) -> Iterator[Break]:
    if not any(is_in_hours(person, clinic, at) for person, clinic in then.pairs):
        yield "quiet_hours", f"{claim.text.text_id} went out at {_local(then, at):%a %H:%M} her time"


def queued_for(claim: Claim, then: Then, at: datetime, order: SendOrder | CallOrder) -> Iterator[Break]:
    """However long the provider may take, it is not sent long after her hours."""
    until = at + (order.valid_for if isinstance(order, SendOrder) else timedelta())
    if not any(until <= _ends(person, clinic, at) + UNDER_WAY for person, clinic in then.pairs):
        yield "quiet_hours", f"{claim.text.text_id} may be queued until {_local(then, until):%a %H:%M} her time"


def at_the_phone(claim: Claim, then: Then, taken_at: datetime, at: datetime) -> Iterator[Break]:
    """What was hours under way comes within the hours of the day on which it left, and within its own time."""
    if not any(at <= _ends(person, clinic, taken_at) + UNDER_WAY for person, clinic in then.pairs):
        yield "quiet_hours", f"{claim.text.text_id} was shown at {_local(then, at):%a %H:%M} her time"
    if is_planned(claim.text):
        yield from _in_date(claim, at)


def is_in_hours(person: Person, clinic: Clinic, at: datetime) -> bool:
    local, begun = (one.astimezone(ZoneInfo(person.zone)) for one in (at, at - WORKER))
    opens = max(clinic.planned_from, person.planned_from or time(), time(10) if local.weekday() == SUNDAY else time())
    return local.time() >= opens and begun.time() <= _closes(person, clinic)


def _ends(person: Person, clinic: Clinic, at: datetime) -> datetime:
    begun = (at - WORKER).astimezone(ZoneInfo(person.zone))
    return datetime.combine(begun.date(), _closes(person, clinic), tzinfo=begun.tzinfo)


def _closes(person: Person, clinic: Clinic) -> time:
    return min(clinic.planned_until, person.planned_until or time.max)


def _local(then: Then, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(then.persons[-1].zone))


def touchpoint_of(enrollment: Enrollment, key: str | None) -> Touchpoint | None:
    if key is None or not (enrollment.pathway and enrollment.pathway_version):
        return None
    return pathway(enrollment.pathway, enrollment.pathway_version).touchpoint(key)


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
