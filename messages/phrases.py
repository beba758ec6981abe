"""Words she reads that are no text and no page of their own, by key and language: `phrases.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from messages.language import Language
from messages.packaged import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """`review` is of both languages at once."""

    key: str
    words: Mapping[Language, str]
    review: str


@cache
def phrases() -> Mapping[str, Phrase]:
    raw = table(__file__, "phrases.toml")
    found = {
        key: Phrase(
            key=key,
            words=MappingProxyType({language: row[language.value] for language in Language}),
            review=row["review"],
        )
        for key, row in raw.items()
    }
    return MappingProxyType(found)


def phrase(key: str, language: Language) -> str:
    return phrases()[key].words[language]
