"""What she answered to check-ins: as curves where they are numbers, and each as a line of a table."""

from dataclasses import dataclass
from datetime import date

from functions.screens import speaking
from functions.screens.drawing import Curve, curve
from messages.hearing.reading import Question
from schedules.calendar import local_date
from schedules.clinic import Clinic
from schedules.enrollment import Answered, Enrollment

_SCALES = {
    Question.MOOD: (1.0, 5.0),
    Question.PAIN: (0.0, 10.0),
    Question.TEMPERATURE: (35.0, 41.0),
    Question.PADS_PER_HOUR: (0.0, 2.0),
    Question.PHQ_INTEREST: (0.0, 3.0),
    Question.PHQ_DOWN: (0.0, 3.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    when: str
    asks: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    title: str
    curve: Curve


def charts(enrollment: Enrollment, clinic: Clinic, began: date) -> list[Chart]:
    """One for each kind of number she has given at least twice."""
    drawn = []
    for question, (low, high) in _SCALES.items():
        values = [
            (local_date(one.at, enrollment.person.zone), float(one.answer.value))
            for one in enrollment.answers
            if one.answer.question is question
        ]
        if len(values) > 1:
            limit = clinic.thresholds.fever_celsius if question is Question.TEMPERATURE else None
            limit = float(clinic.thresholds.pads_per_hour) if question is Question.PADS_PER_HOUR else limit
            one = curve(values, began=began, low=low, high=high, limit=limit)
            drawn.append(Chart(title=speaking.ASKS[question], curve=one))
    return drawn


def lines(enrollment: Enrollment, clinic: Clinic) -> list[Line]:
    """Newest first."""
    return [_line(one, clinic) for one in reversed(enrollment.answers) if one.answer.question in speaking.ASKS]


def _line(one: Answered, clinic: Clinic) -> Line:
    at = f"{speaking.day(one.at, clinic.zone)}, {speaking.clock(one.at, clinic.zone, clinic.country)}"
    return Line(when=at, asks=speaking.ASKS[one.answer.question], said=_said(one, clinic))


def _said(one: Answered, clinic: Clinic) -> str:
    value = one.answer.value
    match one.answer.question:
        case Question.TEST_RESULT:
            return "positive" if value else "negative"
        case Question.TEMPERATURE if clinic.country == "us":
            return f"{value * 9 / 5 + 32:.1f} F ({value:g} C)"
        case Question.TEMPERATURE:
            return f"{value:g} C"
        case Question.PADS_PER_HOUR:
            return "2 or more" if value >= 2 else f"{value:g}"  # noqa: PLR2004 - as the question counts
        case _ if isinstance(value, bool):
            return "yes" if value else "no"
    return f"{value:g}"
