"""Leaving, coming back and pausing: her wish is recorded first and in the same commit as our one confirmation."""

from datetime import datetime, timedelta

from schedules.decision import PhoneConsent
from schedules.draft import Draft
from schedules.paging import noted
from schedules.text import Purpose

PAUSE = timedelta(days=7)


def leave(draft: Draft, *, cause: str, confirmation: str | None) -> None:
    """She wants no more texts. `confirmation` is the one text the law allows (47 CFR 64.1200(a)(12)), or None when
    the carrier has sent it. Danger signs and open escalations stay with the clinic, which is told that she left."""
    if confirmation is not None and draft.enrollment.left_at is None:
        draft.say(confirmation, text_id=f"{cause}-goodbye", purpose=Purpose.NOTICE, despite_leaving=True)
    for escalation in draft.enrollment.escalations:
        noted(draft, escalation, author="patient", action="left")
    if draft.enrollment.left_at is None:
        draft.change(left_at=draft.now, question=None)
    draft.phone = PhoneConsent.LEFT


def come_back(draft: Draft, *, cause: str, carrier: bool) -> None:
    """START, or the same in other words. What came due meanwhile stays withheld; what is to come, comes."""
    draft.change(left_at=None, paused_until=None)
    draft.phone = PhoneConsent.RETURNED
    if not carrier:
        draft.say("notice.returned", text_id=f"{cause}-returned", purpose=Purpose.NOTICE)


def pause(draft: Draft, *, cause: str) -> None:
    until: datetime = draft.now + PAUSE
    draft.change(paused_until=until)
    draft.say(
        "notice.paused",
        text_id=f"{cause}-paused",
        purpose=Purpose.NOTICE,
        values={"days": str(PAUSE.days)},
    )
