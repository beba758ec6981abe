"""The queues of the simulated world: at least once, sometimes late, sometimes twice, and at last the dead letters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from functions import advance, inbound_retry, wiring
from functions.adapters.queue import event_body, event_in, refs_in, wake_bodies
from functions.operations.world import World
from functions.ports import QueueDown, Ref
from functions.webhooks import kept
from infra.simulation.engine import Engine
from infra.simulation.looking import Minute


@dataclass(frozen=True, slots=True)
class _Kind:
    """As serverless.yml and infra/resources/queues.yml have it."""

    worker: str
    work: Callable[[Engine, str], None]
    seconds: int
    visible_again: timedelta
    receives_max: int


def _wakes(engine: Engine, body: str) -> None:
    """As `advance.wake_each` does, one after another: threads would leave the order to the machine."""
    world = wiring.world()
    if not all([_is_woken(engine, world, ref) for ref in refs_in(body)]):  # noqa: C419 - all of them are woken
        raise advance.SomeFailed("some")


def _is_woken(engine: Engine, world: World, ref: Ref) -> bool:
    with engine.of(ref.clinic_id):
        return advance.is_woken(world, ref)


def _replays(engine: Engine, body: str) -> None:
    with engine.of(kept(event_in(body)[1]).path["clinic"]):
        inbound_retry.replay(body)


_WAKES = _Kind("advance", _wakes, 120, timedelta(seconds=720), 3)
_EVENTS = _Kind("inbound_retry", _replays, 30, timedelta(seconds=180), 40)


@dataclass(slots=True)
class Queues:
    """`waiting` counts the messages that are neither done nor dead."""

    engine: Engine
    is_down: bool = False
    waiting: int = 0
    dead_wakes: int = 0
    dead_events: int = 0
    minute: Minute = field(default_factory=Minute)
    kept: set[str] = field(default_factory=set)  # sids of texts whose webhooks wait, or waited, here

    def wake(self, refs: list[Ref]) -> None:
        self.minute.woken.update(refs)
        for body in wake_bodies(refs):
            try:
                self._put(_WAKES, body)
            except QueueDown:
                self.minute.refused += 1
                raise

    def keep_event(self, kind: str, event: dict[str, str]) -> None:
        self.kept.add(event.get("MessageSid", ""))
        self._put(_EVENTS, event_body(kind, event))

    def _put(self, kind: _Kind, body: str) -> None:
        self.engine.reach()
        if self.is_down or self.engine.happens("queue_refuses"):
            raise QueueDown("simulated")
        self.waiting += 1
        late = self.engine.seconds(60, 900) if self.engine.happens("message_late") else self.engine.seconds(0.05, 1.5)
        self.engine.later(late, "", lambda: self._receive(kind, body, 1))
        self.engine.touched()
        if self.engine.happens("queue_unsure"):
            raise QueueDown("simulated: it is queued, and nobody knows")

    def _receive(self, kind: _Kind, body: str, receives: int) -> None:
        self.engine.tell(f"{kind.worker} receives a message")
        if self.engine.invoke(kind.worker, kind.seconds, lambda: kind.work(self.engine, body)):
            if self.engine.happens("message_twice"):
                self.engine.later(self.engine.seconds(0.1, 700), "", lambda: self._receive(kind, body, 1))
            else:
                self.waiting -= 1
        elif receives < kind.receives_max:
            self.engine.later(kind.visible_again, "", lambda: self._receive(kind, body, receives + 1))
        else:
            self.waiting -= 1
            self.engine.tell(f"a message of {kind.worker} goes to the dead letters")
            if kind is _EVENTS:
                self.dead_events += 1
            else:
                self.dead_wakes += 1
