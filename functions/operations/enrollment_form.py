"""Reading an enrollment form: a typed form, or every problem with how to mend it. Stores and sends nothing."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from functions.operations import enrollment_fields as fields
from functions.operations.enrollment_fields import Assumed, Problem, Reader
from functions.operations.pasted import has_country_code
from messages.language import Language
from messages.opt_in import OptIn
from schedules.enrollment import Chart, Consent, Words
from schedules.pathways import Clock, latest_version, pathway, released

EARLY_UNDER_WEEKS = 13  # fact sheet A.0.3
VIABLE_FROM_WEEKS = {"us": 20}  # A.0.4: at or after, no automated pathway
VIABLE_FROM_WEEKS_ELSEWHERE = 24
MILK_FROM_WEEKS = 16  # A.4
DAYS_IN_WEEK = 7
WEEKS_MIN, WEEKS_MAX = 1, 44
WINDOW_MIN = timedelta(hours=2)
EXCLUDED: Mapping[str, str] = {
    "molar_pregnancy": "it has a follow-up of its own",
    "unknown_location": "it needs watching that texts cannot give",
    "scar_cervical_or_cornual_ectopic": "it needs watching that texts cannot give",
    "septic_loss": "it needs a clinician",
    "suspected_ectopic": "until it is ruled out, a text may reassure wrongly",
    "loss_at_or_after_viability": "these texts are not written for it",
    "under_minimum_age": "the clinic decides how to reach her",
}
"""Conditions no automated pathway may serve (fact sheet A.0.4), and why."""
CLOCK_FIELDS = {
    Clock.DECISION: "decision_on",
    Clock.BLEEDING: "bleeding_on",
    Clock.TABLETS: "tablets_on",
    Clock.PROCEDURE: "procedure_on",
    Clock.INJECTION: "injection_on",
    Clock.LOSS: "loss_on",
    Clock.JOINED: "joined_on",
    Clock.DUE: "due_on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An enrollment form that can be acted on. `assumed`: what was read of loose writing, to be shown before."""

    phone: str
    language: Language
    zone: str
    pathway: str
    anchors: Mapping[Clock, date]
    tablets_at: time | None
    planned_from: time | None
    planned_until: time | None
    consent: Consent
    milk: bool = False
    discreet: bool = False
    words: Words = Words.NEUTRAL
    name: str | None = None
    topics: frozenset[OptIn] = frozenset()
    chart: Chart = field(default_factory=Chart)
    assumed: tuple[Assumed, ...] = ()


def check(
    raw: Mapping[str, Any],
    *,
    now: datetime,
    country: str = "us",
    here: str | None = None,
    offered: Set[OptIn] = frozenset(OptIn),
) -> tuple[Form | None, list[Problem]]:
    """The form, or None and everything that is wrong with it at once. `here`: the clinic's zone, in which the instant
    of consent is read where it names none. `offered`: the topics it writes about."""
    reader = Reader(raw)
    zone = reader.read("zone", fields.zone)
    pathway_key = _pathway(reader)
    phone = _phone(reader, country)
    language = reader.read("language", fields.language)
    anchors = _anchors(reader, pathway_key, now.astimezone(ZoneInfo(zone or "UTC")).date())
    milk = _gestation(reader, country)
    _conditions(reader)
    hours = own_hours(reader)
    tablets_at = reader.read("tablets_at", fields.optional_time)
    consent = _consent(reader, now, here, language)
    chart = chart_of(reader)
    discreet = reader.read("discreet", fields.flag)
    words = reader.read("words", fields.words) or Words.NEUTRAL
    name = reader.read("name", lambda value: fields.name(value, words))
    topics = reader.read("topics", partial(fields.topics, offered=offered))
    if reader.problems or not (zone and pathway_key and phone and language and anchors and consent):
        return None, reader.problems
    form = Form(
        phone=phone,
        language=language,
        zone=zone,
        pathway=pathway_key,
        anchors=anchors,
        tablets_at=tablets_at,
        planned_from=hours[0],
        planned_until=hours[1],
        consent=consent,
        milk=milk,
        discreet=bool(discreet),
        words=words,
        name=name,
        topics=topics or frozenset(),
        chart=chart,
        assumed=tuple(reader.assumed),
    )
    return form, []


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPathway:
    """What staff say when they put her on another pathway."""

    pathway: str
    anchors: Mapping[Clock, date]
    tablets_at: time | None
    milk: bool | None  # None: nothing was said about it


