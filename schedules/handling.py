"""What staff do with an escalation: take it, pass it on, hand it over, note, release what it holds, close it."""

from dataclasses import replace

from schedules.clinic import Contact
from schedules.doubts import taken
from schedules.draft import Draft
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.facts import (
    Acknowledged,
    Assigned,
    Closed,
    GaveBack,
    Handled,
    Noted,
    PassedOn,
    Released,
    Reopened,
    StaffText,
)
from schedules.paging import find, fitting, hand_on, ladder_for, noted, passed_on, ring_anew
from schedules.telling import who
from schedules.text import Channel, Direction, Purpose, Text, TextState


def on_handled(draft: Draft, fact: Handled) -> None:
    match fact:
        case Acknowledged():
            _acknowledge(draft, fact)
        case Closed():
            _close(draft, fact)
        case PassedOn():
            _pass_on(draft, fact)
        case Assigned():
            _assign(draft, fact)
        case Noted():
            _note(draft, fact)
        case Released():
            _release(draft, fact)
        case GaveBack():
            _give_back(draft, fact)
        case Reopened():
            _reopen(draft, fact)


def take_in(draft: Draft, text: StaffText) -> None:
    contact = draft.program.clinic.contact(text.contact_id)
    draft.texts.append(
        Text(
            text_id=text.sid,
            direction=Direction.IN,
            purpose=Purpose.STAFF_REPLY,
            state=TextState.RECEIVED,
            at=draft.now,
            body=text.body,
            language=contact.language if contact else draft.enrollment.person.language,
            sid=text.sid,
            contact_id=text.contact_id,
        )
    )


def answer(draft: Draft, text: StaffText, message: str, *, values: dict[str, str]) -> None:
    contact: Contact | None = draft.program.clinic.contact(text.contact_id)
    if contact is not None:
        draft.say(message, text_id=f"{text.sid}-answer", purpose=Purpose.PAGE, values=values, contact=contact)


def _acknowledge(draft: Draft, fact: Acknowledged) -> None:
    """Stops the pages and tells her, truthfully and with the time, that a person has seen it."""
    if fact.text is not None:
        take_in(draft, fact.text)
    escalation = find(draft, fact.escalation_id)
    if escalation is None:
        if fact.text is not None:
            answer(draft, fact.text, "page.unknown_code", values={})
        return
    if escalation.reason is Reason.TEST:
        _end_test(draft, fact, escalation)
        return
    if escalation.state is EscalationState.OPEN:
        escalation = _take(draft, escalation, fact.by)
    elif escalation.is_handed_on:
        escalation = _take_over(draft, escalation, fact.by)
    _tell_who_took_it(draft, fact, escalation)


def _take(draft: Draft, escalation: Escalation, by: str) -> Escalation:
    one = replace(
        escalation.entered(draft.now, by, "acknowledged"),
        state=EscalationState.ACKNOWLEDGED,
        acknowledged_at=draft.now,
        acknowledged_by=by,
        assigned_to=None,
        next_page_at=None,
    )
    draft.keep(one)
    taken(draft, one)
    if one.severity.pages_now and one.reason is not Reason.TEST:
        _tell_patient(draft, one)
    return one


def _end_test(draft: Draft, fact: Acknowledged, test: Escalation) -> None:
    """It reached somebody and is over: nothing of it is anybody's."""
    ended = _take(draft, test, fact.by).entered(draft.now, "machine", "ended")
    draft.keep(replace(ended, state=EscalationState.CLOSED, closed_at=draft.now))
    if fact.text is not None:
        answer(draft, fact.text, "page.test_done", values={"code": test.code})


def _take_over(draft: Draft, escalation: Escalation, by: str) -> Escalation:
    """It was somebody's until this moment, and she is told that it is not any more. Handed on it rang at others too:
    whoever takes it has it, and whoever gave it away may take it back."""
    before = draft.program.clinic.contact(escalation.acknowledged_by or "")
    one = replace(
        escalation.entered(draft.now, by, "took_over"),
        acknowledged_by=by,
        taken_over_at=draft.now,
        assigned_to=None,
        next_page_at=None,
    )
    draft.keep(one)
    if before is not None and before.contact_id != by:
        draft.say(
            "page.taken_over",
            text_id=f"p-{one.escalation_id}-over-{len(one.history)}",
            purpose=Purpose.PAGE,
            values=_names(draft, one),
            contact=before,
        )
    return one


def _tell_who_took_it(draft: Draft, fact: Acknowledged, escalation: Escalation) -> None:
    """By text as she asked, and also whoever pressed a key: in writing, what is hers now. Never that it is hers when
    somebody else has it."""
    mine = escalation.acknowledged_by == fact.by
    values = _names(draft, escalation)
    if fact.text is not None:
        answer(draft, fact.text, "page.acknowledged" if mine else "page.taken", values=values)
    contact = draft.program.clinic.contact(fact.by)
    if fact.call is not None and mine and contact is not None and Channel.SMS in contact.channels:
        text_id = f"{fact.call}-taken"
        draft.say("page.acknowledged", text_id=text_id, purpose=Purpose.PAGE, values=values, contact=contact)


