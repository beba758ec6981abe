"""What a caller has seen, as an ETag: a write that names another version is refused, and nothing is overwritten."""

import re
from dataclasses import dataclass

_ENROLLMENT = re.compile(r'(?:W/)?"v(\d{1,9})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """The If-Match header names nothing we ever gave out."""


def etag(version: int) -> str:
    """Of an enrollment."""
    return f'"v{version}"'


def expected(if_match: str) -> int | Unreadable | None:
    """The version an If-Match header names; None where any is good: no header, or `*`."""
    given = if_match.strip()
    if given in {"", "*"}:
        return None
    match = _ENROLLMENT.fullmatch(given)
    return int(match[1]) if match else Unreadable()


def settings_etag(digest: str) -> str:
    """Of a clinic's settings."""
    return f'"{digest}"'
