"""Many worlds, one after another or two at a time, added up; and the story of one that broke a law."""

import gc
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import count, islice
from pathlib import Path

from infra.simulation.reckoning import Counts, reckon
from infra.simulation.world import Simulated, simulated

JOURNEYS_A_WORLD = 3
WORLDS_A_TASK = 4
OBJECTS_MAX = 100_000
"""New objects after which unreachable ones are looked for: nearly everything of a world lives as long as the world."""
TOLD_MAX = 3
"""Broken worlds whose story is kept; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One world. `digest` is that of its whole story: the same seed gives the same."""

    seed: int
    counts: Counts
    digest: str
    story: str | None


@dataclass(slots=True)
class Record:
    """`cpu` and `wall` are seconds; `cpu` is that of all worlds together."""

    counts: Counts
    worlds: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    stories: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.counts.bad


def live(seed: int, journeys: int = JOURNEYS_A_WORLD) -> Lived:
    whole = simulated(seed, journeys)
    whole.run()
    counts = reckon(whole)
    return Lived(seed=seed, counts=counts, digest=whole.engine.digest, story=story_of(whole) if counts.bad else None)


def story_of(whole: Simulated) -> str:
    """Everything needed to see it again: seed, commit, what was drawn, what broke, and the last events."""
    swarm = whole.engine.swarm
    drawn = {one.name: round(getattr(swarm, one.name), 4) for one in fields(swarm) if getattr(swarm, one.name)}
    broken = [f"{one.at:%Y-%m-%d %H:%M:%S}  {one.law}: {one.words}" for one in whole.laws.found]
    return "\n".join(
        [
            f"seed {whole.seed}, {whole.journeys} journeys, commit {_commit()}",
            f"again: aftercare simulate --worlds 1 --seed {whole.seed}",
            "faults drawn: " + ", ".join(f"{name} {share}" for name, share in drawn.items()),
            "",
            *broken[:20],
            "",
            "the last events before the first of them:",
            *(whole.laws.story or tuple(whole.engine.story)),
        ]
    )


def many(
    journeys: int,
    first_seed: int,
    *,
    worlds: int | None = None,
    seconds: float | None = None,
    workers: int = 1,
    say: Callable[[Counts], None],
) -> Record:
    """Worlds from that seed on, until so many women have begun their journey, or so many `worlds` were lived whatever
    began in them, or the time is over."""
    began = time.perf_counter()
    tasks = (
        (seed, JOURNEYS_A_WORLD)
        for seed in (count(first_seed) if worlds is None else range(first_seed, first_seed + worlds))
    )
    record = Record(Counts())
    stories: list[str] = []
    for lived, cpu in _lived(tasks, workers):
        record.counts.add(lived.counts)
        record.worlds += 1
        record.cpu += cpu
        if lived.story is not None and len(stories) < TOLD_MAX:
            stories.append(lived.story)
        say(record.counts)
        if worlds is None and record.counts.journeys >= journeys:
            break
        if seconds is not None and time.perf_counter() - began > seconds:
            break
    record.wall = time.perf_counter() - began
    record.stories = tuple(stories)
    return record


def _lived(tasks: Iterable[tuple[int, int]], workers: int) -> Iterator[tuple[Lived, float]]:
    if workers == 1:
        with _seldom_collected():
            yield from map(_timed, tasks)
        return
    waiting = iter(tasks)
    with ProcessPoolExecutor(
        max_workers=min(workers, os.cpu_count() or 1), initializer=gc.set_threshold, initargs=(OBJECTS_MAX,)
    ) as pool:
        while batch := list(islice(waiting, workers * WORLDS_A_TASK)):
            yield from pool.map(_timed, batch)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_MAX)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _timed(task: tuple[int, int]) -> tuple[Lived, float]:
    began = time.process_time()
    return live(*task), time.process_time() - began


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return found.stdout.strip() or "unknown"
