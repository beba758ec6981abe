"""Who may sign in to the clinic, and which programs may call."""

from http import HTTPStatus

from functions.api.call import Answer, Call, answer, nothing
from functions.api.models.access import Invite, LetIn
from functions.api.parameters import ClientId, Key, MaybeKey, StaffId
from functions.api.problems import not_found, stop, to_mend
from functions.api.showing import machine, member
from functions.operations import appointing, machines
from functions.operations.enrollment_fields import Problem
from functions.operations.staffing import Invitation, NotInvited, misfits

_NOT_INVITED = {
    NotInvited.EMAIL: Problem(field="email", problem="is no address one could write to", mend="write it like a@b.org"),
    NotInvited.NAME: Problem(field="name", problem="is missing, or holds what cannot be shown", mend="write her name"),
    NotInvited.ELSEWHERE: Problem(
        field="email", problem="signs in at another clinic", mend="ask the operator, or use another address"
    ),
}


def staff(call: Call) -> Answer:
    """Everybody of the clinic who signs in, by name."""
    return answer({"staff": [member(one) for one in call.access.staff_of(call.clinic_id)]})


def invite(call: Call, *, asked: Invite, key: Key) -> Answer:  # noqa: ARG001 - twice is once, by the address
    """Invites somebody by e-mail, or gives somebody of the clinic another role and name. Nobody appoints above
    herself. The same address twice is one person."""
    invitation = Invitation(email=asked.email, name=asked.name, role=asked.role)
    made = appointing.invite(call.world, call.access, call.directory(), call.caller, invitation)
    match made:
        case NotInvited.NOT_YOURS:
            raise _above()
        case NotInvited():
            wrong = misfits(asked.email, asked.name) or (made,)
            raise to_mend([_NOT_INVITED[one] for one in wrong], "nobody was invited")
        case _:
            return answer(member(made))


def remove(call: Call, *, staff_id: StaffId, key: MaybeKey = None) -> Answer:  # noqa: ARG001 - gone is gone
    """Signs somebody out everywhere and lets her in no more. Nobody removes herself, or somebody above her."""
    known = call.access.staff(staff_id)
    if known is None or known.clinic_id != call.clinic_id:
        raise not_found("member of staff")
    if not appointing.remove(call.world, call.access, call.directory(), call.caller, known):
        raise _above()
    return nothing()


def list_machines(call: Call) -> Answer:
    """The programs that may call this API for the clinic, by label."""
    return answer({"machines": [machine(one) for one in call.access.machines_of(call.clinic_id)]})


def let_in(call: Call, *, asked: LetIn, key: Key) -> Answer:  # noqa: ARG001 - one label is one machine
    """Lets a program call this API, and answers with its secret this once. A label names one machine: a request whose
    answer was lost is mended by removing the machine and letting it in anew."""
    if any(one.label == asked.label for one in call.access.machines_of(call.clinic_id)):
        mend = "remove that machine first, or use another label"
        raise stop(HTTPStatus.CONFLICT, "label", "a machine of this label is let in already", mend)
    may = frozenset(asked.may) & machines.EVERY_SCOPE
    if may != frozenset(asked.may):
        known = ", ".join(sorted(one.value for one in machines.EVERY_SCOPE))
        raise to_mend([Problem(field="may", problem="names what no machine may do", mend=f"use only {known}")])
    named = (call.clinic_id, asked.label)
    made = machines.let_in(call.world.store, call.access, call.machines(), named, may=may)
    appointing.logged(call.world, call.caller, "machine_let_in")
    shown = {"client_id": made.client_id, "label": asked.label, "client_secret": made.secret}
    return answer(shown, HTTPStatus.CREATED)


def shut_out(call: Call, *, client_id: ClientId, key: MaybeKey = None) -> Answer:  # noqa: ARG001 - gone is gone
    """Refuses a program from now on, whatever tokens it still holds."""
    if not machines.shut_out(call.world.store, call.access, call.machines(), call.clinic_id, client_id):
        raise not_found("machine")
    appointing.logged(call.world, call.caller, "machine_shut_out")
    return nothing()


def _above() -> Exception:
    title = "this is not yours to do"
    return stop(HTTPStatus.FORBIDDEN, "above", title, "ask somebody of that role; nobody appoints above herself")
