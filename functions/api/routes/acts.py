"""What staff do to one person's record."""

from collections.abc import Callable

from functions.api.call import Answer, Call, seen
from functions.api.models.form import Anchor, Changes, Pause, Switch
from functions.api.models.parts import Asked, Nothing
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


def _act(name: str, takes: type[Asked], about: str) -> Callable[..., Answer]:
    """One act of `staff_acts`, by its name there. They differ in what is sent and in what the description says."""

    def act(
        call: Call, *, enrollment_id: EnrollmentId, sent: Asked, key: MaybeKey = None, if_match: IfMatch = None
    ) -> Answer:
        expects, ref, clinic = seen(if_match), call.ref(enrollment_id), call.clinic()
        enrollment = call.world.store.enrollment(ref)
        if enrollment is None:
            raise not_found("enrollment")
        now = call.world.time.now()
        fact = staff_acts.from_request(name, sent.given(), enrollment, by=call.by, now=now, country=clinic.country)
        if isinstance(fact, staff_acts.Wrong):
            raise refused(fact)
        action = staff_acts.logged(name, fact, enrollment)
        done = staff_acts.apply(call.world, ref, fact, key=key, action=action, by=call.by, expects=expects)
        return call.after(done, enrollment_id)

    act.__doc__, act.__annotations__["sent"] = about, takes
    return act


pause = _act(
    "pause",
    Pause,
    "Holds her planned texts, until an instant or until they are resumed. What she writes is heard all the same.",
)
resume = _act("resume", Nothing, "Lets her planned texts go on.")
restore = _act(
    "restore",
    Nothing,
    "She asked a person for every kind of text again: closed topics are open, and nothing is left out.",
)
switch = _act(
    "switch",
    Switch,
    "Puts her on another pathway. What the old one still had to say is withheld on record, and the new one begins with "
    "its catch-up.",
)
anchor = _act(
    "anchor",
    Anchor,
    "Moves the day from which one of her clocks counts; what is still to come moves with it.",
)
withdraw = _act("withdraw", Nothing, "Ends her texts. If she writes, she is heard.")
complete = _act("complete", Nothing, "Ends her texts as done. If she writes, she is heard.")
