"""The people of the simulated clinics: those on call, who answer pages or do not, and the desk."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from functions.operations.amending import amend
from functions.operations.erasing import Obstacle
from functions.operations.escalation_acts import from_request as from_desk
from functions.operations.escalation_acts import reopen
from functions.operations.marking import mark
from functions.operations.staff_acts import Wrong, apply, fact_id, from_request
from functions.operations.world import World
from functions.operations.writing import write
from functions.ports import Ref
from infra.simulation.desk_acts import Asked, Body, asked
from infra.simulation.engine import Engine
from infra.simulation.forgetting import Operator
from infra.simulation.people import Woman
from infra.simulation.staff_phones import CODE, StaffPhones
from infra.simulation.swarm import odds
from infra.simulation.table import Table
from schedules.clinic import Clinic
from schedules.text import Purpose

SECONDS = 20
"""How long the API's function may run."""
ROUND = timedelta(days=2)
REOPENED = 0.1
"""Of the rounds, those in which something is opened again."""
DESPITE = 0.2
"""Of the erasures, those that are wanted whatever is open; the others are given up over a grave matter."""
REACTIONS_MAX = 6
"""Of one phone to what it gets about one code: our answers bear it too, and nobody writes back to them for weeks."""
_AT_THE_DESK = ("acknowledge", "acknowledge", "close", "close", "close", "note", "assign", "release", "give-back")
"""What is done with what waits."""


@dataclass(slots=True)
class Staff:
    """`attentive`: the share of pages somebody answers. `writes` sends a text from a phone on call; `asks` is told
    what is asked for, and under which id it will be on record."""

    engine: Engine
    world: World
    table: Table
    operator: Operator
    writes: Callable[[Clinic, str, str, str], None]
    attentive: float
    asks: Callable[[str, str, Body], None] = lambda *_: None
    _keys: int = 0
    _reactions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _cried: Counter[str] = field(default_factory=Counter)

    @property
    def chance(self) -> Random:
        return self.engine.chance

    def paged(self, clinic: Clinic, phone: str, body: str) -> None:
        code = CODE.search(body)
        about = clinic.clinic_id, phone, code[0] if code else ""
        self._reactions[about] += 1
        if self._reactions[about] > REACTIONS_MAX:
            return
        known = self.table.peek_phone(clinic.clinic_id, phone)
        is_enrolled = known is not None and not (known.enrollment_id or "s").startswith("s")
        if StaffPhones(self.engine, self.writes, self._cried).paged(clinic, phone, body, is_enrolled=is_enrolled):
            return
        if code is None or self.chance.random() >= self.attentive:
            return
        words = self.chance.choice((code[0], f"{code[0].lower()} on it", f"got {code[0]}", "ok"))
        late = self.engine.seconds(20, 1500)
        self.engine.later(late, f"on call: {words}", partial(self.writes, clinic, phone, words, "staff"))
        if odds(self.chance, 0.5):
            done = late + self.engine.seconds(600, 90_000)
            self.engine.later(done, "on call: done", partial(self.writes, clinic, phone, f"{code[0]} done", "staff"))

    def goes_round(self, clinic: Clinic, *, closes_all: bool = False) -> None:
        """The desk looks after what waits in the inbox."""
        for one in self.table.peek_inbox(clinic.clinic_id):
            if closes_all or odds(self.chance, 0.6):
                act = "close" if closes_all else self.chance.choice(_AT_THE_DESK)
                body = {"note": "rang twice", "to": self.chance.choice(clinic.ladder).contact_id}
                fact = from_desk(act, body, one.escalation.escalation_id, by="desk", clinic=clinic)
                if not isinstance(fact, Wrong):
                    self._call(clinic, act, partial(apply, self.world, one.ref, fact, key=None, action=act, by="desk"))

        self._reopens(clinic)

    def _reopens(self, clinic: Clinic) -> None:
        """Something was closed by mistake."""
        now = self.engine.at
        over = self.table.peek_closed(clinic.clinic_id, since=now - ROUND, until=now)
        closed = [one for one in over if one.enrollment_id is not None]
        if closed and odds(self.chance, REOPENED):
            one = self.chance.choice(closed)
            ref = Ref(clinic_id=clinic.clinic_id, enrollment_id=one.enrollment_id or "")
            work = partial(reopen, self.world, ref, one.escalation, by="desk")
            self._call(clinic, "reopen", work)

    def acts_on(self, clinic: Clinic, her: Woman, name: str) -> None:
        ref = her.ref
        if ref is None or not self.table.knows(ref):
            return
        if name == "erase":
            wanted = frozenset(Obstacle) if odds(self.chance, DESPITE) else frozenset({Obstacle.ACTIVE})
            self.operator.erases(clinic.clinic_id, her.number, wanted)
            return
        request = asked(name, self.table.peek(ref), self.chance, self.engine.at)
        key = f"key-{self._keys}"
        self._keys += 1
        work = partial(self._marks, ref, request, key) if name == "mark" else None
        work = work or partial(self._asks_for, ref, name, request, clinic, key)
        twice = 2 if odds(self.chance, 0.3) else 1
        for _ in range(twice):  # the button was pressed again, or the answer was lost
            self._call(clinic, name, work)

    def _marks(self, ref: Ref, request: Asked, key: str) -> None:
        read = [one.text_id for one in self.table.peek_texts(ref) if one.purpose is Purpose.REPLY]
        if read:
            mark(self.world, ref, read[len(read) // 2], request.body, key=key, by="desk")

    def _asks_for(self, ref: Ref, name: str, request: Asked, clinic: Clinic, key: str) -> None:
        enrollment = self.world.store.enrollment(ref)
        if enrollment is None:
            return
        self.asks(fact_id(key, ref) or "", name, request.body)
        if name == "amend":
            amend(self.world, ref, request.body, key=key, by="desk")
            return
        if name == "write":
            write(self.world, ref, request.words, key=key, by="desk", urgent=request.urgent)
            return
        now = self.world.time.now()
        fact = from_request(name, request.body, enrollment, by="desk", now=now, country=clinic.country)
        if not isinstance(fact, Wrong):
            apply(self.world, ref, fact, key=key, action=name, by="desk")

    def _call(self, clinic: Clinic, name: str, work: Callable[[], object]) -> None:
        self.engine.tell(f"the desk: {name}")
        self.engine.lived[f"desk_{name}"] += 1
        self.engine.invoke("clinic", SECONDS, work, clinic=clinic.clinic_id)


def round_times(begins: datetime, until: datetime) -> list[datetime]:
    """When the desk sits down."""
    count = int((until - begins) / ROUND)
    return [begins + ROUND * number for number in range(1, count + 1)]
