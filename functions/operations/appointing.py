"""Who is of the staff, as its lead decides in the console: nobody changes somebody above herself, or herself."""

from functions.operations import staffing
from functions.operations.staffing import Invitation, NotInvited
from functions.operations.world import World
from functions.ports_access import Access, Directory, Staff
from functions.sights import Audit


def may_change(by: Staff, other: Staff) -> bool:
    return by.clinic_id == other.clinic_id and by.staff_id != other.staff_id and by.role.may_appoint(other.role)


def appoint(
    world: World, access: Access, directory: Directory, invitation: Invitation, *, by: Staff
) -> Staff | NotInvited:
    """Inviting somebody who is of the staff gives her the role, so it is held to what removing her is."""
    known = _known(access.staff_of(by.clinic_id), invitation.email)
    if not by.role.may_appoint(invitation.role) or (known is not None and not may_change(by, known)):
        return NotInvited.NOT_YOURS
    now = world.time.now()
    made = staffing.invite(access, directory, by.clinic_id, invitation, now)
    if isinstance(made, Staff):
        world.store.log(by.clinic_id, Audit(at=now, author=by.staff_id, action=f"invited:{made.role.value}"))
    return made


def dismiss(world: World, access: Access, directory: Directory, other: Staff, *, by: Staff) -> bool:
    """False: she is not hers to remove."""
    if not may_change(by, other):
        return False
    staffing.remove(access, directory, by.clinic_id, other.staff_id)
    audit = Audit(at=world.time.now(), author=by.staff_id, action=f"removed:{other.role.value}")
    world.store.log(by.clinic_id, audit)
    return True


def _known(staff: list[Staff], email: str) -> Staff | None:
    return next((one for one in staff if one.email == email.strip().lower()), None)
