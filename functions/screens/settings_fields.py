"""The settings of a clinic as the fields of a form: what each is called, what it means, how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from functions.screens import speaking
from messages.language import Language
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.clinic import OnCall
from schedules.thresholds import METHOTREXATE_MONTHS_MIN, Thresholds

PHONE_LIKE = "{phone}"
"""In a hint: a phone as the clinic's country writes it."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Kind(StrEnum):
    """How a value is written."""

    WORDS = "words"
    PHONE = "phone"
    EMAIL = "email"
    CLOCK = "clock"
    MOMENT = "moment"  # an instant, empty where there is none
    NUMBER = "number"
    CHOICE = "choice"  # one of `options`
    CHECKS = "checks"  # any of `options`
    DATES = "dates"  # one a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`path` is where the value stands in the settings and what the form calls it, dots between."""

    path: str
    label: str
    kind: Kind = Kind.WORDS
    hint: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    key: str
    title: str
    about: str
    fields: tuple[Field, ...]


def _threshold(name: str, label: str, unit: str, means: str) -> Field:
    return Field(
        path=f"thresholds.{name}",
        label=label,
        kind=Kind.NUMBER,
        hint=means,
        unit=unit,
        default=f"{getattr(Thresholds(), name):g}",
    )


_CLINIC = (
    Field(
        path="name",
        label="Name in texts",
        hint="Short and neutral: others may read it over her shoulder. Plain SMS letters, or every text costs double.",
    ),
    Field(path="phone", label="Number in clinic hours", hint="As printed in texts."),
    Field(path="after_hours_phone", label="Number day and night", hint="As printed in texts. Somebody always answers."),
)
_HOURS = (
    Field(path="hours.opens", label="Opens", kind=Kind.CLOCK),
    Field(path="hours.closes", label="Closes", kind=Kind.CLOCK),
    Field(
        path="hours.days",
        label="Open on",
        kind=Kind.CHECKS,
        options=tuple((str(at), name) for at, name in enumerate(DAYS)),
    ),
    Field(path="holidays", label="Holidays", kind=Kind.DATES, hint="One day a line, like 2026-12-25."),
)
_QUIET = (
    Field(path="planned_from", label="Planned texts from", kind=Kind.CLOCK),
    Field(path="planned_until", label="Planned texts until", kind=Kind.CLOCK),
)
_WAITS = tuple(
    Field(
        path=f"acknowledge_within_minutes.{severity.value}",
        label=f"{speaking.SEVERITIES[severity]}: the next person is told after",
        kind=Kind.NUMBER,
        unit="minutes",
    )
    for severity in Severity
    if severity.pages_now
)
_THRESHOLDS = (
    _threshold(
        "fever_celsius",
        "Fever from",
        "°C",
        "At this temperature or above she is told to call at once, tablet day apart. Fact sheet D7.",
    ),
    _threshold(
        "pads_per_hour",
        "Very heavy bleeding: pads an hour",
        "pads",
        "So many full pads an hour are an emergency. One pad an hour is urgent, whatever stands here. Fact sheet D6.",
    ),
    _threshold("pads_hours", "… for so many hours", "hours", "How long in a row. Fact sheet D6."),
    _threshold(
        "bleeding_weeks",
        "Bleeding too long after",
        "weeks",
        "Bleeding past this week is a reason to call the clinic. Fact sheet D5.",
    ),
    _threshold(
        "no_bleeding_hours",
        "No bleeding after tablets: ask after",
        "hours",
        "When no bleeding after the tablets is a reason to call. Fact sheet D8.",
    ),
    _threshold("waiting_days", "Waiting ends after", "days", "How long waiting is usual before a visit. A.1."),
    _threshold("test_weeks", "Home test after", "weeks", "When she is told to use the test you gave her. D10."),
    _threshold("period_weeks", "No period by", "weeks", "A period not back by then is a reason to call. A.10."),
    _threshold(
        "methotrexate_months",
        "After methotrexate no pregnancy for",
        "months",
        f"Or until the clinic agrees. Never less than {METHOTREXATE_MONTHS_MIN}. Fact sheet D13.",
    ),
)
_TOPICS = (
    Field(
        path="topics",
        label="This clinic writes about",
        kind=Kind.CHECKS,
        hint="What is not ticked is not offered, and nothing planned about it is sent, not even to somebody who asked "
        "for it before. A question about it gets your numbers, and comes to the inbox.",
        options=tuple((one.value, speaking.TOPICS[one]) for one in OptIn),
    ),
)
_KEEPING = (
    Field(
        path="body_retention_days",
        label="Words of texts are kept for",
        kind=Kind.NUMBER,
        unit="days",
        hint="What was written is removed after that; that it was written stays on record.",
        default="90",
    ),
)
GROUPS = (
    Group(key="clinic", title="The clinic in texts", about="", fields=_CLINIC),
    Group(
        key="hours",
        title="Clinic hours",
        about="What can wait is due in these hours. Danger pages somebody at any hour.",
        fields=_HOURS,
    ),
    Group(
        key="quiet",
        title="Quiet hours",
        about="Planned texts leave only between these times, at her place. Answers to her, and all that keeps her "
        "safe, go at any hour.",
        fields=_QUIET,
    ),
    Group(
        key="waits",
        title="How long a page may wait",
        about="Nobody has said “I have it” by then: the next person on call is told.",
        fields=_WAITS,
    ),
    Group(
        key="thresholds",
        title="Clinical thresholds",
        about="They stand in texts and decide what is a danger sign. Change one only on your clinical lead's word.",
        fields=_THRESHOLDS,
    ),
    Group(
        key="topics",
        title="Private topics",
        about="She gets texts about one only if she asks for it.",
        fields=_TOPICS,
    ),
    Group(key="keeping", title="What is kept", about="", fields=_KEEPING),
)
FIELDS = tuple(field for group in GROUPS for field in group.fields)
RUNG = (
    Field(path="contact_id", label="Short name", hint="Small letters, digits and -. It stands in the history."),
    Field(path="phone", label="Mobile phone", kind=Kind.PHONE, hint=f"As you have it, like {PHONE_LIKE}."),
    Field(
        path="language",
        label="Language",
        kind=Kind.CHOICE,
        options=tuple((one.value, speaking.LANGUAGES[one]) for one in Language),
    ),
    Field(
        path="email",
        label="E-mail",
        kind=Kind.EMAIL,
        may_be_empty=True,
        hint="Where E-mail is ticked below. If she signs in with it, what is handed to her bears her name.",
    ),
    Field(
        path="channels",
        label="Told by",
        kind=Kind.CHECKS,
        options=(("sms", "Text"), ("call", "Phone call"), ("email", "E-mail")),
    ),
    Field(
        path="on_call",
        label="On call",
        kind=Kind.CHOICE,
        options=(
            (OnCall.ALWAYS.value, "Day and night"),
            (OnCall.CLINIC_HOURS.value, "In clinic hours"),
            (OnCall.AFTER_HOURS.value, "Outside clinic hours"),
        ),
    ),
    Field(
        path="out_until",
        label="Away until",
        kind=Kind.MOMENT,
        hint="By the clinic's clock. Others cover until then, unless nobody else answers. Empty: on call.",
        may_be_empty=True,
    ),
)
"""Of one person on call."""
FIXED: Mapping[str, str] = MappingProxyType(
    {
        "clinic_id": "Key",
        "country": "Country",
        "zone": "Time zone",
        "messaging_service": "Sender at the provider",
        "calls_from": "Number that calls staff",
    }
)
"""What an operator alone changes."""
