"""The wording of consent she is shown or read, by version. What somebody agreed to is never edited: a new wording is a
new version, `consent.2` in phrases.toml, and the older ones stay."""

from functools import cache

from messages.language import Language
from messages.phrases import phrases

_KEY = "consent."


@cache
def consents() -> tuple[str, ...]:
    """Every version's id in each language, as a record of consent names it: `consent-1.en`."""
    return tuple(_id(version, language) for version in _versions() for language in Language)


def consent_id(language: Language) -> str:
    """The id of the newest wording."""
    return _id(_versions()[-1], language)


def consent_words(wording: str, *, clinic: str, phone: str) -> str:
    """The very words behind an id. KeyError when it is none of `consents`."""
    version, _, language = wording.removeprefix("consent-").partition(".")
    words = phrases()[f"{_KEY}{version}"].words[Language(language)]
    return words.replace("{clinic}", clinic).replace("{phone}", phone)


def _versions() -> list[int]:
    return sorted(int(key.removeprefix(_KEY)) for key in phrases() if key.startswith(_KEY))


def _id(version: int, language: Language) -> str:
    return f"consent-{version}.{language.value}"
