"""Whether two languages say the same numbers: in digits or in words, and of the same weeks, days or hours.

`two to three weeks` and `de dos a tres semanas` agree; `three months` and `seis meses` do not, nor `2 weeks` and
`2 meses`. A word counts where a unit follows it: `the two of you` and `las dos cosas` count nothing. One is compared
only before hours, weeks, months and years: `un día` is mostly some day.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from messages.language import Language
from messages.lint_words import FOLDED_MAX, fold

_ONE: Mapping[Language, frozenset[str]] = {
    Language.ENGLISH: frozenset({"one"}),
    Language.SPANISH: frozenset({"un", "una", "uno"}),
}
_MAYBE_ONE = frozenset({"a", "an"})
"""English `a week` is Spanish `una semana`; in `a pad an hour` it counts nothing, so Spanish need not say it."""
_ONE_OF = frozenset({"hours", "weeks", "months", "years"})
_JOINS = frozenset({"to", "or", "and", "a", "o", "u", "y", "-"})
"""Between the two ends of a span: `4 to 6 weeks`, `una o dos semanas`."""
_PER = frozenset({"an", "per", "por", "al", "en", "in", "each", "every", "cada"})
"""What stands between a number and a unit it does not count: `2 por hora`."""
_TOKEN = re.compile(r"\{[a-z_]+\}|\d+|[^\W\d_]+|-")
_WORDS_BEFORE_UNIT_MAX = 1  # as in "three full weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """`numbers`: word to digits, by language. `units`: word to the one name both languages share."""

    numbers: Mapping[Language, Mapping[str, str]]
    units: Mapping[str, str]


@cache
def counting() -> Counting:
    raw = tomllib.loads(resources.files("messages").joinpath("lint_numbers.toml").read_text("utf-8"))
    return Counting(
        numbers={language: raw["numbers"][language.value] for language in Language},
        units={word: unit for unit, words in raw["units"].items() for word in words},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`numbers`: digits, and words that count a unit; `bare`: words that count none, or something we do not know.
    `spans`: the units of each number. `ones`: the units that are counted with one, `maybe_ones` those that might be."""

    numbers: Counter[str]
    bare: Counter[str]
    spans: Mapping[str, frozenset[str]]
    ones: frozenset[str]
    maybe_ones: frozenset[str]


def disagreements(english: str, spanish: str) -> Iterator[str]:
    """What Spanish says otherwise than English, in words."""
    one, other = said(english, Language.ENGLISH), said(spanish, Language.SPANISH)
    if one.numbers - other.numbers - other.bare or other.numbers - one.numbers - one.bare:
        yield f"says the numbers {_listed(other.numbers)} where English says {_listed(one.numbers)}"
    for number in sorted(one.spans.keys() & other.spans.keys()):
        if one.spans[number] != other.spans[number]:
            here, there = (" and ".join(sorted(found.spans[number])) for found in (other, one))
            yield f"says {number} {here} where English says {number} {there}"
    for unit in sorted((one.ones - other.ones) | (other.ones - one.ones - one.maybe_ones)):
        where = ("English", "Spanish") if unit in one.ones else ("Spanish", "English")
        yield f"says one of {unit} in {where[0]} and not in {where[1]}"


def tokens_of(text: str) -> list[str]:
    """Values, numbers, words and hyphens, folded."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=FOLDED_MAX)
def said(text: str, language: Language) -> Said:
    tokens = tokens_of(text)
    numbers: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    spans: dict[str, set[str]] = {}
    ones: set[str] = set()
    maybe: set[str] = set()
    for place, token in enumerate(tokens):
        number = token if token.isdigit() else counting().numbers[language].get(token)
        unit = counted(tokens, place, language)
        if number is not None:
            (numbers if unit or token.isdigit() else bare)[number] += 1
        if unit and (number is not None or token.startswith("{")):
            spans.setdefault(number or token, set()).add(unit)
        elif unit in _ONE_OF and token in _ONE[language]:
            ones.add(unit)
        elif unit in _ONE_OF and language is Language.ENGLISH and token in _MAYBE_ONE:
            maybe.add(unit)
    return Said(
        numbers=numbers,
        bare=bare,
        spans={number: frozenset(units) for number, units in spans.items()},
        ones=frozenset(ones),
        maybe_ones=frozenset(maybe),
    )


def counted(tokens: list[str], place: int, language: Language) -> str | None:
    """The unit that this number counts: next, after one word, or after the other end of a span."""
    ahead = tokens[place + 1 : place + 5]
    if len(ahead) > 1 and ahead[0] in _JOINS and _counts(ahead[1], language):
        ahead = ahead[2:]
    for token in ahead[: _WORDS_BEFORE_UNIT_MAX + 1]:
        if token in counting().units:
            return counting().units[token]
        if _counts(token, language) or token in _JOINS or token in _PER:
            return None
    return None


def _counts(token: str, language: Language) -> bool:
    return token.isdigit() or token.startswith("{") or token in counting().numbers[language] or token in _ONE[language]


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements(), key=int)) or "none"
