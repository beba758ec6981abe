"""Time on this machine's cloud: moves the clock of the functions and of the phone together, and ticks.

The functions read their offset from a parameter that exists in stage local alone. Between two alarms nothing
happens by design, so weeks pass by moving from alarm to alarm.
"""

import asyncio
import time
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import boto3

from functions.adapters.clock import OFFSET_KNOWN_SECONDS
from functions.adapters.keys import DUE_INDEX, SHARDS
from infra.local.cloud import BOTO, CLOCK_PARAMETER, Cloud
from infra.local.phone import PhoneClient

SETTLE_SECONDS_MAX = 40.0
SKIPS_MAX = 400


class NotSettled(Exception):
    """The local cloud kept working past its time; names what was still due."""


@dataclass(slots=True)
class LocalTime:
    cloud: Cloud
    phone: PhoneClient
    table: str
    zone: str
    offset: timedelta = timedelta()
    _dynamo: Any = data_field(init=False)

    def __post_init__(self) -> None:
        self._dynamo = boto3.client("dynamodb", config=BOTO, **self.cloud.access)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move_to(self, instant: datetime) -> None:
        """Forward only: an instant that has passed leaves the clock as it is."""
        ahead = instant - datetime.now(UTC)
        if ahead <= self.offset:
            return
        self.offset = ahead
        self.cloud.put_parameter(CLOCK_PARAMETER, str(ahead.total_seconds()), secret=False)
        self.phone.clock(ahead.total_seconds())
        time.sleep(OFFSET_KNOWN_SECONDS)

    def next_alarm(self) -> datetime | None:
        """The earliest alarm clock of all enrollments."""
        found = [alarm for shard in range(SHARDS) if (alarm := self._first(shard)) is not None]
        return min(found, default=None)

    def tick(self) -> None:
        """What a minute does in AWS: takes in lost webhooks, dispatches what is due, and waits until it is done."""
        until = time.monotonic() + SETTLE_SECONDS_MAX
        self.cloud.invoke("reconcile")
        while True:
            alarm = self.next_alarm()
            if alarm is None or alarm > self.now():
                break
            if time.monotonic() > until:
                raise NotSettled(f"an alarm of {alarm:%Y-%m-%d %H:%M} UTC was still due")
            self.cloud.invoke("dispatch_due")
            self._wait_until_later_than(alarm, until)
        self.phone.wait_quiet(SETTLE_SECONDS_MAX)

    def skip_to_next_text(self) -> bool:
        """Moves from alarm to alarm until a handset rings; False when none will by itself."""
        before = len(self.phone.record())
        for _ in range(SKIPS_MAX):
            alarm = self.next_alarm()
            if alarm is None:
                return False
            self.move_to(alarm)
            self.tick()
            if len(self.phone.record()) > before:
                return True
        return False

    def live_until(self, instant: datetime) -> None:
        while (alarm := self.next_alarm()) is not None and alarm <= instant:
            self.move_to(alarm)
            self.tick()
        self.move_to(instant)

    async def skip(self, to: str) -> str:
        """What the buttons of the phone's page ask for."""
        return await asyncio.to_thread(self._skip, to)

    def _skip(self, to: str) -> str:
        if to == "tomorrow":
            here = self.now().astimezone(ZoneInfo(self.zone))
            noon = here.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
            self.live_until(noon.astimezone(UTC))
        elif not self.skip_to_next_text():
            return "No text will come by itself any more."
        return f"It is now {self.now().astimezone(ZoneInfo(self.zone)):%A %d %B, %H:%M} at the clinic."

    def _wait_until_later_than(self, alarm: datetime, until: float) -> None:
        while time.monotonic() < until:
            now = self.next_alarm()
            if now is None or now > alarm:
                return
            time.sleep(0.03)

    def _first(self, shard: int) -> datetime | None:
        answer = self._dynamo.query(
            TableName=self.table,
            IndexName=DUE_INDEX,
            KeyConditionExpression="wake_shard = :shard",
            ExpressionAttributeValues={":shard": {"S": str(shard)}},
            Limit=1,
        )
        items = answer["Items"]
        return datetime.fromisoformat(items[0]["wake_at"]["S"]) if items else None
