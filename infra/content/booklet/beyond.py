"""What she can be told beyond the calendar: messages in their parts, and the pages behind them."""

from infra.content.booklet.book import Book, Bubble, Entry, Part, Printed, facts_of
from infra.content.coverage import messages_on, pages_behind
from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_review import wording_of_page
from messages.pages import blocks, pages
from messages.review import is_signed
from schedules.printed import printed

_PARTS = (
    (
        "answers",
        "Answers to her questions",
        "Sent at once when she asks. A topic she did not choose is answered in short, until she writes MORE.",
    ),
    ("replies", "Other answers to check-ins", "These need another day or another hour than this calendar has."),
    (
        "safety",
        "Safety",
        "Sent at any hour when what she writes may be dangerous. Where that is not sure, one question comes first.",
    ),
    ("notices", "Notices", "About the texts themselves: leaving, coming back, fewer texts, topics."),
)
"""Name, title and occasion of what is said outside the calendar."""


def parts_of(book: Book, entries: list[Entry]) -> list[Part]:
    """What she can be told besides the calendar, each message in one part."""
    reachable = messages_on(book.sample.track, book.sample.topics)
    calendar = {entry.bubble.key for entry in entries}
    followed = {one.bubble.key for entry in entries for one in entry.follows}
    asked = tuple(f"check.{one.check_in.question}." for one in book.pathway.touchpoints if one.check_in)
    keys = {
        "answers": [key for key in _keys("answer.") if key in reachable],
        "replies": [key for key in _keys("check.") if key not in followed and key.startswith(asked)],
        "safety": [
            *(key for key in _keys("safety.") if key in reachable),
            *_keys("ask.doubt."),
            "check.doubt.no",
        ],
        "notices": [key for key in _keys("notice.") if key in reachable and key not in calendar],
    }
    return [
        Part(name=name, title=title, about=about, bubbles=tuple(book.bubble(key) for key in keys[name]))
        for name, title, about in _PARTS
        if keys[name]
    ]


def _keys(beginning: str) -> list[str]:
    return sorted(key for key in catalogue().contracts if key.startswith(beginning))


def pages_of(book: Book, bubbles: list[Bubble]) -> list[Printed]:
    """Those that a text of this booklet opens, and those they lead on to, with the numbers of its clinic."""
    values = printed(book.program.clinic.thresholds, book.program.clinic.country)
    reached = sorted({key for one in bubbles for key in pages_behind(catalogue().contracts[one.key])})
    return [
        Printed(
            page=page,
            words=tuple(
                (language, page.words[language].title, blocks(page.words[language], values)) for language in Language
            ),
            facts=facts_of(page.facts),
            signed=is_signed(page.review, wording_of_page(page)),
        )
        for page in (pages()[key] for key in reached)
    ]
