"""Nothing she typed is lost: a form sent when its session had ended waits until she has signed in again, and one that
is looked at before it is done has an address that says nothing of whom it is about."""

import secrets
from datetime import datetime

from functions.operations.sessions import digest
from functions.ports_access import DRAFT_KEPT, Access, Draft, Session

DRAFT_CHARACTERS_MAX = 100_000
"""A record of the table holds 400 kB; a file to import is on her disk already."""


def keep(access: Access, of: Session, *, path: str, fields: tuple[tuple[str, str], ...], now: datetime) -> str:
    """The secret under which it is found; empty for what is too long to keep. `of` says whose it is: the caller has
    checked that the form came from a page of that session."""
    if sum(len(name) + len(value) for name, value in fields) > DRAFT_CHARACTERS_MAX:
        return ""
    secret = secrets.token_urlsafe(32)
    access.keep_draft(
        Draft(
            key=digest(secret),
            clinic_id=of.clinic_id,
            staff_id=of.staff_id,
            path=path,
            fields=fields,
            kept_at=now,
        )
    )
    return secret


def take(access: Access, signed_in: Session, secret: str, now: datetime) -> Draft | None:
    """Once, to the same person, in the same clinic, while it is fresh."""
    return _fresh(access.take_draft(signed_in.staff_id, digest(secret)) if secret else None, signed_in, now)


def look(access: Access, signed_in: Session, secret: str, now: datetime) -> Draft | None:
    """As often as she goes back to it; otherwise as `take`."""
    return _fresh(access.draft(signed_in.staff_id, digest(secret)) if secret else None, signed_in, now)


def _fresh(draft: Draft | None, signed_in: Session, now: datetime) -> Draft | None:
    if draft is None or draft.clinic_id != signed_in.clinic_id or now - draft.kept_at >= DRAFT_KEPT:
        return None
    return draft
