"""Everything wrong with the catalogue, all at once, in words a writer can act on.

`problems()` reads what is shipped; `check` judges any book of texts, so that every rule can be seen to bite.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from messages.catalogue import Contract, Entry, catalogue
from messages.hearing.reading import Topic
from messages.language import Language
from messages.lint_pages import page_problems
from messages.lint_shape import CRISIS_LINE_MAX, EMERGENCY_MAX, known_values
from messages.lint_text import Problem, at, text_problems
from messages.pages import Page, pages
from messages.resources import Lines, countries, lines
from messages.segments import outside_gsm7
from messages.severity import Severity

DRAFT = "draft"
VERIFIED_FOR = timedelta(days=180)
"""How long a telephone number is trusted without being tried again."""
CONTRACT = "messages/catalogue/contract.toml"
NUMBER_VALUES = frozenset({"after_hours", "emergency", "phone"})
_SOURCE = re.compile(r"(sheet|public):\S+( \S+)*")
_VALUE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that is judged together. `facts` maps each known fact to whether it waits for an opt-in topic."""

    contracts: Mapping[str, Contract]
    entries: Mapping[tuple[str, Language], Entry]
    facts: Mapping[str, bool]
    lines: tuple[Lines, ...]
    pages: Mapping[str, Page]


def problems() -> list[Problem]:
    return check(shipped())


@cache
def shipped() -> Book:
    book = catalogue()
    raw = tomllib.loads(resources.files("messages").joinpath("facts.toml").read_text("utf-8"))
    return Book(
        contracts=book.contracts,
        entries=book.entries,
        facts={key: "gate" in row for key, row in raw.items()},
        lines=tuple(lines(country) for country in countries()),
        pages=pages(),
    )


def warnings(today: date) -> list[Problem]:
    """What holds nobody back today: numbers nobody has checked for long, and words no clinician has signed."""
    return [*_stale(shipped().lines, today), *_unsigned(shipped())]


def _stale(countries: tuple[Lines, ...], today: date) -> Iterator[Problem]:
    for one in countries:
        dated = [("its lines", one.verified_on), *((line.name, line.verified_on) for line in one.support)]
        for name, verified_on in dated:
            if today - verified_on > VERIFIED_FOR:
                said = f"was last verified on {verified_on} ({name})"
                mend = "ring and text the number, then write the day into verified_on"
                yield at(f"messages/resources/{one.country}.toml", one.country, None, "stale", said=said, mend=mend)


def _unsigned(book: Book) -> Iterator[Problem]:
    entries = sum(entry.review == DRAFT for entry in book.entries.values())
    drafts = sum(page.review == DRAFT for page in book.pages.values())
    if entries or drafts:
        said = f"{entries} texts and {drafts} pages are drafts no clinician has signed"
        mend = "let a clinician read `aftercare preview --html` and write name and date into review"
        yield at("messages", "review", None, "unsigned", said=said, mend=mend)


def check(book: Book) -> list[Problem]:
    return [
        *_twins(book),
        *_needed(book),
        *(problem for contract in book.contracts.values() for problem in _promises(contract, book.facts)),
        *(problem for contract in book.contracts.values() for problem in _whom_to_call(contract)),
        *(problem for entry in book.entries.values() for problem in _against_contract(entry, book)),
        *(problem for entry in book.entries.values() for problem in text_problems(entry)),
        *(problem for key in book.contracts for problem in _numbers(key, book)),
        *(problem for one in book.lines for problem in _country(one)),
        *page_problems(book.pages, book.contracts, book.facts),
    ]


def _twins(book: Book) -> Iterator[Problem]:
    for key in sorted(book.contracts.keys() | {key for key, _ in book.entries}):
        if key not in book.contracts:
            yield at(
                CONTRACT,
                key,
                None,
                "contract",
                said="has words but no contract",
                mend="say what it is for in the contract",
            )
        for language in Language:
            if (key, language) not in book.entries:
                file = f"messages/catalogue/{language.value}.toml"
                yield at(
                    file,
                    key,
                    language,
                    "twin",
                    said="has no words in this language",
                    mend="write it, or remove the key",
                )


