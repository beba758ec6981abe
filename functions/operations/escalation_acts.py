"""What staff ask to be done with an escalation, as facts: checked at the door, so that the core may trust them."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from functions.operations.acting import Act, Acted, act, always
from functions.operations.staff_acts import Wrong, asked_for, fact_id
from functions.operations.world import World
from functions.ports import Ref
from schedules.clinic import Clinic
from schedules.escalation import NOTE_CHARACTERS_MAX, Ending, Escalation, EscalationState
from schedules.facts import Acknowledged, Assigned, Closed, GaveBack, Handled, Noted, Released, Reopened
from schedules.text import Purpose


def from_request(
    act_name: str, body: Mapping[str, Any], escalation_id: str, *, by: str, clinic: Clinic, hers: str = ""
) -> Handled | Wrong:
    """`hers`: the phone of whom it is about, where it is to be handed to somebody."""
    match act_name:
        case "acknowledge":
            return Acknowledged(by=by, escalation_id=escalation_id)
        case "close" | "resolve":
            return _close(body, escalation_id, by)
        case "assign":
            return _assign(body, escalation_id, by, clinic, hers)
        case "note":
            return _note(body, escalation_id, by)
        case "release":
            return Released(by=by, escalation_id=escalation_id)
        case "give-back":
            return GaveBack(by=by, escalation_id=escalation_id)
        case _:
            return Wrong(
                status=404,
                problem="no such act",
                mend="use acknowledge, assign, note, release, close or resolve at the end of the address",
            )


def logged(act_name: str, fact: Handled) -> str:
    """As it stands in the log: the act, and to whom or how."""
    match fact:
        case Assigned():
            return f"{act_name}:{fact.to}"
        case Closed(outcome=Ending()):
            return f"{act_name}:{fact.outcome}"
        case _:
            return act_name


def reopen(
    world: World,
    ref: Ref,
    closed: Escalation,
    *,
    by: str,
    key: str | None = None,
    expects: int | None = None,
    what: str = "reopen",
) -> Acted:
    """With her text beside it again, where one made it as grave as it was and is still kept."""
    hers = world.store.text(ref, closed.graver_by or closed.escalation_id.removeprefix("e-"))
    recalled = hers if hers is not None and hers.purpose is Purpose.REPLY else None
    fact = Reopened(by=by, escalation=closed)
    one = Act(
        ref=ref,
        make=always(fact),
        fact_id=fact_id(key, ref),
        asked=asked_for(key, ref, what),
        recalled=recalled,
        audit=(by, "reopen"),
        expects=expects,
    )
    return act(world, one)


def impossible(act_name: str, one: Escalation) -> Wrong | None:
    """What would do nothing, and must not look as if it had."""
    match act_name:
        case "release" if one.state is not EscalationState.ACKNOWLEDGED:
            mend = "take it first" if one.state is EscalationState.OPEN else "it is closed, and holds nothing"
            return Wrong(status=409, problem="only what a person has taken can be released", mend=mend)
        case "give-back" if one.state is not EscalationState.ACKNOWLEDGED:
            mend = "nobody has it" if one.state is EscalationState.OPEN else "it is closed: open it again instead"
            return Wrong(status=409, problem="only what a person has taken can be given back", mend=mend)
        case "note" | "assign" if one.state is EscalationState.CLOSED:
            return Wrong(status=409, problem="it is closed", mend="open it again first")
        case "reopen" if one.state is not EscalationState.CLOSED:
            return Wrong(status=409, problem="it is open", mend="there is nothing to open again")
        case "reopen" if one.reason.is_of_nobody:
            return Wrong(status=409, problem="it was about nobody", mend="ring the ladder again instead")
    return None


def _close(body: Mapping[str, Any], escalation_id: str, by: str) -> Closed | Wrong:
    outcome = body.get("outcome")
    if outcome is not None and (not isinstance(outcome, str) or outcome not in set(Ending)):
        return Wrong(status=422, problem="no such outcome", mend=f"use one of {', '.join(Ending)}, or leave it out")
    return Closed(by=by, escalation_id=escalation_id, outcome=Ending(outcome) if outcome else None)


def _assign(body: Mapping[str, Any], escalation_id: str, by: str, clinic: Clinic, hers: str) -> Assigned | Wrong:
    to = body.get("to")
    contact = clinic.contact(to) if isinstance(to, str) else None
    others = ", ".join(one.contact_id for one in clinic.ladder if one.phone != hers)
    mend = f"use one of {others}" if others else "put a colleague on call first"
    if contact is None or not isinstance(to, str):
        return Wrong(status=422, problem="nobody of that id is on call", mend=mend)
    if contact.phone == hers:
        return Wrong(status=422, problem="it is about her herself", mend=mend)
    return Assigned(by=by, escalation_id=escalation_id, to=to)


def _note(body: Mapping[str, Any], escalation_id: str, by: str) -> Noted | Wrong:
    note = body.get("note")
    words = _printable(note).strip() if isinstance(note, str) else ""
    if not words:
        return Wrong(status=422, problem="the note is empty", mend="write what the next person needs to know")
    if len(words) > NOTE_CHARACTERS_MAX:
        return Wrong(status=422, problem="the note is too long", mend=f"use at most {NOTE_CHARACTERS_MAX} characters")
    return Noted(by=by, escalation_id=escalation_id, note=words)


def _printable(note: str) -> str:
    """Line breaks stay; other control characters go."""
    return "".join(one for one in note if one in "\n\t" or unicodedata.category(one)[0] != "C")
