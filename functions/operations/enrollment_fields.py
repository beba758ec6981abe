"""Reading a form's fields one by one: each as what it means, or what is wrong with it and how to mend it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import is_zone
from schedules.enrollment import Words
from schedules.wording import NAME_CHARACTERS_MAX, can_be_said

DUE_WITHIN = timedelta(days=366)
TOO_LATE_AFTER = timedelta(weeks=12)
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    field: str
    problem: str
    mend: str


class Wrong(Exception):
    """One field cannot be used. Args: the problem, how to mend it."""


class Reader:
    """Reads fields one by one and collects what is wrong instead of stopping at the first."""

    def __init__(self, raw: Mapping[str, Any], prefix: str = "", problems: list[Problem] | None = None) -> None:
        self.raw, self.prefix = raw, prefix
        self.problems: list[Problem] = [] if problems is None else problems

    def read(self, name: str, parse: Callable[[Any], T]) -> T | None:
        try:
            return parse(self.raw.get(name))
        except Wrong as wrong:
            self.wrong(name, *wrong.args)
            return None

    def wrong(self, name: str, problem: str, mend: str) -> None:
        self.problems.append(Problem(field=f"{self.prefix}{name}", problem=problem, mend=mend))


def phone(value: Any) -> str:
    compact = re.sub(r"\(0\)|[\s().-]", "", value) if isinstance(value, str) else ""
    if not _PHONE.fullmatch(compact):
        raise Wrong("is not a phone number we can text", "write it with country code, like +12025550143")
    return compact


def zone(value: Any) -> str:
    if not isinstance(value, str) or not is_zone(value):
        raise Wrong(
            "is not an IANA time zone",
            "ask where she lives and write it like America/Chicago; never guess from the number",
        )
    return value


def language(value: Any) -> Language:
    if not _is_one_of(value, Language):
        raise Wrong("is not a language we text in", f"use one of {', '.join(Language)}")
    return Language(value)


def hoped_date(value: Any, today: date) -> date:
    """Ahead or behind; within a year, since later nothing is planned."""
    on = _date(value)
    if abs(on - today) > DUE_WITHIN:
        raise Wrong("is more than a year away", "check it, or leave it out; it is wanted for one kind text at most")
    return on


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("is not a date", "write it like 2026-03-14") from None


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
        raise Wrong("is neither true nor false", "write true or false, or leave it out")
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


def topics(value: Any) -> frozenset[OptIn]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or not all(_is_one_of(topic, OptIn) for topic in value):
        raise Wrong("names a topic we do not know", f"send a list of {', '.join(OptIn)}; only what she asked for")
    return frozenset(OptIn(topic) for topic in value)


def optional_time(value: Any) -> time | None:
    if value is None:
        return None
    try:
        at = time.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("is not a time of day", "write it like 09:30, in her own local time") from None
    if at.tzinfo is not None:
        raise Wrong("carries a zone of its own", "write plain local time like 09:30")
    return at


def word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong("is missing", "write a short word or reference")
    return value.strip()[:80]


def past_instant(value: Any, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("is not an instant", "write it like 2026-03-14T09:30:00+00:00") from None
    if at.tzinfo is None:
        raise Wrong("has no zone", "end it with +00:00 or Z")
    if at > now + timedelta(minutes=5):
        raise Wrong("lies in the future", "check the clock of the machine that recorded it")
    return at
