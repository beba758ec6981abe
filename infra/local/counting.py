"""What really happened: counted from what the handsets received and what the table holds, never assumed."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from functions.ports import Ref, Store
from infra.local.phone import Call
from infra.local.phone import Direction as Way
from infra.local.phone import Status as Fate
from infra.local.phone import Text as Seen
from infra.local.playing import ids_of
from schedules.escalation import Escalation
from schedules.text import Channel, Direction, Purpose, Text, TextState


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`lost`: texts on record as sent that no handset received, or written by somebody and not on record.
    `duplicated`: texts a handset received more than once, or that are on record more than once."""

    people: int
    weeks: int
    planned: int
    sent: int
    delivered: int
    withheld: dict[str, int]
    lost: int
    duplicated: int
    replies: int
    escalations_opened: int
    escalations_acknowledged: int
    opted_out: int
    log_lines: int
    log_leaks: int

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything on record of some enrollments."""

    texts: tuple[Text, ...]
    owners: tuple[str, ...]  # the enrollment of each text
    escalations: tuple[Escalation, ...]
    left: int
    heard: frozenset[str]  # of what was written to us, the ids on record with anybody of these clinics


def read_book(store: Store, refs: Iterable[Ref], record: Sequence[Seen] = ()) -> Book:
    """`record`: what the phones wrote. Staff write too, and what they write about nobody stands with nobody here."""
    refs = list(refs)
    texts: list[Text] = []
    owners: list[str] = []
    escalations: list[Escalation] = []
    left = 0
    for ref in refs:
        of_one = store.texts(ref)
        texts += of_one
        owners += [ref.enrollment_id] * len(of_one)
        escalations += store.escalations(ref)
        enrollment = store.enrollment(ref)
        left += enrollment is not None and enrollment.left_at is not None
    clinics = {ref.clinic_id for ref in refs}
    written = {seen.sid for seen in record if seen.direction is Way.INBOUND}
    return Book(
        texts=tuple(texts),
        owners=tuple(owners),
        escalations=tuple(escalations),
        left=left,
        heard=frozenset(sid for sid in written if any(store.has_fact(clinic, sid) for clinic in clinics)),
    )


def count(
    *,
    book: Book,
    record: Sequence[Seen],
    people: int,
    weeks: int,
    log_lines: Sequence[str],
    calls: Sequence[Call] = (),
) -> Counts:
    out = [text for text in book.texts if text.direction is Direction.OUT and text.channel is Channel.SMS]
    sent = [text for text in out if text.state not in _NOT_ON_ITS_WAY]
    planned = [text for text in out if text.purpose is Purpose.PLANNED and text.text_id.startswith("t-")]
    replies = [text for text in book.texts if text.direction is Direction.IN]
    return Counts(
        people=people,
        weeks=weeks,
        planned=len(planned),
        sent=len(sent),
        delivered=sum(seen.status is Fate.DELIVERED for seen in record if _is_of(book, seen)),
        withheld=dict(Counter(text.withheld.value for text in out if text.withheld is not None)),
        lost=_lost(book, record, calls),
        duplicated=_duplicated(record, replies, calls),
        replies=sum(text.purpose is Purpose.REPLY for text in replies),
        escalations_opened=len(book.escalations),
        escalations_acknowledged=sum(one.acknowledged_at is not None for one in book.escalations),
        opted_out=book.left,
        log_lines=len(log_lines),
        log_leaks=sum(leaks(line, record) for line in log_lines),
    )


def _is_of(book: Book, seen: Seen) -> bool:
    """A text about one of these people; the clinic's morning list is about nobody."""
    return seen.direction is Way.API and ids_of(seen)[0] in book.owners


_NOT_ON_ITS_WAY = frozenset({TextState.WITHHELD, TextState.REJECTED, TextState.UNDELIVERED})
"""Withheld by us, or known and on record not to have arrived."""


def leaks(line: str, record: Sequence[Seen]) -> bool:
    """Whether a log line holds a number, or anything somebody wrote or read."""
    numbers = {number.lstrip("+") for seen in record for number in (seen.from_, seen.to) if number}
    bodies = {seen.body for seen in record if len(seen.body) >= _TELLING}
    return any(number in line for number in numbers) or any(body in line for body in bodies)


_TELLING = 6
"""Shorter bodies ("1", "yes") stand in any log line by chance."""


def _lost(book: Book, record: Sequence[Seen], calls: Sequence[Call]) -> int:
    """A page to somebody counts like a text to her, and a call like a page."""
    reached = {ids_of(seen) for seen in record if seen.received_at is not None} | {ids_of(call) for call in calls}
    claimed = [
        (owner, text.text_id)
        for owner, text in zip(book.owners, book.texts, strict=True)
        if text.direction is Direction.OUT and text.state not in _NOT_ON_ITS_WAY and text.channel is not Channel.EMAIL
    ]
    unheard = [seen for seen in record if seen.direction is Way.INBOUND and seen.sid not in book.heard]
    return sum(one not in reached for one in claimed) + len(unheard)


def _duplicated(record: Sequence[Seen], replies: Sequence[Text], calls: Sequence[Call]) -> int:
    received = Counter(ids_of(seen) for seen in record if seen.received_at is not None and seen.status_callback)
    received += Counter(ids_of(call) for call in calls)
    stored = Counter(text.sid for text in replies)
    return sum(times - 1 for times in [*received.values(), *stored.values()])
