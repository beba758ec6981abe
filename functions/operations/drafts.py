"""Nothing she typed is lost: a form sent when its session had ended waits until she has signed in again."""

import secrets
from datetime import datetime

from functions.operations.sessions import digest
from functions.ports_access import DRAFT_KEPT, Access, Draft, Session

DRAFT_CHARACTERS_MAX = 100_000
"""A record of the table holds 400 kB; a file to import is on her disk already."""


def keep(access: Access, ended: Session, *, path: str, fields: tuple[tuple[str, str], ...], now: datetime) -> str:
    """The secret under which it is given out, once; empty for what is too long to keep. `ended` says whose it is: the
    caller has checked that the form came from a page of that session."""
    if sum(len(name) + len(value) for name, value in fields) > DRAFT_CHARACTERS_MAX:
        return ""
    secret = secrets.token_urlsafe(32)
    access.keep_draft(
        Draft(
            key=digest(secret),
            clinic_id=ended.clinic_id,
            staff_id=ended.staff_id,
            path=path,
            fields=fields,
            kept_at=now,
        )
    )
    return secret


def take(access: Access, signed_in: Session, secret: str, now: datetime) -> Draft | None:
    """To the same person, in the same clinic, while it is fresh."""
    draft = access.take_draft(signed_in.staff_id, digest(secret)) if secret else None
    if draft is None or draft.clinic_id != signed_in.clinic_id or now - draft.kept_at >= DRAFT_KEPT:
        return None
    return draft
