"""What a person at the clinic must look at: read, taken, handed over, closed."""

from collections.abc import Mapping
from typing import Any

from functions.api.call import Answer, Call, answer, seen
from functions.api.models.escalations import HandOver, Resolve, WriteNote
from functions.api.models.parts import Nothing
from functions.api.parameters import EnrollmentId, EscalationId, IfMatch, MaybeKey
from functions.api.problems import not_found, refused
from functions.api.showing import opened
from functions.operations import escalation_acts, staff_acts
from functions.operations.showing import escalation_view
from functions.operations.staff_acts import Wrong


def inbox(call: Call) -> Answer:
    """What is open: the gravest first, then the oldest, each with whom it is about and how to reach her."""
    return answer({"escalations": [opened(one) for one in call.world.store.inbox(call.clinic_id)]})


def read(call: Call, *, enrollment_id: EnrollmentId, escalation_id: EscalationId) -> Answer:
    """One matter with its history, closed ones too."""
    found = call.world.store.escalations(call.ref(enrollment_id))
    one = next((one for one in found if one.escalation_id == escalation_id), None)
    if one is None:
        raise not_found("escalation")
    return answer(escalation_view(one))


def acknowledge(
    call: Call,
    *,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    nothing: Nothing,
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Takes it: the pages stop, and she is told that a person has seen it."""
    return _act(call, (enrollment_id, escalation_id), "acknowledge", nothing.given(), (key, if_match))


def assign(
    call: Call,
    *,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    over: HandOver,
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Hands it over to a colleague on call, who is told; it is hers once she takes it."""
    return _act(call, (enrollment_id, escalation_id), "assign", over.given(), (key, if_match))


def note(
    call: Call,
    *,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    words: WriteNote,
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Writes a note for whoever comes next. It stays with the matter."""
    return _act(call, (enrollment_id, escalation_id), "note", words.given(), (key, if_match))


def resolve(
    call: Call,
    *,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    ending: Resolve,
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Closes it, with how it ended. Its history is kept, and planned texts go on."""
    return _act(call, (enrollment_id, escalation_id), "resolve", ending.given(), (key, if_match))


def release(
    call: Call,
    *,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    nothing: Nothing,
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Lets her planned texts go on before it is closed."""
    return _act(call, (enrollment_id, escalation_id), "release", nothing.given(), (key, if_match))


def _act(
    call: Call, at: tuple[str, str], name: str, body: Mapping[str, Any], headers: tuple[str | None, str | None]
) -> Answer:
    """`at`: her enrollment and the matter. `headers`: the Idempotency-Key and If-Match."""
    (enrollment_id, escalation_id), (key, if_match) = at, headers
    expects, ref = seen(if_match), call.ref(enrollment_id)
    one = next((one for one in call.world.store.escalations(ref) if one.escalation_id == escalation_id), None)
    if one is None:
        raise not_found("escalation")
    wrong = escalation_acts.impossible(name, one)
    fact = wrong or escalation_acts.from_request(name, body, escalation_id, by=call.by, clinic=call.clinic())
    if isinstance(fact, Wrong):
        raise refused(fact)
    done = staff_acts.apply(call.world, ref, fact, key=key, action=name, by=call.by, expects=expects)
    return call.after(done, enrollment_id)
