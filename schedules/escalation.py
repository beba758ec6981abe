"""Something a person must look at, and who has been told: values only; `paging` decides."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from messages.language import Language
from messages.severity import Severity

HOLD_AFTER_ACKNOWLEDGED = timedelta(hours=24)
"""Planned texts stay held this long after an urgent escalation is acknowledged; a crisis holds until it is closed."""
HOLD_UNACKNOWLEDGED_MAX = timedelta(hours=72)
"""And this long when nobody ever takes an urgent one: losing weeks of safety texts would be the second harm."""


HISTORY_MAX = 400
"""Lines kept inside the enrollment; the escalation's own texts and the audit have the rest."""
NOTE_CHARACTERS_MAX = 600
NOTES_MAX = 20
LEFT_UNANSWERED, NOT_DELIVERED = "she_left_and_must_be_phoned", "reply_not_delivered"
"""Lines of a history: our answer to danger was withheld since she asked us to stop, or did not arrive."""
FOREVER = datetime.max.replace(tzinfo=UTC)


class Reason(StrEnum):
    """Why it was opened, in words a nurse knows; the reply itself is on record beside it."""

    DANGER = "danger"  # a reply with a danger sign
    DOUBT = "doubt"  # perhaps danger; she was asked
    UNSURE = "unsure"  # a reply we could not understand
    UNANSWERED = "unanswered"  # she has left and wrote again, so that no answer of ours may go out
    DISTRESS = "distress"
    CALLBACK = "callback"  # she asked for a person
    SCREEN = "screen"  # a PHQ-2 score that asks for a person
    SYMPTOM = "symptom"  # something a clinician should see by the next working day
    SILENT = "silent"  # a safety question stayed unanswered
    UNREACHABLE = "unreachable"  # texts are not reaching her
    STRANGER = "stranger"  # somebody not enrolled, or the wrong person, wrote
    HELP = "help"  # HELP may be a cry for help
    TEST = "test"  # staff see whether the ladder rings; about nobody
    ON_CALL = "on_call"  # somebody on call cannot be texted; about no patient

    @property
    def is_of_nobody(self) -> bool:
        """It is about the clinic, and there is nobody to call."""
        return self in {Reason.TEST, Reason.ON_CALL}


class Ending(StrEnum):
    """How a matter ended, as whoever closes it says."""

    SPOKE_TO_HER = "spoke_to_her"
    SENT_TO_EMERGENCY = "sent_to_emergency"
    NO_ANSWER_LEFT_WORD = "no_answer_left_word"
    OTHER_CARE = "other_care"  # somebody else looks after her
    NOT_NEEDED = "not_needed"
    WRONG_READING = "wrong_reading"  # a false alarm: her words did not mean it


class EscalationState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an escalation's history. `author` is a contact id, "patient" or "machine"."""

    at: datetime
    author: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote for whoever comes next."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """`rung` is the next step of the ladder, its length and more being everybody; `rounds` counts the rounds of pages
    so far, and new danger may set the rung back but never the rounds."""

    escalation_id: str
    code: str
    severity: Severity
    reason: Reason
    signs: tuple[str, ...]
    state: EscalationState
    opened_at: datetime
    acknowledge_by: datetime
    rung: int = 0
    rounds: int = 0
    next_page_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    taken_over_at: datetime | None = None  # since when whoever has it has it, where somebody had it before her
    closed_at: datetime | None = None
    told_unanswered: bool = False
    history: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    assigned_to: str | None = None  # a colleague who was told and has not taken it yet
    outcome: Ending | None = None
    released: bool = False  # planned texts go on though it is open
    returned: int = 0  # how often it was given back or opened again
    graver_by: str | None = None  # the text of hers that made it graver than it began
    tongue: Language | None = None  # she wrote of it in, where it is plain: what follows is told in it too

    def nobodys(self, *, by: datetime) -> "Escalation":
        """As it was before anybody had it, to be taken `by` then; what was told and written of it stays."""
        return replace(
            self,
            state=EscalationState.OPEN,
            acknowledge_by=by,
            rung=0,
            next_page_at=None,
            acknowledged_at=None,
            acknowledged_by=None,
            taken_over_at=None,
            closed_at=None,
            told_unanswered=False,
            assigned_to=None,
            outcome=None,
            released=False,
        )

    def entered(self, at: datetime, author: str, action: str) -> "Escalation":
        """With one more line of history. How it began is kept whatever follows; the middle gives way first."""
        history = (*self.history, Entry(at=at, author=author, action=action))
        if len(history) > HISTORY_MAX:
            history = (*history[:1], *history[2:])
        return replace(self, history=history)

    def with_note(self, at: datetime, author: str, text: str) -> "Escalation":
        """The oldest gives way when there are too many: what was written last is what the next person needs."""
        note = Note(at=at, author=author, text=text[:NOTE_CHARACTERS_MAX])
        return replace(self, notes=(*self.notes, note)[-NOTES_MAX:])

    @property
    def is_handed_on(self) -> bool:
        """Given away by whoever had it, and not taken yet: it rings as if nobody had it."""
        return self.state is EscalationState.ACKNOWLEDGED and self.assigned_to is not None

    @property
    def is_untaken(self) -> bool:
        return self.state is EscalationState.OPEN or self.is_handed_on

    @property
    def is_grave_and_untaken(self) -> bool:
        return self.severity.pages_now and self.is_untaken

    @property
    def is_unanswered(self) -> bool:
        """She wrote of danger and has no answer of ours, or not each."""
        return any(entry.action in {LEFT_UNANSWERED, NOT_DELIVERED} for entry in self.history)

    @property
    def has_it_since(self) -> datetime | None:
        return self.taken_over_at or self.acknowledged_at

    @property
    def holds_planned_until(self) -> datetime | None:
        """Planned texts wait until then while a grave matter is open or was acknowledged a short while ago.

        `FOREVER` for a crisis that nobody has closed, and while her phone may be somebody else's; None when it holds
        nothing.
        """
        if self.state is EscalationState.CLOSED or self.released:
            return None
        if self.severity is Severity.CRISIS or self.reason is Reason.STRANGER:
            return FOREVER
        if not self.severity.pages_now:
            return None
        if self.acknowledged_at is not None:
            return self.acknowledged_at + HOLD_AFTER_ACKNOWLEDGED
        return self.opened_at + HOLD_UNACKNOWLEDGED_MAX
