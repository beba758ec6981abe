"""What a report says, as counted elsewhere: values only. Numbers of too few people never come this far."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from messages.language import Language
from messages.severity import Severity


class Few(Enum):
    """Stands for a number that would show who it is about."""

    FEW = "fewer than 5"


FEW: Literal[Few.FEW] = Few.FEW
Cell = int | Literal[Few.FEW]
Span = timedelta | Literal[Few.FEW] | None
"""None: nobody has done it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of the calendar, from its Monday."""

    begins_on: date
    enrolled: Cell
    left: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIns:
    """Of one week after the loss or its treatment, 0 being the first."""

    week: int
    asked: Cell
    answered: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """How long matters of one severity waited for somebody: half were taken within `median`, all but one in twenty
    within `slowest`, the 95th percentile."""

    severity: Severity
    taken: Cell
    median: Span
    slowest: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """Matters of one severity that came to one end. `outcome` is its key; None where it is open still."""

    severity: Severity
    outcome: str | None
    matters: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was counted for everybody, or for one track or language (its key)."""

    key: str
    enrolled: Cell
    sent: Cell
    delivered: Cell
    undelivered: Cell
    replied: Cell  # people who wrote at least once
    left: Cell  # people who asked us to stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """From `since` to `until`, both inclusive, local days of the clinic; of one track and language where named."""

    since: date
    until: date
    track: str | None
    language: Language | None
    everybody: Group
    weeks: tuple[Week, ...]
    check_ins: tuple[CheckIns, ...]
    acknowledged: tuple[Acknowledged, ...]
    escalated: tuple[Escalated, ...]
    tracks: tuple[Group, ...]
    languages: tuple[Group, ...]
