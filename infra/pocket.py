"""A whole world in memory: the real operations on the in-memory table, provider and queue, and a clock to turn.

The chat and the conversation tests live here: seconds instead of minutes, the same code behind every decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway
from functions.adapters.queue import MemoryQueue
from functions.operations.enrolling import KeyReused, Made, Refused, enroll
from functions.operations.receiving import Arrived, receive
from functions.operations.ticking import advance
from functions.operations.world import World
from functions.ports import Ref
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Status
from schedules.text import Text

SITE = "https://aftercare.example"
"""Where the pages of an invented clinic are read."""
WAKES_MAX = 2000


@dataclass(slots=True)
class Turned:
    """A clock that stands where it was turned to."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Pocket:
    """One clinic and one person. Every text either way is in `texts()`."""

    clinic: Clinic
    clock: Turned
    world: World
    gateway: MemoryGateway
    ref: Ref | None = None
    noted: list[str] = field(default_factory=list)
    replies: int = 0

    def enroll(self, form: Mapping[str, Any]) -> Made | Refused | KeyReused:
        made = enroll(self.world, self.clinic, form, key=f"pocket-{self.replies}", by="pocket")
        if isinstance(made, Made):
            self.ref = Ref(clinic_id=self.clinic.clinic_id, enrollment_id=made.enrollment_id)
        return made

    @property
    def enrollment(self) -> Enrollment:
        found = self.world.store.enrollment(self._ref())
        if found is None:
            raise LookupError("nobody is enrolled yet")
        return found

    def says(self, body: str, *, sender: str | None = None) -> None:
        """She (or `sender`) texts us."""
        self.replies += 1
        arrived = Arrived(sid=f"SM{self.replies:032x}", sender=sender or self.enrollment.person.phone, body=body)
        receive(self.world, self.clinic.clinic_id, arrived)

    def texts(self) -> list[Text]:
        return self.world.store.texts(self._ref())

    def desk(self) -> list[Text]:
        """Texts of on-call staff that belong to nobody's enrollment: a code that means nothing, a question."""
        phones = [contact.phone for contact in self.clinic.ladder]
        refs = [self.world.stranger(self.clinic.clinic_id, phone) for phone in phones]
        return [text for ref in refs for text in self.world.store.texts(ref)]

    def live_until(self, until: datetime) -> None:
        """Wakes her enrollment whenever its alarm clock rings, up to and including `until`."""
        for _ in range(WAKES_MAX):
            wake_at = self.enrollment.wake_at
            if wake_at is None or wake_at > until:
                break
            self.clock.at = max(self.clock.at, wake_at)
            advance(self.world, self._ref())
        self.clock.at = max(self.clock.at, until)

    def live_to_next_text(self) -> bool:
        """Lives on until a text leaves; False when none will come by itself."""
        before = self._sent_count()
        for _ in range(WAKES_MAX):
            wake_at = self.enrollment.wake_at
            if wake_at is None or self.enrollment.status is not Status.ACTIVE:
                return False
            self.live_until(wake_at)
            if self._sent_count() > before:
                return True
        return False

    def tomorrow(self) -> None:
        zone = ZoneInfo(self.enrollment.person.zone)
        day = self.clock.at.astimezone(zone).date() + timedelta(days=1)
        self.live_until(datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC))

    def _sent_count(self) -> int:
        return len(self.gateway.carried)

    def _ref(self) -> Ref:
        if self.ref is None:
            raise LookupError("nobody is enrolled yet")
        return self.ref


def pocket(clinic: Clinic, start: datetime) -> Pocket:
    store, clock = MemoryStore(), Turned(start)
    gateway = MemoryGateway(now=clock.now)
    noted: list[str] = []
    world = World(
        store=store,
        gateway=gateway,
        queue=MemoryQueue(),
        time=clock,
        note=lambda action, **_: noted.append(action),
        public_url=SITE,
        phone_key=lambda: "pocket",
    )
    store.save_clinic(clinic)
    return Pocket(clinic=clinic, clock=clock, world=world, gateway=gateway, noted=noted)


def sample_form(start: datetime, **changes: Any) -> dict[str, Any]:
    """An enrollment form that can be acted on, to be changed where a test or a demonstration needs it."""
    form = {
        "phone": "+12025550143",
        "language": "en",
        "zone": "America/New_York",
        "loss": "early",
        "treatment": "medication",
        "gestation_weeks": 8,
        "gestation_days": 2,
        "tablets_on": start.astimezone(ZoneInfo("America/New_York")).date().isoformat(),
        "conditions": [],
        "consent": {
            "method": "staff",
            "wording": "consent-2026-11",
            "collected_by": "front-desk",
            "given_at": (start - timedelta(minutes=5)).isoformat(),
            "safe_phone": True,
        },
    }
    return {**form, **changes}
