"""Something a person must look at, and who has been told: values only; `paging` decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from messages.severity import Severity

HOLD_AFTER_ACKNOWLEDGED = timedelta(hours=24)
"""Planned texts stay held this long after an urgent escalation is acknowledged; a crisis holds until it is closed."""


class Reason(StrEnum):
    """Why it was opened, in words a nurse knows; the reply itself is on record beside it."""

    DANGER = "danger"  # a reply with a danger sign
    UNSURE = "unsure"  # a reply we could not understand
    DISTRESS = "distress"
    CALLBACK = "callback"  # she asked for a person
    SCREEN = "screen"  # a PHQ-2 score that asks for a person
    SYMPTOM = "symptom"  # something a clinician should see by the next working day
    SILENT = "silent"  # a safety question stayed unanswered
    UNREACHABLE = "unreachable"  # texts are not reaching her
    STRANGER = "stranger"  # somebody not enrolled, or the wrong person, wrote
    HELP = "help"  # HELP may be a cry for help


class EscalationState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an escalation's history. `author` is a contact id, "patient" or "machine"."""

    at: datetime
    author: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """`rung` counts the pages rounds so far; the ladder's length and more means everybody is paged at once."""

    escalation_id: str
    code: str
    severity: Severity
    reason: Reason
    signs: tuple[str, ...]
    state: EscalationState
    opened_at: datetime
    acknowledge_by: datetime
    rung: int = 0
    next_page_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    closed_at: datetime | None = None
    told_unanswered: bool = False
    history: tuple[Entry, ...] = ()

    def holds_planned(self, now: datetime) -> bool:
        """Whether planned texts wait: a grave matter is open, or was acknowledged a short while ago."""
        if not self.severity.pages_now or self.state is EscalationState.CLOSED:
            return False
        if self.state is EscalationState.OPEN or self.severity is Severity.CRISIS:
            return True
        return self.acknowledged_at is not None and now < self.acknowledged_at + HOLD_AFTER_ACKNOWLEDGED
