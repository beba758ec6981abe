"""Signing in by the pool's page: a browser is sent away with a riddle only it can answer, and comes back as somebody.

What the answer must fit (state, nonce, PKCE's verifier) is all derived from one secret in a cookie of that browser, so
nothing is stored for people who never come back.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions.operations.credentials import agrees
from functions.operations.sessions import Cookie, open_session
from functions.ports_access import Access, Session, SignInPage, Staff

HOME = "/console"
BACK_CHARACTERS_MAX = 300
SKEW_SECONDS = 60
"""How far the pool's clock may be from ours."""
_BACK = re.compile(r"/console(?:[/?][A-Za-z0-9/_.?&=%-]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Riddle:
    """`back` is the page she wanted; `draft` the secret of a form that was kept for her, or empty."""

    secret: str = field(repr=False)
    back: str
    draft: str = field(repr=False)

    @property
    def cookie(self) -> str:
        return f"{self.secret}.{_url64(self.back.encode())}.{self.draft}"

    @property
    def state(self) -> str:
        return self._part("state")

    @property
    def nonce(self) -> str:
        return self._part("nonce")

    @property
    def verifier(self) -> str:
        return self._part("verifier")

    @property
    def challenge(self) -> str:
        return _url64(hashlib.sha256(self.verifier.encode()).digest())

    def _part(self, name: str) -> str:
        return _url64(hmac.new(self.secret.encode(), name.encode(), hashlib.sha256).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """She is in: the cookie of her session, where she wanted to go, and a draft that waits for her."""

    cookie: Cookie
    session: Session
    staff: Staff
    back: str
    draft: str


def begin(back: str, draft: str = "") -> Riddle:
    return Riddle(secret=secrets.token_urlsafe(32), back=inside(back), draft=draft)


def riddle_in(cookie: str) -> Riddle | None:
    """From the browser's cookie; what is none of ours is None."""
    parts = cookie.split(".")
    if len(parts) != 3 or not parts[0] or not cookie.isascii():  # noqa: PLR2004 - secret, back, draft
        return None
    try:
        back = base64.urlsafe_b64decode(parts[1] + "==").decode()
    except ValueError:
        return None
    return Riddle(secret=parts[0], back=inside(back), draft=parts[2])


def page_for(page: SignInPage, riddle: Riddle) -> str:
    return page.address(state=riddle.state, nonce=riddle.nonce, challenge=riddle.challenge)


def finish(access: Access, page: SignInPage, riddle: Riddle, *, code: str, state: str, now: datetime) -> Opened | None:
    """None when anything does not fit: another browser's code, another pool's token, somebody not on record."""
    if not hmac.compare_digest(riddle.state.encode(), state.encode(errors="replace")):
        return None
    claims = page.redeem(code, riddle.verifier)
    if claims is None or not fits(claims, page, nonce=riddle.nonce, now=now):
        return None
    staff = access.staff(str(claims.get("sub", "")))
    if staff is None or not agrees(claims, staff):
        return None
    session, cookie = open_session(access, staff, now)
    return Opened(cookie=cookie, session=session, staff=staff, back=riddle.back, draft=riddle.draft)


def fits(claims: Mapping[str, Any], page: SignInPage, *, nonce: str, now: datetime) -> bool:
    """An id token of this pool, for the console, not ended, and of this very sign-in."""
    ends = claims.get("exp")
    return (
        claims.get("iss") == page.issuer
        and claims.get("aud") == page.client_id
        and claims.get("token_use") == "id"
        and isinstance(ends, int)
        and ends > now.timestamp() - SKEW_SECONDS
        and hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    )


def inside(back: str) -> str:
    """A page of the console; anything else becomes its first page, lest a link of ours lead somewhere strange."""
    fitting = len(back) <= BACK_CHARACTERS_MAX and _BACK.fullmatch(back) and "//" not in back and ".." not in back
    return back if fitting else HOME


def _url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
