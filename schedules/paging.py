"""Opening escalations and paging on-call staff: up the ladder, then everybody, then again until acknowledged."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from messages.hearing.reading import CRISIS_SIGNS, Sign
from messages.severity import Severity
from schedules.calendar import clinic_hours_after, closes_after, is_there
from schedules.clinic import Contact
from schedules.draft import Draft
from schedules.escalation import Entry, Escalation, EscalationState, Reason
from schedules.telling import page_id, rings_in, tell
from schedules.text import Channel, Purpose

ROUNDS_OFTEN = 100
"""After about a day of it, everybody is paged less often, but not never."""
ROUNDS_MAX = 220
"""A month; the escalation stays open and first in the inbox."""
ALL_HANDS_AGAIN = timedelta(minutes=15)
ALL_HANDS_LATER = timedelta(hours=6)
TEST_WITHIN = timedelta(minutes=2)
SOON_WITHIN = timedelta(hours=4)  # of clinic hours
_LETTERS, _DIGITS = "ABCDEFGHJKMNPQRSTVWXYZ", "23456789"


def escalate(
    draft: Draft,
    *,
    key: str,
    severity: Severity,
    reason: Reason,
    signs: tuple[str, ...] = (),
    same_day: bool = False,
) -> Escalation:
    """Opens an escalation, or adds to the open one of its kind; pages at once when it is grave.

    `key` is derived from what happened, so the same happening opens one escalation. `same_day`: what waits in the
    inbox is looked at before the clinic closes today, where it is open today.
    """
    by = _acknowledge_by(draft, severity, same_day=same_day)
    known = _same_matter(draft, severity, reason)
    if known is not None:
        return _add(draft, _graver(known, severity, key), key=key, severity=severity, signs=signs, by=by)
    escalation = Escalation(
        escalation_id=f"e-{key}",
        code=page_code(f"{draft.enrollment.clinic_id}/{draft.enrollment.enrollment_id}/{key}"),
        severity=severity,
        reason=reason,
        signs=signs,
        state=EscalationState.OPEN,
        opened_at=draft.now,
        acknowledge_by=by,
        history=(Entry(at=draft.now, author="machine", action=f"opened:{severity.value}:{reason.value}"),),
        tongue=draft.tongue,
    )
    if severity.pages_now:
        return page(draft, escalation)
    draft.keep(escalation)
    return escalation


def raise_to(draft: Draft, escalation: Escalation, severity: Severity, *, key: str, why: str) -> Escalation:
    """What waited in the inbox turns grave, and is as old as that: paged at once, or added to the grave matter that is
    open already."""
    grave = _same_matter(draft, severity, escalation.reason)
    if grave is not None:
        by = _acknowledge_by(draft, severity)
        return _add(draft, grave, key=key, severity=severity, signs=escalation.signs, by=by)
    raised = replace(
        escalation,
        severity=severity,
        opened_at=draft.now,
        acknowledge_by=_acknowledge_by(draft, severity),
        tongue=draft.tongue or escalation.tongue,
    )
    return page(draft, raised.entered(draft.now, "machine", f"raised:{severity.value}:{why}"))


def page_code(seed: str) -> str:
    """Letter, digit, letter, digit: short to type, never a word, never a carrier keyword."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    code = ""
    for alphabet in (_LETTERS, _DIGITS, _LETTERS, _DIGITS):
        number, place = divmod(number, len(alphabet))
        code += alphabet[place]
    return code


def page(draft: Draft, escalation: Escalation) -> Escalation:
    """One round of pages to whoever is next, and the time of the round after it."""
    ladder = ladder_for(draft)
    rung, targets = _next_up(draft, ladder, escalation.rung)
    everybody = rung >= len(ladder)
    if everybody and escalation.reason is Reason.TEST:
        return _untaken_test(draft, escalation)
    first = "page.first" if draft.enrollment.left_at is None else "page.left"
    message = "page.all" if everybody else "page.again" if escalation.rounds else first
    message = "page.test" if escalation.reason is Reason.TEST else message
    rings = rings_in(escalation, len(ladder))
    for contact in targets:
        tell(draft, escalation, contact, message, round_key=str(escalation.rounds), rings=rings)
    paged = replace(
        escalation,
        rung=rung + 1,
        rounds=escalation.rounds + 1,
        next_page_at=_next_round(draft, escalation, everybody=everybody),
        told_unanswered=escalation.told_unanswered or everybody,
    ).entered(draft.now, "machine", f"paged:{','.join(contact.contact_id for contact in targets)}")
    draft.keep(paged)
    if everybody and not escalation.told_unanswered:
        draft.say(
            fitting("safety.unanswered", escalation),
            text_id=f"u-{escalation.escalation_id}-{escalation.rounds}",
            purpose=Purpose.SAFETY,
            escalation_id=escalation.escalation_id,
        )
    return paged


