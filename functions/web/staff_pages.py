"""Staff and log: who signs in here, inviting and removing, and who did what.

The log is for whoever answers for the staff: it says of each colleague what she did all day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from functions.operations import appointing
from functions.operations.credentials import person
from functions.operations.enrollment_fields import Problem
from functions.operations.nobody import of_clinic
from functions.operations.sessions import SignedIn
from functions.operations.staffing import Invitation, NotInvited, misfits
from functions.ports_access import Staff
from functions.roles import Permission, Role
from functions.screens import log as log_screen
from functions.screens import staff as staff_screen
from functions.screens.staff import Member, Typed, remove_path
from functions.web.desk import Desk, done
from functions.web.exchange import Answer, Request
from functions.web.routes import Guarded, Route
from functions.web.views import message

STAFF = "/console/settings/staff"
LOG = "/console/log"
LINES_SHOWN = 50
TO_MEND = 422
_WRONG = {
    NotInvited.EMAIL: Problem(
        field="email", problem="this is no e-mail address", mend="write it like nurse@clinic.example"
    ),
    NotInvited.NAME: Problem(
        field="name", problem="this is no name", mend="write what she is called, in 80 letters or fewer"
    ),
    NotInvited.ELSEWHERE: Problem(
        field="email", problem="it signs in at another clinic already", mend="use another address of hers"
    ),
    NotInvited.NOT_YOURS: Problem(
        field="email", problem="her role is not yours to give or change", mend="ask somebody with a higher role"
    ),
}

_NO_ROLE = Problem(field="role", problem="no role is chosen", mend="choose one")


def routes(desk: Desk) -> tuple[Route, ...]:
    pages = StaffPages(desk)
    guarded = partial(Guarded, needs=Permission.STAFF)
    return (
        guarded(method="GET", pattern=STAFF, run=pages.staff),
        guarded(method="POST", pattern=STAFF, run=pages.invite),
        guarded(method="GET", pattern=f"{STAFF}/{{staff}}/remove", run=pages.to_remove),
        guarded(method="POST", pattern=f"{STAFF}/{{staff}}/remove", run=pages.remove),
        guarded(method="GET", pattern=LOG, run=pages.log),
    )


@dataclass(frozen=True, slots=True)
class StaffPages:
    desk: Desk

    def staff(self, request: Request, who: SignedIn) -> Answer:
        """Or with the invitation as it was typed before her session ended."""
        return self._shown(request, who, _typed(request.draft.fields if request.draft else ()))

    def invite(self, request: Request, who: SignedIn) -> Answer:
        typed, reception = _typed(request.fields), self.desk.reception
        role = next((one for one in _roles(who) if one.value == typed.role), None)
        wrong = [_WRONG[one] for one in misfits(typed.email, typed.name)]
        if role is None or wrong:
            return self._shown(request, who, typed, wrong if role else [*wrong, _NO_ROLE])
        invitation = Invitation(email=typed.email, name=typed.name, role=role)
        made = appointing.invite(self.desk.world, reception.access, reception.directory, person(who.staff), invitation)
        if isinstance(made, NotInvited):
            return self._shown(request, who, typed, [_WRONG[made]])
        return done(STAFF, "invited", request=request)

    def to_remove(self, request: Request, who: SignedIn) -> Answer:
        found = self._found(request, who)
        if found is None:
            return message("missing", status=404)
        path = remove_path(found.staff_id)
        return self.desk.show(
            "staff_remove.html", request, who, "settings", member=_member(found, who), remove_path=path
        )

    def remove(self, request: Request, who: SignedIn) -> Answer:
        found, reception = self._found(request, who), self.desk.reception
        if found is None or not appointing.remove(
            self.desk.world, reception.access, reception.directory, person(who.staff), found
        ):
            return message("missing", status=404)
        return done(STAFF, "removed", request=request)

    def log(self, request: Request, who: SignedIn) -> Answer:
        before = request.place("before")
        found = self.desk.world.store.logged(who.staff.clinic_id, before=before, limit=LINES_SHOWN + 1)
        clinic = self.desk.clinic(who)
        more = len(found) > LINES_SHOWN
        shown = log_screen.shown(
            found[:LINES_SHOWN],
            clinic,
            self.desk.names(clinic),
            before=before,
            more=more,
            of_nobody=of_clinic(self.desk.world, clinic.clinic_id).enrollment_id,
        )
        return self.desk.show("log.html", request, who, "settings", log=shown)

    def _found(self, request: Request, who: SignedIn) -> Staff | None:
        """Of her own clinic, and hers to remove."""
        found = self.desk.reception.access.staff(request.names["staff"])
        return found if found is not None and appointing.may_change(person(who.staff), found) else None

    def _shown(self, request: Request, who: SignedIn, typed: Typed, problems: Sequence[Problem] = ()) -> Answer:
        listed = [_member(one, who) for one in self.desk.reception.access.staff_of(who.staff.clinic_id)]
        roles = [one.value for one in _roles(who)]
        shown = staff_screen.shown(listed, self.desk.clinic(who), roles=roles, typed=typed, problems=problems)
        status = TO_MEND if problems else 200
        return self.desk.show("staff.html", request, who, "settings", status=status, staff=shown, may_change=True)


def _roles(who: SignedIn) -> list[Role]:
    return [one for one in Role if who.staff.role.may_appoint(one)]


def _typed(fields: Sequence[tuple[str, str]]) -> Typed:
    said = dict(fields)
    return Typed(name=said.get("name", ""), email=said.get("email", ""), role=said.get("role", Role.NURSE.value))


def _member(one: Staff, who: SignedIn) -> Member:
    return Member(
        staff_id=one.staff_id,
        name=one.name,
        email=one.email,
        role=one.role.value,
        invited_at=one.invited_at,
        may_be_removed=appointing.may_change(person(who.staff), one),
    )
