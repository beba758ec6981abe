"""What stands in place of the wiring while a world runs: its adapters, its logs, and the release of the day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, Protocol

from functions import running, wiring
from functions.operations import acting, enrolling, receiving, staff_acts
from functions.operations.world import World
from functions.ports import Queue
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from messages import hearing
from messages.hearing import reader
from messages.hearing.model import model
from messages.hearing.reading import Intent, Question, Reading
from schedules.pathways import Pathway, PathwayError, latest_version, pathway

_read_with = reader.read_with


@lru_cache(maxsize=50_000)
def _heard(text: str, asked: Question | None) -> Reading:
    """What is read depends on nothing else, so that the same words are read once a process."""
    return _read_with(model(), text, asked)


class Installed(Protocol):
    """A world, as the handlers see it."""

    @property
    def engine(self) -> Engine: ...

    @property
    def laws(self) -> Laws: ...

    @property
    def world(self) -> World: ...

    @property
    def queues(self) -> Queue: ...


@contextmanager
def installed(whole: Installed) -> Iterator[None]:
    """The handlers' own lookups answer with this world, and what they log is judged. Content is of the oldest release
    until a new one comes, and for workers who are of the old one still."""
    fumbles = partial(_understood, whole.engine, whole.laws)
    newest = partial(_newest_version, whole.engine)
    new: list[tuple[Any, str, Callable[..., Any]]] = [
        (wiring, "world", lambda: whole.world),
        (wiring, "queue", lambda: whole.queues),
        (running, "note", lambda action, **values: whole.laws.noted(action, values)),
        (running, "failed", lambda action, error: whole.laws.noted(action, {"error": type(error).__name__})),
        (receiving, "read", fumbles),
        (reader, "read_with", lambda _, text, asked: _heard(text, asked)),
        (enrolling, "latest_version", newest),
        (staff_acts, "latest_version", newest),
        (acting, "pathway", partial(_known_pathway, whole.engine)),
    ]
    old = [(module, name, getattr(module, name)) for module, name, _ in new]
    try:
        for module, name, value in new:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in old:
            setattr(module, name, value)


def _understood(engine: Engine, laws: Laws, *args: Any) -> Reading:
    if engine.happens("misunderstood"):
        laws.misread.append((args[0], engine.at))
        return Reading(intent=Intent.OTHER, readable=False)
    return hearing.read(*args)


def _newest_version(engine: Engine, key: str) -> int:
    return 1 if engine.is_old else latest_version(key)


def _known_pathway(engine: Engine, key: str, version: int) -> Pathway:
    """A worker of the old release has no file of what came after it."""
    if engine.is_old and version > 1:
        raise PathwayError(f"no pathway file {key}.{version}.toml")
    return pathway(key, version)
