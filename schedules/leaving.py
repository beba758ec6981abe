"""Leaving, coming back and pausing: her wish is recorded first and in the same commit as our one confirmation."""

from dataclasses import replace
from datetime import datetime, timedelta

from messages.hearing.reading import Intent
from messages.severity import Severity
from schedules.check_ins import end_question
from schedules.decision import PhoneConsent
from schedules.draft import Draft
from schedules.enrollment import Enrollment, Status
from schedules.escalation import Reason
from schedules.facts import ReplyReceived
from schedules.paging import escalate, noted
from schedules.text import Purpose

PAUSE = timedelta(days=7)
DATED_APART = timedelta(minutes=1)
"""A text may be dated at our door this long after the provider dates it, which tries a webhook three times and waits
15 seconds for each answer."""
_LEAVES = frozenset({"STOP"})
_RETURNS = frozenset({"START"})
"""What the carrier calls a keyword it has acted on."""


def leave_as_asked(draft: Draft, fact: ReplyReceived, *, confirmation: str) -> None:
    said_already = fact.carrier is not None
    leave(draft, cause=fact.sid, at=wrote_at(draft, fact), confirmation=None if said_already else confirmation)


def leave(draft: Draft, *, cause: str, at: datetime, confirmation: str | None) -> None:
    """She wants no more texts, and wrote so `at`. `confirmation` is the one text the law allows (47 CFR
    64.1200(a)(12)), or None when the carrier has sent it. Danger signs and open escalations stay with the clinic,
    which is told that she left."""
    last = _last_wish(draft.enrollment)
    if confirmation is not None and draft.enrollment.left_at is None:
        draft.say(confirmation, text_id=f"{cause}-goodbye", purpose=Purpose.NOTICE, despite_leaving=True)
    grave = [one for one in draft.enrollment.escalations if one.is_grave_and_untaken]
    for escalation in grave:
        noted(draft, escalation, author="patient", action="left")
    if draft.enrollment.left_at is None:
        end_question(draft)
        draft.change(left_at=draft.now, sealed=None)
    draft.change(wished_at=max(at, last or at))
    draft.phone = PhoneConsent.LEFT


def come_back(draft: Draft, *, cause: str, at: datetime, carrier: bool) -> None:
    """START, or the same in other words. What was withheld meanwhile stays so; what is to come, and what is in date and
    for her safety, comes, save closed topics.

    A phone that was said to be somebody else's is nobody's consent: a person finds out whose it is.
    """
    if draft.enrollment.wrong_number:
        escalate(draft, key=cause, severity=Severity.SOON, reason=Reason.STRANGER)
        return
    draft.change(left_at=None, paused_until=None, returned_at=draft.now, wished_at=at)
    want_all(draft, topics=False)
    draft.phone = PhoneConsent.RETURNED
    if not carrier:
        going_on = draft.enrollment.status is Status.ACTIVE
        message = "notice.returned" if going_on else "notice.returned_to_write"
        draft.say(message, text_id=f"{cause}-returned", purpose=Purpose.NOTICE)


def want_all(draft: Draft, *, topics: bool) -> None:
    """Whatever she wanted less of comes again. Closed topics only when she said so to a person (`topics`)."""
    person = replace(draft.enrollment.person, only_safety=False, weekly=False)
    draft.change(person=replace(person, closed_topics=frozenset()) if topics else person)


def pause(draft: Draft, *, cause: str) -> bool:
    """False: her texts rest as long, or longer, already; nothing is made shorter by it."""
    until: datetime = draft.now + PAUSE
    stands = draft.enrollment.paused_until
    if stands is not None and stands >= until:
        return False
    end_question(draft)
    draft.change(paused_until=until)
    draft.say(
        "notice.paused",
        text_id=f"{cause}-paused",
        purpose=Purpose.NOTICE,
        values={"days": str(PAUSE.days)},
    )
    return True


def leaves(draft: Draft, fact: ReplyReceived) -> bool:
    """She wants out, and is not known to have come back since she wrote so. Texts arrive late and out of order, and
    dates are a little apart: in doubt her last word was to leave."""
    last = _last_wish(draft.enrollment)
    has_left = draft.enrollment.left_at is not None
    return wants_out(fact) and (has_left or last is None or wrote_at(draft, fact) + DATED_APART >= last)


def returns(draft: Draft, fact: ReplyReceived) -> bool:
    """She wants back, and wrote so later than the wish that holds; at the same instant, she left."""
    last = _last_wish(draft.enrollment)
    wants = says_back(fact) or carried_back(draft, fact)
    return wants and (last is None or fact.at is None or wrote_at(draft, fact) > last)


def wrote_at(draft: Draft, fact: ReplyReceived) -> datetime:
    """Never ahead of us: a clock that runs ahead would make a wish outlast those that follow."""
    return draft.now if fact.at is None else min(fact.at, draft.now)


def _last_wish(enrollment: Enrollment) -> datetime | None:
    """Records of before a wish was dated tell when we heard of it."""
    return enrollment.wished_at or enrollment.left_at or enrollment.returned_at


def wants_out(fact: ReplyReceived) -> bool:
    """MORE alone takes up an offer, whatever else hearing made of so short a word; the carrier's word is the law."""
    reading = fact.reading
    return fact.carrier in _LEAVES or (not reading.more and (reading.leaving or reading.intent is Intent.OPT_OUT))


def says_back(fact: ReplyReceived) -> bool:
    reading = fact.reading
    return not reading.more and (reading.returning or reading.intent is Intent.OPT_IN)


def carried_back(draft: Draft, fact: ReplyReceived) -> bool:
    """By the carrier's word, which is one only of somebody who has left: among the words it acts on is YES, and YES is
    what she answers to most of what we ask, whether she is in danger first of all."""
    return fact.carrier in _RETURNS and draft.enrollment.left_at is not None
