"""Somebody on call whom no text reaches any more: a matter of the clinic until she is back or it is seen to."""

from dataclasses import replace

from messages.severity import Severity
from schedules.calendar import clinic_hours_after
from schedules.draft import Draft
from schedules.escalation import Entry, Escalation, EscalationState, Reason
from schedules.facts import ContactRefused, ContactReturned
from schedules.paging import SOON_WITHIN, page_code


def on_contact_refused(draft: Draft, fact: ContactRefused) -> None:
    """One matter for each contact, however many pages fail. Its sign is the contact."""
    if _open(draft, fact.contact_id) is not None:
        return
    key = f"on-call-{fact.contact_id}-{draft.enrollment.version}"
    draft.keep(
        Escalation(
            escalation_id=f"e-{key}",
            code=page_code(f"{draft.enrollment.clinic_id}/{draft.enrollment.enrollment_id}/{key}"),
            severity=Severity.SOON,
            reason=Reason.ON_CALL,
            signs=(fact.contact_id,),
            state=EscalationState.OPEN,
            opened_at=draft.now,
            acknowledge_by=clinic_hours_after(draft.now, draft.program.clinic, SOON_WITHIN),
            history=(Entry(at=draft.now, author="machine", action="opened:soon:on_call"),),
        )
    )


def on_contact_returned(draft: Draft, fact: ContactReturned) -> None:
    one = _open(draft, fact.contact_id)
    if one is None:
        return
    ended = one.entered(draft.now, fact.contact_id, "closed")
    draft.keep(
        replace(
            ended,
            state=EscalationState.CLOSED,
            acknowledged_at=one.acknowledged_at or draft.now,
            acknowledged_by=one.acknowledged_by or fact.contact_id,
            closed_at=draft.now,
        )
    )


def _open(draft: Draft, contact_id: str) -> Escalation | None:
    matters = (one for one in draft.enrollment.escalations if one.reason is Reason.ON_CALL)
    return next((one for one in matters if contact_id in one.signs), None)
