"""Reading a form's fields one by one: each as what it means, or what is wrong with it and how to mend it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from functions.operations import pasted
from messages.consent import consents
from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import is_zone, known_zones
from schedules.enrollment import Words
from schedules.wording import NAME_CHARACTERS_MAX, can_be_said

DUE_WITHIN = timedelta(days=366)
YEAR_MIN = 1900
"""A date field takes 26 for the year 26."""
TOO_LATE_AFTER = timedelta(weeks=12)
REFERENCE_CHARACTERS_MAX = 40
CHART_NAME_CHARACTERS_MAX = 80
CALL_NOTE_CHARACTERS_MAX = 300
_OURS = re.compile(r"consent-\d+\.[a-z]{2}")
_LANGUAGES = {
    Language.ENGLISH: {"en", "english", "inglés", "ingles"},
    Language.SPANISH: {"es", "spanish", "español", "espanol"},
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    field: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A field that was written loosely, and how it was read: to be shown before anything is stored."""

    field: str
    read_as: str


class Wrong(Exception):
    """One field cannot be used. Args: the problem, how to mend it."""


class Reader:
    """Reads fields one by one and collects what is wrong instead of stopping at the first."""

    def __init__(self, raw: Mapping[str, Any], prefix: str = "", around: "Reader | None" = None) -> None:
        """`around`: the reader of the form this is a part of, which collects for both."""
        self.raw, self.prefix = raw, prefix
        self.problems: list[Problem] = [] if around is None else around.problems
        self.assumed: list[Assumed] = [] if around is None else around.assumed

    def read(self, name: str, parse: Callable[[Any], T]) -> T | None:
        try:
            return parse(self.raw.get(name))
        except Wrong as wrong:
            self.wrong(name, *wrong.args)
            return None

    def part(self, name: str, given: Mapping[str, Any]) -> "Reader":
        return Reader(given, f"{self.prefix}{name}.", self)

    def assume(self, name: str, read_as: str, *, written: object) -> None:
        """Said only where it differs from what was written."""
        if isinstance(written, str) and written.strip() != read_as:
            self.assumed.append(Assumed(field=f"{self.prefix}{name}", read_as=read_as))

    def wrong(self, name: str, problem: str, mend: str) -> None:
        self.problems.append(Problem(field=f"{self.prefix}{name}", problem=problem, mend=mend))


def phone(value: Any, country: str = "us") -> str:
    """Without a country code, a phone of the clinic's own country."""
    found = pasted.phone(value, country) if isinstance(value, str) else None
    if isinstance(value, str) and pasted.is_shortened(value):
        raise Wrong("was shortened by a spreadsheet", "make the cell text, and write the number anew")
    if found is None:
        raise Wrong("is not a phone number we can text", f"write one mobile number alone, like {phone_like(country)}")
    return found


def phone_like(country: str) -> str:
    """As it is written in the country, and from abroad."""
    home = pasted.HOME_EXAMPLES.get(country)
    return f"{home} or {pasted.phone(home, country)}" if home else "+12025550143, with its country code"


def zone(value: Any) -> str:
    given = pasted.plain(value).replace(" ", "_") if isinstance(value, str) else ""
    found = given if is_zone(given) else _zones().get(given.casefold())
    if found is None:
        raise Wrong(
            "is not a time zone we know",
            "ask where she lives and write it like America/Chicago; never guess from the number",
        )
    return found


@cache
def _zones() -> Mapping[str, str]:
    return {one.casefold(): one for one in known_zones()}


def language(value: Any) -> Language:
    given = pasted.plain(value).casefold() if isinstance(value, str) else ""
    for one, names in _LANGUAGES.items():
        if given in names:
            return one
    raise Wrong("is not a language we text in", f"use one of {', '.join(Language)}")


def hoped_date(value: Any, today: date) -> date:
    """Ahead or behind; within a year, since later nothing is planned."""
    on = _date(value)
    if abs(on - today) > DUE_WITHIN:
        raise Wrong("is more than a year away", "check it, or leave it out; it is wanted for one kind text at most")
    return on


def _date(value: Any) -> date:
    text = value if isinstance(value, str) else ""
    on = pasted.day(text)
    if pasted.has_short_year(text) or (on is not None and on.year < YEAR_MIN):
        raise Wrong("has a year of two digits", "write all of the year, like 2026-03-14")
    if pasted.has_two_readings(text):
        raise Wrong("does not say which is the day and which the month", "write the year first, like 2026-03-14")
    if on is None:
        raise Wrong("is not a date", "write it like 2026-03-14")
    return on


