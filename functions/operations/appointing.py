"""Staff invited and removed by staff: nobody above herself, and each on record."""

from dataclasses import dataclass

from functions.operations import staffing
from functions.operations.credentials import Caller
from functions.operations.staffing import Invitation, NotInvited
from functions.operations.world import World
from functions.ports_access import Access, Directory, Staff
from functions.sights import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """Whoever asks may not appoint or remove this person."""


def invite(
    world: World, access: Access, directory: Directory, caller: Caller, invitation: Invitation
) -> Staff | NotInvited | Above:
    """Somebody of the clinic who stands above whoever asks keeps her role."""
    known = [one for one in access.staff_of(caller.clinic_id) if one.email == invitation.email.strip().lower()]
    roles = {invitation.role, *(one.role for one in known)}
    if caller.role is None or not all(caller.role.may_appoint(role) for role in roles):
        return Above()
    made = staffing.invite(access, directory, caller.clinic_id, invitation, world.time.now())
    if isinstance(made, Staff):
        logged(world, caller, f"invited:{made.role.value}")
    return made


def remove(world: World, access: Access, directory: Directory, caller: Caller, staff_id: str) -> bool | Above:
    """Nobody removes herself, so that a clinic is never left without whoever did it. False where nobody was there."""
    known = access.staff(staff_id)
    if known is None or known.clinic_id != caller.clinic_id:
        return False
    if caller.role is None or not caller.role.may_appoint(known.role) or staff_id == caller.label:
        return Above()
    gone = staffing.remove(access, directory, caller.clinic_id, staff_id)
    logged(world, caller, f"removed:{known.role.value}")
    return gone


def logged(world: World, caller: Caller, action: str) -> None:
    world.store.log(caller.clinic_id, Audit(at=world.time.now(), author=caller.label, action=action))
