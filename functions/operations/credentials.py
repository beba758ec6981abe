"""Who is calling the API: the gateway has verified the token, and our own record of its holder says the rest.

The clinic comes from the record of a person or machine and never from the request. What the token claims must agree
with the record, so that neither can grant by itself; and since the record is read each time, a removal works at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.ports_access import Access, Staff
from functions.roles import Permission, Role, granted


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`label` stands in the audit: a person's opaque id, or the name a clinic gave its machine, which has no role."""

    clinic_id: str
    label: str
    role: Role | None
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


def caller_of(access: Access, claims: Mapping[str, Any]) -> Caller | None:
    """None is a refusal. A person's id or access token names her by `sub`; a machine's by `client_id`, which is its
    `sub` too, and has no `username`."""
    sub, client_id = str(claims.get("sub", "")), str(claims.get("client_id", ""))
    match claims.get("token_use"):
        case "access" if client_id and "username" not in claims:
            return _machine(access, client_id, str(claims.get("scope", ""))) if sub == client_id else None
        case "access" | "id" if sub:
            staff = access.staff(sub)
            return person(staff) if staff is not None and agrees(claims, staff) else None
    return None


def agrees(claims: Mapping[str, Any], staff: Staff) -> bool:
    """The groups are her role and nothing else; the clinic, which access tokens do not carry, is hers."""
    clinic_id = claims.get("custom:clinic", staff.clinic_id if claims.get("token_use") == "access" else None)
    return clinic_id == staff.clinic_id and _groups(claims.get("cognito:groups")) == {staff.role.value}


def _groups(claim: object) -> set[str]:
    """A list; the gateway of AWS hands it on as text, `[nurse lead]`."""
    if isinstance(claim, str):
        return set(claim.strip("[]").replace(",", " ").split())
    return {str(one) for one in claim} if isinstance(claim, list) else set()


def person(staff: Staff) -> Caller:
    """Somebody of the staff who has proved who she is."""
    return Caller(clinic_id=staff.clinic_id, label=staff.staff_id, role=staff.role, permissions=staff.role.permissions)


def _machine(access: Access, client_id: str, scope: str) -> Caller | None:
    machine = access.machine(client_id)
    if machine is None:
        return None
    return Caller(clinic_id=machine.clinic_id, label=machine.label, role=None, permissions=granted(scope))
