"""What can happen to an enrollment. Past tense; `decide` is total over all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from messages.hearing.reading import Reading
from schedules.enrollment import Chart, Person
from schedules.escalation import Ending, Escalation
from schedules.pathways import Clock
from schedules.text import Failure, Purpose, TextState


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """The first fact of every enrollment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woke:
    """The alarm clock rang, perhaps late, perhaps twice, perhaps for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReceived:
    """She wrote. `sid` is the provider's id of her text; `carrier` is STOP, START or HELP when the provider
    already acted on it and answered. `at` is when she wrote, by the provider's date or our door's; None: just now."""

    sid: str
    body: str
    reading: Reading
    carrier: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAnswered:
    """The provider answered our request to send, or did not (`failure` AMBIGUOUS)."""

    text_id: str
    sid: str | None = None
    failure: Failure | None = None
    error: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReported:
    """A status callback, or what the provider said when asked. `state` is one of accepted, sent, delivered,
    undelivered; `purpose` is the text's own, since a page says nothing about her phone; `decided_at` likewise, since a
    refusal is as old as its text, and `touchpoint`, since what is in flight no more may be said again."""

    text_id: str
    sid: str
    state: TextState
    purpose: Purpose
    failure: Failure | None = None
    error: int | None = None
    decided_at: datetime | None = None
    touchpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderHasNone:
    """We asked the provider about a text in flight and it knew of none then. Whoever asked may have been overtaken
    since by somebody who handed the text over. `asked_at` None: just now."""

    text_id: str
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    by: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """She asked a person for every kind of text again, closed topics too."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorMoved:
    by: str
    clock: Clock
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """Another kind of care: waiting that ended in surgery, a finding that changed the matter. `anchors` are those of
    the new pathway, its first clock among them."""

    by: str
    pathway: str
    version: int
    anchors: Mapping[Clock, date]
    tablets_at: time | None = None
    milk: bool | None = None  # None: as before


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """Staff end it as done, before its time; she is heard all the same."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What she or the clinic told anew. `person` as she is to be; her phone, and what she closed herself, stay."""

    by: str
    person: Person
    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnew:
    """Open matters are to show how she is reached and treated now: those that the commit which changed it could not
    hold."""

    escalation_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWrote:
    """Words of staff to her. `text_key` makes the text's id: the same key, one text. `urgent` does not wait for her
    hours."""

    by: str
    text_key: str
    body: str
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffText:
    """The text by which on-call staff acted or asked."""

    sid: str
    body: str
    contact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """By text, by a key pressed in a `call` (its text id), or in the inbox."""

    by: str
    escalation_id: str
    text: StaffText | None = None
    call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """Who was called asks for the next person; `call` is the call's text id."""

    by: str
    escalation_id: str
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Looked after: its history is kept, and planned texts go on. By text nobody says how it ended."""

    by: str
    escalation_id: str
    text: StaffText | None = None
    outcome: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Handed over to a colleague on call, who is told; hers once she takes it."""

    by: str
    escalation_id: str
    to: str  # contact id


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note for whoever comes next. Health data: kept with the escalation and nowhere else."""

    by: str
    escalation_id: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Planned texts go on before it is closed."""

    by: str
    escalation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveBack:
    """Whoever has it cannot look after it, or took it by mistake: it is nobody's, and rings again."""

    by: str
    escalation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """It was closed by mistake. What is closed stands on no enrollment any more: `escalation` is how it is stored."""

    by: str
    escalation: Escalation


class Untaken(StrEnum):
    """Why a text of on-call staff takes no page."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    AMBIGUOUS_CODE = "ambiguous_code"  # two open matters bear it: none is taken, the pages go on
    WORDS_BESIDE = "words_beside"  # words that may mean anything stand beside it: not taken, the pages go on


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTexted:
    """On-call staff wrote something that takes no page. `code`: of the page it names, where it names one we know."""

    text: StaffText
    why: Untaken
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningCame:
    """The clinic opened; `waiting` matters are not closed. `to` is the contact who is told."""

    on: date
    to: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTested:
    """Staff want to see that the ladder rings. `key` makes its escalation's id."""

    by: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRefused:
    """No text reaches somebody on call: she answered STOP, or her phone refuses for good. `cause`: the text that
    shows it, hers or ours, the same for the same showing."""

    contact_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReturned:
    """She answered START."""

    contact_id: str


Handled = Acknowledged | PassedOn | Assigned | Noted | Released | GaveBack | Closed | Reopened
Replanned = Paused | Resumed | Restored | AnchorMoved | Switched | Withdrawn | Completed
StaffActed = Replanned | Amended | ShownAnew | StaffWrote | Handled
OfNobody = MorningCame | RingTested | ContactRefused | ContactReturned
"""What concerns a clinic and no patient."""
Fact = (
    Enrolled
    | Woke
    | ReplyReceived
    | SendAnswered
    | DeliveryReported
    | ProviderHasNone
    | StaffActed
    | StaffTexted
    | OfNobody
)
