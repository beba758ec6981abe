"""Texts that were decided, and how often a phone got them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schedules.enrollment import Enrollment
from schedules.text import Text

WORKER = timedelta(seconds=150)
"""As long as a worker may live between deciding and handing over, and a little more."""


@dataclass(slots=True)
class Twins:
    """Texts to one phone in the very same words."""

    claims: int = 0
    carried: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A text a commit decided to send, and how she stood then."""

    text: Text
    at: datetime
    enrollment: Enrollment
    twins: Twins
    carried: list[datetime] = field(default_factory=list)
