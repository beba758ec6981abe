"""Crashes on the local cloud: functions killed while they work, and a clinic and a clock that live with it."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

import boto3
import httpx
import psutil

from infra.local.clinic_api import ClinicApi
from infra.local.cloud import BOTO, STACK, CloudFailed
from infra.local.house import House
from infra.local.time_machine import LocalTime, NotSettled
from tests.e2e.meddling import Meddler

LOOK_SECONDS = 0.1
MOMENT_SECONDS = 0.02
"""Who ran within it is at work now."""
GAP_SECONDS = (0.5, 3.0)
"""Between two kills: about what a function takes to start and work."""
STARTING_CPU_SECONDS = 0.4
SPARED_WHILE_STARTING = 0.75
"""This share of the kills that would meet a function at its imports, before it has any work, is not made."""
STRUCK_WHILE_CALLING = 0.4
"""The chance, at each look, of a function that just speaks with the provider: handing a text over is the worst moment
to die."""
STILL_SECONDS = 0.8
"""Longer than the provider may hold an answer back in these tests."""
MINUTES_MAX = 12
"""A function of every minute that is killed is called again the next minute; so often at most."""
WAKE_SECONDS = 3.0
"""So long a wake may take before the next minute asks for it again."""
MERCY_SECONDS = 25.0
"""A minute that takes longer is left alone: on a slow machine nothing would ever be done that takes longer to start
than killers wait."""
SETTLE_SECONDS_MAX = 100.0
TRIES_MAX = 12
_FOLDER = f"ministack-lambda-{STACK}-"
DIED = "Worker process died"
"""What the emulator logs for an invocation whose process ended under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    process: psutil.Process
    function: str


class Workers:
    """The processes in which the emulator runs our functions, and which of them ran since the last look."""

    def __init__(self, emulator: int) -> None:
        self._emulator = psutil.Process(emulator)
        self._switches: dict[psutil.Process, int] = {}

    def at_work(self) -> list[Worker]:
        """Sorted. One that waits for its next event does not run at all."""
        seen = {process: _switches(process) for process in self._emulator.children()}
        ran = [process for process, switches in seen.items() if switches != self._switches.get(process)]
        self._switches = seen
        return _named(ran)

    def all(self) -> list[Worker]:
        """Sorted."""
        return _named(self._emulator.children())


def _named(processes: list[psutil.Process]) -> list[Worker]:
    found = [Worker(process=process, function=_function(process)) for process in processes]
    return sorted((one for one in found if one.function), key=lambda one: (one.function, one.process.pid))


def _function(process: psutil.Process) -> str:
    """Empty for a process that is none of ours, or has ended."""
    try:
        folder = next((part for part in Path(process.cmdline()[-1]).parts if part.startswith(_FOLDER)), "")
    except (psutil.Error, IndexError):
        return ""
    return folder.removeprefix(_FOLDER).rpartition("-")[0]


def _switches(process: psutil.Process) -> int:
    try:
        switches = process.num_ctx_switches()
    except psutil.Error:
        return -1
    return int(switches.voluntary + switches.involuntary)


def _is_starting(process: psutil.Process) -> bool:
    try:
        spent = process.cpu_times()
    except psutil.Error:  # it has ended
        return False
    return bool(spent.user + spent.system < STARTING_CPU_SECONDS)


class Killer:
    """Ends functions at work with SIGKILL, at moments and in an order its seed decides. Entered, it kills.

    Never the same function twice in a row, save while it speaks with the provider: what is done again may be cut short
    again, but not for ever. `spares`: whether all are left alone for now.
    """

    def __init__(self, home: House, *, seed: int, spares: Callable[[], bool]) -> None:
        self.kills: Counter[str] = Counter()
        self.while_calling = 0
        self._last = ""
        self._spares = spares
        self._provider = httpx.URL(home.phone.base_url).port
        self._workers = Workers(emulator_of(home))
        self._random = Random(seed)  # noqa: S311 - chance to be replayed, not a secret
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._rage, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._enough.set()
        self._thread.join()

    def _rage(self) -> None:
        after = time.monotonic()
        while not self._enough.wait(self._random.uniform(0, 2 * LOOK_SECONDS)):
            if self._spares():
                continue
            if self._strike_a_caller() or (time.monotonic() >= after and self._strike_a_worker()):
                after = time.monotonic() + self._random.uniform(*GAP_SECONDS)

    def _strike_a_caller(self) -> bool:
        calling = [one for one in self._workers.all() if self._is_calling(one.process)]
        struck = (
            bool(calling) and self._random.random() < STRUCK_WHILE_CALLING and self._kill(self._random.choice(calling))
        )
        self.while_calling += struck
        return struck

    def _is_calling(self, process: psutil.Process) -> bool:
        try:
            return any(one.raddr and one.raddr.port == self._provider for one in process.net_connections("tcp4"))
        except psutil.Error:
            return False

    def _strike_a_worker(self) -> bool:
        self._workers.at_work()
        self._enough.wait(MOMENT_SECONDS)
        return self._strike(self._workers.at_work())

    def _strike(self, found: list[Worker]) -> bool:
        mortal = [one for one in found if one.function != self._last]
        if not mortal:
            return False
        one = self._random.choice(mortal)
        spared = _is_starting(one.process) and self._random.random() < SPARED_WHILE_STARTING
        return not spared and self._kill(one)

    def _kill(self, one: Worker) -> bool:
        try:
            one.process.kill()
        except psutil.NoSuchProcess:
            return False
        self._last = one.function
        self.kills[one.function] += 1
        return True


