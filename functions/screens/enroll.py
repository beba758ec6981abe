"""Enroll: one short form that asks only what her treatment needs, and shows her calendar before it is done."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations.enrollment_fields import DUE_WITHIN, TOO_LATE_AFTER, Problem
from functions.operations.enrollment_form import EXCLUDED
from functions.screens import speaking, tracks, wrong, zones
from functions.screens.calendar import Calendar
from functions.screens.rendering import Notice
from functions.screens.typed import Filled, Typed
from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import Clinic
from schedules.enrollment import Words
from schedules.pathways import Clock

METHODS: Mapping[str, str] = {
    "staff": "She said yes to me, after I read it to her or she read it",
    "paper": "She signed it on paper",
    "web": "She agreed on a page of the clinic's",
}
WORDS: Mapping[Words, str] = {
    Words.NEUTRAL: "Neutral: your loss",
    Words.PREGNANCY: "Your pregnancy",
    Words.BABY: "Your baby",
    Words.NAME: "A name she gave",
}
TOPICS: Mapping[OptIn, str] = {
    OptIn.INTIMACY: "Closeness and sex",
    OptIn.CONTRACEPTION: "Contraception",
    OptIn.TRYING_AGAIN: "Trying again",
    OptIn.KEEPSAKES: "Keepsakes and remembering",
    OptIn.DATES: "Dates that may hurt",
    OptIn.PARTNER: "Somebody close to her",
}
_CONDITIONS: Mapping[str, str] = {
    "molar_pregnancy": "Molar pregnancy",
    "unknown_location": "Pregnancy of unknown location",
    "scar_cervical_or_cornual_ectopic": "Ectopic in a scar, the cervix or a corner of the womb",
    "septic_loss": "Infected (septic) loss",
    "suspected_ectopic": "An ectopic pregnancy not ruled out",
    "loss_at_or_after_viability": "Loss at or after viability",
    "under_minimum_age": "Under the clinic's minimum age",
}
CHANGED = Notice(kind="warn", words="Something changed since you saw her calendar. This is how it is now.")
SENT_BEFORE = Notice(
    kind="warn", words="This form has enrolled somebody already, as it was then. Nothing was changed; here is a new one."
)
NONE = "none"
_WEEKS_AND_DAYS = re.compile(r"(\d{1,2})\s*(?:[+wW]|wk|weeks?)\s*([0-6])\s*d?(?:ays?)?")
_COUNTRY_CODES = ("+1", "+44", "+353", "+61", "+64", "+52", "+34")
_OPTIONAL = ("planned_from", "planned_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What she is shown or read before she agrees, and the version that goes on record."""

    version: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    key: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`asked`: the groups of fields to show; None shows all, and leaves it to the style sheet."""

    filled: Filled
    groups: tuple[tracks.Group, ...]
    asked: tuple[str, ...] | None
    near: tuple[tuple[str, str], ...]
    everywhere: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...]
    methods: tuple[tuple[str, str], ...]
    wordings: tuple[tuple[str, str, Wording], ...]
    by: str
    hours: str
    today: date
    first_day: date
    due_first: date
    due_last: date
    key: str
    agreed_at: str
    seen: str
    calendar: Calendar | None


def blank(clinic: Clinic, *, key: str) -> Typed:
    """A new form. `key` is new with each: the same form sent twice enrolls once."""
    return Typed.of([("key", key), ("zone", clinic.zone), ("language", Language.ENGLISH.value), ("words", "neutral")])


def form(
    typed: Typed,
    clinic: Clinic,
    *,
    now: datetime,
    by: str,
    consents: Mapping[Language, Wording],
    problems: Iterable[Problem] = (),
    read_as: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> Form:
    """`read_as`: how loosely written fields were read, the phone among them once it can be texted."""
    today = now.astimezone(ZoneInfo(clinic.zone)).date()
    return Form(
        filled=wrong.filled(typed, problems, _understood(read_as or {}, typed, clinic, now)),
        groups=tracks.groups(),
        asked=tracks.needs(typed.value("track")) if typed.value("narrowed") else None,
        near=zones.near(clinic.country, clinic.zone),
        everywhere=zones.everywhere(),
        languages=tuple((one.value, name) for one, name in speaking.LANGUAGES.items()),
        words=tuple((one.value, name) for one, name in WORDS.items()),
        topics=tuple((one.value, TOPICS[one]) for one in tracks.offered_topics()),
        conditions=tuple(Condition(key=key, name=_condition(key), why=why) for key, why in EXCLUDED.items()),
        methods=tuple(METHODS.items()),
        wordings=tuple((one.value, speaking.LANGUAGES[one], wording) for one, wording in consents.items()),
        by=by,
        hours=f"{clinic.planned_from:%H:%M} to {clinic.planned_until:%H:%M}",
        today=today,
        first_day=today - TOO_LATE_AFTER,
        due_first=today - DUE_WITHIN,
        due_last=today + DUE_WITHIN,
        key=typed.value("key"),
        agreed_at=typed.value("agreed_at") or (now.isoformat() if calendar else ""),
        seen=typed.digest() if calendar else "",
        calendar=calendar,
    )


def saw_it(typed: Typed) -> bool:
    """Whether the calendar that was shown is the one of what is sent now."""
    return bool(typed.value("seen")) and typed.value("seen") == typed.digest()


def raw(typed: Typed, *, by: str, now: datetime, consents: Mapping[Language, Wording]) -> dict[str, Any]:
    """As `enrollment_form.check` takes it: only what her treatment asks for, each field as it was typed."""
    track = typed.value("track")
    asked = tracks.needs(track)
    return {
        **track_fields(typed),
        **her_fields(typed, topics=tracks.topics(track) if asked else frozenset(OptIn)),
        **_conditions(typed, asked),
        "phone": typed.value("phone"),
        "consent": _consent(typed, by, now, consents),
    }


def track_fields(typed: Typed) -> dict[str, Any]:
    """Loss and treatment, the dates they count from, and how far the pregnancy was."""
    track = typed.value("track")
    loss, _, treatment = track.partition("-")
    found: dict[str, Any] = {"loss": loss, "treatment": treatment}
    clocks = tracks.clocks(track)
    for clock in clocks:
        if clock is not Clock.DUE or typed.ticked("topics", OptIn.DATES.value):
            found[tracks.date_field(clock)] = typed.plain(tracks.date_field(clock))
    if Clock.TABLETS in clocks:
        found["tablets_at"] = typed.plain("tablets_at")
    return found | gestation(typed) if "weeks" in tracks.needs(track) else found


def gestation(typed: Typed) -> dict[str, Any]:
    """9 and 3, or 9+3 in one field, as it is written in notes."""
    weeks, days = typed.value("gestation_weeks").strip(), typed.value("gestation_days").strip()
    together = _WEEKS_AND_DAYS.fullmatch(weeks)
    if together and not days:
        weeks, days = together[1], together[2]
    return {"gestation_weeks": _count(weeks), **({"gestation_days": _count(days)} if days else {})}


def her_fields(typed: Typed, *, topics: frozenset[OptIn]) -> dict[str, Any]:
    """How she is written to, and what staff know her by: what may be amended later."""
    words = typed.value("words") or Words.NEUTRAL.value
    return {
        "language": typed.value("language"),
        "zone": typed.value("zone"),
        "words": words,
        "name": typed.value("name") if words == Words.NAME else None,
        "discreet": typed.ticked("discreet", "yes"),
        "topics": [one for one in typed.values("topics") if one not in set(OptIn) or OptIn(one) in topics],
        **{name: typed.plain(name) for name in _OPTIONAL},
        "chart": {name: typed.plain(f"chart_{name}") for name in ("name", "reference", "call_note")},
    }


def phone_spoken(number: str) -> str:
    """In groups, so that it can be compared with a note: +1 202 555 0143."""
    code = next((one for one in _COUNTRY_CODES if number.startswith(one)), number[:3])
    rest = number.removeprefix(code)
    head, tail = rest[:-4], rest[-4:]
    return " ".join([code, *(head[at : at + 3] for at in range(0, len(head), 3)), tail])


def _conditions(typed: Typed, asked: tuple[str, ...]) -> dict[str, Any]:
    """Nothing ticked is no answer: the list is to be read before anybody is enrolled."""
    given = typed.values("conditions")
    present = [one for one in given if one != NONE]
    if asked and "conditions" not in asked:
        return {"conditions": []}
    return {"conditions": present} if given else {}


def _consent(typed: Typed, by: str, now: datetime, consents: Mapping[Language, Wording]) -> dict[str, Any]:
    wording = next((one for language, one in consents.items() if language.value == typed.value("language")), None)
    return {
        "method": typed.value("method"),
        "wording": wording.version if wording else "",
        "collected_by": by,
        "given_at": typed.plain("given_at") or typed.value("agreed_at") or now.isoformat(),
        "safe_phone": typed.value("safe_phone") == "yes",
    }


def _count(value: str) -> int | str | None:
    """A number where there is one; else as it stands, to be named as wrong."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 3 else value or None  # noqa: PLR2004


def _condition(key: str) -> str:
    return _CONDITIONS.get(key, speaking.plain(key).capitalize())


def _understood(read_as: Mapping[str, str], typed: Typed, clinic: Clinic, now: datetime) -> dict[str, str]:
    said = {wrong.CONTROLS.get(name, name): f"Read as {value}." for name, value in read_as.items()}
    if read_as.get("phone"):
        said["phone"] = f"We will text {phone_spoken(read_as['phone'])}."
    zone = typed.value("zone")
    if zone in dict(zones.everywhere()) or zone == clinic.zone:
        said["zone"] = f"There it is {speaking.clock(now, zone, clinic.country)} now."
    return said


