"""What forgetting one person needs of the table: what it holds of her, and taking that away."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from functions.ports import Ref
from functions.sights import Audit
from schedules.enrollment import Consent, Enrollment

FACTS_NEEDED = timedelta(days=30)
"""A dedupe record younger than this stays: without it a text that comes a second time, from a queue or the provider's
list, would be taken for a new one. It names nobody, and goes by itself."""
CONSENT_KEPT = timedelta(days=4 * 365 + 1)
"""How long after an erasure the bare record of consent is kept (fact sheet E.3)."""


class Held(StrEnum):
    """Kinds of what the table may hold of one enrollment."""

    ENROLLMENT = "enrollment"  # phone, name, chart, answers, preferences, consent
    LINE = "line_in_list"
    PHONE = "phone_link"  # that this phone is this enrollment
    WAKE = "alarm_clock"
    TEXTS = "texts"
    ESCALATIONS = "escalations"
    OPEN = "open_matters"
    CLOSED = "closed_matters"
    MARKS = "marked_readings"
    AUDITS = "audit_beside_record"
    FACTS = "dedupe_records"
    REQUEST = "request"  # what asked for the enrollment; kept empty, so that it cannot be asked for again by accident
    OTHER = "other"
    UNFINISHED = "unfinished_erasure"


Counts = Mapping[Held, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """`enrollment` as it was looked at before: another version is a conflict, since something happened meanwhile."""

    enrollment: Enrollment
    at: datetime
    audit: Audit

    @property
    def ref(self) -> Ref:
        return Ref(clinic_id=self.enrollment.clinic_id, enrollment_id=self.enrollment.enrollment_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An erasure that has begun: she is unknown already, and some of what she left is still there."""

    ref: Ref
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BareConsent:
    """That and how this phone consented, kept under its veiled number. Nothing tells whose it was."""

    consent: Consent
    erased_at: datetime
    left_at: datetime | None


class Erasing(Protocol):
    """Two steps, so that an interruption between them hides nobody: after `begin` a text of hers is a stranger's and
    nothing planned can go out; `finish` takes away the rest and may be repeated. Raises StoreDown and nothing else."""

    def holds(self, ref: Ref, phone: str | None) -> Counter[Held]:
        """What is there now, sought where it lies and not where it should; kinds of which nothing is there are left
        out. Dedupe records and requests are under keys that name nobody, and are not sought."""

    def begin(self, erasure: Erasure) -> bool:
        """Forgets who she is, in one transaction with its line in the log. That a phone has left stays, under its
        veiled number. False: the record has changed since it was looked at."""

    def finish(self, ref: Ref) -> Counts | None:
        """Takes away the rest; what was erased since `begin`, however often it was interrupted. None: nothing was
        begun, or somebody wrote under this very id again, and that is to be looked at first."""

    def unfinished(self, clinic_id: str, phone: str | None = None) -> list[Unfinished]:
        """Erasures that were interrupted; of one phone when it is given."""

    def consents(self, clinic_id: str, phone: str) -> list[BareConsent]:
        """What is kept of this phone's consents after an erasure, oldest first."""
