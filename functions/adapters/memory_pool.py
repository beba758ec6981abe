"""The pool in memory: people, machines and the page they sign in on, for tests."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from functions.ports_access import Secret
from functions.roles import Permission, Role


@dataclass(slots=True)
class _Login:
    staff_id: str
    email: str
    name: str
    clinic_id: str
    roles: set[Role] = field(default_factory=set)


class MemoryPool:
    """Directory, Machines and SignInPage in one. `comes_back` is a person typing her password."""

    issuer = "https://pool.example/one"
    client_id = "console"
    origin = "https://sign-in.example"

    def __init__(self) -> None:
        self.logins: dict[str, _Login] = {}
        self.machines: set[str] = set()
        self.admitted: frozenset[str] = frozenset()
        self._codes: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self._made = 0

    def invite(self, *, email: str, name: str, clinic_id: str, role: Role) -> str | None:
        known = next((one for one in self.logins.values() if one.email == email), None)
        if known is None:
            self._made += 1
            known = _Login(f"sub-{self._made:04}", email, name, clinic_id)
            self.logins[known.staff_id] = known
        if known.clinic_id != clinic_id:
            return None
        known.roles = {role}
        return known.staff_id

    def set_role(self, staff_id: str, role: Role) -> None:
        self.logins[staff_id].roles = {role}

    def remove(self, staff_id: str) -> None:
        self.logins.pop(staff_id, None)
        self.machines.discard(staff_id)

    def create(self, *, name: str, permissions: frozenset[Permission]) -> Secret:  # noqa: ARG002 - the port's own
        self._made += 1
        client_id = f"client{self._made:04}"
        self.machines.add(client_id)
        return Secret(client_id=client_id, secret="known-to-the-test")  # noqa: S106 - of nothing

    def admit(self, client_ids: frozenset[str]) -> None:
        self.admitted = client_ids

    def address(self, *, state: str, nonce: str, challenge: str) -> str:
        return f"{self.origin}/oauth2/authorize?{urlencode({'state': state, 'nonce': nonce, 'challenge': challenge})}"

    def farewell(self) -> str:
        return f"{self.origin}/logout"

    def anew(self) -> str:
        return f"{self.origin}/logout?again"

    def comes_back(self, staff_id: str, asked: Mapping[str, str], ends_at: datetime, **changes: Any) -> str:
        """The code with which her browser is sent back; `asked` is the query it was sent away with."""
        login = self.logins[staff_id]
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": staff_id,
            "token_use": "id",
            "exp": int(ends_at.timestamp()),
            "nonce": asked["nonce"],
            "custom:clinic": login.clinic_id,
            "cognito:groups": sorted(role.value for role in login.roles),
        }
        code = f"code-{len(self._codes)}"
        self._codes[code] = (asked["challenge"], {**claims, **changes})
        return code

    def redeem(self, code: str, verifier: str) -> Mapping[str, Any] | None:
        """Once, and only by whoever knows the verifier."""
        challenge, claims = self._codes.pop(code, ("", {}))
        return claims if challenge and challenge == _challenge_of(verifier) else None


def _challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
