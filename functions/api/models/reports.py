"""What a clinic is told of itself: counts, its log, and what this API is."""

from typing import Annotated

from pydantic import ConfigDict, Field

from functions.api.models.parts import Count, Day, Told, text
from functions.api.models.people import Done


class Log(Told):
    """A page of the clinic's log, newest first."""

    entries: list[Done]
    next: Annotated[str, text("Send it as `cursor`; none on the last page.", "MjAyNi0wMy0wMg")] | None


class Cell(Told):
    """A count. Where few people are behind it, it is hidden, and `shown` says so."""

    label: Annotated[str, text("What is counted.", "early-medication")]
    count: Annotated[int, Field(ge=0, examples=[24])] | None
    shown: Annotated[str, text("What stands in its place.", "24")]


class CheckIns(Told):
    """Check-ins of one week after the first date."""

    week: Count
    asked: Cell
    answered: Cell
    share: Annotated[float, Field(ge=0, le=1, examples=[0.71])] | None


class Taken(Told):
    """From opening to somebody taking it, of what pages."""

    taken: Cell
    median_seconds: Annotated[int, Field(ge=0, examples=[95])] | None
    ninety_fifth_seconds: Annotated[int, Field(ge=0, examples=[410])] | None


class ClinicReport(Told):
    """Counts over whole weeks, the small ones hidden."""

    first: Day
    last: Day
    is_cut: bool = Field(description="More were enrolled than are read; the latest stand in it.", examples=[False])
    enrolled: Cell
    sent: Cell
    delivered: Cell
    delivered_share: Annotated[float, Field(ge=0, examples=[0.98])] | None
    by_track: list[Cell]
    by_language: list[Cell]
    replied: list[Cell]
    reached: list[Cell]
    left: list[Cell]
    escalations: list[Cell]
    check_ins: list[CheckIns]
    waits: Taken


class Description(Told):
    """The OpenAPI document of this API."""

    model_config = ConfigDict(extra="allow")

    openapi: Annotated[str, text("The version of OpenAPI.", "3.1.0")]
    info: dict[str, object] = Field(examples=[{"title": "Aftercare", "version": "1"}])
    paths: dict[str, object] = Field(examples=[{"/v1/enrollments": {}}])
