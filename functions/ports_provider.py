"""What the operations need of those who carry our words: the provider of texts and calls, and of e-mail.

Each port has a real adapter and an in-memory one that pass one contract.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from schedules.text import Failure, TextState


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOrder:
    """One text to hand to the provider. `callback` is where its fate is to be reported."""

    to: str
    body: str
    messaging_service: str
    callback: str
    valid_for: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """One call to make. `words` is where the provider asks what to say once somebody answers, `callback` where it
    reports."""

    to: str
    calls_from: str
    words: str
    callback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrder:
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    sid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The provider said no, or `failure` AMBIGUOUS: it may have said yes and we did not hear it."""

    failure: Failure
    error: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the provider says of a text it has."""

    sid: str
    state: TextState
    failure: Failure | None = None
    error: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A text the provider received for us."""

    sid: str
    sender: str
    body: str
    at: datetime
    has_media: bool = False


class Gap(StrEnum):
    """Why texts may be missing from what the provider listed."""

    CUT = "cut"  # it has more than was asked for: the oldest are missing
    NUMBERS = "numbers"  # it did not tell which numbers the service has


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came in for one messaging service, oldest first."""

    texts: tuple[Inbound, ...]
    gap: Gap | None = None


class GatewayDown(Exception):
    """The provider cannot be asked just now; asking again later is safe."""


class Gateway(Protocol):
    def send(self, order: SendOrder) -> Accepted | Refused:
        """Never raises for anything the provider or the network does: not knowing is AMBIGUOUS."""

    def find(
        self, *, to: str, body: str, messaging_service: str, since: datetime, sid: str | None, not_sids: frozenset[str]
    ) -> Found | None:
        """The text by sid, or the oldest one of this service to this recipient with this very body since then that is
        not one of `not_sids`. None: the provider has none. Raises GatewayDown."""

    def call(self, order: CallOrder) -> Accepted | Refused:
        """As `send`."""

    def find_call(self, sid: str) -> Found | None:
        """None: the provider has no such call. One whose sid nobody heard cannot be looked for: calls bear no words, so
        no list tells what one is about. Raises GatewayDown."""

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        """Texts received for this service since then, and before `until` or so; None: up to now. A list of `limit` is
        taken to be cut, and holds the newest. Raises GatewayDown."""


class Mailer(Protocol):
    def mail(self, order: MailOrder) -> Accepted | Refused:
        """Never raises for anything the mail service or the network does."""
