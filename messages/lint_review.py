"""Whether every signature is one: a name, a role, a real day that has come, and the very words that stand here now."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from messages.catalogue import Entry
from messages.language import Language
from messages.lint_text import Problem, at
from messages.pages import Page
from messages.phrases import Phrase
from messages.review import DRAFT, Signature, fingerprint, is_signed, signature

_HOW = "let `aftercare sign` write it, or write draft"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def entry_review(entry: Entry, today: date) -> Iterator[Problem]:
    file = f"messages/catalogue/{entry.language.value}.toml"
    yield from _review(entry.review, entry.wording, today, file=file, key=entry.key, language=entry.language)


def page_review(page: Page, today: date) -> Iterator[Problem]:
    file = f"messages/pages/{page.key}.toml"
    yield from _review(page.review, wording_of_page(page), today, file=file, key=page.key, language=None)


def phrase_review(one: Phrase, today: date) -> Iterator[Problem]:
    yield from _review(
        one.review, wording_of_phrase(one), today, file="messages/phrases.toml", key=one.key, language=None
    )


def wording_of_page(page: Page) -> str:
    """Both languages are signed at once."""
    return fingerprint(
        *(piece for language in Language for piece in (page.words[language].title, page.words[language].text))
    )


def wording_of_phrase(one: Phrase) -> str:
    return fingerprint(*(one.words[language] for language in Language))


def _review(
    review: str, wording: str, today: date, *, file: str, key: str, language: Language | None
) -> Iterator[Problem]:
    if review == DRAFT:
        return
    found = signature(review)
    said = _unreadable(review) if found is None else _untrue(found, wording, today)
    if said:
        yield at(file, key, language, "review", said=said, mend=_HOW)


def _unreadable(review: str) -> str:
    dated = _DATE.search(review)
    if dated is None:
        return f"has a review {review!r} that names no day"
    try:
        date.fromisoformat(dated[0])
    except ValueError:
        return f"was signed on {dated[0]}, which is no day"
    return f"has a review {review!r} that is not name, role, day and fingerprint of the words"


def _untrue(found: Signature, wording: str, today: date) -> str:
    if found.on > today:
        return f"was signed on {found.on}, which has not come"
    if found.wording != wording:
        return f"was changed since {found.who} signed it on {found.on}"
    return ""


def drafts(entries: Iterable[Entry], pages: Iterable[Page], phrases: Iterable[Phrase]) -> Iterator[Problem]:
    """Each of them nobody has signed as it stands: a draft, or words that were changed since."""
    places = [
        *(
            (f"messages/catalogue/{one.language.value}.toml", one.key, one.language, one.review, one.wording)
            for one in entries
        ),
        *((f"messages/pages/{one.key}.toml", one.key, None, one.review, wording_of_page(one)) for one in pages),
        *(("messages/phrases.toml", one.key, None, one.review, wording_of_phrase(one)) for one in phrases),
    ]
    for file, key, language, review, wording in places:
        if not is_signed(review, wording):
            mend = "let a clinician read it in `aftercare preview --html`, then `aftercare sign`"
            yield at(file, key, language, "draft", said="is a draft no clinician has signed", mend=mend)
