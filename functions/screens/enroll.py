"""Enroll: one short form that asks only what her treatment needs, and shows her calendar before it is done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from functions.operations import pasted
from functions.operations.enrollment_fields import (
    CALL_NOTE_CHARACTERS_MAX,
    CHART_NAME_CHARACTERS_MAX,
    DUE_WITHIN,
    REFERENCE_CHARACTERS_MAX,
    TOO_LATE_AFTER,
    Assumed,
    Problem,
)
from functions.operations.enrollment_form import EXCLUDED, weeks_of
from functions.operations.flat_form import unflattened, weeks_and_days
from functions.screens import speaking, tracks, wrong, zones
from functions.screens.calendar import Calendar
from functions.screens.rendering import Notice
from functions.screens.typed import Filled, Typed
from messages.consent import consent_id, consent_words
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
    kind="warn",
    words="This form has enrolled somebody already, as it was then. Nothing was changed. For somebody else, go on.",
)
LIMITS: Mapping[str, int] = {
    "chart_name": CHART_NAME_CHARACTERS_MAX,
    "reference": REFERENCE_CHARACTERS_MAX,
    "call_note": CALL_NOTE_CHARACTERS_MAX,
}
"""Characters. The field takes more, and says so: a browser that cuts off what is pasted would do it in silence."""
FORGOTTEN = Notice(
    kind="warn",
    words="The form you went back to was kept for a quarter of an hour and is gone. Looking at it enrolled nobody.",
)
ENROLLED = "You enrolled her with this form a moment ago: nothing is left to do here."
NONE = "none"
_COUNTRY_CODES = ("+1", "+44", "+353", "+61", "+64", "+52", "+34")
_OF_HERS = ("language", "zone", "planned_from", "planned_until", "chart_name", "reference", "call_note")


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
    """`asked`: the groups of fields to show; None shows all, and leaves it to the style sheet. `confirms`: what is read
    once more beside the calendar, before the button."""

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
    weeks_hint: str
    limits: Mapping[str, int]
    today: date
    first_day: date
    due_first: date
    due_last: date
    key: str
    agreed_at: str
    seen: str
    calendar: Calendar | None
    confirms: tuple[tuple[str, str], ...]


def blank(clinic: Clinic, *, key: str) -> Typed:
    """A new form. `key` is new with each: the same form sent twice enrolls once."""
    return Typed.of([("key", key), ("zone", clinic.zone), ("language", Language.ENGLISH.value), ("words", "neutral")])


def form(
    typed: Typed,
    clinic: Clinic,
    *,
    now: datetime,
    by: str,
    problems: Iterable[Problem] = (),
    assumed: Iterable[Assumed] = (),
    calendar: Calendar | None = None,
    record: str | None = None,
) -> Form:
    """`by`: who collects her consent, by name. `assumed`: how loosely written fields were read. `record`: the page of
    whoever has the phone already."""
    today = now.astimezone(ZoneInfo(clinic.zone)).date()
    return Form(
        filled=wrong.filled(typed, problems, understood(typed, clinic, now, assumed), record=record),
        groups=tracks.groups(),
        asked=tracks.needs(typed.value("track")) if typed.value("narrowed") else None,
        near=zones.near(clinic.country, clinic.zone),
        everywhere=zones.everywhere(),
        languages=tuple((one.value, name) for one, name in speaking.LANGUAGES.items()),
        words=tuple((one.value, name) for one, name in WORDS.items()),
        topics=tuple((one.value, speaking.TOPICS[one]) for one in tracks.offered_topics(clinic)),
        conditions=tuple(Condition(key=key, name=_condition(key), why=why) for key, why in EXCLUDED.items()),
        methods=tuple(METHODS.items()),
        wordings=tuple((one.value, speaking.LANGUAGES[one], _wording(one, clinic)) for one in Language),
        by=by,
        hours=f"{clinic.planned_from:%H:%M} to {clinic.planned_until:%H:%M}",
        weeks_hint=weeks_hint(clinic.country),
        limits=LIMITS,
        today=today,
        first_day=today - TOO_LATE_AFTER,
        due_first=today - DUE_WITHIN,
        due_last=today + DUE_WITHIN,
        key=typed.value("key"),
        agreed_at=typed.value("agreed_at") or (now.isoformat() if calendar else ""),
        seen=typed.digest() if calendar else "",
        calendar=calendar,
        confirms=tuple(_confirms(typed)) if calendar else (),
    )


def _confirms(typed: Typed) -> Iterator[tuple[str, str]]:
    """Of a form in which nothing is wrong: whom, for what, from which day, and how."""
    track, language = typed.value("track"), typed.value("language")
    yield "Name", typed.value("chart_name").strip() or "none written"
    yield "What happened", speaking.track(track)
    for clock in tracks.clocks(track):
        on = pasted.day(typed.value(tracks.date_field(clock)))
        if on is not None and (clock is not Clock.DUE or _wants_dates(typed)):
            yield wrong.LABELS[tracks.date_field(clock)], speaking.dated(on)
    yield "Language", speaking.LANGUAGES[Language(language)] if language in set(Language) else language
    yield "Discreet", "yes: texts only announce themselves" if typed.ticked("discreet", "yes") else "no"


def saw_it(typed: Typed) -> bool:
    """Whether the calendar that was shown is the one of what is sent now."""
    return bool(typed.value("seen")) and typed.value("seen") == typed.digest()


def raw(typed: Typed, *, by: str, now: datetime) -> dict[str, Any]:
    """As `enrollment_form.check` takes it: only what her treatment asks for, each field as it was typed."""
    track = typed.value("track")
    asked = tracks.needs(track)
    cells = {
        **track_cells(typed),
        **her_cells(typed, topics=tracks.topics(track) if asked else frozenset(OptIn)),
        **_consent_cells(typed, by, now),
        "phone": typed.value("phone"),
        "conditions": _conditions(typed, asked),
    }
    return unflattened(cells)


def track_cells(typed: Typed) -> dict[str, str]:
    """Loss and treatment, the dates they count from, and how far the pregnancy was."""
    track = typed.value("track")
    loss, _, treatment = track.partition("-")
    clocks = tracks.clocks(track)
    asked = [tracks.date_field(clock) for clock in clocks if clock is not Clock.DUE or _wants_dates(typed)]
    asked += ["tablets_at"] if Clock.TABLETS in clocks else []
    asked += ["gestation_weeks", "gestation_days"] if "weeks" in tracks.needs(track) else []
    return {"loss": loss, "treatment": treatment, **{name: typed.value(name) for name in asked}}


def her_cells(typed: Typed, *, topics: frozenset[OptIn]) -> dict[str, str]:
    """How she is written to, and what staff know her by: what may be amended later."""
    words = typed.value("words") or Words.NEUTRAL.value
    wanted = [one for one in typed.values("topics") if one not in set(OptIn) or OptIn(one) in topics]
    return {
        **{name: typed.value(name) for name in _OF_HERS},
        "words": words,
        "name": typed.value("name") if words == Words.NAME else "",
        "discreet": "yes" if typed.ticked("discreet", "yes") else "no",
        "topics": ",".join(wanted),
    }


def phone_spoken(number: str) -> str:
    """In groups, so that it can be compared with a note: +1 202 555 0143."""
    code = next((one for one in _COUNTRY_CODES if number.startswith(one)), number[:3])
    rest = number.removeprefix(code)
    head, tail = rest[:-4], rest[-4:]
    return " ".join([code, *(head[at : at + 3] for at in range(0, len(head), 3)), tail])


def understood(typed: Typed, clinic: Clinic, now: datetime, assumed: Iterable[Assumed] = ()) -> dict[str, str]:
    """Beside each field what was made of it, where that is worth a look."""
    said = {wrong.control(one.field): f"Read as {one.read_as}." for one in assumed}
    both = weeks_and_days(typed.value("gestation_weeks"))
    if both is not None and typed.is_blank("gestation_days"):
        said["gestation_weeks"] = f"Read as {_counted(both[0], 'week')} and {_counted(both[1], 'day')}."
    phone = pasted.phone(typed.value("phone"), clinic.country)
    if phone is not None:
        said["phone"] = f"We will text {phone_spoken(phone)}."
    zone = typed.value("zone")
    if zone == clinic.zone or zone in dict(zones.everywhere()):
        said["zone"] = f"There it is {speaking.clock(now, zone, clinic.country)} now."
    return said


def weeks_hint(country: str) -> str:
    """How far on she may have been, so that nobody learns it from a refusal."""
    early, late = weeks_of("early", country), weeks_of("late", country)
    return f"Or both at once: 9+3. Early loss: {early[0]} to {early[1]}. Later loss: {late[0]} to {late[1]}."


def _counted(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"


def _wants_dates(typed: Typed) -> bool:
    return typed.ticked("topics", OptIn.DATES.value)


def _conditions(typed: Typed, asked: tuple[str, ...]) -> str:
    """Nothing ticked is no answer: the list is to be read before anybody is enrolled."""
    if asked and "conditions" not in asked:
        return NONE
    given = typed.values("conditions")
    return ",".join([one for one in given if one != NONE] or given[:1])


def _consent_cells(typed: Typed, by: str, now: datetime) -> dict[str, str]:
    language = typed.value("language")
    return {
        "safe_phone": typed.value("safe_phone"),
        "consent_method": typed.value("consent_method"),
        "consent_wording": consent_id(Language(language)) if language in set(Language) else "",
        "consent_by": by,
        "consent_at": typed.plain("consent_at") or typed.value("agreed_at") or now.isoformat(),
    }


def _wording(language: Language, clinic: Clinic) -> Wording:
    version = consent_id(language)
    return Wording(version=version, words=consent_words(version, clinic=clinic.name, phone=clinic.phone))


def _condition(key: str) -> str:
    return _CONDITIONS.get(key, speaking.plain(key).capitalize())
