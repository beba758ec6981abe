"""One call as the provider and the handset saw it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from infra.local.phone.settings import STRICT_ALIASED


class CallStatus(StrEnum):
    """Twilio's call statuses."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"

    @property
    def is_final(self) -> bool:
        return self in {CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.NO_ANSWER}


@dataclass(frozen=True)
class Call:
    """`said` is every sentence the voice spoke, `pressed` every key; `troubled` when our webhook gave no words."""

    __pydantic_config__ = STRICT_ALIASED

    sid: str
    at: datetime
    from_: Annotated[str, Field(alias="from")]
    to: str
    url: str
    status_callback: str | None
    status: CallStatus = CallStatus.QUEUED
    changed_at: datetime | None = None
    answered_by: str | None = None
    said: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    troubled: bool = False

    def moved(self, status: CallStatus, at: datetime) -> "Call":
        return replace(self, status=status, changed_at=at)
