"""Who signed which words, and when. A signature is for the words as they stood: change a letter and it is void.

It stands in `review` as `Dr. A. Sample, obstetrics 2026-12-01 3f2a9c0b17de`: name and role, the day, the fingerprint of
the words. `aftercare sign` writes it. It proves which words were meant, and not who typed it: that is git's to say.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

DRAFT = "draft"
FINGERPRINT_CHARACTERS = 12
_SIGNED = re.compile(r"(?P<who>\S.*, .*\S) (?P<on>\d{4}-\d{2}-\d{2}) (?P<wording>[0-9a-f]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """`who` is a name and a role; `wording` is the fingerprint of what was signed."""

    who: str
    on: date
    wording: str

    def __str__(self) -> str:
        return f"{self.who} {self.on.isoformat()} {self.wording}"


def signature(review: str) -> Signature | None:
    """None for a draft, and for whatever is no signature or names no real day."""
    found = _SIGNED.fullmatch(review)
    if found is None:
        return None
    try:
        on = date.fromisoformat(found["on"])
    except ValueError:
        return None
    return Signature(who=found["who"], on=on, wording=found["wording"])


def fingerprint(*words: str) -> str:
    """Of one text or of several pieces in order; the same as `Entry.wording` for one."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:FINGERPRINT_CHARACTERS]


def is_signed(review: str, wording: str) -> bool:
    """For these very words."""
    found = signature(review)
    return found is not None and found.wording == wording
