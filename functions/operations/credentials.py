"""Who is calling: the clinic comes from the credential and never from the request."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from functions.ports import Store

_KEY = re.compile(r"ak\.([a-z0-9-]{1,40})\.([A-Za-z0-9_-]{32,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An authenticated caller: its clinic, and the label its key was given, for the audit."""

    clinic_id: str
    label: str


def new_key(store: Store, clinic_id: str, label: str) -> str:
    """A new API key of a clinic. Shown once: only its digest is stored."""
    secret = secrets.token_urlsafe(32)
    store.save_api_key(clinic_id, _digest(secret), label)
    return f"ak.{clinic_id}.{secret}"


def authenticate(store: Store, authorization: str) -> Caller | None:
    """From `Authorization: Bearer ak.<clinic>.<secret>`; None is a refusal. The clinic named in the key only says
    where to look: a key of another clinic is not found there."""
    match = _KEY.fullmatch(authorization.removeprefix("Bearer ").strip())
    if match is None:
        return None
    label = store.api_key_label(match[1], _digest(match[2]))
    return Caller(clinic_id=match[1], label=label) if label is not None else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
