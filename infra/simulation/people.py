"""The women of a simulated world: who they are, and what they write when."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.ports import Ref
from infra.content.samples import GESTATION, first_clock
from infra.simulation.swarm import HALF, odds
from messages.opt_in import OptIn
from schedules.clinic import Clinic, Contact
from schedules.pathways import Clock, released

ZONES = (
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/Phoenix", "America/St_Johns"),
    *("Europe/Dublin", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia"),
    *("America/Havana", "Africa/Casablanca", "Pacific/Kiritimati", "America/Santiago", "UTC"),
)
"""Ordinary ones, and those with odd offsets, half-hour clock changes and midnights that do not exist."""
STARTS = ("2026-01-15", "2026-03-06", "2026-06-20", "2026-09-01", "2026-10-29", "2027-12-20", "2028-02-20")
"""Before clock changes, a turn of the year and a leap day."""
NAMES = ("Wrenfield", "Noorjahan", "Teodoro")
PHOTO, DOUBT = "photo", "doubt"
ASKED = "asked"
"""What she answers when she is asked whether she is in danger: yes, no, another doubtful text, or that she leaves."""
_KINDS = {
    "reply": {
        "answer": 57,
        "question": 12,
        "thanks": 10,
        "talk": 9,
        "danger": 6,
        "fever": 1,
        "less": 3,
        "stop": 2,
        PHOTO: 1,
        DOUBT: 2,
    },
    ASKED: {"answer_to_doubt": 60, DOUBT: 25, "stop": 15},
    "first": {"question": 39, "talk": 28, "danger": 18, "fever": 2, "stop": 6, "start": 6, PHOTO: 1, DOUBT: 4},
}


@dataclass(slots=True, kw_only=True)
class Woman:
    """`eager`: the share of texts she answers. `number` may be one that another woman had before her."""

    number: str
    clinic_id: str
    zone: str
    eager: float
    form: dict[str, Any]
    begins: datetime
    known_as: str = ""  # by staff; in no text
    ref: Ref | None = None
    began: datetime = field(init=False)  # when she was enrolled
    wrote: int = 0

    def __post_init__(self) -> None:
        self.began = self.begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text a phone sent: the truth that the record is held against."""

    sid: str
    number: str
    clinic_id: str
    body: str
    kind: str
    at: datetime

    @property
    def is_by_staff(self) -> bool:
        return self.kind in {"staff", "noise"}


@dataclass(slots=True)
class Cast:
    """Everybody of one world."""

    clinics: tuple[Clinic, ...]
    women: list[Woman] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


@cache
def bodies() -> Mapping[str, list[str]]:
    return tomllib.loads(resources.files("infra.simulation").joinpath("replies.toml").read_text("utf-8"))


def said_by(chance: Random, occasion: str) -> tuple[str, str]:
    """The kind of a text and its words."""
    kinds = _KINDS[occasion]
    kind = chance.choices(list(kinds), weights=list(kinds.values()))[0]
    return kind, chance.choice(bodies()[kind])


def clinics(chance: Random, *, shared_contact: bool = False) -> tuple[Clinic, ...]:
    """Two tenants who share nothing but this service, and perhaps the phone of somebody on call."""
    made = []
    for number, (name, country, zone, line) in enumerate(
        (
            ("Lakeside Clinic", "us", "America/New_York", "202-555-010"),
            ("Hillside Clinic", "ie", "Europe/Dublin", "020 912 010"),
        )
    ):
        ladder = tuple(
            Contact(
                contact_id=contact,
                phone=f"+1202555{0 if shared_contact and not rung else number}{rung:03d}",
                email=f"{contact}@{name.split()[0].lower()}.example" if odds(chance, HALF) else None,
            )
            for rung, contact in enumerate(("nurse", "lead", "doctor")[: chance.randint(1, 3)])
        )
        made.append(
            Clinic(
                clinic_id=name.split()[0].lower(),
                name=name,
                country=country,
                zone=zone,
                phone=f"{line}0",
                after_hours_phone=f"{line}1",
                messaging_service=f"MG{number:032x}",
                calls_from=f"+1202555{number}900",
                ladder=ladder,
            )
        )
    return tuple(made)


def woman(chance: Random, clinic: Clinic, number: str, begins: datetime, *, known_as: str = "") -> Woman:
    tracks = sorted({key for key, _ in released()})
    track = chance.choice(tracks)
    loss, _, treatment = track.partition("-")
    zone = chance.choice(ZONES) if odds(chance, 0.7) else clinic.zone
    today = begins.astimezone(ZoneInfo(zone)).date()
    anchor = today - timedelta(days=chance.choice((0, 0, 0, 1, 2, 4, 9, 20)))
    form: dict[str, Any] = {
        "phone": number,
        "language": chance.choice(("en", "es")),
        "zone": zone,
        "loss": loss,
        "treatment": treatment,
        "gestation_weeks": GESTATION[loss],
        "conditions": [],
        "discreet": odds(chance, 0.35),
        "topics": sorted(topic.value for topic in OptIn if odds(chance, 0.2)),
        "consent": {
            "method": "staff",
            "wording": "consent-2026-11",
            "collected_by": "front-desk",
            "given_at": (begins - timedelta(minutes=5)).astimezone(UTC).isoformat(),
            "safe_phone": True,
        },
        CLOCK_FIELDS[first_clock(track)]: anchor.isoformat(),
    }
    if known_as:
        form["chart"] = {"name": known_as}
    if odds(chance, 0.2):
        form |= {"planned_from": "12:00", "planned_until": "16:30"}
    if odds(chance, 0.3):
        form |= {"words": "name", "name": chance.choice(NAMES)}
    if "dates" in form["topics"]:
        form[CLOCK_FIELDS[Clock.DUE]] = (anchor + timedelta(days=60)).isoformat()
    return Woman(
        number=number,
        clinic_id=clinic.clinic_id,
        zone=zone,
        eager=chance.choice((0.0, 0.2, 0.5, 0.9)),
        form=form,
        begins=begins,
        known_as=known_as,
    )
