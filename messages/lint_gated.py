"""Words that speak of a topic she has to choose first, where nothing waits for that topic (fact sheet A.0.6, D.4).

The facts of a contract say what a text means to carry; this reads what it says. `lint_gated.toml` lists the words by
topic, and the texts that need one for safety's sake.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from messages.catalogue import Contract, Entry
from messages.language import Language
from messages.lint_text import Problem, at
from messages.lint_words import found
from messages.opt_in import OptIn
from messages.pages import Page

FILE = "messages/lint_gated.toml"
_NOT_HERS = ("page.", "severity.")
"""Staff read these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """`words`: of each topic by language. `excepted`: the words each text or `page:<key>` may use all the same."""

    words: Mapping[OptIn, Mapping[str, tuple[str, ...]]]
    excepted: Mapping[str, frozenset[str]]


@cache
def gated() -> Gated:
    raw = tomllib.loads(resources.files("messages").joinpath("lint_gated.toml").read_text("utf-8"))
    return Gated(
        words={OptIn(topic): lists for topic, lists in raw.items() if topic != "except"},
        excepted={key: frozenset(row["words"]) for key, row in raw["except"].items()},
    )


def spoken(text: str, language: Language, topic: str | None) -> list[tuple[OptIn, str]]:
    """The words that speak of another topic than the one this waits for."""
    return [
        (one, word) for one, listed in gated().words.items() if one != topic for word in found(text, listed, language)
    ]


def leaks(key: str, text: str, language: Language, topic: str | None) -> list[tuple[OptIn, str]]:
    """The same, without what this text may say all the same."""
    excepted = gated().excepted.get(key, frozenset())
    return [(one, word) for one, word in spoken(text, language, topic) if word not in excepted]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """One text or page in one language. `place`: how the exceptions call it."""

    file: str
    key: str
    place: str
    language: Language
    text: str
    topic: str | None


def gated_problems(
    entries: Mapping[tuple[str, Language], Entry], contracts: Mapping[str, Contract], pages: Mapping[str, Page]
) -> Iterator[Problem]:
    used: set[tuple[str, str]] = set()
    for one in (*_texts(entries, contracts), *_pages(pages)):
        used |= {(one.place, word) for _, word in spoken(one.text, one.language, one.topic)}
        yield from _named(one)
    yield from _needless(used)


def _texts(entries: Mapping[tuple[str, Language], Entry], contracts: Mapping[str, Contract]) -> Iterator[_Written]:
    for (key, language), entry in entries.items():
        if not key.startswith(_NOT_HERS):
            file = f"messages/catalogue/{language.value}.toml"
            topic = contracts[key].topic if key in contracts else None
            yield _Written(file=file, key=key, place=key, language=language, text=entry.text, topic=topic)


def _pages(pages: Mapping[str, Page]) -> Iterator[_Written]:
    for page in pages.values():
        for language, written in page.words.items():
            yield _Written(
                file=f"messages/pages/{page.key}.toml",
                key=page.key,
                place=f"page:{page.key}",
                language=language,
                text=f"{written.title}\n{written.text}",
                topic=page.gate,
            )


def _named(one: _Written) -> Iterator[Problem]:
    for topic, word in leaks(one.place, one.text, one.language, one.topic):
        said = f"says {word!r}, which speaks of {topic.value.replace('_', ' ')}, and waits for no such topic"
        mend = f"leave it out, give it the topic, or name it with its reason in {FILE}"
        yield at(one.file, one.key, one.language, "gate", said=said, mend=mend)


def _needless(used: set[tuple[str, str]]) -> Iterator[Problem]:
    for place, words in gated().excepted.items():
        for word in sorted(words):
            if (place, word) not in used:
                said = f"may say {word!r} and does not"
                yield at(FILE, place, None, "gate", said=said, mend="take it from the exceptions")
