"""What staff change of one person: how she is written to, a date, her treatment, that it ends. Each a page of its own,
with her name over it and the version it was made from in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrollment_fields import DUE_WITHIN, TOO_LATE_AFTER, Problem
from functions.operations.flat_form import unflattened
from functions.screens import enroll, speaking, tracks, wrong, zones
from functions.screens.calendar import Calendar
from functions.screens.rendering import Notice
from functions.screens.typed import Filled, Typed
from messages.opt_in import OptIn
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.pathways import Clock, pathway
from schedules.telling import who

ENDINGS: Mapping[str, tuple[str, str]] = {
    "withdraw": ("She does not want them, or they are not for her", "Recorded as withdrawn."),
    "complete": ("She is well looked after without them", "Recorded as completed."),
}
OUTDATED = Notice(kind="warn", words="Somebody changed her record meanwhile. Nothing of yours was stored: look again.")
_NOTHING = Problem(field="ending", problem="nothing is chosen", mend="choose how it ends, or keep her texts")
_EMPTIED = ("cannot be emptied", "write the day; a date that was told is not forgotten again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Her:
    """Whose page it is; `version` is the one the page was made from."""

    enrollment_id: str
    title: str
    number: str
    track: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """One date of hers that may be moved."""

    name: str
    label: str
    was: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One page of a change: the form, and what there is to choose from."""

    her: Her
    filled: Filled
    key: str
    groups: tuple[tracks.Group, ...]
    asked: tuple[str, ...] | None
    near: tuple[tuple[str, str], ...]
    everywhere: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    moving: tuple[Moving, ...]
    endings: tuple[tuple[str, str, str], ...]
    hours: str
    weeks_hint: str
    limits: Mapping[str, int]
    today: date
    first_day: date
    due_first: date
    due_last: date
    phone: str
    calendar: Calendar | None


def change(
    enrollment: Enrollment,
    clinic: Clinic,
    typed: Typed,
    now: datetime,
    *,
    problems: Iterable[Problem] = (),
    calendar: Calendar | None = None,
) -> Change:
    """`calendar`: as it would be after the change, where it is shown before."""
    today = now.astimezone(ZoneInfo(enrollment.person.zone)).date()
    return Change(
        her=_her(enrollment),
        filled=wrong.filled(typed, problems),
        key=typed.value("key"),
        groups=tracks.groups_like(enrollment.pathway),
        asked=tracks.needs(typed.value("track")) if typed.value("narrowed") else None,
        near=zones.near(clinic.country, clinic.zone),
        everywhere=zones.everywhere(),
        languages=tuple((one.value, name) for one, name in speaking.LANGUAGES.items()),
        words=tuple((one.value, name) for one, name in enroll.WORDS.items()),
        topics=_topics(enrollment, clinic),
        moving=tuple(_moving(clock, enrollment, today) for clock in _clocks(enrollment)),
        endings=tuple((key, *words) for key, words in ENDINGS.items()),
        hours=f"{clinic.planned_from:%H:%M} to {clinic.planned_until:%H:%M}",
        weeks_hint=f"{enroll.weeks_hint(clinic.country)} Only where they were wrong before.",
        limits=enroll.LIMITS,
        today=today,
        first_day=today - TOO_LATE_AFTER,
        due_first=today - DUE_WITHIN,
        due_last=today + DUE_WITHIN,
        phone=speaking.phone(enrollment.person.phone),
        calendar=calendar,
    )


def as_she_is(enrollment: Enrollment, *, key: str) -> Typed:
    """What stands on record, as if it had been typed."""
    person, chart = enrollment.person, enrollment.chart
    pairs = [
        ("key", key),
        ("version", str(enrollment.version)),
        ("language", person.language.value),
        ("zone", person.zone),
        ("words", person.words.value),
        ("name", person.name or ""),
        ("discreet", "yes" if person.discreet else ""),
        ("planned_from", f"{person.planned_from:%H:%M}" if person.planned_from else ""),
        ("planned_until", f"{person.planned_until:%H:%M}" if person.planned_until else ""),
        *(("topics", one.value) for one in sorted(person.topics)),
        ("chart_name", chart.name or ""),
        ("reference", chart.reference or ""),
        ("call_note", chart.call_note or ""),
        *((tracks.date_field(clock), on.isoformat()) for clock, on in enrollment.anchors.items()),
    ]
    return Typed.of(pair for pair in pairs if pair[1])


def amended(typed: Typed) -> dict[str, Any]:
    """How she is written to and known, as amending takes it."""
    given = unflattened(enroll.her_cells(typed, topics=frozenset(OptIn)))
    chart = {"name": None, "reference": None, "call_note": None, **given.get("chart", {})}
    emptied: dict[str, Any] = {"planned_from": None, "planned_until": None, "name": None, "topics": []}
    return _without_consent({**emptied, **given, "chart": chart})


def moved(typed: Typed, enrollment: Enrollment) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The dates that differ from those on record, as {"clock", "on"}, each to be moved by itself."""
    moves: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for clock in _clocks(enrollment):
        name, was = tracks.date_field(clock), enrollment.anchors.get(clock)
        on = typed.value(name).strip()
        if was is not None and not on:
            problems.append(Problem(field=name, problem=_EMPTIED[0], mend=_EMPTIED[1]))
        elif on and on != (was.isoformat() if was else ""):
            moves.append({"clock": clock.value, "on": on})
    return moves, problems


def switched(typed: Typed) -> dict[str, Any]:
    """Another treatment, as `enrollment_form.check_switch` takes it. No weeks written: as they were."""
    return _without_consent(unflattened(enroll.track_cells(typed)))


def ended(typed: Typed) -> tuple[str | None, list[Problem]]:
    """The act, or that none was chosen."""
    ending = typed.value("ending")
    return (ending, []) if ending in ENDINGS else (None, [_NOTHING])


def _without_consent(form: dict[str, Any]) -> dict[str, Any]:
    """Given once, at enrollment."""
    return {name: value for name, value in form.items() if name != "consent"}


def _her(enrollment: Enrollment) -> Her:
    number = who(enrollment.enrollment_id)
    return Her(
        enrollment_id=enrollment.enrollment_id,
        title=enrollment.chart.name or f"Patient {number}",
        number=number,
        track=speaking.track(enrollment.pathway),
        version=enrollment.version,
    )


def _topics(enrollment: Enrollment, clinic: Clinic) -> tuple[tuple[str, str], ...]:
    """What she has on stands there whatever the clinic writes about, or keeping the form would take it from her."""
    shown = [one for one in OptIn if one in tracks.offered_topics(clinic) or one in enrollment.person.topics]
    return tuple((one.value, speaking.topic(one, clinic)) for one in shown)


def _clocks(enrollment: Enrollment) -> tuple[Clock, ...]:
    key, version = enrollment.pathway, enrollment.pathway_version
    return pathway(key, version).clocks if key and version else ()


def _moving(clock: Clock, enrollment: Enrollment, today: date) -> Moving:
    name, was = tracks.date_field(clock), enrollment.anchors.get(clock)
    low, high = (today - DUE_WITHIN, today + DUE_WITHIN) if clock is Clock.DUE else (today - TOO_LATE_AFTER, today)
    return Moving(
        name=name,
        label=wrong.LABELS[name],
        was=f"Now {speaking.dated(was)}." if was else "Not known yet.",
        low=low.isoformat(),
        high=high.isoformat(),
    )
