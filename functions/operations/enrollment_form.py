"""Reading an enrollment form: a typed form, or every problem with how to mend it. Stores and sends nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeGuard, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from messages.language import Language
from schedules.enrollment import Consent
from schedules.pathways import Clock, latest_version, pathway, released

EARLY_UNDER_WEEKS = 13  # fact sheet A.0.3
DAYS_IN_WEEK = 7
TOO_LATE_AFTER = timedelta(weeks=12)
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
_PHONE = re.compile(r"\+[1-9]\d{7,14}")
_CLOCK_FIELDS = {
    Clock.DECISION: "decision_on",
    Clock.BLEEDING: "bleeding_on",
    Clock.TABLETS: "tablets_on",
    Clock.PROCEDURE: "procedure_on",
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    field: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An enrollment form that can be acted on."""

    phone: str
    language: Language
    zone: str
    pathway: str
    anchors: Mapping[Clock, date]
    tablets_at: time | None
    planned_from: time | None
    planned_until: time | None
    consent: Consent


def check(raw: Mapping[str, Any], *, now: datetime) -> tuple[Form | None, list[Problem]]:
    """The form, or None and everything that is wrong with it at once."""
    reader = _Reader(raw)
    zone = reader.read("zone", _zone)
    pathway_key = _pathway(reader)
    phone = reader.read("phone", _phone)
    language = reader.read("language", _language)
    anchors = _anchors(reader, pathway_key, now.astimezone(ZoneInfo(zone or "UTC")).date())
    _gestation(reader)
    _conditions(reader)
    hours = _hours(reader)
    tablets_at = reader.read("tablets_at", _optional_time)
    consent = _consent(reader, now)
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
    )
    return form, []


class _Wrong(Exception):
    """One field cannot be used. Args: the problem, how to mend it."""


class _Reader:
    """Reads fields one by one and collects what is wrong instead of stopping at the first."""

    def __init__(self, raw: Mapping[str, Any], prefix: str = "", problems: list[Problem] | None = None) -> None:
        self.raw, self.prefix = raw, prefix
        self.problems: list[Problem] = [] if problems is None else problems

    def read(self, name: str, parse: Callable[[Any], T]) -> T | None:
        try:
            return parse(self.raw.get(name))
        except _Wrong as wrong:
            self.wrong(name, *wrong.args)
            return None

    def wrong(self, name: str, problem: str, mend: str) -> None:
        self.problems.append(Problem(field=f"{self.prefix}{name}", problem=problem, mend=mend))


def _phone(value: Any) -> str:
    compact = re.sub(r"\(0\)|[\s().-]", "", value) if isinstance(value, str) else ""
    if not _PHONE.fullmatch(compact):
        raise _Wrong("is not a phone number we can text", "write it with country code, like +12025550143")
    return compact


def _zone(value: Any) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        raise _Wrong(
            "is not an IANA time zone",
            "ask where she lives and write it like America/Chicago; never guess from the number",
        )
    return value


def _language(value: Any) -> Language:
    if value not in set(Language):
        raise _Wrong("is not a language we text in", f"use one of {', '.join(Language)}")
    return Language(value)


def _pathway(reader: _Reader) -> str | None:
    known = sorted({key for key, _ in released()})
    loss, treatment = reader.raw.get("loss"), reader.raw.get("treatment")
    key = f"{loss}-{treatment}"
    if key in known:
        return key
    reader.wrong(
        "treatment",
        "there is no pathway for this loss and treatment",
        f"loss-treatment must be one of {', '.join(known)}; enroll nobody on a pathway that is not hers",
    )
    return None


def _anchors(reader: _Reader, pathway_key: str | None, today: date) -> Mapping[Clock, date]:
    """The dates its clocks count from: the first must be known, none may lie ahead."""
    if pathway_key is None:
        return {}
    clocks = pathway(pathway_key, latest_version(pathway_key)).clocks
    anchors: dict[Clock, date] = {}
    for clock in clocks:
        name = _CLOCK_FIELDS[clock]
        if reader.raw.get(name) is None and clock is not clocks[0]:
            continue
        on = reader.read(name, lambda value: _past_date(value, today))
        if on is not None:
            anchors[clock] = on
    decided, began = anchors.get(Clock.DECISION), anchors.get(Clock.BLEEDING)
    if decided and began and began < decided - timedelta(weeks=4):
        reader.wrong("bleeding_on", "lies more than four weeks before waiting was chosen", "check both dates")
    return anchors


def _past_date(value: Any, today: date) -> date:
    try:
        on = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong("is not a date", "write it like 2026-03-14") from None
    if on > today:
        raise _Wrong("lies in the future", "enroll her on the day itself or after; texts count from it")
    if on < today - TOO_LATE_AFTER:
        raise _Wrong("is more than twelve weeks ago", "the pathway is over by now; offer her a call instead")
    return on


def _gestation(reader: _Reader) -> None:
    weeks, days = reader.raw.get("gestation_weeks"), reader.raw.get("gestation_days", 0)
    if not _is_count(weeks, 45) or not _is_count(days, DAYS_IN_WEEK - 1):
        reader.wrong("gestation_weeks", "is missing or no number of weeks", "write weeks 0-44 and days 0-6")
    elif reader.raw.get("loss") == "early" and weeks >= EARLY_UNDER_WEEKS:
        reader.wrong(
            "gestation_weeks",
            f"contradicts an early loss, which is before {EARLY_UNDER_WEEKS} weeks",
            "check the weeks, or choose the pathway for a later loss",
        )


def _is_count(value: object, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _conditions(reader: _Reader) -> None:
    given = reader.raw.get("conditions")
    if not isinstance(given, list):
        reader.wrong("conditions", "is missing", "send a list, empty when none of the excluded conditions is present")
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


def _optional_time(value: Any) -> time | None:
    if value is None:
        return None
    try:
        at = time.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong("is not a time of day", "write it like 09:30, in her own local time") from None
    if at.tzinfo is not None:
        raise _Wrong("carries a zone of its own", "write plain local time like 09:30")
    return at


def _hours(reader: _Reader) -> tuple[time | None, time | None]:
    start, end = reader.read("planned_from", _optional_time), reader.read("planned_until", _optional_time)
    if start is not None and end is not None:
        width = timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
        if width < WINDOW_MIN:
            reader.wrong(
                "planned_until", "leaves less than two hours a day", "widen her hours so that texts can reach her"
            )
    return start, end


def _consent(reader: _Reader, now: datetime) -> Consent | None:
    given = reader.raw.get("consent")
    if not isinstance(given, dict):
        reader.wrong("consent", "is missing", "record how, when and with which wording she agreed before enrolling her")
        return None
    part = _Reader(given, "consent.", reader.problems)
    method, wording, by = (part.read(name, _word) for name in ("method", "wording", "collected_by"))
    given_at = part.read("given_at", lambda value: _past_instant(value, now))
    if given.get("safe_phone") is not True:
        part.wrong(
            "safe_phone", "is not confirmed", "ask her whether texts to this phone are safe; if not, do not text her"
        )
    if not (method and wording and by and given_at):
        return None
    return Consent(method=method, wording=wording, collected_by=by, given_at=given_at, safe_phone=True)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("is missing", "write a short word or reference")
    return value.strip()[:80]


def _past_instant(value: Any, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong("is not an instant", "write it like 2026-03-14T09:30:00+00:00") from None
    if at.tzinfo is None:
        raise _Wrong("has no zone", "end it with +00:00 or Z")
    if at > now + timedelta(minutes=5):
        raise _Wrong("lies in the future", "check the clock of the machine that recorded it")
    return at
