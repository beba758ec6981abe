"""Numbers, addresses and names taken out of a text, before it leaves the record as something to learn from.

Plain patterns cannot find every name: a person reads each text before it is used. What they must not do is take out
what a text is about, so temperatures, amounts, times and single digits stay.
"""

import re
from functools import cache

from messages.language import Language

_WORDS = {
    Language.ENGLISH: {"address": "an address", "name": "a name", "number": "a number"},
    Language.SPANISH: {"address": "una dirección", "name": "un nombre", "number": "un número"},
}
DIGITS_MIN = 5
"""In a row, or in groups: fewer are an amount, a time or a year."""
SPELLED_DIGITS_MIN = 7
"""Of digits that stand one by one: fewer may be answers."""
AMOUNT_MAX = 250
"""Pulse, blood pressure and temperature stay below it."""
_TEMPERATURES = (range(34, 44), range(93, 111))
FOLLOWING_NAMES_MAX = 2
TITLE_CASED = 0.5
"""From this share of capitalized words on, a capital says nothing."""


def scrub(text: str, language: Language) -> str:
    words = _WORDS[language]
    without = _mail().sub(words["address"], text)
    without = _link().sub(words["address"], without)
    without = _number().sub(lambda found: words["number"] if _is_telling(found) else found.group(), without)
    for names in (_told_name(), _signed_name(), *([] if _is_title_cased(text) else [_perhaps_name()])):
        without = names.sub(lambda found: f"{found['before']}{words['name']}", without)
    return without


@cache
def _mail() -> re.Pattern[str]:
    label = r"[^\s@.,;:!?()<>]+"
    return re.compile(rf"(?<!\S)[^\s@]+(?:@{label}(?:\.{label})+)+")


@cache
def _link() -> re.Pattern[str]:
    """A word with a dot is a link when it says so, has a path, or ends as no word does."""
    end = r"(?=[.,;:!?)\"']*(?:\s|$))"
    host = r"(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*"
    known = r"\.(?:com|org|net|edu|gov|info|io|co\.uk|com\.mx|gob\.mx)"
    return re.compile(
        rf"(?:https?://|www\.)\S+?{end}|{host}{known}\b(?:/\S*?{end})?|{host}\.[a-z]{{2,}}/\S+?{end}", re.IGNORECASE
    )


@cache
def _number() -> re.Pattern[str]:
    """Dates with their year, numbers parted by dots, then what is measured and is passed over, then runs of groups."""
    group = r"(?:\d{4,}|\d{1,3}(?!\d|[.,:/]\d))"
    return re.compile(
        r"(?P<date>\d{1,2}([/.-])\d{1,2}\2\d{4}(?!\d))"
        r"|(?P<dotted>\d{2,}(?:\.\d{2,}){2,})"
        r"|(?P<measured>\d{1,3}(?:(?:,\d{3})+|[.,:]\d{1,2}(?::\d{2})?|(?:/\d{1,3})+)(?!\d))"
        rf"|(?P<run>(?P<abroad>\+\s?)?\(?{group}(?:[\s()–—-]{{1,3}}{group})*)(?P<unit>\s?(?:mc?g|ml|cc|kg|g|iu|ui)\b)?",
        re.IGNORECASE,
    )


def _is_telling(found: re.Match[str]) -> bool:
    if found["measured"] is not None:
        return False
    if found["run"] is None:
        return True
    groups = re.findall(r"\d+", found["run"])
    digits = sum(map(len, groups))
    if digits < DIGITS_MIN or found["unit"]:
        return False
    return found["abroad"] is not None or not _is_measured(groups, digits)


def _is_measured(groups: list[str], digits: int) -> bool:
    """Several temperatures, a pair of amounts, a few answers: not a number one can be rung on."""
    if all(len(group) == 1 for group in groups):
        return digits < SPELLED_DIGITS_MIN
    if any(group.startswith("0") for group in groups) or max(map(len, groups)) > len(str(AMOUNT_MAX)):
        return False
    amounts = [int(group) for group in groups]
    if all(any(amount in usual for usual in _TEMPERATURES) for amount in amounts):
        return True
    small = all(amount <= AMOUNT_MAX for amount in amounts)
    return len(groups) == 2 and (small or all(amount % 50 == 0 for amount in amounts))  # noqa: PLR2004 - a pair


_JOINED = r"(?:[-'’](?!s\b)[^\W\d_]+)*"
_NAME = rf"[^\W\d_]+{_JOINED}"
_CAPITALIZED = rf"[A-ZÀ-ÖØ-Þ][^\W\d_]*[a-zß-öø-ÿ]{_JOINED}"
_MORE = rf"(?:\s+(?:(?:de|del|la|los|van|von)\s+){{0,2}}{_CAPITALIZED}){{0,{FOLLOWING_NAMES_MAX}}}"


@cache
def _told_name() -> re.Pattern[str]:
    """After words that give a name any word is one, save those that show that none is given."""
    gives = (
        r"my (?:full |first |last )?name(?:['’]?s| is)|i(?:['’]?m| am) called|mi nombre(?: completo)? es|me llamo"
        r"|mi apellido es"
    )
    none = (
        r"a|al|already|an|and|asi|así|at|ayer|back|being|but|by|como|con|de|del|desde|el|en|ella|esta|está|for|from"
        r"|hoy|i|in|into|is|la|las|lo|los|mal|me|mi|mis|my|nadie|no|not|now|nunca|of|off|on|only|otra|otro|out|para|pero"
        r"|por|pues|que|si|sí|sobre|still|su|the|to|un|una|unos|up|usted|wrong|y|ya|yo"
    )
    return re.compile(rf"(?P<before>(?i:\b(?:{gives})\b[\s:,]+))(?!(?i:(?:{none})\b)){_NAME}{_MORE}")


@cache
def _signed_name() -> re.Pattern[str]:
    """Who one is (soy), when it is written with a capital."""
    return re.compile(rf"(?P<before>\b[Ss]oy(?: la| el)?\s+)(?!Yo\b|Rh\b){_CAPITALIZED}{_MORE}")


@cache
def _perhaps_name() -> re.Pattern[str]:
    """After words that often come before something else, a name shows by its capital."""
    before = (
        r"(?:[Ll]e )?[Hh]abla|[Aa]qu[ií]|[Dd]e parte de|[Ii]['’]?m|[Ii] am|[Tt]his is|[Ii]t['’]?s"
        r"|[Cc]all me|(?:[Ss]r|[Ss]ra|[Ss]rta|[Dd]r|[Dd]ra|[Mm]r|[Mm]rs|[Mm]s)\.?|[Dd]octora?|[Ss]e[ñn]ora?|[Nn]urse"
    )
    none = (
        r"(?:Ok|Okay|Not|So|Rh|Very|Just|Still|Please|The|My|In|On|At|Mum|Mom|Dad|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
        r"|(?:Septem|Octo|Novem|Decem)ber|Christmas|Easter)\b"
    )
    return re.compile(rf"(?P<before>\b(?:{before})\s+)(?!{none}){_CAPITALIZED}{_MORE}")


def _is_title_cased(text: str) -> bool:
    words = re.findall(_NAME, text)
    return len(words) > FOLLOWING_NAMES_MAX + 2 and sum(word[0].isupper() for word in words) >= TITLE_CASED * len(words)
