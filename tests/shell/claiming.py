"""What the gateway hands on of a token it has verified, and records that agree with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from functions.operations.machines import EVERY_SCOPE
from functions.ports_access import Access, Machine, Staff
from functions.roles import Permission, Role

Claims = dict[str, Any]


def machine_claims(client_id: str, may: frozenset[Permission] = EVERY_SCOPE) -> Claims:
    scope = " ".join(sorted(one.scope for one in may if one.scope))
    return {"token_use": "access", "sub": client_id, "client_id": client_id, "scope": scope}


def machine_of(access: Access, clinic_id: str, *, may: frozenset[Permission] = EVERY_SCOPE) -> Claims:
    """A machine of a clinic, on record, and what its tokens claim."""
    client_id = f"machineof{clinic_id.replace('-', '')}"
    access.save_machine(Machine(client_id=client_id, clinic_id=clinic_id, label="desk"))
    return machine_claims(client_id, may)


def somebody(role: Role = Role.NURSE, clinic_id: str = "lakeside", name: str = "Ana") -> Staff:
    staff_id = f"0000-{clinic_id}-{role.value}"
    email = f"{role.value}@{clinic_id}.example"
    invited_at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    return Staff(staff_id=staff_id, clinic_id=clinic_id, name=name, email=email, role=role, invited_at=invited_at)


def id_claims(staff: Staff, **changes: Any) -> Claims:
    """Of an id token, as AWS's gateway hands it on: groups as text."""
    told = {
        "token_use": "id",
        "sub": staff.staff_id,
        "aud": "console",
        "custom:clinic": staff.clinic_id,
        "cognito:groups": f"[{staff.role.value}]",
    }
    return {**told, **changes}