def past_date(value: Any, today: date) -> date:
    on = _date(value)
    if on > today:
        raise Wrong("lies in the future", "enroll her on the day itself or after; texts count from it")
    if on < today - TOO_LATE_AFTER:
        raise Wrong("is more than twelve weeks ago", "the pathway is over by now; offer her a call instead")
    return on


def _is_one_of(value: Any, kinds: type[StrEnum]) -> bool:
    return isinstance(value, str) and value in set(kinds)


def flag(value: Any) -> bool:
    if value is not None and not isinstance(value, bool):
        raise Wrong("is neither yes nor no", "write yes or no, in JSON true or false, or leave it out")
    return value is True


def words(value: Any) -> Words:
    if value is not None and not _is_one_of(value, Words):
        raise Wrong("is no way of speaking we know", f"use one of {', '.join(Words)}")
    return Words(value) if value else Words.NEUTRAL


def name(value: Any, words: Words) -> str | None:
    """Kept only where she wants it said."""
    if words is not Words.NAME:
        if value is not None:
            raise Wrong("is given, and not wanted in her texts", 'leave it out, or write words "name"')
        return None
    given = unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) else ""
    if not given or len(given) > NAME_CHARACTERS_MAX:
        raise Wrong("is missing or too long", f"write the name she gave, {NAME_CHARACTERS_MAX} letters or fewer")
    if not can_be_said(given):
        raise Wrong("has signs that no text of ours can say", "write it with letters, as she would text it")
    return given


def topics(value: Any, *, offered: Set[OptIn]) -> frozenset[OptIn]:
    """`offered`: those the clinic writes about, and those she has on already."""
    if value is None:
        return frozenset()
    if not isinstance(value, list) or not all(_is_one_of(topic, OptIn) for topic in value):
        raise Wrong("names a topic we do not know", _among(offered))
    named = frozenset(OptIn(topic) for topic in value)
    if not named <= offered:
        raise Wrong("names a topic that the clinic does not write about", _among(offered))
    return named


def _among(offered: Set[OptIn]) -> str:
    there_are = ", ".join(topic for topic in OptIn if topic in offered)
    return f"name only {there_are}; only what she asked for" if there_are else "leave it out; there are none"


def optional_time(value: Any) -> time | None:
    if value is None:
        return None
    at = pasted.clock(value) if isinstance(value, str) else None
    if at is None and isinstance(value, str) and _carries_zone(value):
        raise Wrong("carries a zone of its own", "write plain local time like 09:30")
    if at is None:
        raise Wrong("is not a time of day", "write it like 09:30 or 9:30 pm, in her own local time")
    return at


def _carries_zone(value: str) -> bool:
    try:
        return time.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def chart_word(value: Any, characters_max: int) -> str | None:
    """Words for staff alone. Nothing in them is carried out anywhere: whoever shows them, escapes them."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Wrong("is not text", "write a few words, or leave it out")
    given = pasted.plain(value)
    if len(given) > characters_max:
        raise Wrong(f"is longer than {characters_max} characters", "shorten it")
    return given or None


def word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("is missing", "write a short word or reference")
    return pasted.plain(value)[:80]


def wording(value: Any, language: Language | None = None) -> str:
    """One of our own versions, in the language she is texted in; or the clinic's name for its own."""
    given = word(value)
    if _OURS.fullmatch(given) and given not in consents():
        raise Wrong("names a wording of ours that does not exist", f"use one of {', '.join(consents())}")
    if _OURS.fullmatch(given) and language is not None and not given.endswith(f".{language}"):
        raise Wrong(
            f"is a wording in another language than her texts, which are in {language}",
            "check both: she agrees to texts in words she reads",
        )
    return given


def past_instant(value: Any, now: datetime, here: str | None = None) -> datetime:
    """`here`: the zone of whoever writes, in which an instant without one is read."""
    at = pasted.moment(value) if isinstance(value, str) else None
    if at is None:
        like = "2026-03-14T09:30:00+00:00" if here is None else "2026-03-14 09:30"
        raise Wrong("is not a day with a time", f"write it like {like}")
    if at.tzinfo is None:
        if here is None:
            raise Wrong("has no zone", "end it with +00:00 or Z")
        at = at.replace(tzinfo=ZoneInfo(here))
    try:
        at = at.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Wrong("is not a day of our time", "check the year") from None
    if at > now + timedelta(minutes=5):
        raise Wrong("lies in the future", "check the clock of the machine that recorded it")
    return at
