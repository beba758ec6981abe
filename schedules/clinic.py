"""A clinic's own settings: its numbers, hours, on-call ladder and thresholds. They win over every default."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messages.language import Language
from messages.segments import outside_gsm7
from messages.severity import Severity

_ACKNOWLEDGE_WITHIN = MappingProxyType(
    {
        Severity.CRISIS: timedelta(minutes=5),
        Severity.EMERGENCY: timedelta(minutes=5),
        Severity.URGENT: timedelta(minutes=15),
    }
)


NAME_CHARACTERS_MAX = 24
LADDER_MAX = 12
METHOTREXATE_MONTHS_MIN = 3
"""A clinic may ask for longer, never for less (fact sheet D13)."""
PRINTED_PHONE_CHARACTERS_MAX = 16
_ID = re.compile(r"[a-z0-9-]{1,40}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_RULES, _OTHER_CLOCKS = "posixrules", ("posix/", "right/")  # no zones, though they lie beside them
_SERVICE = re.compile(r"MG[0-9a-f]{32}")


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
    methotrexate_months: int = METHOTREXATE_MONTHS_MIN  # D13: no pregnancy for so long, or until cleared


def _office_hours() -> Hours:
    return Hours(opens=time(8, 30), closes=time(17), days=frozenset(range(5)))


def _acknowledge_within() -> Mapping[Severity, timedelta]:
    return dict(_ACKNOWLEDGE_WITHIN)


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
    hours: Hours = field(default_factory=_office_hours)
    planned_from: time = time(9)
    planned_until: time = time(19, 45)
    thresholds: Thresholds = Thresholds()
    acknowledge_within: Mapping[Severity, timedelta] = field(default_factory=_acknowledge_within)
    body_retention: timedelta = timedelta(days=90)

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise ValueError(f"the settings of clinic {self.clinic_id!r} cannot be used: {'; '.join(problems)}")

    def within(self, severity: Severity) -> timedelta:
        """How long a page may stay unacknowledged; the default where the clinic says nothing."""
        return self.acknowledge_within.get(severity) or _ACKNOWLEDGE_WITHIN[severity]

    def contact(self, contact_id: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.contact_id == contact_id), None)

    def contact_by_phone(self, phone: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.phone == phone), None)


@cache
def is_zone(name: str) -> bool:
    """Whether it is one of `zoneinfo.available_timezones`, which reads hundreds of files each time."""
    if name == _RULES or name.startswith(_OTHER_CLOCKS):
        return False
    try:
        return ZoneInfo(name).key == name
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


def _problems(clinic: Clinic) -> Iterator[str]:
    """Everything wrong at once. Ids become parts of keys and addresses; names and phones stand in texts."""
    if not _ID.fullmatch(clinic.clinic_id):
        yield "clinic_id must be 1 to 40 of a-z, 0-9 and -"
    if not is_zone(clinic.zone):
        yield "zone must be an IANA time zone like America/Chicago"
    if not _SERVICE.fullmatch(clinic.messaging_service):
        yield "messaging_service must be the provider's id, MG and 32 hexadecimal digits"
    if not clinic.name or len(clinic.name) > NAME_CHARACTERS_MAX or outside_gsm7(clinic.name):
        yield f"name must have 1 to {NAME_CHARACTERS_MAX} characters of plain SMS, or every text would cost double"
    for field_name, printed in (("phone", clinic.phone), ("after_hours_phone", clinic.after_hours_phone)):
        if not printed or len(printed) > PRINTED_PHONE_CHARACTERS_MAX or outside_gsm7(printed):
            yield f"{field_name} must have 1 to {PRINTED_PHONE_CHARACTERS_MAX} characters, as printed in texts"
    if clinic.thresholds.methotrexate_months < METHOTREXATE_MONTHS_MIN:
        yield f"methotrexate_months must be {METHOTREXATE_MONTHS_MIN} or more: sooner a pregnancy is not safe"
    if any(wait <= timedelta(0) for wait in clinic.acknowledge_within.values()):
        yield "acknowledge_within must be longer than nothing"
    yield from _ladder_problems(clinic)


def _ladder_problems(clinic: Clinic) -> Iterator[str]:
    if not clinic.ladder:
        yield "nobody is on call: a page would reach no one"
    if len({contact.contact_id for contact in clinic.ladder}) != len(clinic.ladder):
        yield "two contacts on call have the same contact_id"
    if len(clinic.ladder) > LADDER_MAX:
        yield f"more than {LADDER_MAX} are on call: paging everybody would not fit one commit"
    for contact in clinic.ladder:
        if not _ID.fullmatch(contact.contact_id):
            yield f"contact_id {contact.contact_id!r} must be 1 to 40 of a-z, 0-9 and -"
        if not _E164.fullmatch(contact.phone):
            yield f"the phone of {contact.contact_id!r} must be E.164, like +12025550111"
