"""Writes a signature into `review` of a text, a page or a phrase, bound to the words as they stand."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_review import wording_of_page, wording_of_phrase
from messages.pages import pages
from messages.phrases import phrases
from messages.review import Signature

ROOT = Path(__file__).parents[2]
_WHO = re.compile(r"\S[^\n\"\\\\]*, [^\n\"\\\\]*\S")
_REVIEW = re.compile(r'(?m)^review = "[^"\n]*"$')


class CannotSign(Exception):
    """Says what was asked for and why it cannot be signed; no file was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one review stands. `table` is its key in a file of many, None where the file is its own."""

    file: str
    table: str | None
    wording: str
    says: str


def sign_all(
    keys: Iterable[str], *, who: str, on: date, today: date, language: Language | None, root: Path = ROOT
) -> list[str]:
    """All of them or none. Raises CannotSign."""
    if not _WHO.fullmatch(who):
        raise CannotSign(f'{who!r} is not a name and a role; write "Dr. A. Sample, obstetrics"')
    if on > today:
        raise CannotSign(f"{on} has not come")
    places = [place for key in keys for place in _places(key, language)]
    changed: dict[str, str] = {}
    for place in places:
        text = changed.get(place.file) or (root / place.file).read_text("utf-8")
        changed[place.file] = signed(text, place, Signature(who=who, on=on, wording=place.wording))
    for file, text in changed.items():
        (root / file).write_text(text, encoding="utf-8")
    return [f"{place.says}: {Signature(who=who, on=on, wording=place.wording)}" for place in places]


def signed(text: str, place: Place, signature: Signature) -> str:
    """The file with this one review replaced."""
    start = 0 if place.table is None else text.find(f'["{place.table}"]\n')
    found = _REVIEW.search(text, start) if start >= 0 else None
    if found is None or (place.table is not None and "\n[" in text[start : found.start()]):
        raise CannotSign(f"{place.says} has no line `review = ...` in {place.file}")
    return f'{text[: found.start()]}review = "{signature}"{text[found.end() :]}'


def _places(key: str, language: Language | None) -> Iterator[Place]:
    for beginning, find in _KINDS.items():
        if key.startswith(beginning):
            yield find(key.removeprefix(beginning))
            return
    languages = [one for one in Language if language in {None, one} and (key, one) in catalogue().entries]
    if not languages:
        raise CannotSign(f"there is no text {key!r}; pages are page:<key>, phrases phrase:<key>")
    for one in languages:
        wording = catalogue().entry(key, one).wording
        file = f"messages/catalogue/{one.value}.toml"
        yield Place(file=file, table=key, wording=wording, says=f"{key} ({one.value})")


def _page(key: str) -> Place:
    if key not in pages():
        raise CannotSign(f"there is no page {key!r}")
    file = f"messages/pages/{key}.toml"
    return Place(file=file, table=None, wording=wording_of_page(pages()[key]), says=f"page {key}")


def _phrase(key: str) -> Place:
    if key not in phrases():
        raise CannotSign(f"there is no phrase {key!r}")
    wording = wording_of_phrase(phrases()[key])
    return Place(file="messages/phrases.toml", table=key, wording=wording, says=f"phrase {key}")


_KINDS: Mapping[str, Callable[[str], Place]] = {"page:": _page, "phrase:": _phrase}
