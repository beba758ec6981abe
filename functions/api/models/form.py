"""An enrollment form, and what may be changed of it later."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from functions.api.models.parts import Asked, Told, text
from functions.operations.enrollment_fields import (
    CALL_NOTE_CHARACTERS_MAX,
    CHART_NAME_CHARACTERS_MAX,
    REFERENCE_CHARACTERS_MAX,
)
from functions.operations.enrollment_form import DAYS_IN_WEEK, WEEKS_MAX, WEEKS_MIN
from messages.language import Language
from messages.opt_in import OptIn
from schedules.enrollment import Words

TOPICS_MAX = 12
Loss = Literal["early", "ectopic", "late", "partner"]
Treatment = Literal[
    "expectant", "induction", "medication", "methotrexate", "salpingectomy", "salpingotomy", "support", "surgery",
    "waiting",
]  # fmt: skip
Condition = Literal[
    "loss_at_or_after_viability", "molar_pregnancy", "scar_cervical_or_cornual_ectopic", "septic_loss",
    "suspected_ectopic", "under_minimum_age", "unknown_location",
]  # fmt: skip
Talk = Annotated[Language, Field(strict=False, examples=["en"])]
Way = Annotated[Words, Field(strict=False, examples=["neutral"])]
Topic = Annotated[OptIn, Field(strict=False, examples=["keepsakes"])]
Phone = Annotated[str, text("Hers, which she said is safe to text; with country code.", "+12025550143", most=40)]
Zone = Annotated[str, text("Where she lives, as an IANA zone; never guessed from the number.", "America/New_York")]
LocalTime = Annotated[str, text("A time of day in her own zone.", "09:30", most=20)]
PastDay = Annotated[
    str,
    Field(
        description="A day of the last twelve weeks up to today. Which are needed depends on her pathway.",
        examples=["2026-03-02"],
        max_length=40,
        json_schema_extra={"format": "date"},
    ),
]


class Consent(Asked):
    """How she agreed. `wording` names the exact version that was shown to her."""

    method: Annotated[str, text("How she agreed.", "staff", least=1, most=80)]
    wording: Annotated[
        str, text("One of our versions, or the clinic's own name for its own.", "consent-2026-11", least=1, most=80)
    ]
    collected_by: Annotated[str, text("Who asked her.", "front-desk", least=1, most=80)]
    given_at: Annotated[
        str, text("When; without a zone, in the clinic's own.", "2026-03-02T14:55:00+00:00", most=60, shape="date-time")
    ]
    safe_phone: bool = Field(description="She said that texts to this phone are safe. Else do not enroll her.")


class ChartForm(Asked):
    """What staff know her by. It is shown to staff of her clinic alone, and stands in no text."""

    name: Annotated[str, text("What staff call her.", "A. Example", most=CHART_NAME_CHARACTERS_MAX)] | None = None
    reference: Annotated[str, text("The clinic's own.", "MRN-1042", most=REFERENCE_CHARACTERS_MAX)] | None = None
    call_note: (
        Annotated[str, text("When and how it is safe to call.", "after 6 pm", most=CALL_NOTE_CHARACTERS_MAX)] | None
    ) = None


class EnrollmentForm(Asked):
    """What is asked when somebody is enrolled. Which dates are needed depends on loss and treatment."""

    phone: Phone
    language: Talk = Field(description="In which she is written to.")
    zone: Zone
    loss: Loss = Field(description="With `treatment` it names her pathway.", examples=["early"])
    treatment: Treatment = Field(description="With `loss` it names her pathway.", examples=["medication"])
    gestation_weeks: Annotated[int, Field(ge=WEEKS_MIN, le=WEEKS_MAX, examples=[8])] | None = Field(
        None, description="Checked and not kept. Left out for a partner alone."
    )
    gestation_days: Annotated[int, Field(ge=0, lt=DAYS_IN_WEEK, examples=[2])] | None = None
    decision_on: PastDay | None = None
    bleeding_on: PastDay | None = None
    tablets_on: PastDay | None = None
    procedure_on: PastDay | None = None
    injection_on: PastDay | None = None
    loss_on: PastDay | None = None
    joined_on: PastDay | None = None
    due_on: Annotated[str, text("The date that was hoped for.", "2026-08-20", most=40, shape="date")] | None = None
    tablets_at: LocalTime | None = Field(None, description="When she took the second tablets, in her own zone.")
    conditions: list[Condition] = Field(
        max_length=TOPICS_MAX,
        description="Those of the excluded conditions that she has. With any she is not enrolled.",
        examples=[[]],
    )
    consent: Consent
    words: Way | None = Field(None, description="How she speaks of what happened.")
    name: Annotated[str, text("Said only where `words` is name.", "Luna", most=80)] | None = None
    topics: list[Topic] | None = Field(None, max_length=TOPICS_MAX, description="Only what she asked for.")
    discreet: bool | None = Field(None, description="Texts only announce themselves.", examples=[False])
    planned_from: LocalTime | None = Field(None, description="Her own narrower hours begin.")
    planned_until: LocalTime | None = Field(None, description="Her own narrower hours end.")
    chart: ChartForm | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "phone": "+12025550123",
                    "language": "en",
                    "zone": "America/New_York",
                    "loss": "early",
                    "treatment": "medication",
                    "gestation_weeks": 8,
                    "gestation_days": 2,
                    "tablets_on": "2026-03-02",
                    "conditions": [],
                    "consent": {
                        "method": "staff",
                        "wording": "consent-2026-11",
                        "collected_by": "front-desk",
                        "given_at": "2026-03-02T14:55:00+00:00",
                        "safe_phone": True,
                    },
                    "chart": {"reference": "MRN-1042", "call_note": "after 6 pm"},
                }
            ]
        }
    )


class Changes(Asked):
    """What may be changed later; only what is sent is changed. Her phone is not: consent belongs to a phone."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": False})
    """What cannot be amended is refused by the operation, which says why."""

    language: Talk | None = None
    zone: Zone | None = None
    words: Way | None = None
    name: Annotated[str, text("Said only where `words` is name.", "Luna", most=80)] | None = None
    topics: list[Topic] | None = Field(None, max_length=TOPICS_MAX)
    discreet: bool | None = Field(None, examples=[True])
    planned_from: LocalTime | None = None
    planned_until: LocalTime | None = None
    chart: ChartForm | None = None


