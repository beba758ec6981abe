"""The catalogue: every text we can send, by key and language.

`contract.toml` says once what each message is for, which facts it carries, where they come from and which values
it may use; `en.toml` and `es.toml` say it in words. A key or value that is missing is an error here, at the door:
a patient never receives a placeholder.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from messages.language import Language
from messages.packaged import Late, table

CONTRACT = "contract.toml"
_VALUE = re.compile(r"\{([a-z_]+)\}")


class CatalogueError(Exception):
    """The catalogue cannot be used as it stands: a key, a twin or a value is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a message promises in every language. `facts` are keys of the clinical fact sheet, section F.1."""

    key: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    values: frozenset[str]
    topic: str | None  # an opt-in topic that must be on, or None
    page: str | None = None  # the page its {link} opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message in one language. `review` is "draft" or who signed it and when."""

    key: str
    language: Language
    text: str
    review: str

    @property
    def values(self) -> frozenset[str]:
        return frozenset(_VALUE.findall(self.text))

    @property
    def wording(self) -> str:
        """Names this exact wording in a sent text's record; changes when a letter does."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    contracts: Mapping[str, Contract]
    entries: Mapping[tuple[str, Language], Entry]

    def entry(self, key: str, language: Language) -> Entry:
        try:
            return self.entries[key, language]
        except KeyError:
            raise CatalogueError(f"no message {key!r} in {language.value!r}") from None

    def render(self, key: str, language: Language, values: Mapping[str, str]) -> str:
        entry = self.entry(key, language)
        missing = entry.values - values.keys()
        if missing:
            raise CatalogueError(f"message {key!r} in {language.value!r} has no value for {sorted(missing)}")
        return _VALUE.sub(lambda match: values[match[1]], entry.text)


@cache
def catalogue() -> Catalogue:
    """The catalogue shipped with this version. A text is made of its row when it is first asked for, and a language
    read with its first text: a function says two or three of five hundred."""
    return Catalogue(contracts=Late(_read(CONTRACT), _contract), entries=_Entries())


class _Entries(Mapping[tuple[str, Language], Entry]):
    def __getitem__(self, at: tuple[str, Language]) -> Entry:
        key, language = at
        return _words(language)[key]

    def __iter__(self) -> Iterator[tuple[str, Language]]:
        return ((key, language) for language in Language for key in _words(language))

    def __len__(self) -> int:
        return sum(len(_words(language)) for language in Language)


@cache
def _words(language: Language) -> Mapping[str, Entry]:
    return Late(_read(f"{language.value}.toml"), partial(_entry, language))


def _read(name: str) -> dict[str, Any]:
    return table(__file__, name)


def _contract(key: str, row: Mapping[str, Any]) -> Contract:
    return Contract(
        key=key,
        facts=tuple(row.get("facts", ())),
        sources=tuple(row.get("sources", ())),
        values=frozenset(row.get("values", ())),
        topic=row.get("topic"),
        page=row.get("page"),
    )


def _entry(language: Language, key: str, row: Mapping[str, Any]) -> Entry:
    return Entry(key=key, language=language, text=row["text"].strip(), review=row.get("review", "draft"))
