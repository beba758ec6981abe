"""What lay before she was enrolled or switched: not sent; a catch-up says what of it matters."""

from datetime import datetime

from schedules.calendar import due_at, local_date
from schedules.decision import Program
from schedules.enrollment import Enrollment
from schedules.pathways import CatchUp, Touchpoint


def missed_before_enrollment(program: Program, enrollment: Enrollment, touchpoint: Touchpoint, due: datetime) -> bool:
    """Its time was over when she was enrolled, or the catch-up text says it."""
    if _is_over(touchpoint, due, enrollment):
        return True
    return _is_past(touchpoint, due, enrollment) and catch_up_for(program, enrollment) is not None


def _is_past(touchpoint: Touchpoint, due: datetime, enrollment: Enrollment) -> bool:
    """Safety content of a local day before hers, or over: the catch-up carries it. Whatever is due later is neither,
    which is told at once: this is asked more often than anything else. Milk is for its own text alone, while that is in
    date: a catch-up does not know for whom milk may come."""
    if not touchpoint.safety or touchpoint.milk or due >= enrollment.on_pathway_since:
        return False
    zone, enrolled = enrollment.person.zone, enrollment.on_pathway_since
    earlier = local_date(due, zone) < local_date(enrolled, zone)
    return earlier or _is_over(touchpoint, due, enrollment)


def _is_over(touchpoint: Touchpoint, due: datetime, enrollment: Enrollment) -> bool:
    return due + touchpoint.expires_after <= enrollment.on_pathway_since


def catch_up_for(program: Program, enrollment: Enrollment) -> CatchUp | None:
    """The merged text for somebody enrolled after safety content had already come due, else None."""
    pathway = program.pathway
    if pathway is None:
        return None
    found = next((one for one in pathway.catch_ups if _covers(one, program, enrollment)), None)
    if found is None:
        return None
    dues = ((one, due_at(one, enrollment)) for one in pathway.touchpoints if one.safety)
    return found if any(due is not None and _is_past(one, due, enrollment) for one, due in dues) else None


def _covers(catch_up: CatchUp, program: Program, enrollment: Enrollment) -> bool:
    anchor = enrollment.anchors.get(catch_up.clock)
    if anchor is None:
        return False
    enrolled_on = program.local(enrollment.on_pathway_since, enrollment.person.zone).date()
    return catch_up.from_day <= (enrolled_on - anchor).days <= catch_up.to_day
