"""What the phone is told before it starts, and what it may be told while it runs."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import httpx
from pydantic import ConfigDict

PORT_MAX = 65_535
E164 = re.compile(r"\+[1-9]\d{6,14}")
STRICT = ConfigDict(extra="forbid")
STRICT_ALIASED = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


def is_number(raw: str) -> bool:
    """E.164: a plus sign, a country code, 7 to 15 digits in all."""
    return E164.fullmatch(raw) is not None


def is_web_address(raw: str) -> bool:
    try:
        url = httpx.URL(raw)
    except httpx.InvalidURL:
        return False
    return url.scheme in {"http", "https"} and bool(url.host) and (url.port or 0) <= PORT_MAX


@dataclass(frozen=True)
class PhoneSettings:
    """`seed` decides every sid and every random fault, so that a run can be played again."""

    account_sid: str
    auth_token: str
    seed: int = 1
    callback_delay_seconds: float = 0.05

    def __post_init__(self) -> None:
        if not self.account_sid or not self.auth_token:
            raise ValueError("the phone needs an account sid and an auth token to check and to sign with")
        if self.callback_delay_seconds < 0:
            raise ValueError("callback_delay_seconds must not be negative")


class OptOutHandling(StrEnum):
    """Who answers the bare carrier keywords (Twilio: Advanced Opt-Out, default handling, filtering off)."""

    ADVANCED = "advanced"
    STANDARD = "standard"
    OFF = "off"


@dataclass(frozen=True)
class Service:
    """A messaging service: one sender number, its inbound webhook and its keywords.

    Advanced Opt-Out may add words in other languages to each list; the texts it sends are its own.
    """

    __pydantic_config__ = STRICT

    sender: str
    inbound_url: str
    status_callback: str | None = None
    opt_out: OptOutHandling = OptOutHandling.ADVANCED
    stop_text: str = "You have been unsubscribed and will get no more texts. Reply START to return."
    start_text: str = "You have been subscribed again. Reply HELP for help, STOP to leave."
    help_text: str = "Reply STOP to leave. Msg & data rates may apply."
    stop_words: tuple[str, ...] = (
        *("STOP", "UNSUBSCRIBE", "END", "QUIT"),
        *("STOPALL", "REVOKE", "OPTOUT", "CANCEL"),
    )
    start_words: tuple[str, ...] = ("START", "UNSTOP")
    help_words: tuple[str, ...] = ("HELP", "INFO")

    def __post_init__(self) -> None:
        if not is_number(self.sender):
            raise ValueError("sender must be a number like +15550100001")
        if not is_web_address(self.inbound_url) or not is_web_address(self.status_callback or self.inbound_url):
            raise ValueError("inbound_url and status_callback must be http or https addresses")


@cache
def _zones() -> frozenset[str]:
    """Read once: the list is put together from the disk."""
    return frozenset(available_timezones())


class HandsetKind(StrEnum):
    PATIENT = "patient"
    STAFF = "staff"


@dataclass(frozen=True)
class Handset:
    """A phone on the table. `language` is read by screen readers; `zone` is an IANA name."""

    __pydantic_config__ = STRICT

    number: str
    label: str
    zone: str = "UTC"
    kind: HandsetKind = HandsetKind.PATIENT
    language: str = "en"

    def __post_init__(self) -> None:
        if not is_number(self.number):
            raise ValueError("number must look like +15550100001")
        if self.zone not in _zones():
            raise ValueError("zone must be an IANA name such as America/Chicago")

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
