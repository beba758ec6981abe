"""A clinic's own settings: its numbers, hours, on-call ladder and thresholds. They win over every default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from messages.language import Language
from messages.severity import Severity

_ACKNOWLEDGE_WITHIN = MappingProxyType(
    {
        Severity.CRISIS: timedelta(minutes=5),
        Severity.EMERGENCY: timedelta(minutes=5),
        Severity.URGENT: timedelta(minutes=15),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody on call. `phone` is E.164."""

    contact_id: str
    phone: str
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Local wall-clock hours, `opens` inclusive to `closes` exclusive, on `days` (Monday is 0)."""

    opens: time
    closes: time
    days: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Clinical numbers that differ between clinics (fact sheet A.12). Weeks, hours and days as named."""

    fever_celsius: float = 38.0  # D7
    pads_per_hour: int = 2  # D6, with pads_hours: the emergency tier
    pads_hours: int = 2
    bleeding_weeks: int = 3  # D5
    no_bleeding_hours: int = 24  # D8
    waiting_days: int = 14  # A.1
    test_weeks: int = 3  # D10
    period_weeks: int = 8  # A.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """`name` is neutral and short: it stands in texts that others may read over her shoulder."""

    clinic_id: str
    name: str
    country: str  # ISO 3166-1 alpha-2, lower case; chooses emergency and crisis lines
    zone: str  # IANA
    phone: str  # as printed in texts, answered in clinic hours
    after_hours_phone: str  # as printed in texts, answered day and night
    messaging_service: str  # the provider's id of the sender
    ladder: tuple[Contact, ...]
    hours: Hours = field(default_factory=lambda: Hours(opens=time(8, 30), closes=time(17), days=frozenset(range(5))))
    planned_from: time = time(9)
    planned_until: time = time(19, 45)
    thresholds: Thresholds = Thresholds()
    acknowledge_within: Mapping[Severity, timedelta] = field(default_factory=lambda: dict(_ACKNOWLEDGE_WITHIN))
    body_retention: timedelta = timedelta(days=90)

    def __post_init__(self) -> None:
        ZoneInfo(self.zone)
        if not self.ladder:
            raise ValueError(f"clinic {self.clinic_id} has nobody on call: a page would reach no one")

    def contact(self, contact_id: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.contact_id == contact_id), None)

    def contact_by_phone(self, phone: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.phone == phone), None)
