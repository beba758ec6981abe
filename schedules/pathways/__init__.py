"""Pathways: the touchpoints of a kind of loss and its treatment, one versioned TOML file each.

A file is named `<key>.<version>.toml`. An enrollment is pinned to the version it began with, so a released file
is never edited: write the next version beside it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from messages.hearing.reading import Question
from messages.opt_in import OptIn
from messages.packaged import table


class Clock(StrEnum):
    """What a day is counted from. Day 0 is the local date of the anchor itself."""

    DECISION = "decision"  # the day waiting was chosen
    BLEEDING = "bleeding"  # the day bleeding began, often told by her reply
    TABLETS = "tablets"  # the second tablets (misoprostol), not the first
    PROCEDURE = "procedure"
    INJECTION = "injection"  # methotrexate
    LOSS = "loss"  # the day of a later loss that was induced
    JOINED = "joined"  # the day somebody close to her signed up
    DUE = "due"  # a date that was hoped for, told by her; lies ahead or behind


class Silence(StrEnum):
    """What an unanswered check-in means once its nudge and window have passed."""

    ESCALATE = "escalate"  # a safety question: somebody at the clinic should reach her
    LIST = "list"  # recorded, shown to staff, nobody is disturbed


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    question: Question
    nudge: str | None  # message key
    nudge_after: timedelta
    window: timedelta  # from asking to silence
    silence: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One planned contact. Due at local `at` on the anchor's date plus `day`; worthless `expires_after` later."""

    key: str
    message: str
    clock: Clock
    day: int
    at: time
    expires_after: timedelta
    safety: bool  # its content is carried by the catch-up text when she is enrolled late
    until: Clock | None  # dropped once this clock is known
    unless: Question | None  # dropped when the last answer to it is yes
    once: Question | None  # held until the last answer to it is yes
    milk: bool  # only where milk may come in
    topic: OptIn | None
    instead: frozenset[OptIn]  # gives way when one of these is on: its place in the calendar is taken
    check_in: CheckIn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """The one merged safety text for somebody enrolled `from_day` to `to_day` after the anchor, inclusive."""

    message: str
    clock: Clock
    from_day: int
    to_day: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pathway:
    """There is one of each version, so that what is computed of it can be kept."""

    key: str
    version: int
    clocks: tuple[Clock, ...]  # the first one must be known at enrollment
    touchpoints: tuple[Touchpoint, ...]
    catch_ups: tuple[CatchUp, ...]
    welcome: str = "notice.welcome"  # message key

    def touchpoint(self, key: str) -> Touchpoint | None:
        return next((touchpoint for touchpoint in self.touchpoints if touchpoint.key == key), None)


class PathwayError(Exception):
    """A pathway file is missing or says something impossible."""


@cache
def pathway(key: str, version: int) -> Pathway:
    name = f"{key}.{version}.toml"
    source = resources.files("schedules.pathways").joinpath(name)
    if not source.is_file():
        raise PathwayError(f"no pathway file {name}")
    return parse(table(__file__, name))


@cache
def latest_version(key: str) -> int:
    """The newest released version of a pathway; new enrollments are pinned to it."""
    versions = [version for known, version in released() if known == key]
    if not versions:
        raise PathwayError(f"no pathway called {key!r}")
    return max(versions)


@cache
def released() -> tuple[tuple[str, int], ...]:
    """Every (key, version) shipped, sorted."""
    names = [file.name for file in resources.files("schedules.pathways").iterdir()]
    parts = [name.removesuffix(".toml").rsplit(".", 1) for name in names if name.endswith(".toml")]
    return tuple(sorted((key, int(version)) for key, version in parts))


def digest(key: str, version: int) -> str:
    """Of a pathway file as it stands, to tell whether it was edited after its release."""
    source = resources.files("schedules.pathways").joinpath(f"{key}.{version}.toml")
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


@cache
def digests_at_release() -> Mapping[str, str]:
    """`<key>.<version>` to digest, as written down in `released.lock` when the version was released."""
    lock = resources.files("schedules.pathways").joinpath("released.lock").read_text("utf-8")
    return MappingProxyType(dict(line.split() for line in lock.splitlines() if line and not line.startswith("#")))


def parse(raw: Mapping[str, Any]) -> Pathway:
    return Pathway(
        key=raw["key"],
        version=raw["version"],
        clocks=tuple(Clock(clock) for clock in raw["clocks"]),
        touchpoints=tuple(_touchpoint(row) for row in raw["touchpoint"]),
        catch_ups=tuple(
            CatchUp(
                message=row["message"],
                clock=Clock(row["clock"]),
                from_day=row["from_day"],
                to_day=row["to_day"],
            )
            for row in raw.get("catch_up", ())
        ),
        welcome=raw.get("welcome", "notice.welcome"),
    )


def _touchpoint(row: Mapping[str, Any]) -> Touchpoint:
    return Touchpoint(
        key=row["key"],
        message=row["message"],
        clock=Clock(row["clock"]),
        day=row["day"],
        at=row["at"],
        expires_after=timedelta(hours=row["expires_after_hours"]),
        safety=row.get("safety", False),
        until=Clock(row["until"]) if "until" in row else None,
        unless=Question(row["unless"]) if "unless" in row else None,
        once=Question(row["once"]) if "once" in row else None,
        milk=row.get("milk", False),
        topic=OptIn(row["topic"]) if "topic" in row else None,
        instead=frozenset(OptIn(topic) for topic in row.get("instead", ())),
        check_in=_check_in(row["check_in"]) if "check_in" in row else None,
    )


def _check_in(row: Mapping[str, Any]) -> CheckIn:
    return CheckIn(
        question=Question(row["question"]),
        nudge=row.get("nudge"),
        nudge_after=timedelta(hours=row["nudge_after_hours"]),
        window=timedelta(hours=row["window_hours"]),
        silence=Silence(row["silence"]),
    )
