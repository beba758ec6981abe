"""What the desk asks for of one woman: the bodies of its requests, and the words it writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrollment_form import CLOCK_FIELDS
from infra.content.samples import GESTATION, first_clock
from infra.simulation.people import ZONES
from infra.simulation.swarm import HALF, odds
from messages.hearing.reading import Intent
from schedules.enrollment import Enrollment
from schedules.pathways import Clock, pathway, released

Body = dict[str, Any]
WRITTEN = ("Please call us when you can.", "We have moved your visit to Thursday at ten.", "Su cita es el martes.")
WRITTEN_URGENTLY = ("Please come in now, we are waiting for you.", "Por favor llame ahora.")
"""Other words, so that whoever sees them arrive knows whether they could wait."""
_AMENDMENTS: tuple[Body, ...] = (
    *({"language": "en"}, {"language": "es"}, {"discreet": True}, {"discreet": True}, {"discreet": False}),
    *({"planned_from": "12:00", "planned_until": "16:30"}, {"planned_from": None, "planned_until": None}),
    {"planned_from": "14:00", "planned_until": None},
)
"""Of how she is written to."""
_MOVES = 0.3
"""Of the amendments, those that tell that she lives elsewhere."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that a request may hold, drawn once: the same request may be sent twice."""

    body: Body
    words: str = ""
    urgent: bool = False


def asked(name: str, her: Enrollment, chance: Random, now: datetime) -> Asked:
    today = now.astimezone(ZoneInfo(her.person.zone)).date()
    match name:
        case "pause":
            return Asked({"until": (now + timedelta(days=chance.randint(1, 9))).isoformat()})
        case "amend":
            moved = {"zone": chance.choice(ZONES)}
            return Asked(moved if odds(chance, _MOVES) else chance.choice(_AMENDMENTS))
        case "write":
            urgent = odds(chance, HALF)
            return Asked({}, chance.choice(WRITTEN_URGENTLY if urgent else WRITTEN), urgent)
        case "mark":
            return Asked({"label": chance.choice(list(Intent)).value})
        case "anchor" if her.pathway is not None:
            clocks = [clock for clock in pathway(her.pathway, 1).clocks if clock is not Clock.DUE]
            return Asked({"clock": chance.choice(clocks), "on": _ago(chance, today, 5)})
        case "switch":
            return Asked(_switch(chance, _ago(chance, today, 2), partner=(her.pathway or "").startswith("partner")))
    return Asked({})


def _ago(chance: Random, today: Any, days_max: int) -> str:
    return str((today - timedelta(days=chance.randint(0, days_max))).isoformat())


def _switch(chance: Random, on: str, *, partner: bool) -> Body:
    tracks = sorted({key for key, _ in released() if key.startswith("partner") is partner})
    track = chance.choice(tracks)
    loss, _, treatment = track.partition("-")
    return {
        "loss": loss,
        "treatment": treatment,
        "gestation_weeks": GESTATION[loss],
        CLOCK_FIELDS[first_clock(track)]: on,
    }