def ring_anew(draft: Draft, escalation: Escalation) -> Escalation:
    """Nobody has it any more: it climbs from the first rung, now, or waits in the inbox again."""
    one = escalation.nobodys(by=_acknowledge_by(draft, escalation.severity))
    if one.severity.pages_now:
        return page(draft, one)
    draft.keep(one)
    return one


def hand_on(draft: Draft, escalation: Escalation, contact: Contact) -> Escalation:
    """A round to the one it is handed to. What had come to rest climbs from the first rung after the usual wait; what
    nobody had goes on climbing where it was."""
    grave = escalation.severity.pages_now
    rings_anew = grave and escalation.is_handed_on
    tell(draft, escalation, contact, "page.assigned", round_key=str(escalation.rounds), rings=grave)
    told = replace(
        escalation,
        rung=0 if rings_anew else escalation.rung,
        rounds=escalation.rounds + 1,
        next_page_at=_wait_from(draft, escalation) if rings_anew else escalation.next_page_at,
        told_unanswered=escalation.told_unanswered and not rings_anew,
    ).entered(draft.now, "machine", f"paged:{contact.contact_id}")
    draft.keep(told)
    return told


def _wait_from(draft: Draft, escalation: Escalation) -> datetime:
    return draft.now + draft.program.clinic.within(escalation.severity)


def _untaken_test(draft: Draft, escalation: Escalation) -> Escalation:
    """It has rung at everybody once: that is what it was for."""
    ended = escalation.entered(draft.now, "machine", "ended")
    ended = replace(ended, state=EscalationState.CLOSED, closed_at=draft.now, next_page_at=None)
    draft.keep(ended)
    return ended


def _next_up(draft: Draft, ladder: tuple[Contact, ...], rung: int) -> tuple[int, tuple[Contact, ...]]:
    """Who is paged next, and on which rung they stand; the ladder's length means everybody.

    Who is out or off duty is passed over; when that is all of them, nobody is. When everybody has been paged once and
    nobody answers, whoever is out is paged too.
    """
    there = tuple(one for one in ladder if is_there(one, draft.now, draft.program.clinic)) or ladder
    for place, contact in enumerate(ladder[rung:], rung):
        if contact in there:
            return place, (contact,)
    return max(rung, len(ladder)), ladder if rung > len(ladder) else there


def passed_on(draft: Draft, escalation: Escalation, contact: Contact, *, call: str) -> None:
    """Who was called wants the next person told, now rather than when her time is over. A call of a round that is over
    already moves nothing: the next person has been told."""
    added = noted(draft, escalation, author=contact.contact_id, action="passed_on")
    newest = page_id(added.escalation_id, str(added.rounds - 1), contact, Channel.CALL)
    if call == newest and added.rung <= len(ladder_for(draft)):
        page(draft, added)


def _next_round(draft: Draft, escalation: Escalation, *, everybody: bool) -> datetime | None:
    if escalation.rung + 1 >= ROUNDS_MAX:
        return None
    is_test = escalation.reason is Reason.TEST
    within = TEST_WITHIN if is_test else draft.program.clinic.within(escalation.severity)
    again = ALL_HANDS_AGAIN if escalation.rung < ROUNDS_OFTEN else ALL_HANDS_LATER
    return draft.now + (max(within, again) if everybody else within)


def fitting(message: str, escalation: Escalation) -> str:
    """The neutral twin of a message where a partner may be reading over her shoulder (fact sheet B28)."""
    return f"{message}.neutral" if is_violence_alone(escalation.signs) else message


