"""Staff invited and removed by staff: nobody above herself, and each on record."""

from functions.operations import staffing
from functions.operations.credentials import Caller
from functions.operations.staffing import Invitation, NotInvited
from functions.operations.world import World
from functions.ports_access import Access, Directory, Staff
from functions.sights import Audit


def may_change(by: Caller, other: Staff) -> bool:
    """Nobody changes somebody above herself, or herself: a clinic is never left without whoever did it."""
    mine = by.clinic_id == other.clinic_id and by.label != other.staff_id
    return mine and by.role is not None and by.role.may_appoint(other.role)


def invite(
    world: World, access: Access, directory: Directory, by: Caller, invitation: Invitation
) -> Staff | NotInvited:
    """Inviting somebody who is of the staff gives her the role, so it is held to what removing her is."""
    known = _known(access.staff_of(by.clinic_id), invitation.email)
    may_give = by.role is not None and by.role.may_appoint(invitation.role)
    if not may_give or (known is not None and not may_change(by, known)):
        return NotInvited.NOT_YOURS
    made = staffing.invite(access, directory, by.clinic_id, invitation, world.time.now())
    if isinstance(made, Staff):
        logged(world, by, f"invited:{made.role.value}")
    return made


def remove(world: World, access: Access, directory: Directory, by: Caller, other: Staff) -> bool:
    """False: she is not hers to remove."""
    if not may_change(by, other):
        return False
    staffing.remove(access, directory, by.clinic_id, other.staff_id)
    logged(world, by, f"removed:{other.role.value}")
    return True


def logged(world: World, by: Caller, action: str) -> None:
    world.store.log(by.clinic_id, Audit(at=world.time.now(), author=by.label, action=action))


def _known(staff: list[Staff], email: str) -> Staff | None:
    return next((one for one in staff if one.email == email.strip().lower()), None)
