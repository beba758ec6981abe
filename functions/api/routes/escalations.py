"""What a person at the clinic must look at: read, taken, closed."""

from functions.api.call import Answer, Call, answer, seen
from functions.api.models.parts import Nothing
from functions.api.parameters import EnrollmentId, EscalationId, IfMatch, MaybeKey
from functions.api.problems import not_found
from functions.api.showing import opened
from functions.operations import staff_acts
from functions.operations.showing import escalation_view


def inbox(call: Call) -> Answer:
    """What is open: the gravest first, then the oldest, each with whom it is about and how to reach her."""
    return answer({"escalations": [opened(one) for one in call.world.store.inbox(call.clinic_id)]})


def read(call: Call, enrollment_id: EnrollmentId, escalation_id: EscalationId) -> Answer:
    """One matter with its history, closed ones too."""
    found = call.world.store.escalations(call.ref(enrollment_id))
    one = next((one for one in found if one.escalation_id == escalation_id), None)
    if one is None:
        raise not_found("escalation")
    return answer(escalation_view(one))


def acknowledge(
    call: Call,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    nothing: Nothing,  # noqa: ARG001 - what may be sent
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Takes it: the pages stop, and she is told that a person has seen it."""
    return _act(call, enrollment_id, escalation_id, "acknowledge", key, if_match)


def resolve(
    call: Call,
    enrollment_id: EnrollmentId,
    escalation_id: EscalationId,
    nothing: Nothing,  # noqa: ARG001 - what may be sent
    key: MaybeKey = None,
    if_match: IfMatch = None,
) -> Answer:
    """Closes it: it was looked after. Its history is kept, and planned texts go on."""
    return _act(call, enrollment_id, escalation_id, "close", key, if_match)


def _act(
    call: Call, enrollment_id: str, escalation_id: str, name: str, key: str | None, if_match: str | None
) -> Answer:
    expects, ref = seen(if_match), call.ref(enrollment_id)
    known = {one.escalation_id for one in call.world.store.escalations(ref)}
    fact = staff_acts.on_escalation(name, escalation_id, by=call.by)
    if escalation_id not in known or fact is None:
        raise not_found("escalation")
    done = staff_acts.apply(call.world, ref, fact, key=key, action=name, by=call.by, expects=expects)
    return call.after(done, enrollment_id)