class Switch(Asked):
    """Another pathway, with the dates it counts from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"loss": "early", "treatment": "surgery", "gestation_weeks": 8, "procedure_on": "2026-03-02"}]
        }
    )

    loss: Loss = Field(examples=["early"])
    treatment: Treatment = Field(examples=["surgery"])
    gestation_weeks: Annotated[int, Field(ge=WEEKS_MIN, le=WEEKS_MAX, examples=[8])] | None = None
    gestation_days: Annotated[int, Field(ge=0, lt=DAYS_IN_WEEK, examples=[2])] | None = None
    decision_on: PastDay | None = None
    bleeding_on: PastDay | None = None
    tablets_on: PastDay | None = None
    procedure_on: PastDay | None = None
    injection_on: PastDay | None = None
    loss_on: PastDay | None = None
    joined_on: PastDay | None = None
    due_on: Annotated[str, text("The date that was hoped for.", "2026-08-20", most=40, shape="date")] | None = None
    tablets_at: LocalTime | None = None


class Pause(Asked):
    """Until when; without it until somebody resumes."""

    until: (
        Annotated[str, text("An instant to come.", "2036-04-01T09:00:00+00:00", most=60, shape="date-time")] | None
    ) = None


class Anchor(Asked):
    """The day from which one of her clocks counts."""

    clock: Literal["bleeding", "decision", "due", "injection", "joined", "loss", "procedure", "tablets"] = Field(
        description="One of her pathway's own.", examples=["tablets"]
    )
    on: PastDay


class Assumed(Told):
    """A loosely written field, and how it was read."""

    field: Annotated[str, text("Which.", "phone")]
    read_as: Annotated[str, text("How.", "+12025550143")]


class Planned(Told):
    """A text to come. Her clock and the clinic's show the same instant."""

    at: Annotated[str, text("In UTC.", "2026-03-03T15:00:00+00:00", shape="date-time")]
    at_hers: Annotated[str, text("In her zone.", "2026-03-03T10:00:00-05:00", shape="date-time")]
    at_clinic: Annotated[str, text("In the clinic's zone.", "2026-03-03T10:00:00-05:00", shape="date-time")]
    week: Annotated[int, Field(ge=0, examples=[0])] | None = Field(description="After her first date, 0 the first.")
    message: Annotated[str, text("Its key in the catalogue.", "welcome")]
    body: Annotated[str, text("As she would read it.", "Lakeside Clinic: we are here.")]
    segments: Annotated[int, Field(ge=0, examples=[1])]
    encoding: Annotated[str, text("GSM-7 or UCS-2.", "GSM-7")]
    only_if_silent: bool = Field(description="Sent only where she did not answer before.", examples=[False])
    withheld: Annotated[str, text("Why it would not be sent.", "topic_off")] | None


class Preview(Told):
    """Her whole calendar, if she wrote nothing."""

    pathway: Annotated[str, text("The pathway the form names.", "early-medication")]
    assumed: list[Assumed]
    texts: list[Planned]
    segments: Annotated[int, Field(ge=0, examples=[34])] = Field(description="Of all that would be sent.")
