"""How grave a reading is for this person on this day: section B of the fact sheet, applied to track and clock.

Hearing knows what was said; only here is it known that tablets were taken this morning. A reading's severity is
lowered in one case alone (tablet day, register D7) and raised wherever the track or the clinic's numbers say so.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from messages.hearing.reading import CRISIS_SIGNS, Answer, Intent, Question, Reading, Sign
from messages.numbers import TABLET_EFFECTS_HOURS
from messages.severity import Severity, gravest
from schedules.by_track import on_track
from schedules.calendar import at_local
from schedules.decision import Program
from schedules.enrollment import Enrollment
from schedules.pathways import Clock

TABLET_EFFECTS = timedelta(hours=TABLET_EFFECTS_HOURS)  # D7
PADS_ASKED_MAX = 2  # our question knows no more than "2 or more": an emergency whatever a clinic prints (B3a)
NO_BLEEDING_URGENT = timedelta(hours=48)  # B19
SEVERE_PAIN_FROM = 8  # of 10: B10 "agony, 10/10, worst pain", read on the safe side
LATE_WAITING = "late-waiting"
_TABLET_EFFECTS = frozenset({Sign.FEVER, Sign.CHILLS})
_ON_ECTOPIC = {
    Sign.SOME_PAIN: Severity.URGENT,  # rule B-3
    Sign.SEVERE_PAIN: Severity.EMERGENCY,  # B10
    Sign.POSITIVE_TEST: Severity.URGENT,  # B21
}
_WHILE_WAITING_LATE = frozenset({Sign.SPOTTING, Sign.LONG_BLEEDING, Sign.SOME_PAIN, Sign.WATERS})
"""A.6: any bleeding, any pain, any loss of fluid."""
_BY_INTENT = {
    Intent.CRISIS: Severity.CRISIS,
    Intent.EMERGENCY: Severity.EMERGENCY,
    Intent.URGENT: Severity.URGENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`severity` None: nobody needs to be told. `message` is the safety answer that fits."""

    severity: Severity | None
    signs: tuple[Sign, ...]
    message: str | None


def judge(program: Program, enrollment: Enrollment, reading: Reading, now: datetime) -> Judgement:
    told = _told_signs(enrollment, reading)
    signs = tuple(dict.fromkeys((*reading.signs, *_answer_signs(program, enrollment, reading.answer), *told)))
    severities = {sign: _severity(program, enrollment, sign, now) for sign in signs}
    found = [severity for severity in severities.values() if severity is not None]
    tablet_day = _on_tablet_day(enrollment, now)
    heard = gravest([one for one in (reading.severity, _BY_INTENT.get(reading.intent)) if one is not None])
    expected = tablet_day and heard is Severity.URGENT and bool(set(signs) & _TABLET_EFFECTS)
    if heard is not None and heard.pages_now and not expected:
        found.append(heard)
    severity = gravest(found)
    if severity is Severity.SOON and _is_positive_test(reading.answer):
        return Judgement(severity=severity, signs=signs, message="check.test_result.positive")
    message = _message(severity, signs, enrollment.pathway, tablet_day=tablet_day)
    return Judgement(severity=severity, signs=signs, message=message)


def _is_positive_test(answer: Answer | None) -> bool:
    return answer is not None and answer.question is Question.TEST_RESULT and bool(answer.value)


def safety_key(severity: Severity, track: str | None) -> str:
    """The safety answer of a severity: what makes it an emergency, and for whom, differs by track."""
    return on_track(f"safety.{severity.value}", track)


def _message(severity: Severity | None, signs: tuple[Sign, ...], track: str | None, *, tablet_day: bool) -> str | None:
    if severity is None:
        return None
    if severity is Severity.CRISIS:
        neutral = Sign.VIOLENCE in signs and not CRISIS_SIGNS & set(signs)
        return "safety.violence" if neutral else "safety.crisis"
    if severity.pages_now:
        return safety_key(severity, track)
    if tablet_day and _TABLET_EFFECTS & set(signs):
        return "safety.tablet_day"
    if Sign.NO_BLEEDING in signs:
        return "safety.no_bleeding"
    return "answer.distress" if {sign for sign in signs if sign.severity} == {Sign.DEPRESSED} else "safety.soon"


