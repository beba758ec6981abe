"""Invented people to preview or to be: any kind of loss and care, enrolled on any day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrolling import Made
from functions.operations.enrollment_form import CLOCK_FIELDS
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.language import Language
from messages.opt_in import OptIn
from schedules.enrollment import Words
from schedules.pathways import Clock, latest_version, pathway, released

GESTATION = {"early": 8, "late": 17, "ectopic": 7, "partner": 8}


class NotEnrolled(Exception):
    """The sample form was refused; its words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`anchor` is day 0 of the pathway's first clock; she is enrolled `days_late` after it."""

    loss: str
    management: str
    language: Language
    zone: str
    anchor: date
    days_late: int = 0
    topics: frozenset[OptIn] = frozenset()
    discreet: bool = False
    due_on: date | None = None
    bleeding_on: date | None = None  # while waiting: the day bleeding began
    words: Words = Words.NEUTRAL
    name: str | None = None  # said where `words` is NAME

    @property
    def track(self) -> str:
        return f"{self.loss}-{self.management}"

    @property
    def enrolled_at(self) -> datetime:
        """Half past ten of that day at her place, so that a preview does not depend on the hour somebody asks."""
        day = self.anchor + timedelta(days=self.days_late)
        return datetime.combine(day, time(10, 30), tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def form(self) -> dict[str, Any]:
        clock = first_clock(self.track)
        form = sample_form(
            self.enrolled_at,
            loss=self.loss,
            treatment=self.management,
            language=self.language.value,
            zone=self.zone,
            gestation_weeks=GESTATION[self.loss],
            topics=sorted(self.topics),
            discreet=self.discreet,
            words=self.words.value,
            name=self.name,
        )
        form.pop("tablets_on")
        if self.bleeding_on is not None:
            form[CLOCK_FIELDS[Clock.BLEEDING]] = self.bleeding_on.isoformat()
        if self.due_on is not None:
            form[CLOCK_FIELDS[Clock.DUE]] = self.due_on.isoformat()
        return {**form, CLOCK_FIELDS[clock]: self.anchor.isoformat()}


def first_clock(track: str) -> Clock:
    """Raises NotEnrolled for a track nobody wrote, naming those that exist."""
    known = sorted({key for key, _ in released()})
    if track not in known:
        raise NotEnrolled(f"there is no pathway {track!r}; there are {', '.join(known)}")
    return pathway(track, latest_version(track)).clocks[0]


def enrolled(sample: Sample) -> Pocket:
    """A pocket world in which the sample was just enrolled."""
    world = pocket(sample_clinic(), sample.enrolled_at)
    made = world.enroll(sample.form())
    if not isinstance(made, Made):
        raise NotEnrolled(str(made))
    return world
