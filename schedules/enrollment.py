"""One person on one pathway: everything `decide` needs to know about her, in one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from messages.hearing.reading import Answer, Question, Topic
from messages.language import Language
from messages.opt_in import OptIn
from messages.severity import Severity
from schedules.escalation import Escalation
from schedules.pathways import Clock
from schedules.text import Channel, Purpose, TextState


class Status(StrEnum):
    """Where she is on her pathway. Whether she may be texted is another matter: `left_at`."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"  # staff ended it
    COMPLETED = "completed"  # the pathway came to its end
    STRANGER = "stranger"  # nobody enrolled this phone; heard all the same


class Words(StrEnum):
    """How she speaks of what happened, and so do we."""

    NEUTRAL = "neutral"
    PREGNANCY = "pregnancy"
    BABY = "baby"
    NAME = "name"


class Outcome(StrEnum):
    """What became of a touchpoint."""

    SENT = "sent"
    WITHHELD = "withheld"
    ANSWERED = "answered"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The record of consent (fact sheet E.3). `wording` names the exact version shown to her."""

    method: str  # paper, web, staff, keyword
    wording: str
    collected_by: str
    given_at: datetime
    safe_phone: bool  # she said texts to this phone are safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What staff know her by. It is shown to staff of her clinic alone: in no text, page, log or address."""

    name: str | None = None
    reference: str | None = None  # the clinic's own, to find her in its records
    call_note: str | None = None  # when and how it is safe to call


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    phone: str  # E.164
    language: Language
    zone: str  # IANA, told at enrollment; never guessed from the number
    planned_from: time | None = None  # her own narrower hours
    planned_until: time | None = None
    discreet: bool = False  # planned texts only announce themselves, and open when she asks
    words: Words = Words.NEUTRAL
    name: str | None = None  # the name she gave, said only where `words` is NAME
    topics: frozenset[OptIn] = frozenset()
    closed_topics: frozenset[str] = frozenset()  # she wants no more texts about these
    only_safety: bool = False  # she wants only the texts about danger and healing
    weekly: bool = False  # she wants the other texts a week apart


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A check-in that waits for its answer. `touchpoint` is its key; `nudge_at` is None once nudged or not due."""

    question: Question
    touchpoint: str
    asked_at: datetime
    nudge_at: datetime | None
    closes_at: datetime
    first_score: int | None = None  # PHQ-2 item 1, kept until item 2 is answered in the same window
    is_over: bool = False  # the window closed in silence; a late answer is still understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A safety question that waits for her yes or no.

    Open until she answers, staff takes or closes its escalation, or somebody is paged at `severity`: at `page_at` when
    nothing of that has happened before.
    """

    escalation_id: str
    severity: Severity  # how grave it may be
    asked_at: datetime
    page_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a text of hers asked about while its topic was off: MORE turns it on and is answered."""

    topics: tuple[Topic, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A planned text that a discreet one announced: she reads it when she asks to."""

    touchpoint: str
    message: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer on record. PHQ-2 is two of them, one an item; only both together are a score."""

    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InFlight:
    """A text the provider has not confirmed. Asked about at `check_at`."""

    text_id: str
    purpose: Purpose
    claimed_at: datetime  # when it was last handed over
    first_claimed_at: datetime
    check_at: datetime
    state: TextState
    attempts: int  # how often it was handed to the provider
    checks: int = 0  # how often the provider was asked about it
    sid: str | None = None
    escalation_id: str | None = None  # the escalation a safety text or page belongs to
    in_date_until: datetime | None = None  # a routine text is not sent again after this
    channel: Channel = Channel.SMS
    touchpoint: str | None = None  # what it was planned as; ids change when she is planned anew, this does not
    is_reminder: bool = False  # of the question that `touchpoint` asked
    in_her_hours: bool = False  # words of staff, not urgent: by her hours as they are when it leaves
    is_reworded: bool = False  # how she is written to has changed since: decided anew rather than handed over again

    @property
    def is_planned(self) -> bool:
        """A touchpoint, the catch-up, a reminder, or the welcome, which is a notice."""
        return self.purpose is Purpose.PLANNED or self.touchpoint is not None

    def began(self, touchpoint: str, at: datetime) -> bool:
        """Whether it is the text that asked, or announced, what has stood open since then under this key."""
        return (self.touchpoint, self.first_claimed_at) == (touchpoint, at) and not self.is_reminder

    @property
    def must_arrive(self) -> bool:
        """An e-mail comes beside a text or a call and is never waited for."""
        return self.purpose.must_arrive and self.channel is not Channel.EMAIL


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    """Frozen; a change is a new value with the next `version`.

    `outcomes` holds one entry a touchpoint that is over or asked; the calendar is computed from it, never stored.
    `acted_at` is the last instant this enrollment acted; time never runs backwards behind it.
    """

    clinic_id: str
    enrollment_id: str
    version: int
    status: Status
    person: Person
    enrolled_at: datetime
    acted_at: datetime
    pathway: str | None = None
    pathway_version: int | None = None
    anchors: Mapping[Clock, date] = field(default_factory=_nothing)
    consent: Consent | None = None
    chart: Chart = Chart()
    outcomes: Mapping[str, Outcome] = field(default_factory=_nothing)
    answers: tuple[Answered, ...] = ()
    question: OpenQuestion | None = None
    doubt: Doubt | None = None
    offered: Offered | None = None
    sealed: Sealed | None = None
    escalations: tuple[Escalation, ...] = ()  # those not closed
    in_flight: tuple[InFlight, ...] = ()
    last_reply_at: datetime | None = None
    last_planned_on: date | None = None  # local date of the last planned text
    planned_before: date | None = None  # and of the one before it, should that one never leave
    last_notice_on: date | None = None  # local date of the last neutral answer to a stranger
    paused_until: datetime | None = None
    left_at: datetime | None = None  # she asked us to stop; START brings her back, whatever the status
    returned_at: datetime | None = None
    wished_at: datetime | None = None  # when she wrote the wish to leave or return that holds; those two: when we heard
    wrong_number: bool = False  # somebody told us this phone is not hers
    phone_given: bool = False  # her phone belongs to another enrollment by now; known of the phone at each load
    replanned: int = 0  # how often a moved anchor gave withheld touchpoints another chance; part of their text ids
    said_again: frozenset[str] = frozenset()  # touchpoints that failed on their way for a passing reason, once each
    unreachable: bool = False
    failures_in_a_row: int = 0
    tablets_at: time | None = None  # local time of the second tablets, when known
    milk: bool = False  # milk may come in: a loss from about 16 weeks on
    switched_at: datetime | None = None  # when staff put her on the pathway she is on now
    answered_at: tuple[datetime, ...] = ()  # our latest answers, to stop a loop with another machine
    wake_at: datetime | None = None

    @property
    def on_pathway_since(self) -> datetime:
        """What lay before this is not sent; a catch-up says what of it matters."""
        return self.switched_at or self.enrolled_at

    @property
    def asked(self) -> Question | None:
        """What a bare yes or number of hers answers now; the safety question before an open check-in."""
        if self.doubt is not None:
            return Question.DOUBT
        if self.sealed is not None and (self.question is None or self.question.asked_at < self.sealed.at):
            return Question.DOOR
        return self.question.question if self.question else None

    def last_answer(self, question: Question) -> Answered | None:
        given = [answered for answered in self.answers if answered.answer.question is question]
        return given[-1] if given else None

    def said_yes(self, question: Question) -> bool:
        """Her last answer, and on this pathway: what had stopped before an operation has begun anew."""
        answered = self.last_answer(question)
        return answered is not None and answered.at > self.on_pathway_since and bool(answered.answer.value)


ANSWERS_MAX = 60
TALKING = timedelta(minutes=30)
"""A conversation is going on this long after her last reply; planned texts wait."""
