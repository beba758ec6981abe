"""Words of staff before they go out: as she would get them, how long, at what hour of hers, and who may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from functions.operations.given_away import Tells, gives_away
from functions.operations.writing import Counted
from functions.screens import speaking
from messages.segments import Encoding
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.telling import who
from schedules.writing import tidy

_TELLS: Mapping[Tells, str] = MappingProxyType(
    {
        Tells.DRUG: "a drug",
        Tells.TEST: "a test or its result",
        Tells.LOSS: "what happened to her",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`body` goes out as it stands here. `warnings` are to be read and may be passed over."""

    enrollment_id: str
    title: str
    number: str
    body: str
    to: str
    there: str
    length: str
    is_discreet: bool
    other_language: str | None
    warnings: tuple[str, ...]
    urgent: bool
    key: str


def look(
    enrollment: Enrollment, clinic: Clinic, now: datetime, *, body: str, counted: Counted, urgent: bool, key: str
) -> Look:
    person, number = enrollment.person, who(enrollment.enrollment_id)
    return Look(
        enrollment_id=enrollment.enrollment_id,
        title=enrollment.chart.name or f"Patient {number}",
        number=number,
        body=tidy(body),
        to=speaking.phone(person.phone),
        there=speaking.clock(now, person.zone, clinic.country),
        length=_length(counted),
        is_discreet=person.discreet,
        other_language=speaking.other_language(person.language),
        warnings=tuple(_warnings(body)),
        urgent=urgent,
        key=key,
    )


def _length(counted: Counted) -> str:
    if counted.segments == 1:
        return "It is one text long."
    why = ""
    if counted.encoding == Encoding.UCS2.value:
        why = " Letters like á, curly quotes and emoji make it longer: without them more fits."
    return f"It is {counted.segments} texts long; most phones show them as one.{why}"


def _warnings(body: str) -> Iterable[str]:
    for kind, words in gives_away(body).items():
        quoted = ", ".join(f"“{one}”" for one in words)
        yield f"It names {_TELLS[kind]}: {quoted}."