def _pass_on(draft: Draft, fact: PassedOn) -> None:
    escalation, contact = find(draft, fact.escalation_id), draft.program.clinic.contact(fact.by)
    if contact is not None and escalation is not None and escalation.is_untaken:
        passed_on(draft, escalation, contact, call=fact.call)


def _assign(draft: Draft, fact: Assigned) -> None:
    """A colleague is told, and called where it is grave. Until she takes it, it stays with whoever had it, and goes on
    ringing: what somebody had begins the ladder anew when she does not take it in time."""
    escalation, contact = find(draft, fact.escalation_id), draft.program.clinic.contact(fact.to)
    if escalation is None or contact is None or escalation.acknowledged_by == fact.to:
        return
    if contact not in ladder_for(draft):  # it is about herself
        return
    one = replace(escalation.entered(draft.now, fact.by, f"assigned:{fact.to}"), assigned_to=fact.to)
    hand_on(draft, one, contact)


def _note(draft: Draft, fact: Noted) -> None:
    """Its words stand with the escalation alone: no history line, page or log holds them."""
    escalation = find(draft, fact.escalation_id)
    if escalation is not None:
        noted(draft, escalation.with_note(draft.now, fact.by, fact.note), author=fact.by, action="noted")


def _release(draft: Draft, fact: Released) -> None:
    """Her planned texts go on though it is not closed yet. Only what a person has taken can be released."""
    escalation = find(draft, fact.escalation_id)
    if escalation is not None and escalation.state is EscalationState.ACKNOWLEDGED and not escalation.released:
        noted(draft, replace(escalation, released=True), author=fact.by, action="released")


def _give_back(draft: Draft, fact: GaveBack) -> None:
    escalation = find(draft, fact.escalation_id)
    if escalation is not None and escalation.state is EscalationState.ACKNOWLEDGED:
        _return(draft, escalation, by=fact.by, action="gave_back")


def _reopen(draft: Draft, fact: Reopened) -> None:
    """It is hers again who had it and closed it; else nobody has it, and it rings."""
    closed = fact.escalation
    if closed.state is not EscalationState.CLOSED or closed.reason.is_of_nobody:
        return
    if find(draft, closed.escalation_id) is not None:
        return
    taken_by_closing = closed.has_it_since == closed.closed_at
    if closed.acknowledged_by != fact.by or taken_by_closing:
        _return(draft, closed, by=fact.by, action="reopened")
        return
    one = replace(
        closed, state=EscalationState.ACKNOWLEDGED, closed_at=None, outcome=None, returned=closed.returned + 1
    )
    noted(draft, one, author=fact.by, action="reopened")


def _return(draft: Draft, escalation: Escalation, *, by: str, action: str) -> None:
    ring_anew(draft, replace(escalation.entered(draft.now, by, action), returned=escalation.returned + 1))


def _close(draft: Draft, fact: Closed) -> None:
    """What is grave and nobody has is hers first who closes it; whom it is about is told that a person has seen it."""
    if fact.text is not None:
        take_in(draft, fact.text)
    escalation = find(draft, fact.escalation_id)
    if escalation is None:
        return
    if escalation.is_grave_and_untaken:
        takes = _take_over if escalation.is_handed_on else _take
        escalation = takes(draft, escalation, fact.by)
    closed = replace(
        escalation.entered(draft.now, fact.by, f"closed:{fact.outcome.value}" if fact.outcome else "closed"),
        state=EscalationState.CLOSED,
        acknowledged_at=escalation.acknowledged_at or draft.now,
        acknowledged_by=escalation.acknowledged_by or fact.by,
        closed_at=draft.now,
        outcome=fact.outcome,
        next_page_at=None,
    )
    draft.keep(closed)
    taken(draft, closed)
    if fact.text is not None:
        answer(draft, fact.text, "page.closed", values=_names(draft, closed))


def _names(draft: Draft, escalation: Escalation) -> dict[str, str]:
    return {"code": escalation.code, "who": who(draft.enrollment.enrollment_id)}


def _tell_patient(draft: Draft, escalation: Escalation) -> None:
    if draft.enrollment.left_at is not None:
        return
    language = draft.speaks(escalation.escalation_id)
    again = f"-{escalation.returned}" if escalation.returned else ""
    draft.say(
        fitting("safety.acknowledged", escalation),
        text_id=f"k-{escalation.escalation_id}{again}",
        purpose=Purpose.SAFETY,
        values={"time": draft.program.clock_time(draft.now, draft.enrollment.person.zone, language)},
        escalation_id=escalation.escalation_id,
    )
