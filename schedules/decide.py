"""The one door to the core: what follows from a fact. Total, pure and fast; the clock comes in as `now`."""

from datetime import datetime

from schedules.decision import Decision, Program
from schedules.delivery import on_delivery_reported, on_provider_has_none, on_send_answered
from schedules.draft import Draft
from schedules.enrollment import Enrollment
from schedules.facts import (
    ContactRefused,
    ContactReturned,
    DeliveryReported,
    Enrolled,
    Fact,
    Handled,
    MorningCame,
    OfNobody,
    ProviderHasNone,
    ReplyReceived,
    RingTested,
    SendAnswered,
    StaffTexted,
    Woke,
)
from schedules.morning import on_morning
from schedules.offering import lacks_date, need_date
from schedules.on_call import on_contact_refused, on_contact_returned
from schedules.replies import on_reply
from schedules.ring_test import on_ring_tested
from schedules.staff import on_staff_acted, on_staff_texted
from schedules.waking import take_due_steps


def decide(program: Program, enrollment: Enrollment, fact: Fact, now: datetime) -> Decision:
    """The next enrollment and all that must be committed with it.

    Time never runs backwards for a patient: an instant before `acted_at` counts as `acted_at`. After every fact
    whatever else is due is done too, so `wake_at` of the answer always lies after its now. A fact that changes
    nothing returns an equal enrollment and an empty decision.
    """
    if now.tzinfo is None:
        raise ValueError("decide needs an aware instant")
    draft = Draft(program=program, now=max(now, enrollment.acted_at), enrollment=enrollment)
    _apply(draft, fact)
    did = _did(draft, enrollment, fact)
    wake_at = take_due_steps(draft)
    if wake_at != enrollment.wake_at or draft.changes(enrollment):
        draft.change(wake_at=wake_at, acted_at=draft.now, version=enrollment.version + 1)
    return draft.decision(did=did)


def _did(draft: Draft, before: Enrollment, fact: Fact) -> bool:
    """Whatever is done with an escalation stands in its history with who did it. To begin is to do something."""
    if not isinstance(fact, Handled):
        return before.version == 0 or draft.changes(before)
    entries = (entry for one in draft.escalations.values() for entry in one.history)
    return any(entry.at == draft.now and entry.author == fact.by for entry in entries)


def _apply(draft: Draft, fact: Fact) -> None:
    match fact:
        case Enrolled():
            if lacks_date(draft, draft.enrollment.person.topics):
                need_date(draft, cause="enrolled")
        case Woke():
            pass  # what is due is done below, after every fact
        case ReplyReceived():
            on_reply(draft, fact)
        case SendAnswered():
            on_send_answered(draft, fact)
        case DeliveryReported():
            on_delivery_reported(draft, fact)
        case ProviderHasNone():
            on_provider_has_none(draft, fact)
        case StaffTexted():
            on_staff_texted(draft, fact)
        case MorningCame() | RingTested() | ContactRefused() | ContactReturned():
            _of_nobody(draft, fact)
        case _:
            on_staff_acted(draft, fact)


def _of_nobody(draft: Draft, fact: OfNobody) -> None:
    match fact:
        case MorningCame():
            on_morning(draft, fact)
        case RingTested():
            on_ring_tested(draft, fact)
        case ContactRefused():
            on_contact_refused(draft, fact)
        case ContactReturned():
            on_contact_returned(draft, fact)
