"""What is wrong with the pages behind the answers."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from messages.catalogue import Contract
from messages.hearing.reading import Topic
from messages.language import Language
from messages.lint_guard import guarded
from messages.lint_numbers import disagreements
from messages.lint_shape import FIRST_SEEN, known_values
from messages.lint_text import Problem, at
from messages.lint_words import found, words
from messages.opt_in import OptIn
from messages.pages import Page, PageWords

WORDS_MIN, WORDS_MAX = 120, 250
_CLINIC_VALUES = frozenset({"after_hours", "clinic", "phone", "crisis_line", "emergency", "link", "loss"})
"""A page knows no clinic and no person; the numbers of a country stand below it."""
_VALUE = re.compile(r"\{[a-z_]+\}")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def page_problems(
    pages: Mapping[str, Page], contracts: Mapping[str, Contract], facts: Mapping[str, bool]
) -> Iterator[Problem]:
    """`facts` maps each known fact to whether it waits for an opt-in topic."""
    for page in pages.values():
        for language, written in page.words.items():
            yield from _words(page, language, written)
        yield from _numbers(page)
        yield from _promises(page, facts)
        yield from _links(page, pages)
    yield from _reached(pages, contracts)
    yield from _topics(pages)


def _file(key: str) -> str:
    return f"messages/pages/{key}.toml"


def _words(page: Page, language: Language, written: PageWords) -> Iterator[Problem]:
    def wrong(rule: str, said: str, mend: str) -> Problem:
        return at(_file(page.key), page.key, language, rule, said=said, mend=mend)

    count = len(_WORD.findall(_VALUE.sub("1", written.text)))
    if not WORDS_MIN <= count <= WORDS_MAX:
        yield wrong("words", f"has {count} words", f"write {WORDS_MIN} to {WORDS_MAX}")
    lists, whole = words(), f"{written.title}\n{written.text}"
    for word in found(whole, lists.avoid, language):
        yield wrong("words", f"says {word!r}, which hurts or misleads", "see the tone guide for words to prefer")
    for idea, said in guarded(whole, language):
        yield wrong("guard", f"says {said!r}: {idea.idea}", f"see {idea.key} in messages/lint_guard.toml")
    for word in found(whole, lists.informal, language):
        yield wrong("usted", f"says {word!r}", "speak to her with usted")
    for shown in (written.title, written.text[:FIRST_SEEN]):
        for word in found(shown, lists.sensitive, language):
            yield wrong(
                "first_seen", f"shows {word!r} before anything else", "begin with something a stranger may read"
            )
    if "!" in whole or any(unicodedata.category(one) in {"So", "Sk", "Cs"} for one in whole):
        yield wrong("signs", "raises its voice or holds a picture", "say it in plain words")
    for value in sorted(written.values & _CLINIC_VALUES | written.values - known_values()):
        yield wrong("value", f"uses a value {value!r} a page has not", "leave it to the texts")


def _numbers(page: Page) -> Iterator[Problem]:
    english, spanish = (
        f"{page.words[one].title}. {page.words[one].text}" for one in (Language.ENGLISH, Language.SPANISH)
    )
    for said in disagreements(english, spanish):
        yield at(_file(page.key), page.key, Language.SPANISH, "numbers", said=said, mend="make the numbers agree")
    values = {written.values for written in page.words.values()}
    if len(values) > 1:
        yield at(
            _file(page.key),
            page.key,
            None,
            "values",
            said="does not use the same values in both languages",
            mend="use the same",
        )


def _promises(page: Page, facts: Mapping[str, bool]) -> Iterator[Problem]:
    def wrong(rule: str, said: str, mend: str) -> Problem:
        return at(_file(page.key), page.key, None, rule, said=said, mend=mend)

    if not page.facts and not page.sources:
        yield wrong("source", "has neither facts nor sources", "name where it comes from")
    for fact in page.facts:
        if fact not in facts:
            yield wrong("fact", f"names a fact {fact!r} that is not known", "see messages/facts.toml")
        elif facts[fact] and page.gate is None:
            yield wrong("gate", f"carries {fact!r}, which waits for an opt-in topic", "give the page its gate")
    if page.gate is not None and page.gate not in set(OptIn):
        yield wrong("gate", f"waits for {page.gate!r}, which nobody can choose", f"use one of {', '.join(OptIn)}")


def _links(page: Page, pages: Mapping[str, Page]) -> Iterator[Problem]:
    for other in page.also:
        if other not in pages:
            said, mend = f"leads to {other!r}, which is no page", "name a page"
        elif pages[other].gate not in {None, page.gate}:
            said, mend = f"leads to {other!r}, which waits for a topic", "leave it to a text she asked for"
        else:
            continue
        yield at(_file(page.key), page.key, None, "also", said=said, mend=mend)


def _reached(pages: Mapping[str, Page], contracts: Mapping[str, Contract]) -> Iterator[Problem]:
    linked = {contract.page for contract in contracts.values() if contract.page}
    for contract in contracts.values():
        page = pages.get(contract.page or "")
        if contract.page and page is None:
            said = f"links to {contract.page!r}, which is no page"
            yield at("messages/catalogue/contract.toml", contract.key, None, "page", said=said, mend="name a page")
        elif page and page.gate is not None and page.gate != contract.topic:
            said = f"links to {page.key!r}, which waits for {page.gate}"
            yield at(
                "messages/catalogue/contract.toml", contract.key, None, "gate", said=said, mend="give it the topic"
            )
    reached = set(linked)
    for _ in pages:
        reached |= {other for key in reached & pages.keys() for other in pages[key].also}
    for key in sorted(pages.keys() - reached):
        yield at(_file(key), key, None, "reached", said="is linked from nowhere", mend="link to it, or remove it")


def _topics(pages: Mapping[str, Page]) -> Iterator[Problem]:
    asked = {topic for page in pages.values() for topic in page.topics}
    for topic in sorted(set(Topic) - asked):
        yield at(
            "messages/pages",
            topic.value,
            None,
            "needed",
            said="is a topic people ask about and has no page",
            mend="write one",
        )
