"""The people of the simulated clinics: those on call, who answer pages or do not, and the desk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.amending import amend
from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.operations.escalation_acts import from_request as from_desk
from functions.operations.staff_acts import Wrong, apply, from_request
from functions.operations.world import World
from functions.ports import Ref
from infra.content.samples import GESTATION, first_clock
from infra.simulation.engine import Engine
from infra.simulation.people import Woman
from infra.simulation.swarm import odds
from infra.simulation.table import Table
from schedules.clinic import Clinic
from schedules.pathways import Clock, pathway, released

CODE = re.compile(r"\b[A-Z]\d[A-Z]\d\b")
SECONDS = 20
"""How long the API's function may run."""
ROUND = timedelta(days=2)
_AT_THE_DESK = ("acknowledge", "acknowledge", "close", "close", "close", "note", "assign", "release")
"""What is done with what waits."""
_AMENDMENTS: tuple[dict[str, Any], ...] = (
    {"language": "en"},
    {"language": "es"},
    {"planned_from": "12:00", "planned_until": "16:30"},
)
"""Of how she is written to."""


@dataclass(slots=True)
class Staff:
    """`attentive`: the share of pages somebody answers. `writes` sends a text from a phone on call."""

    engine: Engine
    world: World
    table: Table
    writes: Callable[[Clinic, str, str], None]
    attentive: float
    _keys: int = 0

    @property
    def chance(self) -> Random:
        return self.engine.chance

    def paged(self, clinic: Clinic, phone: str, body: str) -> None:
        code = CODE.search(body)
        if code is None or self.chance.random() >= self.attentive:
            return
        words = self.chance.choice((code[0], f"{code[0].lower()} on it", f"got {code[0]}", "ok"))
        late = self.engine.seconds(20, 1500)
        self.engine.later(late, f"on call: {words}", partial(self.writes, clinic, phone, words))
        if odds(self.chance, 0.5):
            done = late + self.engine.seconds(600, 90_000)
            self.engine.later(done, "on call: done", partial(self.writes, clinic, phone, f"{code[0]} done"))

    def goes_round(self, clinic: Clinic, *, closes_all: bool = False) -> None:
        """The desk looks after what waits in the inbox."""
        for one in self.table.peek_inbox(clinic.clinic_id):
            if closes_all or odds(self.chance, 0.6):
                act = "close" if closes_all else self.chance.choice(_AT_THE_DESK)
                body = {"note": "rang twice", "to": self.chance.choice(clinic.ladder).contact_id}
                fact = from_desk(act, body, one.escalation.escalation_id, by="desk", clinic=clinic)
                if not isinstance(fact, Wrong):
                    self._call(clinic, act, partial(apply, self.world, one.ref, fact, key=None, action=act, by="desk"))

    def acts_on(self, clinic: Clinic, her: Woman, name: str) -> None:
        ref = her.ref
        if ref is None:
            return
        body = self._body(name, her, self.table.peek(ref).pathway)
        key = f"key-{self._keys}"
        self._keys += 1
        twice = 2 if odds(self.chance, 0.3) else 1
        for _ in range(twice):  # the button was pressed again, or the answer was lost
            self._call(clinic, name, partial(self._asks_for, ref, name, body, clinic, key))

    def _asks_for(self, ref: Ref, name: str, body: dict[str, Any], clinic: Clinic, key: str) -> None:
        enrollment = self.world.store.enrollment(ref)
        if enrollment is None:
            return
        if name == "amend":
            amend(self.world, ref, body, key=key, by="desk")
            return
        now = self.world.time.now()
        fact = from_request(name, body, enrollment, by="desk", now=now, country=clinic.country)
        if not isinstance(fact, Wrong):
            apply(self.world, ref, fact, key=key, action=name, by="desk")

    def _call(self, clinic: Clinic, name: str, work: Callable[[], object]) -> None:
        self.engine.tell(f"the desk: {name}")
        self.engine.invoke("clinic", SECONDS, work, clinic=clinic.clinic_id)

    def _body(self, name: str, her: Woman, key: str | None) -> dict[str, Any]:
        now = self.engine.at
        today = now.astimezone(ZoneInfo(her.zone)).date()
        if name == "pause":
            return {"until": (now + timedelta(days=self.chance.randint(1, 9))).isoformat()}
        if name == "amend":
            return self.chance.choice(_AMENDMENTS)
        if name == "anchor" and key is not None:
            clocks = [clock for clock in pathway(key, 1).clocks if clock is not Clock.DUE]
            return {"clock": self.chance.choice(clocks), "on": (today - self._days(5)).isoformat()}
        if name == "switch":
            return _switch(self.chance, today - self._days(2), partner=(key or "").startswith("partner"))
        return {}

    def _days(self, most: int) -> timedelta:
        return timedelta(days=self.chance.randint(0, most))


def _switch(chance: Random, on: Any, *, partner: bool) -> dict[str, Any]:
    tracks = sorted({key for key, _ in released() if key.startswith("partner") is partner})
    track = chance.choice(tracks)
    loss, _, treatment = track.partition("-")
    return {
        "loss": loss,
        "treatment": treatment,
        "gestation_weeks": GESTATION[loss],
        CLOCK_FIELDS[first_clock(track)]: on.isoformat(),
    }


def round_times(begins: datetime, until: datetime) -> list[datetime]:
    """When the desk sits down."""
    count = int((until - begins) / ROUND)
    return [begins + ROUND * number for number in range(1, count + 1)]
