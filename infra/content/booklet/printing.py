"""The booklet put together and written as one page of HTML."""

from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from infra.cli.previewing import rows
from infra.content.booklet.beyond import pages_of, parts_of
from infra.content.booklet.book import book_of
from infra.content.booklet.calendar import planned, timeline, waiting, weeks, withheld
from infra.content.booklet.following import without_repeats
from infra.content.booklet.naming import CLOCKS, TRACKS, long_date
from infra.content.booklet.pricing import PRICED_IN, SEGMENT_DOLLARS
from infra.content.booklet.totals import reviews, totals
from infra.content.samples import Sample
from messages.language import Language


def booklet(sample: Sample) -> str:
    """Raises NotEnrolled where the sample cannot be enrolled."""
    book = book_of(sample)
    found = {language: rows(replace(sample, language=language)) for language in Language}
    entries = list(without_repeats([*planned(book, found), *waiting(book, found[Language.ENGLISH])]))
    dated = [entry for entry in entries if entry.on is not None]
    undated = [entry for entry in entries if entry.on is None]
    parts = parts_of(book, entries)
    printed_pages = pages_of(
        book, [entry.bubble for entry in entries] + [one for part in parts for one in part.bubbles]
    )
    shown = [
        *(entry.bubble for entry in entries),
        *(follow.bubble for entry in entries for follow in entry.follows),
        *(one for part in parts for one in part.bubbles),
    ]
    return str(
        _template().render(
            style=_style(),
            sample=sample,
            clinic=book.program.clinic,
            lines=book.program.lines,
            languages=tuple(Language),
            names={Language.ENGLISH: "English", Language.SPANISH: "Español"},
            track=TRACKS[sample.track],
            clock=CLOCKS[book.pathway.clocks[0]],
            day_zero=long_date(sample.anchor),
            version=book.pathway.version,
            totals=[totals(language, found[language]) for language in Language],
            price=SEGMENT_DOLLARS,
            priced_in=PRICED_IN,
            reviews=reviews(shown, printed_pages),
            timeline=timeline(book, dated),
            weeks=weeks(book, dated),
            waiting=undated,
            parts=parts,
            pages=printed_pages,
            withheld=withheld(book, found[Language.ENGLISH]),
        )
    )


@cache
def _style() -> str:
    return resources.files("infra.content").joinpath("templates/booklet.css").read_text("utf-8").strip()


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("infra.content"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("booklet.html")
