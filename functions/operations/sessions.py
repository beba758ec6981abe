"""A browser that signed in: opened, recognized, ended."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from functions.ports_access import Access, Session, Staff

IDLE = timedelta(minutes=30)
LIFE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly `seen_at` is kept: a page does not cost a write."""
_COOKIE = re.compile(r"([A-Za-z0-9-]{1,128})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Cookie:
    """Whose it is, and the secret; the browser has both, we keep the secret's digest."""

    staff_id: str
    secret: str = field(repr=False)

    @property
    def value(self) -> str:
        return f"{self.staff_id}.{self.secret}"

    @property
    def key(self) -> str:
        return digest(self.secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    session: Session
    staff: Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """No session any more. `session` is the one that ended of somebody who is still on record, to know whose form it
    was; None where nobody can tell."""

    session: Session | None = None


def open_session(access: Access, staff: Staff, now: datetime) -> tuple[Session, Cookie]:
    """With a new secret each time: nobody can plant one."""
    cookie = Cookie(staff.staff_id, secrets.token_urlsafe(32))
    session = Session(
        key=cookie.key,
        clinic_id=staff.clinic_id,
        staff_id=staff.staff_id,
        csrf=secrets.token_urlsafe(32),
        opened_at=now,
        seen_at=now,
    )
    access.open_session(session)
    return session, cookie


def recognize(access: Access, cookie: str, now: datetime, *, keeps_awake: bool) -> SignedIn | Ended:
    """One read. A page that asks by itself must not keep an empty chair signed in: `keeps_awake` is False for those."""
    match = _COOKIE.fullmatch(cookie)
    if match is None:
        return Ended()
    known = Cookie(match[1], match[2])
    session, staff = access.session(known.staff_id, known.key)
    if session is None or staff is None or session.clinic_id != staff.clinic_id:
        return Ended()
    if not is_open(session, staff, now):
        return Ended(session=session)
    if keeps_awake and now - session.seen_at >= SEEN_EVERY:
        session = replace(session, seen_at=now)
        access.see_session(session)
    return SignedIn(session=session, staff=staff)


def ended(access: Access, cookie: str) -> Session | None:
    """The last session of a browser that has none any more, to know whose form it was: it lets nobody in. None where
    nobody can tell, or she is no longer on record."""
    match = _COOKIE.fullmatch(cookie)
    if match is None:
        return None
    known = Cookie(match[1], match[2])
    for session, staff in (read(known.staff_id, known.key) for read in (access.closed_session, access.session)):
        if session is not None and staff is not None and session.clinic_id == staff.clinic_id:
            return session
    return None


def is_open(session: Session, staff: Staff, now: datetime) -> bool:
    left = staff.signed_out_at is not None and session.opened_at <= staff.signed_out_at
    return not left and now - session.seen_at < IDLE and now - session.opened_at < LIFE


def token_fits(session: Session, token: str) -> bool:
    """The form came from a page that this session was shown."""
    return hmac.compare_digest(session.csrf.encode(), token.encode(errors="replace"))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