def is_violence_alone(signs: tuple[str, ...]) -> bool:
    return Sign.VIOLENCE in signs and not CRISIS_SIGNS & set(signs)


def page_more(draft: Draft, escalation: Escalation, *, key: str, action: str, message: str = "page.more") -> Escalation:
    """Tells whoever took it, else whoever was paged last, or everybody once the last of them was, that something more
    happened; the climb goes on."""
    for contact in _concerned(draft, escalation):
        tell(draft, escalation, contact, message, round_key=f"more-{key}")
    added = escalation.entered(draft.now, "machine", action)
    draft.keep(added)
    return added


def _concerned(draft: Draft, escalation: Escalation) -> tuple[Contact, ...]:
    ladder = ladder_for(draft)
    clinic = draft.program.clinic
    owners = [clinic.contact(one) for one in (escalation.acknowledged_by, escalation.assigned_to) if one is not None]
    known = tuple(owner for owner in owners if owner is not None)
    if known and escalation.acknowledged_by is not None:
        return known
    if escalation.rung >= len(ladder) or escalation.acknowledged_by is not None:
        return ladder
    return (ladder[max(escalation.rung - 1, 0)],)


def ladder_for(draft: Draft) -> tuple[Contact, ...]:
    """Those on call, without herself should she be one of them; all of them if that leaves nobody."""
    ladder = draft.program.clinic.ladder
    others = tuple(contact for contact in ladder if contact.phone != draft.enrollment.person.phone)
    return others or ladder


def noted(draft: Draft, escalation: Escalation, *, author: str, action: str) -> Escalation:
    added = escalation.entered(draft.now, author, action)
    draft.keep(added)
    return added


def find(draft: Draft, escalation_id: str | None) -> Escalation | None:
    return next((one for one in draft.enrollment.escalations if one.escalation_id == escalation_id), None)


def _same_matter(draft: Draft, severity: Severity, reason: Reason) -> Escalation | None:
    """Grave matters of one person that nobody has taken yet are one matter; inbox matters are one a reason."""
    for one in draft.enrollment.escalations:
        if one.state is not EscalationState.OPEN or one.severity.pages_now is not severity.pages_now:
            continue
        if severity.pages_now or one.reason is reason:
            return one
    return None


def _add(
    draft: Draft, known: Escalation, *, key: str, severity: Severity, signs: tuple[str, ...], by: datetime
) -> Escalation:
    graver = severity.rank < known.severity.rank
    merged = replace(
        known,
        severity=severity if graver else known.severity,
        signs=tuple(dict.fromkeys((*known.signs, *signs))),
        acknowledge_by=min(known.acknowledge_by, by),
        tongue=draft.tongue or known.tongue,
    )
    if not merged.severity.pages_now:
        return noted(draft, merged, author="patient", action="wrote_again")
    return page_more(draft, _climbing_again(draft, merged, severity), key=key, action=f"more:{severity.value}")


def _graver(known: Escalation, severity: Severity, key: str) -> Escalation:
    """Whoever opens it reads what made it as grave as it is, whatever came before and after."""
    return replace(known, graver_by=key) if severity.rank < known.severity.rank else known


def _climbing_again(draft: Draft, escalation: Escalation, severity: Severity) -> Escalation:
    """New danger is urgent anew, however tired the paging has become: the next round is never later than the first
    would be, everybody is paged often again, and she is told again should nobody answer."""
    soon = draft.now + draft.program.clinic.within(severity)
    everybody = len(ladder_for(draft))
    return replace(
        escalation,
        next_page_at=min(escalation.next_page_at or soon, soon),
        rung=min(escalation.rung, everybody),
        told_unanswered=False,
    )


def _acknowledge_by(draft: Draft, severity: Severity, *, same_day: bool = False) -> datetime:
    clinic = draft.program.clinic
    if severity.pages_now:
        return draft.now + clinic.within(severity)
    soon = clinic_hours_after(draft.now, clinic, SOON_WITHIN)
    closes = closes_after(draft.now, clinic) if same_day else None
    return min(soon, closes) if closes is not None else soon