def check_switch(
    raw: Mapping[str, Any], *, now: datetime, zone: str, country: str
) -> tuple[NewPathway | None, list[Problem]]:
    """The new pathway with the dates it counts from, or everything that is wrong at once."""
    reader = Reader(raw)
    key = _pathway(reader)
    anchors = _anchors(reader, key, now.astimezone(ZoneInfo(zone)).date())
    milk = None if raw.get("gestation_weeks") is None else _gestation(reader, country)
    tablets_at = reader.read("tablets_at", fields.optional_time)
    if reader.problems or not (key and anchors):
        return None, reader.problems
    return NewPathway(pathway=key, anchors=anchors, tablets_at=tablets_at, milk=milk), []


def _pathway(reader: Reader) -> str | None:
    known = sorted({key for key, _ in released()})
    loss, treatment = reader.raw.get("loss"), reader.raw.get("treatment")
    key = f"{loss}-{treatment}"
    if key in known:
        return key
    reader.wrong(
        "treatment",
        "there is no pathway for this loss and treatment",
        f"use loss and treatment as in {', '.join(known)}; enroll nobody on a pathway that is not hers",
    )
    return None


def _anchors(reader: Reader, pathway_key: str | None, today: date) -> Mapping[Clock, date]:
    """The dates its clocks count from: the first must be known, none may lie ahead."""
    if pathway_key is None:
        return {}
    clocks = pathway(pathway_key, latest_version(pathway_key)).clocks
    anchors: dict[Clock, date] = {}
    for clock in clocks:
        name = CLOCK_FIELDS[clock]
        if reader.raw.get(name) is None and clock is not clocks[0]:
            continue
        parse = fields.hoped_date if clock is Clock.DUE else fields.past_date
        on = reader.read(name, partial(parse, today=today))
        if on is not None:
            anchors[clock] = on
            reader.assume(name, on.isoformat(), written=reader.raw.get(name))
    decided, began = anchors.get(Clock.DECISION), anchors.get(Clock.BLEEDING)
    if decided and began and began < decided - timedelta(weeks=4):
        reader.wrong("bleeding_on", "lies more than four weeks before waiting was chosen", "check both dates")
    return anchors


def _gestation(reader: Reader, country: str) -> bool:
    """Whether milk may come in. The weeks themselves are checked and not kept (fact sheet E.4)."""
    loss = reader.raw.get("loss")
    if loss == "partner":
        return False
    weeks, days = reader.raw.get("gestation_weeks"), reader.raw.get("gestation_days", 0)
    least, most = weeks_of(loss, country)
    if not _is_count(days, DAYS_IN_WEEK - 1):
        reader.wrong("gestation_days", "is no number of days", "write days 0-6, or leave them out")
    if not _is_count(weeks, WEEKS_MAX) or weeks < WEEKS_MIN:
        reader.wrong("gestation_weeks", "is missing or no number of weeks", f"write weeks {least}-{most}")
    elif loss == "early" and weeks >= EARLY_UNDER_WEEKS:
        reader.wrong(
            "gestation_weeks",
            f"contradicts an early loss, which is before {EARLY_UNDER_WEEKS} weeks",
            "check the weeks, or choose the pathway for a later loss",
        )
    elif loss == "late" and weeks < EARLY_UNDER_WEEKS:
        reader.wrong(
            "gestation_weeks",
            f"contradicts a later loss, which is from {EARLY_UNDER_WEEKS} weeks on",
            "check the weeks, or choose the pathway for an early loss",
        )
    elif loss == "late" and weeks > most:
        reader.wrong(
            "gestation_weeks",
            f"is {weeks}: {EXCLUDED['loss_at_or_after_viability']}",
            "do not enroll her; follow the clinic's own plan",
        )
    else:
        return bool(loss == "late" and weeks >= MILK_FROM_WEEKS)
    return False


