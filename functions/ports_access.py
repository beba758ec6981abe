"""What signing in needs of the world: who is on record, and the pool that proves who somebody is.

Each port has a real adapter and an in-memory one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from functions.roles import Permission, Role

DRAFT_KEPT = timedelta(minutes=15)
"""How long what she typed waits for her to sign in again."""
SEARCHES_KEPT = timedelta(minutes=30)
"""How long after the last one her browser keeps whom she looked for; never past signing out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody of a clinic. `staff_id` is the pool's `sub`. Sessions opened until `signed_out_at` have ended."""

    staff_id: str
    clinic_id: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    role: Role
    invited_at: datetime
    signed_out_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A program of a clinic that calls the API by itself. `label` names it in the audit."""

    client_id: str
    clinic_id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser that signed in. `key` is the digest of its cookie's secret: the secret itself is kept nowhere."""

    key: str
    clinic_id: str
    staff_id: str
    csrf: str = field(repr=False)
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A form sent when its session had ended: shown once more, to her who typed it."""

    key: str
    clinic_id: str
    staff_id: str
    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    kept_at: datetime


class Access(Protocol):
    """Who is on record. Every method raises StoreDown and nothing else when it cannot answer; reads are consistent."""

    def staff(self, staff_id: str) -> Staff | None: ...

    def staff_of(self, clinic_id: str) -> list[Staff]:
        """Everybody of one clinic, by name."""

    def save_staff(self, staff: Staff) -> None:
        """New or changed. Never takes back a `signed_out_at`."""

    def sign_out(self, staff_id: str, at: datetime) -> None:
        """Every session opened until then has ended."""

    def remove_staff(self, clinic_id: str, staff_id: str) -> None:
        """With all her sessions and drafts. Somebody of another clinic is left alone."""

    def machine(self, client_id: str) -> Machine | None: ...

    def machines_of(self, clinic_id: str) -> list[Machine]:
        """By label."""

    def save_machine(self, machine: Machine) -> None: ...

    def remove_machine(self, clinic_id: str, client_id: str) -> None: ...

    def count_call(self, caller: str, *, minute: int, most: int) -> bool:
        """Counts one more request of this caller in this minute since the epoch; False once there were `most`."""

    def open_session(self, session: Session) -> None: ...

    def session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        """Both in one round trip: every page waits for it."""

    def see_session(self, session: Session) -> None:
        """Moves `seen_at`; one that was closed meanwhile stays closed."""

    def close_session(self, session: Session) -> None:
        """Nobody is let in by it any more."""

    def closed_session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        """One that was closed, for as long as a session is kept, to know whose form it was; and whose it is."""

    def keep_draft(self, draft: Draft) -> None: ...

    def draft(self, staff_id: str, key: str) -> Draft | None:
        """It stays, to be read again."""

    def take_draft(self, staff_id: str, key: str) -> Draft | None:
        """Given out once."""


class PoolDown(Exception):
    """The pool cannot be asked just now, or refuses; says what was attempted."""


class Directory(Protocol):
    """The pool's people. Every method raises PoolDown, and may safely be repeated."""

    def invite(self, *, email: str, name: str, clinic_id: str, role: Role) -> str | None:
        """Sends an invitation unless there is one; the staff_id. None: the address belongs to another clinic."""

    def set_role(self, staff_id: str, role: Role) -> None: ...

    def remove(self, staff_id: str) -> None:
        """Whoever is not there is removed already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A new machine's credentials. The secret is shown once."""

    client_id: str
    secret: str = field(repr=False)


class Machines(Protocol):
    """The programs that have a credential at the pool. Every method raises PoolDown."""

    def create(self, *, name: str, permissions: frozenset[Permission]) -> Secret: ...

    def remove(self, client_id: str) -> None:
        """What is not there is removed already."""

    def admit(self, client_ids: frozenset[str]) -> None:
        """The gateway lets in tokens of the console and of these, and of no other machine."""


class SignInPage(Protocol):
    """The page on which somebody proves who she is."""

    issuer: str
    client_id: str
    origin: str  # scheme and host of the page

    def address(self, *, state: str, nonce: str, challenge: str) -> str:
        """Where to send a browser; `challenge` is PKCE's, S256."""

    def farewell(self) -> str:
        """Where to send a browser that signs out."""

    def anew(self) -> str:
        """Where to send a browser that signs in: it signs out there first, then comes back to `/console/sign-in`."""

    def redeem(self, code: str, verifier: str) -> Mapping[str, Any] | None:
        """The claims of the id token; None when the pool refuses the code. Raises PoolDown."""
