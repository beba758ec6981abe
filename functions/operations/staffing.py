"""Staff of a clinic: invited, given another role, removed. For the console and the command line."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from functions.ports_access import Access, Directory, Staff
from functions.roles import Role

EMAIL_CHARACTERS_MAX = 254
NAME_CHARACTERS_MAX = 80
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class NotInvited(StrEnum):
    EMAIL = "email"  # no address anybody could write to
    NAME = "name"
    ELSEWHERE = "elsewhere"  # it signs in at another clinic; which one is not told
    NOT_YOURS = "not_yours"  # whoever invites may not give this role, or not to somebody of another


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    email: str
    name: str
    role: Role


def invite(
    access: Access, directory: Directory, clinic_id: str, invitation: Invitation, now: datetime
) -> Staff | NotInvited:
    """Twice is once: whoever is of the clinic already is given the role and name. Until her record stands nobody is
    let in, so an end halfway leaves nothing open and the next try goes on."""
    email, name = _tidied(invitation.email, invitation.name)
    wrong = misfits(email, name)
    if wrong:
        return wrong[0]
    staff_id = directory.invite(email=email, name=name, clinic_id=clinic_id, role=invitation.role)
    if staff_id is None:
        return NotInvited.ELSEWHERE
    known = access.staff(staff_id)
    if known is None:
        made = Staff(
            staff_id=staff_id, clinic_id=clinic_id, name=name, email=email, role=invitation.role, invited_at=now
        )
    else:
        made = replace(known, name=name, role=invitation.role)
    access.save_staff(made)
    return made


def misfits(email: str, name: str) -> tuple[NotInvited, ...]:
    """All that is wrong with what was typed of somebody, before anybody is asked about her."""
    email, name = _tidied(email, name)
    found = []
    if len(email) > EMAIL_CHARACTERS_MAX or not _EMAIL.fullmatch(email):
        found.append(NotInvited.EMAIL)
    if not 0 < len(name) <= NAME_CHARACTERS_MAX or not name.isprintable():
        found.append(NotInvited.NAME)
    return tuple(found)


def _tidied(email: str, name: str) -> tuple[str, str]:
    return email.strip().lower(), " ".join(name.split())


def remove(access: Access, directory: Directory, clinic_id: str, staff_id: str) -> bool:
    """Our record first, and with it every session: she is out at once, whatever the pool does. Her login goes then, by
    trying again if need be. False when nobody of this clinic was on record; another clinic's staff stay."""
    known = access.staff(staff_id)
    if known is not None and known.clinic_id != clinic_id:
        return False
    access.remove_staff(clinic_id, staff_id)
    directory.remove(staff_id)
    return known is not None
