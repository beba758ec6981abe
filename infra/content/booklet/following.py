"""What follows a text that asks: each thing she can answer, what it brings, who else is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from infra.content.booklet.book import Book, Entry, Follow
from messages.hearing.reader import read
from messages.hearing.reading import Question
from schedules.decide import decide
from schedules.decision import Decision
from schedules.enrollment import OpenQuestion
from schedules.escalation import Escalation
from schedules.facts import ReplyReceived
from schedules.pathways import CheckIn, Silence, Touchpoint
from schedules.printed import printed

_YES_NO = (("yes", ("1",)), ("no", ("2",)))
_REPLIES: Mapping[Question, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Question.BLEEDING_STARTED: _YES_NO,
    Question.BLEEDING_STOPPED: _YES_NO,
    Question.PERIOD_BACK: _YES_NO,
    Question.TEST_RESULT: (("negative", ("NEGATIVE",)), ("positive", ("POSITIVE",))),
    Question.PADS_PER_HOUR: (("0 pads", ("0",)), ("1 pad", ("1",)), ("2 pads or more", ("2",))),
    Question.TEMPERATURE: (("below {fever}", ("98.2",)), ("{fever} or more", ("101.5",))),
    Question.PAIN: (("0", ("0",)), ("1 to 7", ("5",)), ("8 to 10", ("9",))),
    Question.MOOD: tuple((str(mood), (str(mood),)) for mood in range(1, 6)),
    Question.PHQ_INTEREST: (
        ("0 to 3: the second question follows", ("0",)),
        ("both answers together 0 to 2", ("1", "1")),
        ("both together 3 or 4", ("2", "2")),
        ("both together 5 or 6", ("3", "3")),
    ),
    Question.OFFER: (
        ("1, yes", ("1",)),
        ("1, then letters of topics", ("1", "A")),
        ("1, then F, somebody close to her", ("1", "F")),
        ("2, not now", ("2",)),
        ("3, never", ("3",)),
    ),
}
"""What each question can be answered with, and texts that say so, one after the other."""
_LABELS: Mapping[Question, str] = {
    Question.BLEEDING_STARTED: "begun",
    Question.BLEEDING_STOPPED: "ended",
    Question.PERIOD_BACK: "period",
    Question.TEST_RESULT: "test",
    Question.PADS_PER_HOUR: "pads",
    Question.TEMPERATURE: "fever",
    Question.PAIN: "pain",
    Question.MOOD: "mood",
    Question.PHQ_INTEREST: "PHQ-2",
    Question.OFFER: "topics",
}
_SID = "SM"


def asking(book: Book, entry: Entry, one: Touchpoint, at: datetime) -> Entry:
    """The entry with what follows from it, where it asks something."""
    opened = [Follow(answers="READ", told="", bubble=book.bubble(one.message))] if book.sample.discreet else []
    if one.check_in is None:
        return replace(entry, follows=tuple(opened))
    return replace(
        entry,
        kind="check-in",
        label=_LABELS[one.check_in.question],
        follows=(*opened, *_follows(book, one, one.check_in, at)),
        silence="The clinic is told, to read in clinic hours." if one.check_in.silence is Silence.ESCALATE else "",
    )


def _follows(book: Book, one: Touchpoint, check_in: CheckIn, at: datetime) -> Iterator[Follow]:
    """Found by answering: the same `decide`, once for each thing she can say. Answers with one outcome are joined."""
    fever = printed(book.program.clinic.thresholds, book.program.clinic.country)["fever"]
    told = [
        (label.format(fever=fever), _answered(book, one, check_in, bodies, at.astimezone(UTC)))
        for label, bodies in _REPLIES[check_in.question]
    ]
    for (messages, who), group in groupby(told, key=lambda pair: pair[1]):
        answers = " or ".join(label for label, _ in group)
        for message in messages:
            yield Follow(answers=answers, told=who, bubble=book.bubble(message))


def _answered(
    book: Book, one: Touchpoint, check_in: CheckIn, bodies: tuple[str, ...], at: datetime
) -> tuple[tuple[str, ...], str]:
    """The messages that answer the last of `bodies`, and who else is told."""
    asked = OpenQuestion(
        question=check_in.question, touchpoint=one.key, asked_at=at, nudge_at=None, closes_at=at + check_in.window
    )
    known = {one.clock: book.sample.anchor, **book.enrollment.anchors}
    she = replace(book.enrollment, question=asked, anchors=known, in_flight=(), escalations=())
    decision = Decision(enrollment=she)
    for number, body in enumerate(bodies):
        she = decision.enrollment
        reading = read(body, book.sample.language, she.asked)
        fact = ReplyReceived(sid=f"{_SID}{number}", body=body, reading=reading)
        decision = decide(book.program, she, fact, at)
    hers = [text for text in decision.texts if text.contact_id is None and text.text_id.startswith(_SID)]
    return tuple(text.message for text in hers if text.message), _told(decision.escalations)


def _told(opened: tuple[Escalation, ...]) -> str:
    if any(one.severity.pages_now for one in opened):
        return "On-call staff are paged at once."
    return "The clinic is told, to read in clinic hours." if opened else ""


def without_repeats(entries: Iterable[Entry]) -> Iterator[Entry]:
    """An answer's bubble stands in full once; after that its place is named."""
    places: dict[str, str] = {}
    for entry in entries:
        place = entry.when.split(",")[0]
        follows = []
        for one in entry.follows:
            shown_at = places.get(one.bubble.key)
            follows.append(replace(one, shown_at="above" if shown_at == place else shown_at and f"at {shown_at}"))
            places.setdefault(one.bubble.key, place)
        yield replace(entry, follows=tuple(follows))
