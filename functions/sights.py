"""What a clinic is shown without opening anybody's record: cards beside open matters, rows of its list, its log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from functions.evidence import evidence_line, evidence_said
from messages.language import Language
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.listing import Listed
from schedules.text import Text

SAID_CHARACTERS_MAX = 600
"""Of her text beside an open matter; the whole of it stands in her conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Whom an open matter is about, and how to reach her: what a nurse needs before she dials."""

    name: str | None
    reference: str | None
    phone: str
    call_note: str | None
    language: Language
    zone: str
    pathway: str | None

    @classmethod
    def of(cls, enrollment: Enrollment) -> Self:
        person, chart = enrollment.person, enrollment.chart
        return cls(
            name=chart.name,
            reference=chart.reference,
            phone=person.phone,
            call_note=chart.call_note,
            language=person.language,
            zone=person.zone,
            pathway=enrollment.pathway,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of hers beside an open matter, and why it was read as it was."""

    text_id: str
    at: datetime
    body: str
    evidence: str | None
    heard: str | None = None  # the same for a nurse: her words, and what each was taken for
    language: Language | None = None  # it is written in, or hers where nothing tells

    @classmethod
    def of(cls, text: Text) -> Self:
        body = text.body[:SAID_CHARACTERS_MAX]
        return cls(
            text_id=text.text_id,
            at=text.at,
            body=body,
            evidence=evidence_line(text),
            heard=evidence_said(text),
            language=text.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Texts to and from one person: each counted once, however often the provider reports it."""

    sent: int = 0
    delivered: int = 0
    undelivered: int = 0
    replies: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            sent=self.sent + other.sent,
            delivered=self.delivered + other.delivered,
            undelivered=self.undelivered + other.undelivered,
            replies=self.replies + other.replies,
        )


NOTHING = Counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list of people; `cursor` asks for those after it."""

    cursor: str
    listed: Listed
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A closed matter and what reports need of whose it was. `enrollment_id`: None where an older release wrote it."""

    escalation: Escalation
    pathway: str | None
    language: Language
    enrollment_id: str | None = None

    @classmethod
    def of(cls, escalation: Escalation, enrollment: Enrollment) -> Self:
        return cls(
            escalation=escalation,
            pathway=enrollment.pathway,
            language=enrollment.person.language,
            enrollment_id=enrollment.enrollment_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Who did what; append-only, no free text, no identity. `about` is an enrollment's id, or nobody's."""

    at: datetime
    author: str
    action: str
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One line of a clinic's log; `cursor` asks for those before it."""

    cursor: str
    audit: Audit
