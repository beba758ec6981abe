"""What is wrong with a country's numbers: their length, their links, and the days somebody says they were checked."""

from collections.abc import Iterator
from datetime import date, timedelta

from messages.language import Language
from messages.lint_shape import CRISIS_LINE_MAX, EMERGENCY_MAX
from messages.lint_text import Problem, at
from messages.resources import Lines
from messages.segments import outside_gsm7

VERIFIED_FOR = timedelta(days=180)
"""How long a telephone number is trusted without being checked again."""


def country_problems(one: Lines, today: date) -> Iterator[Problem]:
    for language, rule, said, mend in (*_emergency(one), *_crisis(one), *_tapped(one), *_dates(one, today)):
        yield at(_file(one), one.country, language, rule, said=said, mend=mend)


def stale(countries: tuple[Lines, ...], today: date) -> Iterator[Problem]:
    for one in countries:
        for name, checked_on in _checked(one):
            if today - checked_on > VERIFIED_FOR:
                said = f"was last checked on {checked_on} ({name})"
                mend = "ring and text the number, then write the day into live_tested_on or verified_on"
                yield at(_file(one), one.country, None, "stale", said=said, mend=mend)


Finding = tuple[Language | None, str, str, str]


def _file(one: Lines) -> str:
    return f"messages/resources/{one.country}.toml"


def _checked(one: Lines) -> list[tuple[str, date]]:
    lines = max(one.verified_on, one.live_tested_on or one.verified_on)
    return [("its lines", lines), *((line.name, line.verified_on) for line in one.support)]


def _emergency(one: Lines) -> Iterator[Finding]:
    if not one.emergency.isdigit() or len(one.emergency) > EMERGENCY_MAX:
        yield None, "emergency", f"has no number to dial: {one.emergency!r}", "write digits only"


def _crisis(one: Lines) -> Iterator[Finding]:
    for language, line in one.crisis_line.items():
        if not line or len(line) > CRISIS_LINE_MAX[language]:
            said = f"has a crisis line of {len(line)} characters; {CRISIS_LINE_MAX[language]} fit"
            yield language, "crisis_line", said, "shorten it, or write it"
    strange = outside_gsm7(one.crisis_line[Language.ENGLISH])
    if strange:
        said = f"would make every English text dearer: {strange}"
        yield Language.ENGLISH, "crisis_line", said, "use plain letters"


def _tapped(one: Lines) -> Iterator[Finding]:
    """What a page lets her tap is what the line says."""
    numbers = [one.crisis_tel, *([one.crisis_text.number] if one.crisis_text else [])]
    for language, line in one.crisis_line.items():
        words = [one.crisis_text.word.get(language, "")] if one.crisis_text else []
        for tapped in (*numbers, *words):
            if tapped not in line:
                said = f"lets her tap {tapped!r}, which its crisis line {line!r} does not say"
                yield language, "crisis_line", said, "make crisis_tel and crisis_sms agree with the line"


def _dates(one: Lines, today: date) -> Iterator[Finding]:
    dated = [
        ("verified_on", one.verified_on),
        ("live_tested_on", one.live_tested_on),
        *((f"verified_on of {line.name}", line.verified_on) for line in one.support),
    ]
    for name, on in dated:
        if on is not None and on > today:
            yield None, "date", f"has a {name} that has not come: {on}", "write the day somebody checked it"