def weeks_of(loss: object, country: str) -> tuple[int, int]:
    """The fewest and the most whole weeks with which such a loss may be cared for by texts."""
    if loss == "early":
        return WEEKS_MIN, EARLY_UNDER_WEEKS - 1
    if loss == "late":
        return EARLY_UNDER_WEEKS, VIABLE_FROM_WEEKS.get(country, VIABLE_FROM_WEEKS_ELSEWHERE) - 1
    return WEEKS_MIN, WEEKS_MAX


def _is_count(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _conditions(reader: Reader) -> None:
    given = reader.raw.get("conditions")
    if not isinstance(given, list):
        mend = f"say that she has none (in JSON an empty list), or which she has: {', '.join(EXCLUDED)}"
        reader.wrong("conditions", "is missing", mend)
        return
    for condition in given:
        why = EXCLUDED.get(condition) if isinstance(condition, str) else None
        reader.wrong(
            "conditions",
            f"{condition!r} may not be cared for by automated texts: {why}"
            if why
            else "names a condition we do not know",
            "do not enroll her; follow the clinic's own plan" if why else f"use only {', '.join(EXCLUDED)}",
        )


def own_hours(reader: Reader) -> tuple[time | None, time | None]:
    start, end = reader.read("planned_from", fields.optional_time), reader.read("planned_until", fields.optional_time)
    if start is not None and end is not None:
        width = timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
        if width < WINDOW_MIN:
            reader.wrong(
                "planned_until", "leaves less than two hours a day", "widen her hours so that texts can reach her"
            )
    return start, end


def _phone(reader: Reader, country: str) -> str | None:
    phone = reader.read("phone", partial(fields.phone, country=country))
    if phone is not None and not has_country_code(reader.raw["phone"]):
        reader.assume("phone", phone, written=reader.raw["phone"])
    return phone


def chart_of(reader: Reader) -> Chart:
    given = reader.raw.get("chart")
    if given is None:
        return Chart()
    if not isinstance(given, dict):
        reader.wrong("chart", "is not a chart", "send an object with name, reference and call_note, or leave it out")
        return Chart()
    part = reader.part("chart", given)
    limits = {
        "name": fields.CHART_NAME_CHARACTERS_MAX,
        "reference": fields.REFERENCE_CHARACTERS_MAX,
        "call_note": fields.CALL_NOTE_CHARACTERS_MAX,
    }
    words = {name: part.read(name, partial(fields.chart_word, characters_max=limit)) for name, limit in limits.items()}
    return Chart(**words)


def _consent(reader: Reader, now: datetime, here: str | None, language: Language | None) -> Consent | None:
    given = reader.raw.get("consent")
    if not isinstance(given, dict):
        reader.wrong("consent", "is missing", "record how, when and with which wording she agreed before enrolling her")
        return None
    part = reader.part("consent", given)
    method, by = (part.read(name, fields.word) for name in ("method", "collected_by"))
    wording = part.read("wording", partial(fields.wording, language=language))
    given_at = part.read("given_at", lambda value: fields.past_instant(value, now, here))
    if given.get("safe_phone") is not True:
        part.wrong(
            "safe_phone", "is not confirmed", "ask her whether texts to this phone are safe; if not, do not text her"
        )
    if not (method and wording and by and given_at):
        return None
    return Consent(method=method, wording=wording, collected_by=by, given_at=given_at, safe_phone=True)
