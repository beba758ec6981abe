"""A test that rings the ladder: paged, climbed and acknowledged like danger, and about nobody."""

from datetime import timedelta

from messages.severity import Severity
from schedules.draft import Draft
from schedules.escalation import Entry, Escalation, EscalationState, Reason
from schedules.facts import RingTested
from schedules.paging import page, page_code


def on_ring_tested(draft: Draft, fact: RingTested) -> None:
    """Once at a time: pressed again while one rings, it does nothing."""
    if any(one.reason is Reason.TEST for one in draft.enrollment.escalations):
        return
    test = Escalation(
        escalation_id=f"e-{fact.key}",
        code=page_code(f"{draft.enrollment.clinic_id}/{draft.enrollment.enrollment_id}/{fact.key}"),
        severity=Severity.URGENT,
        reason=Reason.TEST,
        signs=(),
        state=EscalationState.OPEN,
        opened_at=draft.now,
        acknowledge_by=draft.now + timedelta(minutes=1),
        history=(Entry(at=draft.now, author=fact.by, action="opened:test"),),
    )
    page(draft, test)
