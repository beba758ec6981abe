"""What the booklet adds up: texts, segments and dollars in each language, and wordings signed."""

from collections.abc import Iterable
from typing import Any

from infra.content.booklet.book import Bubble, Printed
from infra.content.booklet.pricing import dollars
from messages.language import Language


def totals(language: Language, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Of what goes out when she answers every check-in, and of the most that can go out by plan."""
    sent = [row for row in found if not row["withheld"]]
    answered = [row for row in sent if not row["only_if_silent"]]
    segments, most = (sum(row["segments"] for row in those) for those in (answered, sent))
    return {
        "language": language,
        "texts": len(answered),
        "segments": segments,
        "dollars": dollars(segments),
        "most_texts": len(sent),
        "most_segments": most,
        "most_dollars": dollars(most),
    }


def reviews(shown: Iterable[Bubble], printed_pages: Iterable[Printed]) -> dict[str, int]:
    """Every wording of the booklet once: a message in one language, a page."""
    found = {(one.key, words.language.value): words.signed for one in shown for words in one.words}
    found |= {(one.page.key, "page"): one.signed for one in printed_pages}
    signed = sum(found.values())
    return {"all": len(found), "drafts": len(found) - signed, "signed": signed}
