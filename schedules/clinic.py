"""A clinic's own settings: its numbers, hours, on-call ladder and thresholds. They win over every default."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from messages.language import Language
from messages.opt_in import OptIn
from messages.segments import outside_gsm7
from messages.severity import Severity
from schedules.text import Channel
from schedules.thresholds import Thresholds, threshold_problems

_ACKNOWLEDGE_WITHIN = MappingProxyType(
    {
        Severity.CRISIS: timedelta(minutes=5),
        Severity.EMERGENCY: timedelta(minutes=5),
        Severity.URGENT: timedelta(minutes=15),
    }
)


NAME_CHARACTERS_MAX = 24
LADDER_MAX = 12
PRINTED_PHONE_CHARACTERS_MAX = 16
_ID = re.compile(r"[a-z0-9-]{1,40}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[A-Za-z0-9.-]{1,189}\.[A-Za-z]{2,24}")
_RULES, _OTHER_CLOCKS = "posixrules", ("posix/", "right/")  # no zones, though they lie beside them
_SERVICE = re.compile(r"MG[0-9a-f]{32}")


class UnusableSettings(ValueError):
    """`problems`: each begins with the name of the setting it is about, where it is about one."""

    def __init__(self, clinic_id: str, problems: list[str]) -> None:
        super().__init__(f"the settings of clinic {clinic_id!r} cannot be used: {'; '.join(problems)}")
        self.problems = tuple(problems)


class OnCall(StrEnum):
    """When somebody is paged."""

    ALWAYS = "always"
    CLINIC_HOURS = "clinic_hours"
    AFTER_HOURS = "after_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody on call. `phone` is E.164. Texts and calls are the safe default; an e-mail goes where there is an
    `email`, and a call where the clinic has a number to call from."""

    contact_id: str
    phone: str
    language: Language = Language.ENGLISH
    channels: frozenset[Channel] = frozenset(Channel)
    email: str | None = None
    on_call: OnCall = OnCall.ALWAYS
    out_until: datetime | None = None  # others cover until then


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Local wall-clock hours, `opens` inclusive to `closes` exclusive, on `days` (Monday is 0)."""

    opens: time
    closes: time
    days: frozenset[int]


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
    thresholds: Thresholds = field(default_factory=Thresholds)
    acknowledge_within: Mapping[Severity, timedelta] = field(default_factory=_acknowledge_within)
    body_retention: timedelta = timedelta(days=90)
    holidays: frozenset[date] = frozenset()  # local dates on which it is closed; grave pages know none
    topics: frozenset[OptIn] = frozenset(OptIn)  # private ones that it writes about; each is hers only if she asks
    calls_from: str | None = None  # E.164, a number of the provider's that may call; without one nobody is called

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise UnusableSettings(self.clinic_id, problems)

    @property
    def senders(self) -> frozenset[str]:
        """What stands for it at the provider: no two clinics may share one, or each is told the other's replies."""
        return frozenset(one for one in (self.messaging_service, self.calls_from) if one is not None)

    def within(self, severity: Severity) -> timedelta:
        """How long a page may stay unacknowledged; the default where the clinic says nothing."""
        return self.acknowledge_within.get(severity) or _ACKNOWLEDGE_WITHIN[severity]

    def contact(self, contact_id: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.contact_id == contact_id), None)

    def contact_by_phone(self, phone: str) -> Contact | None:
        return next((contact for contact in self.ladder if contact.phone == phone), None)


@cache
def known_zones() -> frozenset[str]:
    """For whoever offers a choice: the whole folder is read."""
    return frozenset(available_timezones())


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
    yield from threshold_problems(clinic.thresholds)
    if clinic.calls_from is not None and not _E164.fullmatch(clinic.calls_from):
        yield "calls_from must be a phone with its country code, like +12025550111"
    for severity, wait in clinic.acknowledge_within.items():
        if wait <= timedelta(0):
            yield f"acknowledge_within.{severity.value} must be longer than nothing"
    yield from _ladder_problems(clinic)


def _ladder_problems(clinic: Clinic) -> Iterator[str]:
    if not clinic.ladder:
        yield "ladder has nobody on call: a page would reach no one"
    if len({contact.contact_id for contact in clinic.ladder}) != len(clinic.ladder):
        yield "ladder has two people with the same short name (contact_id)"
    if len(clinic.ladder) > LADDER_MAX:
        yield f"ladder has more than {LADDER_MAX} contacts: paging everybody would not fit one commit"
    for at, contact in enumerate(clinic.ladder):
        if not _ID.fullmatch(contact.contact_id):
            yield f"ladder.{at}.contact_id must be 1 to 40 of a-z, 0-9 and -"
        if not _E164.fullmatch(contact.phone):
            yield f"ladder.{at}.phone must have its country code, like +12025550111"
        if contact.out_until is not None and contact.out_until.tzinfo is None:
            yield f"ladder.{at}.out_until must say its zone, like 2026-08-01T08:00:00+00:00"
        if contact.email is not None and not _EMAIL.fullmatch(contact.email):
            yield f"ladder.{at}.email must be an address, like nurse@clinic.example"
        rings = Channel.CALL in contact.channels and clinic.calls_from is not None
        if Channel.SMS not in contact.channels and not rings:
            yield f"ladder.{at}.channels leave her neither texted nor called; no page waits for e-mail"
