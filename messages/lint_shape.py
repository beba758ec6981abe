"""How long a text can get, and what a locked screen shows of it: values at their longest and at their shortest."""

import re
from types import MappingProxyType

from messages.choices import listed
from messages.language import Language
from messages.numbers import NUMBERS
from messages.opt_in import OptIn
from messages.pages import NUMBERS_CHARACTERS, address
from messages.segments import Cost, Encoding, cost

SEGMENTS_MAX = MappingProxyType({Language.ENGLISH: 2, Language.SPANISH: 4})
CRISIS_LINE_MAX = MappingProxyType({Language.ENGLISH: 44, Language.SPANISH: 32})
"""Characters. Spanish texts cost more than twice as much, so a Spanish line has to be shorter."""
EMERGENCY_MAX = 3
SITE_MAX = 60
"""Characters of what our pages are read under. AWS's own name of an API has 54 to 60."""
PAGE_MAX = 24
"""Characters of the path of a page in one language and country: `/r/after-treatment.es.us`."""
LINK_MAX = SITE_MAX + PAGE_MAX
ANSWER_SEGMENTS_MAX = MappingProxyType({Language.ENGLISH: 3, Language.SPANISH: 5})
"""Of an answer that links to its page: she asked, and the link comes on top."""
FIRST_SEEN = 40
"""Characters a locked screen is taken to show."""
SINGLE_ENGLISH = frozenset({"notice.help"})
"""Must fit one segment in English (fact sheet E.1)."""

LONGEST = MappingProxyType(
    {
        "after_hours": 16,
        "bleeding_weeks": 1,
        "clinic": 24,
        "code": 6,
        "console": SITE_MAX + 8,
        "count": 3,
        "days": 2,
        "emergency": EMERGENCY_MAX,
        "fever": 16,
        "letters": 3,
        "link": LINK_MAX,
        "methotrexate_months": 2,
        "no_bleeding_hours": 2,
        "pad_hours": 1,
        "pads": 1,
        "period_weeks": 2,
        "phone": 16,
        "severity": 10,
        "test_weeks": 1,
        "time": 11,
        "waiting_days": 2,
        "who": 8,
        **{name: len(str(number.value)) for name, number in NUMBERS.items()},
    }
)
LOSS_MAX = MappingProxyType({Language.ENGLISH: 27, Language.SPANISH: 34})
"""Characters of what happened, in her own words: the longest holds a name of twenty letters."""
_CHOICES = "choices"
"""Longest when a clinic writes about every topic."""
_LONGEST_BY_LANGUAGE = MappingProxyType({"crisis_line": CRISIS_LINE_MAX, "loss": LOSS_MAX})
_SHORTEST = MappingProxyType({"after_hours": "9" * 10, "clinic": "ABC", "phone": "9" * 10})
_VALUE = re.compile(r"\{([a-z_]+)\}")
_FILL = MappingProxyType({Language.ENGLISH: "9", Language.SPANISH: "í"})
"""In Spanish a value may hold an accent, so every Spanish text is counted as UCS-2."""


def known_values() -> frozenset[str]:
    return frozenset(LONGEST) | frozenset(_LONGEST_BY_LANGUAGE) | {_CHOICES}


def longest(text: str, language: Language, page: str | None = None, *, own_numbers: bool = False) -> Cost:
    """What the text costs with every value at its longest; `page` is what its link opens, where that is known. A link
    with a clinic's own numbers is counted where `own_numbers`."""
    link = LINK_MAX if page is None else SITE_MAX + len(address(page, language, "us"))
    link += len(f".{'0' * NUMBERS_CHARACTERS}") if own_numbers else 0
    filled = _VALUE.sub(
        lambda value: _FILL[language] * (link if value[1] == "link" else _length(value[1], language)), text
    )
    if language is Language.ENGLISH:
        return cost(filled)
    return cost(filled + _FILL[language]) if cost(filled).encoding is Encoding.GSM7 else cost(filled)


def first_seen(text: str) -> str:
    """The first characters, with the values that show most of the text after them."""
    return _VALUE.sub(lambda value: _SHORTEST.get(value[1], "9"), text)[:FIRST_SEEN]


def _length(value: str, language: Language) -> int:
    if value == _CHOICES:
        return len(listed(frozenset(OptIn), language))
    by_language = _LONGEST_BY_LANGUAGE.get(value)
    return by_language[language] if by_language else LONGEST.get(value, 0)
