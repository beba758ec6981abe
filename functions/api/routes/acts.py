"""What staff do to one person's record."""

from collections.abc import Mapping
from typing import Any

from functions.api.call import Answer, Call, seen
from functions.api.models.form import Anchor, Changes, Pause, Switch
from functions.api.models.parts import Nothing
from functions.api.parameters import EnrollmentId, IfMatch, MaybeKey
from functions.api.problems import not_found, refused, to_mend
from functions.operations import amending, staff_acts
from functions.operations.enrolling import Refused


def amend(
    call: Call, *, enrollment_id: EnrollmentId, changes: Changes, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Changes how she is written to and known; only what is sent is changed, and what is still to come follows. Her
    phone cannot be changed: withdraw her, and enroll the other phone with a consent of its own."""
    given = {**changes.given(), **(changes.model_extra or {})}
    expects = seen(if_match)
    done = amending.amend(call.world, call.ref(enrollment_id), given, key=key, by=call.by, expects=expects)
    if isinstance(done, Refused):
        raise to_mend(done.problems, "the changes have problems; nothing was changed")
    return call.after(done, enrollment_id)


def pause(
    call: Call, *, enrollment_id: EnrollmentId, until: Pause, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Holds her planned texts, until an instant or until they are resumed. What she writes is heard all the same."""
    return _act(call, enrollment_id, "pause", until.given(), (key, if_match))


def resume(
    call: Call, *, enrollment_id: EnrollmentId, nothing: Nothing, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Lets her planned texts go on."""
    return _act(call, enrollment_id, "resume", nothing.given(), (key, if_match))


def restore(
    call: Call, *, enrollment_id: EnrollmentId, nothing: Nothing, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """She asked a person for every kind of text again: closed topics are open, and nothing is left out."""
    return _act(call, enrollment_id, "restore", nothing.given(), (key, if_match))


def switch(
    call: Call, *, enrollment_id: EnrollmentId, to: Switch, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Puts her on another pathway. What the old one still had to say is withheld on record, and the new one begins
    with its catch-up."""
    return _act(call, enrollment_id, "switch", to.given(), (key, if_match))


def anchor(
    call: Call, *, enrollment_id: EnrollmentId, moved: Anchor, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Moves the day from which one of her clocks counts; what is still to come moves with it."""
    return _act(call, enrollment_id, "anchor", moved.given(), (key, if_match))


def withdraw(
    call: Call, *, enrollment_id: EnrollmentId, nothing: Nothing, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Ends her texts. If she writes, she is heard."""
    return _act(call, enrollment_id, "withdraw", nothing.given(), (key, if_match))


def complete(
    call: Call, *, enrollment_id: EnrollmentId, nothing: Nothing, key: MaybeKey = None, if_match: IfMatch = None
) -> Answer:
    """Ends her texts as done. If she writes, she is heard."""
    return _act(call, enrollment_id, "complete", nothing.given(), (key, if_match))


def _act(
    call: Call, enrollment_id: str, name: str, body: Mapping[str, Any], headers: tuple[str | None, str | None]
) -> Answer:
    """`headers`: the Idempotency-Key and If-Match."""
    key, if_match = headers
    expects, ref, clinic = seen(if_match), call.ref(enrollment_id), call.clinic()
    enrollment = call.world.store.enrollment(ref)
    if enrollment is None:
        raise not_found("enrollment")
    now = call.world.time.now()
    fact = staff_acts.from_request(name, body, enrollment, by=call.by, now=now, country=clinic.country)
    if isinstance(fact, staff_acts.Wrong):
        raise refused(fact)
    done = staff_acts.apply(call.world, ref, fact, key=key, action=name, by=call.by, expects=expects)
    return call.after(done, enrollment_id)
