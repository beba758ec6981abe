"""The pages behind the answers: more words than a text holds, one TOML file a page with both languages.

A page knows nobody: its address says neither who reads it nor what it is about. Its numbers are the safe defaults, save
where the address carries a clinic's own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from messages.hearing.reading import Topic
from messages.language import Language
from messages.packaged import table

_VALUE = re.compile(r"\{([a-z_]+)\}")


class PageError(Exception):
    """A page cannot be shown as it is written: a language or a value is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """`text`: paragraphs with an empty line between; `## ` begins a small heading, `- ` a point of a list."""

    title: str
    text: str

    @property
    def values(self) -> frozenset[str]:
        return frozenset(_VALUE.findall(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`facts` and `sources` as in a message's contract. `gate`: the opt-in topic that must be on before a text may
    link here."""

    key: str
    topics: tuple[Topic, ...]
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    gate: str | None
    also: tuple[str, ...]  # pages one might want next
    review: str
    words: Mapping[Language, PageWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a page. `kind`: heading, paragraph or list (one entry a point)."""

    kind: str
    entries: tuple[str, ...]


@cache
def pages() -> Mapping[str, Page]:
    """Every page by key, in order of key."""
    names = sorted(file.name for file in resources.files(__name__).iterdir() if file.name.endswith(".toml"))
    found = (_page(name.removesuffix(".toml"), table(__file__, name)) for name in names)
    return MappingProxyType({page.key: page for page in found})


NUMBERS_CHARACTERS = 5
"""Of a clinic's own numbers at the end of an address, where they are not the defaults."""


def address(key: str, language: Language, country: str, numbers: str = "") -> str:
    """The path of a page: `/r/water.es.us`, or `/r/water.es.us.04k2p`. Language, country and a clinic's numbers choose
    words and numbers, and name nobody."""
    return f"/r/{key}.{language.value}.{country}" + (f".{numbers}" if numbers else "")


def blocks(words: PageWords, values: Mapping[str, str]) -> list[Block]:
    """The page's text in pieces, with its values filled in. Raises PageError where one is missing."""
    missing = words.values - values.keys()
    if missing:
        raise PageError(f"the page {words.title!r} has no value for {sorted(missing)}")
    filled = _VALUE.sub(lambda match: values[match[1]], words.text)
    found: list[Block] = []
    for line in filled.strip().split("\n"):
        _add(found, line.strip())
    return [block for block in found if block.entries]


_HEADING, _POINT = "## ", "- "


def _add(found: list[Block], line: str) -> None:
    """A heading stands alone; points make one list, lines one paragraph, until an empty line ends it."""
    last = found[-1] if found else Block(kind="", entries=())
    if not line:
        found.append(Block(kind="", entries=()))
    elif line.startswith(_HEADING):
        found.append(Block(kind="heading", entries=(line.removeprefix(_HEADING),)))
    elif line.startswith(_POINT):
        point = line.removeprefix(_POINT)
        if last.kind == "list":
            found[-1] = Block(kind="list", entries=(*last.entries, point))
        else:
            found.append(Block(kind="list", entries=(point,)))
    elif last.kind == "paragraph":
        found[-1] = Block(kind="paragraph", entries=(f"{last.entries[0]} {line}",))
    else:
        found.append(Block(kind="paragraph", entries=(line,)))


def _page(key: str, raw: Mapping[str, Any]) -> Page:
    try:
        return Page(
            key=key,
            topics=tuple(Topic(topic) for topic in raw.get("topics", ())),
            facts=tuple(raw.get("facts", ())),
            sources=tuple(raw.get("sources", ())),
            gate=raw.get("gate"),
            also=tuple(raw.get("also", ())),
            review=raw.get("review", "draft"),
            words=MappingProxyType(
                {
                    language: PageWords(title=raw[language.value]["title"], text=raw[language.value]["text"].strip())
                    for language in Language
                }
            ),
        )
    except (KeyError, ValueError) as wrong:
        raise PageError(f"messages/pages/{key}.toml: {wrong!r}") from wrong
