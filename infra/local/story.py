"""The demonstration's script: three invented people, their nurse, and what each writes when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from messages.hearing.reading import Question
from messages.language import Language

WEEKS = 12
NURSE_ZONE = "America/New_York"
FIRST_MINUTES = 7
"""How long after a text she answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words at a local time on a day of hers, counted from her enrollment."""

    day: int
    at: time
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """`answers` by question: one for each time it is asked, the last one again; None stays silent."""

    label: str
    number: str
    zone: str
    language: Language
    treatment: str
    anchor: str
    days_late: int = 0
    thanks: str | None = None
    answers: Mapping[Question, tuple[str | None, ...]] = field(default_factory=dict)
    says: tuple[Said, ...] = ()

    def form(self, now: datetime) -> dict[str, Any]:
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return {
            "phone": self.number,
            "language": self.language.value,
            "zone": self.zone,
            "loss": "early",
            "treatment": self.treatment,
            "gestation_weeks": 9,
            "gestation_days": 1,
            f"{self.anchor}_on": (today - timedelta(days=self.days_late)).isoformat(),
            "conditions": [],
            "consent": {
                "method": "staff",
                "wording": "consent-2026-11",
                "collected_by": "front-desk",
                "given_at": (now - timedelta(minutes=3)).isoformat(),
                "safe_phone": True,
            },
        }

    def moments(self, enrolled_on: date) -> list[tuple[datetime, str]]:
        zone = ZoneInfo(self.zone)
        return [
            (datetime.combine(enrolled_on + timedelta(days=said.day), said.at, tzinfo=zone), said.words)
            for said in self.says
        ]


def people() -> tuple[Persona, ...]:
    return (_maya(), _lucia(), _dana())


def _maya() -> Persona:
    return Persona(
        label="Maya (tablets)",
        number="+12025550143",
        zone="America/New_York",
        language=Language.ENGLISH,
        treatment="medication",
        anchor="tablets",
        thanks="thank you",
        answers={
            Question.BLEEDING_STARTED: ("yes it started last night",),
            Question.TEMPERATURE: ("98.4",),
            Question.PADS_PER_HOUR: ("0",),
            Question.PAIN: ("a 3 maybe",),
            Question.MOOD: ("2",),
            Question.BLEEDING_STOPPED: ("2", "yes finally"),
            Question.PHQ_INTEREST: ("1", "1", "0"),
            Question.PHQ_DOWN: ("2", "several days", "0"),
            Question.TEST_RESULT: ("negative",),
            Question.PERIOD_BACK: (None, "yes it came back"),
        },
        says=(
            Said(day=2, at=time(13, 20), words="is it ok to take a bath yet?"),
            Said(day=4, at=time(2, 4), words="temp 101.8 and shivering"),
            Said(
                day=45,
                at=time(21, 40),
                words="i dont see the point of being here anymore. i just want to be with my baby",
            ),
        ),
    )


def _lucia() -> Persona:
    return Persona(
        label="Lucía (procedimiento)",
        number="+13125550177",
        zone="America/Chicago",
        language=Language.SPANISH,
        treatment="surgery",
        anchor="procedure",
        thanks="muchas gracias",
        answers={
            Question.TEMPERATURE: ("36,8",),
            Question.PADS_PER_HOUR: ("ninguna",),
            Question.PAIN: ("como un 4",),
            Question.MOOD: ("3",),
            Question.BLEEDING_STOPPED: ("no todavia", "si ya paro"),
            Question.PHQ_INTEREST: ("2", "1", "0"),
            Question.PHQ_DOWN: ("2", "varios dias", "0"),
            Question.PERIOD_BACK: ("si",),
        },
        says=(
            Said(day=3, at=time(16, 10), words="cuando puedo volver a trabajar?"),
            Said(day=9, at=time(19, 30), words="lloro todo el dia y no puedo dormir, me siento muy sola"),
            Said(day=30, at=time(11, 15), words="me pueden llamar por favor?"),
        ),
    )


def _dana() -> Persona:
    return Persona(
        label="Dana (waiting)",
        number="+13035550190",
        zone="America/Denver",
        language=Language.ENGLISH,
        treatment="expectant",
        anchor="decision",
        days_late=4,
        thanks=None,
        answers={
            Question.BLEEDING_STARTED: ("not yet", "yes, this morning"),
            Question.TEMPERATURE: ("37.0",),
            Question.PADS_PER_HOUR: (None, "0"),
            Question.PAIN: ("5",),
            Question.MOOD: ("3ish",),
            Question.BLEEDING_STOPPED: ("no", "yes"),
            Question.PHQ_INTEREST: ("0",),
            Question.PHQ_DOWN: ("1",),
            Question.TEST_RESULT: ("only one line so negative",),
            Question.PERIOD_BACK: ("yes",),
        },
        says=(
            Said(day=8, at=time(18, 45), words="the bleeding won't stop"),
            Said(day=62, at=time(12, 5), words="please stop texting me"),
        ),
    )
