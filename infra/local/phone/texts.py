"""One text as the provider and the handset saw it, with its whole life."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from infra.local.phone.settings import STRICT_ALIASED
from messages.segments import cost


class Direction(StrEnum):
    """Twilio's own words for which way a text went."""

    INBOUND = "inbound"
    API = "outbound-api"
    REPLY = "outbound-reply"


class Status(StrEnum):
    """Twilio's message statuses, those a text can have here."""

    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RECEIVED = "received"

    @property
    def is_final(self) -> bool:
        return self in {Status.DELIVERED, Status.UNDELIVERED, Status.RECEIVED}

    @property
    def reached_a_handset(self) -> bool:
        return self is Status.DELIVERED


@dataclass(frozen=True)
class Step:
    status: Status
    at: datetime


@dataclass(frozen=True)
class Webhook:
    """What the inbound URL answered. `status` is None when nothing was posted or nobody answered."""

    status: int | None
    attempts: int


@dataclass(frozen=True)
class Text:
    """`from` is the JSON name of `from_`. `received_at` is when the handset showed it, None if it never did."""

    __pydantic_config__ = STRICT_ALIASED

    sid: str
    at: datetime
    from_: Annotated[str, Field(alias="from")]
    to: str
    body: str
    direction: Direction
    history: tuple[Step, ...]
    segments: int
    media: int = 0
    error: int | None = None
    service_sid: str | None = None
    status_callback: str | None = None
    webhook: Webhook | None = None
    received_at: datetime | None = None

    @property
    def status(self) -> Status:
        return self.history[-1].status

    @property
    def changed_at(self) -> datetime:
        return self.history[-1].at

    @property
    def sent_at(self) -> datetime | None:
        """Twilio's DateSent: null until the text has left, and for an inbound text its arrival."""
        return next((step.at for step in self.history if step.status in _LEFT), None)

    @property
    def handset_number(self) -> str:
        return self.from_ if self.direction is Direction.INBOUND else self.to

    def moved(self, status: Status, at: datetime, error: int | None = None) -> "Text":
        received_at = at if status.reached_a_handset else self.received_at
        history = (*self.history, Step(status, at))
        return replace(self, history=history, error=error, received_at=received_at)


@dataclass(frozen=True)
class Draft:
    """A text before the provider has given it a sid."""

    from_: str
    to: str
    body: str
    direction: Direction
    status: Status
    service_sid: str | None = None
    status_callback: str | None = None
    media: int = 0

    def begun(self, sid: str, at: datetime) -> Text:
        return Text(
            sid=sid,
            at=at,
            from_=self.from_,
            to=self.to,
            body=self.body,
            direction=self.direction,
            history=(Step(self.status, at),),
            segments=cost(self.body).segments,
            media=self.media,
            service_sid=self.service_sid,
            status_callback=self.status_callback,
        )


_LEFT = frozenset({Status.SENT, Status.RECEIVED})
