"""Everything wrong with the catalogue, all at once, in words a writer can act on.

`problems` reads what is shipped; `check` judges any book of texts, so that every rule can be seen to bite.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from messages.catalogue import Contract, Entry, catalogue
from messages.hearing.reading import Topic
from messages.language import Language
from messages.lint_contracts import CONTRACT, contract_problems, whom_to_call
from messages.lint_files import file_problems
from messages.lint_gated import gated_problems
from messages.lint_lines import country_problems, stale
from messages.lint_numbers import disagreements
from messages.lint_pages import page_problems
from messages.lint_phrases import phrase_problems
from messages.lint_review import drafts, entry_review, page_review, phrase_review
from messages.lint_text import Problem, at, text_problems
from messages.lint_typed import number_problems, typed_problems
from messages.pages import Page, pages
from messages.phrases import Phrase, phrases
from messages.resources import Lines, countries, lines
from messages.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All that is judged together. `facts` maps each known fact to whether it waits for an opt-in topic."""

    contracts: Mapping[str, Contract]
    entries: Mapping[tuple[str, Language], Entry]
    facts: Mapping[str, bool]
    lines: tuple[Lines, ...]
    pages: Mapping[str, Page]
    phrases: Mapping[str, Phrase]


def problems(today: date) -> list[Problem]:
    """What cannot be read keeps everything else from being judged, and is named alone."""
    return file_problems() or check(shipped(), today)


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
        phrases=phrases(),
    )


def notes(book: Book, today: date) -> list[Problem]:
    """What holds nobody back today: numbers nobody has checked for long, and each draft no clinician has signed."""
    return [*stale(book.lines, today), *drafts(book.entries.values(), book.pages.values(), book.phrases.values())]


def check(book: Book, today: date) -> list[Problem]:
    return [
        *_twins(book),
        *_needed(book),
        *(problem for contract in book.contracts.values() for problem in contract_problems(contract, book.facts)),
        *(problem for entry in book.entries.values() for problem in _against_contract(entry, book)),
        *(problem for entry in book.entries.values() for problem in text_problems(entry)),
        *(problem for entry in book.entries.values() for problem in entry_review(entry, today)),
        *(problem for key in book.contracts for problem in _numbers(key, book)),
        *(problem for one in book.lines for problem in country_problems(one, today)),
        *page_problems(book.pages, book.contracts, book.facts),
        *(problem for page in book.pages.values() for problem in page_review(page, today)),
        *phrase_problems(book.phrases, tuple(one.country for one in book.lines)),
        *(problem for one in book.phrases.values() for problem in phrase_review(one, today)),
        *gated_problems(book.entries, book.contracts, book.pages),
        *number_problems([*book.contracts.values()], [*book.pages.values()]),
        *typed_problems([*book.entries.values()], [*book.pages.values()], [*book.phrases.values()]),
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


def _against_contract(entry: Entry, book: Book) -> Iterator[Problem]:
    contract = book.contracts.get(entry.key)
    if contract is None:
        return
    yield from whom_to_call(entry, contract)
    if entry.values == contract.values:
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
    entries = [book.entries[key, language] for language in Language if (key, language) in book.entries]
    if len(entries) == len(Language):
        english, spanish = entries
        for said in disagreements(english.text, spanish.text):
            file = "messages/catalogue/es.toml"
            yield at(file, key, Language.SPANISH, "numbers", said=said, mend="make the numbers agree")
