"""The texts of her calendar: planned on a day, waiting for one, withheld; and the weeks they stand in."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from infra.content.booklet.book import Book, Bubble, Entry
from infra.content.booklet.following import asking
from infra.content.booklet.naming import CLOCKS, REASONS, long_date
from infra.content.waiting import yes_to
from messages.language import Language
from schedules.calendar import at_local
from schedules.pathways import CatchUp, Touchpoint
from schedules.text import Withheld

_DAYS_OF_WEEK = 7


def planned(book: Book, found: Mapping[Language, list[dict[str, Any]]]) -> Iterator[Entry]:
    """Every text that goes out, in the words of both languages."""
    texts = {
        (language, row["touchpoint"], row["message"]): row["text"] for language in Language for row in found[language]
    }
    for row in found[Language.ENGLISH]:
        if not row["withheld"]:
            sent = {language: texts[language, row["touchpoint"], row["message"]] for language in Language}
            yield _planned_entry(book, row, book.bubble(row["message"], sent))


def _planned_entry(book: Book, row: Mapping[str, Any], bubble: Bubble) -> Entry:
    at = datetime.fromisoformat(row["at_local"])
    entry = Entry(
        name=f"{row['touchpoint']}{'-again' if row['only_if_silent'] else ''}",
        when=f"Day {book.day(at.date())}, {long_date(at.date())}, {at:%H:%M}",
        on=at.date(),
        kind="reminder" if row["only_if_silent"] else "text",
        note="only if she is silent" if row["only_if_silent"] else "",
        bubble=bubble,
    )
    touchpoint = book.pathway.touchpoint(row["touchpoint"])
    if touchpoint is None or row["only_if_silent"]:
        return entry
    return asking(book, entry, touchpoint, at)


def waiting(book: Book, found: list[dict[str, Any]]) -> Iterator[Entry]:
    """What may still come though this calendar has no day for it: another clock, an answer, a late enrollment."""
    elsewhere = {row["touchpoint"] for row in found if row["withheld"] != Withheld.NOT_YET}
    on = book.sample.topics
    for one in book.pathway.touchpoints:
        if one.key not in elsewhere and (one.topic is None or one.topic in on) and not one.instead & on:
            yield _waiting_entry(book, one)
            yield from _reminder(book, one)
    for number, late in enumerate(book.pathway.catch_ups, start=1):
        yield _catch_up(book, late, number)


def _waiting_entry(book: Book, one: Touchpoint) -> Entry:
    entry = Entry(
        name=one.key,
        when=f"{_counted(one)}, {one.at:%H:%M}",
        kind="text",
        note=f"only once {yes_to(one.once)}" if one.once else "",
        bubble=book.bubble(one.message),
    )
    return asking(book, entry, one, at_local(book.sample.anchor + timedelta(days=one.day), one.at, book.sample.zone))


def _counted(one: Touchpoint) -> str:
    clock = CLOCKS[one.clock]
    days = f"{abs(one.day)} {'day' if abs(one.day) == 1 else 'days'}"
    if one.day == 0:
        return f"On {clock}"
    return f"{days} {'before' if one.day < 0 else 'after'} {clock}"


def _reminder(book: Book, one: Touchpoint) -> Iterator[Entry]:
    if one.check_in and one.check_in.nudge:
        hours = one.check_in.nudge_after // timedelta(hours=1)
        yield Entry(
            name=f"{one.key}-again",
            when=f"{hours} hours after that",
            kind="reminder",
            note="only if she is silent",
            bubble=book.bubble(one.check_in.nudge),
        )


def _catch_up(book: Book, late: CatchUp, number: int) -> Entry:
    return Entry(
        name=f"late-{number}",
        when=f"At once, if enrolled {late.from_day} to {late.to_day} days after {CLOCKS[late.clock]}",
        kind="text",
        note="instead of the safety texts she missed",
        bubble=book.bubble(late.message),
    )


def weeks(book: Book, dated: list[Entry]) -> list[tuple[int, str, list[Entry]]]:
    """Each with its number and its days; weeks without a text are left out."""
    by_week = groupby(dated, key=lambda entry: _week(book, entry))
    return [(number, _span(book, number), list(entries)) for number, entries in by_week]


def _week(book: Book, entry: Entry) -> int:
    return book.day(entry.on or book.sample.anchor) // _DAYS_OF_WEEK + 1


def _span(book: Book, number: int) -> str:
    first = book.sample.anchor + timedelta(weeks=number - 1)
    last = first + timedelta(days=_DAYS_OF_WEEK - 1)
    month = f" {first:%b}" if first.month != last.month else ""
    return f"{first.day}{month} to {last.day} {last:%b}"


def timeline(book: Book, dated: list[Entry]) -> list[dict[str, Any]]:
    """Every week from the first to the last, with the texts of its seven days."""
    last = max((_week(book, entry) for entry in dated), default=1)
    return [
        {
            "number": number,
            "span": _span(book, number),
            "days": [
                {"number": day, "entries": [entry for entry in dated if entry.on and book.day(entry.on) == day]}
                for day in range((number - 1) * _DAYS_OF_WEEK, number * _DAYS_OF_WEEK)
            ],
        }
        for number in range(1, last + 1)
    ]


def withheld(book: Book, found: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "day": str(book.day(datetime.fromisoformat(row["at_local"]).date())),
            "message": row["message"],
            "reason": _reason(row),
        }
        for row in found
        if row["withheld"]
    ]


def _reason(row: Mapping[str, Any]) -> str:
    if row["withheld"] == Withheld.NOT_YET and row["waits_for"]:
        return f"it goes out only once {row['waits_for']}"
    return REASONS.get(row["withheld"], row["withheld"])
