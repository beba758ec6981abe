"""What a person at the clinic must look at: read, taken, handed over, closed."""

from collections.abc import Callable
from functools import partial

from functions.api.call import Answer, Call, answer, seen
from functions.api.models.escalations import HandOver, Resolve, WriteNote
from functions.api.models.parts import Asked, Nothing
from functions.api.parameters import (
    PAGE_MAX,
    Cursor,
    EnrollmentId,
    EscalationId,
    IfMatch,
    Limit,
    MaybeKey,
    cursor_of,
    place_of,
)
from functions.api.problems import not_found, refused
from functions.api.showing import opened
from functions.operations import escalation_acts, staff_acts
from functions.operations.cutting import Placed, cut
from functions.operations.showing import escalation_view
from functions.operations.staff_acts import Wrong
from functions.places import inbox_place
from functions.ports import Ref
from schedules.escalation import Escalation


def inbox(call: Call, *, cursor: Cursor = None, limit: Limit = PAGE_MAX) -> Answer:
    """What is open: the gravest first, of those what nobody has, then the oldest; whom it is about and her phone. What
    becomes graver while pages are read stands on one that was read: for what is new, begin again."""
    lines = (
        Placed(place=inbox_place(one), field="escalations", shown=partial(opened, one))
        for one in call.world.store.inbox(call.clinic_id)
    )
    page = cut(lines, after=place_of(cursor), limit=limit)
    return answer({"escalations": [], **page.shown, "next": cursor_of(page.next)})


def read(call: Call, *, enrollment_id: EnrollmentId, escalation_id: EscalationId) -> Answer:
    """One matter with its history, closed ones too."""
    return answer(escalation_view(_found(call, enrollment_id, escalation_id)))


def _act(name: str, takes: type[Asked], about: str) -> Callable[..., Answer]:
    """One act of `escalation_acts`, by its name there. They differ in what is sent and in what the description says."""

    def act(
        call: Call,
        *,
        enrollment_id: EnrollmentId,
        escalation_id: EscalationId,
        sent: Asked,
        key: MaybeKey = None,
        if_match: IfMatch = None,
    ) -> Answer:
        expects, ref, one = seen(if_match), call.ref(enrollment_id), _found(call, enrollment_id, escalation_id)
        what = f"{name}/{escalation_id}/{sorted(sent.given().items())!r}"
        if staff_acts.is_done(call.world, ref, key, what):
            return call.person(enrollment_id)
        wrong = escalation_acts.impossible(name, one)
        if wrong is not None:
            raise refused(wrong)
        if name == "reopen":
            again = escalation_acts.reopen(call.world, ref, one, by=call.by, key=key, expects=expects, what=what)
            return call.after(again, enrollment_id)
        hers = _phone(call, ref) if name == "assign" else ""
        asked, clinic = sent.given(), call.clinic()
        fact = escalation_acts.from_request(name, asked, escalation_id, by=call.by, clinic=clinic, hers=hers)
        if isinstance(fact, Wrong):
            raise refused(fact)
        action = escalation_acts.logged(name, fact)
        done = staff_acts.apply(call.world, ref, fact, key=key, action=action, by=call.by, expects=expects, what=what)
        return call.after(done, enrollment_id)

    act.__doc__, act.__annotations__["sent"] = about, takes
    return act


acknowledge = _act("acknowledge", Nothing, "Takes it: the pages stop, and she is told that a person has seen it.")
assign = _act("assign", HandOver, "Hands it over to a colleague on call, who is told; it is hers once she takes it.")
note = _act("note", WriteNote, "Writes a note for whoever comes next. It stays with the matter.")
resolve = _act("resolve", Resolve, "Closes it, with how it ended. Its history is kept, and planned texts go on.")
release = _act("release", Nothing, "Lets her planned texts go on before it is closed.")
give_back = _act(
    "give-back", Nothing, "Whoever has it cannot look after it: it is nobody's, and a grave one rings again."
)
reopen = _act(
    "reopen",
    Nothing,
    "It was closed by mistake. It is hers again who had it and closed it; else nobody has it, and a grave one rings.",
)


def _phone(call: Call, ref: Ref) -> str:
    about = call.world.store.enrollment(ref)
    return about.person.phone if about is not None else ""


def _found(call: Call, enrollment_id: str, escalation_id: str) -> Escalation:
    found = call.world.store.escalations(call.ref(enrollment_id))
    one = next((one for one in found if one.escalation_id == escalation_id), None)
    if one is None:
        raise not_found("escalation")
    return one