def _pain(enrollment: Enrollment, strength: float) -> tuple[Sign, ...]:
    """Any pain counts on an ectopic track: it cannot be told from rupture by text (A.8)."""
    if strength >= SEVERE_PAIN_FROM:
        return (Sign.SEVERE_PAIN,)
    return (Sign.SOME_PAIN,) if strength and (enrollment.pathway or "").startswith("ectopic") else ()


def _severity(program: Program, enrollment: Enrollment, sign: Sign, now: datetime) -> Severity | None:
    if sign in _TABLET_EFFECTS and _on_tablet_day(enrollment, now):
        return Severity.SOON
    if sign is Sign.NO_BLEEDING:
        return _no_bleeding(program, enrollment, now)
    track = enrollment.pathway or ""
    if track.startswith("ectopic") and sign in _ON_ECTOPIC:
        return _ON_ECTOPIC[sign]
    if track == LATE_WAITING and sign in _WHILE_WAITING_LATE:
        return Severity.URGENT
    return sign.severity


def _no_bleeding(program: Program, enrollment: Enrollment, now: datetime) -> Severity | None:
    """B19 after tablets; while waiting, only past the clinic's limit (A.1); otherwise nothing to fear."""
    tablets = tablets_at(enrollment)
    if tablets is not None:
        if now >= tablets + NO_BLEEDING_URGENT:
            return Severity.URGENT
        late = now >= tablets + timedelta(hours=program.clinic.thresholds.no_bleeding_hours)
        return Severity.SOON if late else None
    decided = enrollment.anchors.get(Clock.DECISION)
    if decided is None or Clock.BLEEDING in enrollment.anchors:
        return None
    limit = at_local(decided + timedelta(days=program.clinic.thresholds.waiting_days), time(), enrollment.person.zone)
    return Severity.SOON if now >= limit else None


def tablets_at(enrollment: Enrollment) -> datetime | None:
    """When the second tablets were taken; the start of that day when the hour is not known, which is the safe side
    for every rule that counts from it."""
    day = enrollment.anchors.get(Clock.TABLETS)
    if day is None:
        return None
    return at_local(day, enrollment.tablets_at or time(), enrollment.person.zone)


def _on_tablet_day(enrollment: Enrollment, now: datetime) -> bool:
    tablets = tablets_at(enrollment)
    return tablets is not None and tablets <= now < tablets + TABLET_EFFECTS


def _told_signs(enrollment: Enrollment, reading: Reading) -> tuple[Sign, ...]:
    """While a later loss is waited for, any bleeding she tells of counts (A.6); elsewhere it is no sign by itself."""
    bleeds = any(one.value is (one.question is Question.BLEEDING_STARTED) for one in reading.told)
    return (Sign.SPOTTING,) if bleeds and enrollment.pathway == LATE_WAITING else ()


def _answer_signs(program: Program, enrollment: Enrollment, answer: Answer | None) -> tuple[Sign, ...]:
    """A dangerous answer is dangerous whatever hearing made of it."""
    if answer is None:
        return ()
    limits = program.clinic.thresholds
    match answer.question:
        case Question.PADS_PER_HOUR:
            heavy = (
                Sign.HEAVY_BLEEDING if answer.value >= min(limits.pads_per_hour, PADS_ASKED_MAX) else Sign.SOAKING_PADS
            )
            return (heavy,) if answer.value else ()
        case Question.TEMPERATURE:
            return (Sign.FEVER,) if answer.value >= limits.fever_celsius else ()
        case Question.PAIN:
            return _pain(enrollment, answer.value)
        case Question.BLEEDING_STARTED:
            return () if answer.value else (Sign.NO_BLEEDING,)
        case Question.TEST_RESULT:
            return (Sign.POSITIVE_TEST,) if answer.value else ()
        case _:
            return ()
