"""Everybody at once, from several threads, as one seed decides."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from infra.local.house import House
from tests.e2e.striking import WAIT_SECONDS_MAX, Aims, Colleague, Line, Program, Provider, Sent, token_of


class Kind(StrEnum):
    """What a request is, and so what its answer may be."""

    TYPED = "a text typed on a handset"
    REPEATED = "a signed text, posted twice"
    STATUS = "a signed status"
    CALL = "a call that asks for words, and a key in it"
    CALLED = "a signed status of a call"
    UNSIGNED = "an unsigned or wrongly signed webhook"
    GARBAGE = "a webhook that is no form"
    READ = "reading by API"
    ACT = "an act by API"
    NONSENSE = "nonsense to the API"
    STRANGER = "no key to the API"
    PAGE = "a page"
    LOOKED = "looking at the console"
    WRITTEN = "a text of a colleague, sent twice at once"
    NOBODY = "the console without a session"
    LURED = "a form of another site to the console"


ALLOWED = {
    Kind.TYPED: {200},
    Kind.REPEATED: {200},
    Kind.STATUS: {200},
    Kind.CALL: {200},
    Kind.CALLED: {200},
    Kind.UNSIGNED: {403},
    Kind.GARBAGE: {403, 200},  # bytes that are no form are one empty field, which may be signed
    Kind.READ: {200},
    Kind.ACT: {200},
    Kind.NONSENSE: {400, 404, 422},
    Kind.STRANGER: {401},
    Kind.PAGE: {200, 404},
    Kind.LOOKED: {200},
    Kind.WRITTEN: {303},
    Kind.NOBODY: {303},
    Kind.LURED: {403},
}
OFTEN = {Kind.TYPED: 4, Kind.REPEATED: 2, Kind.STATUS: 2, Kind.CALL: 2, Kind.LOOKED: 3}
"""Of each deck that a thread shuffles and deals; all others once."""
DECK = [kind for kind in Kind for _ in range(OFTEN.get(kind, 1))]


@dataclass(slots=True)
class Heard:
    """What came of it: answers by kind and status, None for one that did not say what it must; the seconds each took;
    the minutes that ticked meanwhile."""

    began_at: float = 0.0
    ticks: int = 0
    answers: Counter[tuple[Kind, int | None]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    seconds_cold: list[float] = field(default_factory=list)
    sent: Sent = field(default_factory=Sent)
    broken: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begins(self) -> None:
        self.began_at = time.monotonic()

    @property
    def lasted(self) -> float:
        """Seconds."""
        return time.monotonic() - self.began_at

    def surprises(self) -> dict[tuple[Kind, int | None], int]:
        """Answers that are not what the request deserved. No request deserves an error of ours."""
        return {key: times for key, times in self.answers.items() if key[1] not in ALLOWED[key[0]]}


class Hammer:
    """One thread's worth of requests."""

    def __init__(self, home: House, aims: Aims, heard: Heard, *, name: int) -> None:
        self._heard, self._line = heard, Line(home, aims, heard.sent, name=name)
        provider, program = Provider(self._line, token_of(home)), Program(self._line, home)
        colleague = Colleague(self._line)
        self._strikes: dict[Kind, Callable[[], int | None]] = {
            Kind.TYPED: provider.types,
            Kind.REPEATED: provider.repeats,
            Kind.STATUS: provider.tells,
            Kind.CALL: provider.asks_for_words,
            Kind.CALLED: provider.tells_of_call,
            Kind.UNSIGNED: provider.forges,
            Kind.GARBAGE: provider.sends_garbage,
            Kind.READ: program.reads,
            Kind.ACT: program.acts,
            Kind.NONSENSE: program.talks_nonsense,
            Kind.STRANGER: program.has_no_key,
            Kind.PAGE: program.opens_page,
            Kind.LOOKED: colleague.looks,
            Kind.WRITTEN: colleague.writes,
            Kind.NOBODY: colleague.is_nobody,
            Kind.LURED: colleague.is_lured,
        }

    def run(self, everybody: threading.Barrier, begins_after: float, goes_on: Callable[[], bool]) -> None:
        """One of each kind first, all at once with the others, so that no cold start falls into the time measured."""
        try:
            with self._line:
                everybody.wait(WAIT_SECONDS_MAX)
                for kind in Kind:
                    self._strike(kind, self._heard.seconds_cold)
                everybody.wait(WAIT_SECONDS_MAX)
                time.sleep(begins_after)  # the ramp
                deck = self._dealt()
                while goes_on():
                    self._strike(next(deck), self._heard.seconds)
        except BaseException as error:  # noqa: BLE001 - told by the test, on its own thread
            everybody.abort()
            self._heard.broken.append(error)

    def _dealt(self) -> Iterator[Kind]:
        while True:
            yield from self._line.random.sample(DECK, len(DECK))

    def _strike(self, kind: Kind, seconds: list[float]) -> None:
        began = time.monotonic()
        status = self._strikes[kind]()
        with self._heard.lock:
            self._heard.answers[kind, status] += 1
            seconds.append(time.monotonic() - began)