def emulator_of(home: House) -> int:
    process = home.cloud._process
    assert process is not None
    return process.pid


def deaths(home: House) -> Counter[str]:
    """Invocations that ended because their process did, by function, as the emulator logged them."""
    logs = boto3.client("logs", config=BOTO, **home.cloud.access)
    died: Counter[str] = Counter()
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"].rpartition(f"{STACK}-")[2]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
            died[name] += sum(DIED in str(event["message"]) for event in page["events"])
    return +died


class PatientApi(ClinicApi):
    """A clinic's program that asks again when the answer was an error of ours."""

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        for _ in range(TRIES_MAX):
            answer = ClinicApi.send(self, method, path, body, headers)
            if not answer.is_server_error:
                break
        return answer


@dataclass(slots=True, kw_only=True)
class UnsteadyTime(LocalTime):
    """Minutes on a cloud whose functions die: each is followed by the next, until nothing is due and nobody works.

    Time may only move on then. A function is never hours between its decision and its sending, and a clock that
    jumped meanwhile would make it so.
    """

    workers: Workers
    meddler: Meddler | None = None
    killed_minutes: int = 0
    repeated_wakes: int = field(default=0)
    _begun: float | None = field(default=None, init=False)

    @property
    def is_behind(self) -> bool:
        """It has been the same minute for too long."""
        begun = self._begun
        return begun is not None and time.monotonic() > begun + MERCY_SECONDS

    def tick(self) -> None:
        self._begun = time.monotonic()
        try:
            self._tick(self._begun + SETTLE_SECONDS_MAX)
        finally:
            self._begun = None

    def _tick(self, until: float) -> None:
        self._minute("reconcile")
        while self._is_due():
            if time.monotonic() > until:
                raise NotSettled("an alarm was still due")
            alarm = self.next_alarm()
            self._wake()
            if alarm is not None:
                self._wait_until_later_than(alarm, min(until, time.monotonic() + WAKE_SECONDS))
            self.repeated_wakes += self._is_due()
        self._wait_until_still(until)

    def _is_due(self) -> bool:
        alarm = self.next_alarm()
        return alarm is not None and alarm <= self.now()

    def _wake(self) -> None:
        if self.meddler is None:
            self._minute("dispatch_due")
        else:
            self.meddler.around(lambda: self._minute("dispatch_due"))

    def _minute(self, function: str) -> None:
        for _ in range(MINUTES_MAX):
            try:
                self.cloud.invoke(function)
            except CloudFailed:
                self.killed_minutes += 1
            else:
                return
        raise NotSettled(f"{function} was killed {MINUTES_MAX} times in a row")

    def _wait_until_still(self, until: float) -> None:
        """Nobody ran for a while and no text is on its way."""
        still_since = time.monotonic()
        self.workers.at_work()
        while time.monotonic() - still_since < STILL_SECONDS:
            if time.monotonic() > until:
                raise NotSettled("functions were still at work")
            time.sleep(LOOK_SECONDS)
            self.phone.wait_quiet(SETTLE_SECONDS_MAX)
            if self.workers.at_work():
                still_since = time.monotonic()


@contextmanager
def unsteady(home: House, meddler: Meddler) -> Iterator[UnsteadyTime]:
    """The house's clock and client, replaced by those that live with crashes."""
    home.local = local = UnsteadyTime(
        cloud=home.cloud,
        phone=home.phone,
        table=home.local.table,
        zone=home.local.zone,
        offset=home.local.offset,
        workers=Workers(emulator_of(home)),
        meddler=meddler,
    )
    home.api = PatientApi(base_url=home.api.base_url, clinic_id=home.api.clinic_id, machine=home.api.machine)
    with closing(home.api):
        yield local
