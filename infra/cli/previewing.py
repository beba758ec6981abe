"""Her whole calendar before anybody is enrolled: dates, local times, segments, words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from functions.operations.acting import program_for
from functions.operations.enrolling import Made
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.language import Language
from messages.segments import cost
from schedules.preview import coming
from schedules.text import Direction, TextState

_ANCHORS = {"medication": "tablets_on", "surgery": "procedure_on", "expectant": "decision_on"}


class NotEnrolled(Exception):
    """The sample form was refused; its words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An invented person to preview or to be."""

    treatment: str
    language: Language
    zone: str
    days_late: int

    def form(self, now: datetime) -> dict[str, Any]:
        today = now.astimezone(ZoneInfo(self.zone)).date()
        form = sample_form(now, language=self.language.value, zone=self.zone, treatment=self.treatment)
        form.pop("tablets_on")
        return {**form, _ANCHORS[self.treatment]: (today - timedelta(days=self.days_late)).isoformat()}


def enrolled(sample: Sample, now: datetime) -> Pocket:
    """A pocket world in which the sample was just enrolled."""
    made_world = pocket(sample_clinic(), now)
    made = made_world.enroll(sample.form(now))
    if not isinstance(made, Made):
        raise NotEnrolled(str(made))
    return made_world


def rows(sample: Sample, now: datetime) -> list[dict[str, Any]]:
    """One row a text, oldest first: sent at once, and to come."""
    zone = ZoneInfo(sample.zone)
    world = enrolled(sample, morning(now, zone))
    program = program_for(world.clinic, world.enrollment)
    at_once = [text for text in world.texts() if text.direction is Direction.OUT]
    future = coming(program, world.enrollment, world.clock.at)
    texts = [(text.at, text, False) for text in at_once] + [(one.at, one.text, one.only_if_silent) for one in future]
    return [
        {
            "local": at.astimezone(zone).isoformat(timespec="minutes"),
            "message": text.message,
            "only_if_silent": silent,
            "withheld": text.withheld.value if text.withheld else None,
            "segments": text.segments if text.state is not TextState.WITHHELD else 0,
            "encoding": cost(text.body).encoding.value,
            "body": text.body,
        }
        for at, text, silent in texts
    ]


def morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Half past ten today at her place: a preview does not depend on the hour somebody asks for it."""
    today: date = now.astimezone(zone).date()
    return datetime.combine(today, time(10, 30), tzinfo=zone).astimezone(UTC)


def print_preview(sample: Sample, found: list[dict[str, Any]]) -> None:
    console = Console()
    table = Table(title=f"early loss, {sample.treatment}, {sample.language.value}, {sample.zone}", show_lines=True)
    for column in ("local time", "message", "segments", "words"):
        table.add_column(column, overflow="fold", no_wrap=column == "local time")
    for row in found:
        note = (
            f"withheld: {row['withheld']}"
            if row["withheld"]
            else "only if she is silent"
            if row["only_if_silent"]
            else ""
        )
        at = datetime.fromisoformat(row["local"])
        table.add_row(
            f"{at:%a %d %b %H:%M}", f"{row['message']}\n{note}".strip(), str(row["segments"] or ""), row["body"]
        )
    console.print(table)
    sent = [row for row in found if not row["withheld"] and not row["only_if_silent"]]
    console.print(f"{len(sent)} texts, {sum(row['segments'] for row in sent)} segments if she answers every check-in.")