def _needed(book: Book) -> Iterator[Problem]:
    """A topic without an answer, or a severity without a word, would be found out by a patient."""
    needed = [f"answer.{topic.value}" for topic in Topic] + [f"severity.{one.value}" for one in Severity]
    for key in needed:
        if key not in book.contracts:
            yield at(CONTRACT, key, None, "needed", said="is needed and is missing", mend="write it in both languages")


def _promises(contract: Contract, facts: Mapping[str, bool]) -> Iterator[Problem]:
    key = contract.key
    if not contract.facts and not contract.sources:
        yield at(CONTRACT, key, None, "source", said="has neither facts nor sources", mend="name where it comes from")
    for source in contract.sources:
        if not _SOURCE.fullmatch(source):
            yield at(
                CONTRACT,
                key,
                None,
                "source",
                said=f"has a source {source!r} nobody can look up",
                mend="write sheet:<section>",
            )
    for fact in contract.facts:
        if fact not in facts:
            yield at(
                CONTRACT,
                key,
                None,
                "fact",
                said=f"names a fact {fact!r} that is not known",
                mend="see messages/facts.toml",
            )
        elif facts[fact] and contract.topic is None:
            said = f"carries {fact!r}, which waits for an opt-in topic"
            yield at(CONTRACT, key, None, "gate", said=said, mend="give the message its topic, or leave the fact out")
    for value in sorted(contract.values - known_values()):
        yield at(
            CONTRACT, key, None, "value", said=f"uses a value {value!r} nobody fills in", mend="use a value that exists"
        )


def _whom_to_call(contract: Contract) -> Iterator[Problem]:
    """Whoever reads of a symptom or of dying is told whom to call."""
    symptom = contract.key.startswith("safety.") or any(fact.startswith("redflag.") for fact in contract.facts)
    if symptom and not contract.values & NUMBER_VALUES:
        said = "speaks of a symptom and names nobody to call"
        yield at(CONTRACT, contract.key, None, "number", said=said, mend="add {after_hours}, {phone} or {emergency}")
    if "depression.suicide" in contract.facts and "crisis_line" not in contract.values:
        said = "speaks of dying and names no crisis line"
        yield at(CONTRACT, contract.key, None, "number", said=said, mend="add {crisis_line}")


def _against_contract(entry: Entry, book: Book) -> Iterator[Problem]:
    contract = book.contracts.get(entry.key)
    if contract is None or entry.values == contract.values:
        return
    differing = ", ".join(sorted(entry.values ^ contract.values))
    file = f"messages/catalogue/{entry.language.value}.toml"
    said = f"and its contract do not use the same values: {differing}"
    yield at(
        file,
        entry.key,
        entry.language,
        "values",
        said=said,
        mend="use the same values in the contract and both languages",
    )


def _numbers(key: str, book: Book) -> Iterator[Problem]:
    """The digits of the two texts agree, however they are ordered."""
    entries = [book.entries[key, language] for language in Language if (key, language) in book.entries]
    digits = [Counter(re.findall(r"\d+", _VALUE.sub(" ", entry.text))) for entry in entries]
    for entry, found in zip(entries[1:], digits[1:], strict=True):
        if found != digits[0]:
            file = f"messages/catalogue/{entry.language.value}.toml"
            said = f"says the numbers {sorted(found)} where English says {sorted(digits[0])}"
            yield at(file, key, entry.language, "numbers", said=said, mend="make the numbers agree")


def _country(one: Lines) -> Iterator[Problem]:
    file = f"messages/resources/{one.country}.toml"
    if not one.emergency.isdigit() or len(one.emergency) > EMERGENCY_MAX:
        yield at(
            file,
            one.country,
            None,
            "emergency",
            said=f"has no number to dial: {one.emergency!r}",
            mend="write digits only",
        )
    for language, line in one.crisis_line.items():
        if not line or len(line) > CRISIS_LINE_MAX[language]:
            said = f"has a crisis line of {len(line)} characters; {CRISIS_LINE_MAX[language]} fit"
            yield at(file, one.country, language, "crisis_line", said=said, mend="shorten it, or write it")
    strange = outside_gsm7(one.crisis_line[Language.ENGLISH])
    if strange:
        said = f"would make every English text dearer: {strange}"
        yield at(file, one.country, Language.ENGLISH, "crisis_line", said=said, mend="use plain letters")
