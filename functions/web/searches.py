"""Whom she looked for, kept by her browser alone: an address has a mark for the words, and our table nothing."""

import base64
import binascii
import hmac
import json
from collections.abc import Iterator

from functions.operations.people import SOUGHT_CHARACTERS_MAX
from functions.ports_access import Session

SEARCHES_MAX = 20
"""As far as anybody goes back by the browser's button."""
VALUE_CHARACTERS_MAX = 3000
"""A browser takes 4096 of one cookie, its name and all."""
MARK_BYTES = 6


def mark_of(session: Session, words: str) -> str:
    """The same words have one mark in a session, and none in another: an address that was left behind opens nothing."""
    told = hmac.digest(session.csrf.encode(), b"search\0" + words.encode(), "sha256")
    return base64.urlsafe_b64encode(told[:MARK_BYTES]).decode()


def looked_for(session: Session, cookie: str, mark: str) -> str | None:
    """None for a mark of another session, or one long forgotten."""
    asked = mark.encode(errors="replace")
    return next(
        (words for words in _read(cookie) if hmac.compare_digest(mark_of(session, words).encode(), asked)), None
    )


def with_one_more(cookie: str, words: str) -> str:
    """The cookie's new value: the newest of them, as many as it holds."""
    others = [one for one in _read(cookie) if one != words]
    kept = [*others, words][-SEARCHES_MAX:]
    return next(value for value in _shorter(kept) if len(value) <= VALUE_CHARACTERS_MAX)


def _shorter(kept: list[str]) -> Iterator[str]:
    """One alone always fits: words are bounded where they are asked for."""
    return (_written(kept[first:]) for first in range(len(kept)))


def _written(kept: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(kept, ensure_ascii=False).encode()).rstrip(b"=").decode()


def _read(cookie: str) -> list[str]:
    """A browser may send anything."""
    if len(cookie) > VALUE_CHARACTERS_MAX:
        return []
    try:
        told = json.loads(base64.b64decode(cookie + "=" * (-len(cookie) % 4), altchars=b"-_", validate=True))
        json.dumps(told, ensure_ascii=False).encode()  # half a character cannot be shown
    except (ValueError, binascii.Error, RecursionError):
        return []
    words = told if isinstance(told, list) else []
    return [one for one in words if isinstance(one, str) and 0 < len(one) <= SOUGHT_CHARACTERS_MAX][-SEARCHES_MAX:]
