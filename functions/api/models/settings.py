"""A clinic's settings."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.api.models.parts import Asked, Day, Told, never_null, text
from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import LADDER_MAX, OnCall
from schedules.text import Channel

HOLIDAYS_MAX = 100
BY_OPERATOR = "An operator alone changes it."
ClockTime = Annotated[str, text("In the clinic's own zone.", "08:30", most=20)]
Weekday = Annotated[int, Field(ge=0, le=6, examples=[0])]
Whole = Annotated[int, Field(ge=0, le=100_000, examples=[15])]


class Contact(Asked):
    """Somebody on call."""

    contact_id: Annotated[str, text("What the history calls her.", "ana", least=1, most=40)]
    phone: Annotated[str, text("Hers; one of the clinic's country where it has no code.", "+12025550111", most=40)]
    language: Annotated[Language, Field(strict=False, examples=["en"])] = Language.ENGLISH
    channels: list[Annotated[Channel, Field(strict=False, examples=["sms"])]] = Field(
        default_factory=lambda: list(Channel),
        max_length=len(Channel),
        description="How she is reached; every way when left out.",
        examples=[["sms", "call"]],
    )
    email: Annotated[str, text("Hers, for pages by e-mail.", "ana@lakeside.example", most=254)] | None = None
    on_call: Annotated[OnCall, Field(strict=False, examples=["always"])] = OnCall.ALWAYS
    out_until: (
        Annotated[
            str,
            text(
                "Others cover until then, unless nobody else answers.",
                "2036-04-01T09:00:00+00:00",
                most=60,
                shape="date-time",
            ),
        ]
        | None
    ) = None


class Hours(Asked):
    """When somebody is at the clinic; Monday is 0."""

    model_config = ConfigDict(json_schema_extra=never_null)

    opens: ClockTime | None = None
    closes: ClockTime | None = None
    days: list[Weekday] | None = Field(None, max_length=7, examples=[[0, 1, 2, 3, 4]])


class Waits(Asked):
    """How long a page may stay unacknowledged, in whole minutes."""

    model_config = ConfigDict(json_schema_extra=never_null)

    crisis: Whole | None = None
    emergency: Whole | None = None
    urgent: Whole | None = None


class Thresholds(Asked):
    """The clinical numbers that differ between clinics; each has bounds, and none goes to the unsafe side."""

    model_config = ConfigDict(json_schema_extra=never_null)

    fever_celsius: Annotated[float, Field(strict=False, ge=0, le=50, examples=[38.0])] | None = None
    pads_per_hour: Whole | None = None
    pads_hours: Whole | None = None
    bleeding_weeks: Whole | None = None
    no_bleeding_hours: Whole | None = None
    waiting_days: Whole | None = None
    test_weeks: Whole | None = None
    period_weeks: Whole | None = None
    methotrexate_months: Whole | None = None


def _but_the_caller(schema: dict[str, Any]) -> None:
    """The number to call from may be taken away."""
    kept = dict(schema["properties"]["calls_from"])
    never_null(schema)
    schema["properties"]["calls_from"] = kept


class SettingsChange(Asked):
    """Settings to put in place of those that stand; what is left out stays as it is. A list is sent whole."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_but_the_caller)
    """What cannot be set is refused by the operation, which names what can."""

    clinic_id: Annotated[str, text("It cannot be changed.", "lakeside", most=40)] | None = None
    name: Annotated[str, text("Neutral and short: it stands in texts.", "Lakeside Clinic", most=24)] | None = None
    country: Annotated[str, text(f"Chooses emergency and crisis lines. {BY_OPERATOR}", "us", most=2)] | None = None
    zone: Annotated[str, text(f"IANA. {BY_OPERATOR}", "America/New_York", most=60)] | None = None
    phone: Annotated[str, text("As printed in texts.", "202-555-0100", most=16)] | None = None
    after_hours_phone: Annotated[str, text("As printed in texts.", "202-555-0101", most=16)] | None = None
    messaging_service: (
        Annotated[str, text(f"The provider's id of the sender. {BY_OPERATOR}", "MG" + "0" * 32, most=34)] | None
    ) = None
    ladder: list[Contact] | None = Field(None, max_length=LADDER_MAX, description="In the order they are paged.")
    hours: Hours | None = None
    planned_from: ClockTime | None = None
    planned_until: ClockTime | None = None
    thresholds: Thresholds | None = None
    acknowledge_within_minutes: Waits | None = None
    body_retention_days: Whole | None = None
    holidays: list[Day] | None = Field(None, max_length=HOLIDAYS_MAX, description="Days on which it is closed.")
    topics: list[Annotated[OptIn, Field(strict=False, examples=["dates"])]] | None = Field(
        None,
        max_length=len(OptIn),
        description="The private topics it writes about; of the others nothing is offered, sent or answered.",
        examples=[["dates", "keepsakes"]],
    )
    calls_from: Annotated[str, text(f"A number that may call. {BY_OPERATOR}", "+12025550100", most=40)] | None = None


class Settings(Told):
    """A clinic's settings as they stand."""

    model_config = ConfigDict(extra="allow")
    """A setting that is newer than this description is shown all the same."""

    clinic_id: Annotated[str, text("Its id.", "lakeside")]
    name: Annotated[str, text("As texts say it.", "Lakeside Clinic")]
    country: Annotated[str, text("Its country.", "us")]
    zone: Annotated[str, text("IANA.", "America/New_York")]
    phone: Annotated[str, text("As printed in texts.", "202-555-0100")]
    after_hours_phone: Annotated[str, text("As printed in texts.", "202-555-0101")]
    messaging_service: Annotated[str, text("The provider's id of the sender.", "MG" + "0" * 32)]
    ladder: list[dict[str, object]] = Field(
        examples=[[{"contact_id": "ana", "phone": "+12025550111", "language": "en"}]]
    )
    hours: dict[str, object] = Field(examples=[{"opens": "08:30", "closes": "17:00", "days": [0, 1, 2, 3, 4]}])
    planned_from: Annotated[str, text("Planned texts begin.", "09:00")]
    planned_until: Annotated[str, text("Planned texts end.", "19:45")]
    thresholds: dict[str, float] = Field(examples=[{"fever_celsius": 38.0}])
    acknowledge_within_minutes: dict[str, int] = Field(examples=[{"crisis": 5, "emergency": 5, "urgent": 15}])
    body_retention_days: Annotated[int, Field(ge=0, examples=[90])]
    holidays: list[Day]
    topics: list[str] = Field(examples=[["dates", "keepsakes"]])
    calls_from: Annotated[str, text("A number that may call.", "+12025550100")] | None
