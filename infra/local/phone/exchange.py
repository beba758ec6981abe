"""The telephone exchange: every text, who is blocked, which handsets exist. One event loop, no locks."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from infra.local.phone.behavior import Behavior, Dice
from infra.local.phone.calls import Call
from infra.local.phone.clock import PhoneClock
from infra.local.phone.settings import Handset, PhoneSettings, Service
from infra.local.phone.texts import Draft, Status, Text, Webhook

_log = logging.getLogger(__name__)


class Exchange:
    def __init__(self, settings: PhoneSettings, clock: PhoneClock) -> None:
        self.settings = settings
        self.clock = clock
        self.dice = Dice(Behavior(seed=settings.seed))
        self.services: dict[str, Service] = {}
        self._handsets: dict[str, Handset] = {}
        self._texts: dict[str, Text] = {}
        self.calls: dict[str, Call] = {}  # oldest first
        self._blocked: set[tuple[str, str]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._drawn: Counter[str] = Counter()

    # Names that a replay gives again.

    def draw(self, prefix: str) -> str:
        """A sid: two letters and 32 hex digits that follow from the seed and how many were drawn before."""
        self._drawn[prefix] += 1
        seed = f"{self.settings.seed}:{prefix}:{self._drawn[prefix]}"
        return prefix + sha256(seed.encode()).hexdigest()[:32]

    # Numbers.

    def service_of_sender(self, number: str) -> tuple[str, Service] | None:
        return next((item for item in self.services.items() if item[1].sender == number), None)

    def is_blocked(self, party: str, number: str) -> bool:
        """`party` is a messaging service's sid, or a bare sender number."""
        return (party, number) in self._blocked

    def block(self, party: str, number: str) -> None:
        self._blocked.add((party, number))

    def unblock(self, party: str, number: str) -> None:
        self._blocked.discard((party, number))

    # Handsets.

    @property
    def handsets(self) -> list[Handset]:
        return list(self._handsets.values())

    def lay_out(self, handsets: Sequence[Handset]) -> None:
        """The handsets named, in that order, then any other that has texts."""
        named = {handset.number: handset for handset in handsets}
        used = {text.handset_number for text in self.texts} | {call.to for call in self.calls.values()}
        others = {h.number: h for h in self.handsets if h.number in used and h.number not in named}
        self._handsets = named | others

    def correspondent_of(self, number: str) -> str | None:
        """The sender a handset would answer: the last one that wrote to it, else the first configured."""
        wrote = (text.from_ for text in reversed(self.texts) if text.to == number)
        first = (service.sender for service in self.services.values())
        return next(wrote, None) or next(first, None)

    # Texts.

    @property
    def texts(self) -> list[Text]:
        """Oldest first."""
        return list(self._texts.values())

    def text(self, sid: str) -> Text | None:
        return self._texts.get(sid)

    def add(self, draft: Draft) -> Text:
        text = draft.begun(self.draw("MM" if draft.media else "SM"), self.clock.now())
        self._texts[text.sid] = text
        self._lay_out(text.handset_number)
        return text

    def add_call(self, *, to: str, from_: str, url: str, status_callback: str | None) -> Call:
        call = Call(self.draw("CA"), self.clock.now(), from_, to, url, status_callback)
        self.calls[call.sid] = call
        self._lay_out(to)
        return call

    def _lay_out(self, number: str) -> None:
        if number not in self._handsets:
            self._handsets[number] = Handset(number=number, label=number)

    def move(self, sid: str, status: Status, error: int | None = None) -> Text:
        self._texts[sid] = self._texts[sid].moved(status, self.clock.now(), error)
        return self._texts[sid]

    def note_webhook(self, sid: str, webhook: Webhook) -> None:
        self._texts[sid] = replace(self._texts[sid], webhook=webhook)

    # What is still on its way.

    @property
    def in_flight(self) -> int:
        return len(self._running) + self._busy

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        running = asyncio.get_running_loop().create_task(work)
        self._running.add(running)
        running.add_done_callback(self._ended)
        return running

    def _ended(self, ended: asyncio.Task[None]) -> None:
        self._running.discard(ended)
        if not ended.cancelled() and (error := ended.exception()):
            _log.error("phone work failed", exc_info=error)

    async def stop(self) -> None:
        running = list(self._running)
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)
