"""Reads and writes of a minute and of a text, however many are enrolled: the same for a thousand and a million.

Everybody but one sleeps: she stands in the sparse index with an alarm to come, as in the table, and her record is never
looked at, which is what is shown. One is due. Counted are the calls to the store and what they give back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.adapters import keys
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_gateway import MemoryGateway
from functions.adapters.queue import MemoryQueue
from functions.operations.enrolling import Made, enroll
from functions.operations.ticking import advance, dispatch_due, reconcile
from functions.operations.world import World
from functions.ports import Ref, Store
from infra.bench.figures import Figure
from infra.content.samples import NotEnrolled
from infra.local.sample import sample_clinic
from infra.pocket import SITE, Turned, sample_form

SIZES = (1_000, 10_000, 100_000, 1_000_000)
BEGAN = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
SLEEP = timedelta(days=30)
_WRITES = frozenset({"commit", "save_clinic", "replace_clinic", "save_heard_until", "log"})
_READS = frozenset(name for name in vars(Store) if not name.startswith("_")) - _WRITES


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    reads: int
    writes: int
    given: int  # values that reads gave back


class Crowded(MemoryStore):
    """Counts what it is asked; `crowd` fills the index with people who sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.count = Count(reads=0, writes=0, given=0)

    def crowd(self, people: int) -> None:
        """In the order of their alarms, so that the index need not be sorted a million times."""
        for number in range(people):
            name = f"e{number:07d}"
            at = keys.instant(BEGAN + SLEEP + timedelta(seconds=number))
            self._due[keys.shard_of(name)].append((at, "lakeside", name))

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name in _WRITES:
            self.count = replace(self.count, writes=self.count.writes + 1)
        return self._counted(found) if name in _READS else found

    def _counted(self, read: Any) -> Any:
        def asked(*arguments: Any, **named: Any) -> Any:
            answer = read(*arguments, **named)
            given = len(answer) if isinstance(answer, list) else int(answer is not None)
            self.count = replace(self.count, reads=self.count.reads + 1, given=self.count.given + given)
            return answer

        return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    people: int
    tick: Count
    text: Count


def grown(people: int) -> Grown:
    store, clock, clinic = Crowded(), Turned(BEGAN), sample_clinic()
    gateway = MemoryGateway(now=clock.now)
    world = World(
        store=store,
        gateway=gateway,
        queue=MemoryQueue(),
        time=clock,
        note=lambda *_, **__: None,
        public_url=SITE,
        phone_key=lambda: "growth",
    )
    store.save_clinic(clinic)
    made = enroll(world, clinic, sample_form(BEGAN), key="growth", by="growth")
    if not isinstance(made, Made):
        raise NotEnrolled("the sample form was refused")
    store.crowd(people - 1)
    clock.at += timedelta(days=1, hours=1)
    tick = _during(store, lambda: (dispatch_due(world, keys.SHARDS), reconcile(world)))
    ref = Ref(clinic_id=clinic.clinic_id, enrollment_id=made.enrollment_id)
    before = len(gateway.carried)
    text = _during(store, lambda: advance(world, ref))
    if len(gateway.carried) != before + 1:
        raise AssertionError("no text left")
    return Grown(people=people, tick=tick, text=text)


def _during(store: Crowded, work: Any) -> Count:
    store.count = Count(reads=0, writes=0, given=0)
    work()
    return store.count


def figures(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    found = [grown(people) for people in sizes]
    span = f"{sizes[0]:,} to {sizes[-1]:,} enrolled, one of them due"
    yield _flat("growth-tick", "reads and writes a minute, most over least", [one.tick for one in found], span)
    yield _flat("growth-text", "reads and writes a text, most over least", [one.text for one in found], span)


def _flat(key: str, name: str, counts: list[Count], span: str) -> Figure:
    """The worst of the three counts."""
    ratios = []
    for part in ("reads", "writes", "given"):
        values = [max(getattr(one, part), 1) for one in counts]
        ratios.append(max(values) / min(values))
    one = counts[-1]
    return Figure(
        key=key,
        name=name,
        value=max(ratios),
        unit="x",
        target=1,
        note=f"{one.reads} reads, {one.writes} writes; {span}",
    )
