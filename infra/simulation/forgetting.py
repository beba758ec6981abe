"""Erasing somebody in the middle of everything, and what must then be gone: told by looking at all that is kept."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.adapters.memory_erasing import MemoryErasing
from functions.operations.erasing import Gone, Obstacle, erase, look
from functions.operations.world import World
from functions.ports import Ref, StoreDown
from functions.ports_erasing import FACTS_NEEDED, Counts, Erasure
from infra.simulation.answering import Break
from infra.simulation.claims import WORKER
from infra.simulation.engine import Engine
from infra.simulation.forgotten import Forgotten
from infra.simulation.people import Said
from infra.simulation.table import Table

AGAIN = timedelta(minutes=7)
SECONDS = 60


class Erasing(MemoryErasing):
    """The table's other half, where a worker may die, wait or be refused as everywhere. `begun` and `ended` are told
    of each erasure."""

    def __init__(
        self, table: Table, engine: Engine, *, begun: Callable[[Forgotten], None], ended: Callable[[Ref], None]
    ) -> None:
        super().__init__(table)
        self._table, self._engine = table, engine
        self._told_begun, self._told_ended = begun, ended

    def begin(self, erasure: Erasure) -> bool:
        self._touches()
        begun = super().begin(erasure)
        if begun:
            her = erasure.enrollment
            self._engine.tell(f"{her.enrollment_id} begins to be erased")
            self._told_begun(
                Forgotten(ref=erasure.ref, phone=her.person.phone, known_as=her.chart.name, at=self._engine.at)
            )
        self._table.written()
        return begun

    def finish(self, ref: Ref) -> Counts | None:
        self._touches()
        gone = super().finish(ref)
        if gone is not None:
            self._engine.tell(f"{ref.enrollment_id} is erased")
            self._told_ended(ref)
        self._table.written()
        return gone

    def _touches(self) -> None:
        self._engine.reach()
        if self._table.is_down or self._engine.happens("store_refuses"):
            raise StoreDown("simulated")


@dataclass(frozen=True, slots=True)
class Operator:
    """Who erases: asked for again until all of it is done."""

    engine: Engine
    world: World
    erasing: Erasing

    def erases(self, clinic_id: str, phone: str, despite: frozenset[Obstacle]) -> None:
        made: list[Gone | Obstacle | None] = []

        def work() -> None:
            found = look(self.world, self.erasing, clinic_id, phone=phone)
            made.append(erase(self.world, self.erasing, found, by="operator", despite=despite) if found else None)

        self.engine.tell(f"{phone[-4:]} is to be erased")
        self.engine.invoke("erase", SECONDS, work, clinic=clinic_id)
        done = made[0] if made else None
        if not made or (isinstance(done, Gone) and done.stopped is not None):
            self.engine.later(AGAIN, "", lambda: self.erases(clinic_id, phone, despite))


def still_kept(table: Table, one: Forgotten, said: list[Said], heard_at: Mapping[str, datetime]) -> Iterator[Break]:
    """Whatever of her is found anywhere but in the log, whose ids name nobody, and in dedupe records still needed.
    `said`: what she wrote into that record, and by text when it was heard, which may be hours later."""
    kept = table.everything_of(one.ref.clinic_id)
    needles = {each.sid: "what she wrote" for each in said}
    if not one.is_strangers:
        needles[one.ref.enrollment_id] = "her enrollment"
    if one.known_as is not None:
        needles[one.known_as] = "her name"
    if not table.has_record_of(one.ref.clinic_id, one.phone):
        needles[one.phone] = "her phone"
    for needle, what in needles.items():
        if needle in kept:
            yield "not_erased", f"{what} is still kept of {one.ref.enrollment_id}"
    for each in said:
        if heard_at[each.sid] < one.at - FACTS_NEEDED - WORKER and table.peek_fact(one.ref.clinic_id, each.sid):
            yield "not_erased", f"that {each.sid[-6:]} came in is still kept of {one.ref.enrollment_id}"
