"""What a person at the clinic must look at."""

from typing import Annotated

from pydantic import Field

from functions.api.models.parts import Asked, EnrollmentId, Instant, Told, text
from messages.language import Language
from messages.severity import Severity
from schedules.escalation import NOTE_CHARACTERS_MAX, Ending, EscalationState, Reason


class Entry(Told):
    """One line of its history."""

    at: Instant
    author: Annotated[str, text("Who.", "machine")]
    action: Annotated[str, text("What.", "paged")]


class Note(Told):
    """What somebody wrote for whoever comes next."""

    at: Instant
    author: Annotated[str, text("Who.", "ana")]
    note: Annotated[str, text("The words.", "her mother is with her")]


class Escalation(Told):
    """One matter: why it was opened, how grave it is, who has it."""

    escalation_id: Annotated[str, text("Its id.", "x1")]
    code: Annotated[str, text("What pages call it.", "K7M2")]
    severity: Severity
    reason: Reason
    signs: list[str] = Field(examples=[["fever"]])
    state: EscalationState
    opened_at: Instant
    acknowledge_by: Instant
    acknowledged_at: Instant | None
    acknowledged_by: Annotated[str, text("Who has it.", "ana")] | None
    closed_at: Instant | None
    assigned_to: Annotated[str, text("A colleague who was told and has not taken it yet.", "ben")] | None
    outcome: Ending | None = Field(description="How it ended, as whoever closed it said.", examples=[None])
    released: bool = Field(description="Planned texts go on though it is open.", examples=[False])
    notes: list[Note]
    history: list[Entry]


class Card(Told):
    """Whom it is about, and how to reach her."""

    name: Annotated[str, text("What staff call her.", "A. Example")] | None
    reference: Annotated[str, text("The clinic's own.", "MRN-1042")] | None
    phone: Annotated[str, text("Hers.", "+12025550143")]
    call_note: Annotated[str, text("When and how it is safe to call.", "after 6 pm")] | None
    language: Language
    zone: Annotated[str, text("Where she lives.", "America/New_York")]
    pathway: Annotated[str, text("Loss and treatment.", "early-medication")] | None


class Said(Told):
    """A text of hers beside it, and why it was read as it was."""

    text_id: Annotated[str, text("Of the text.", "SM1")]
    at: Instant
    body: Annotated[str, text("Her words.", "i have a fever")]
    evidence: Annotated[str, text("Why it was read so.", "rule fever: 'fever'")] | None


class Open(Escalation):
    """One matter with whom it is about."""

    enrollment_id: EnrollmentId
    who: Annotated[str, text("As pages call her.", "417")]
    card: Card
    raised: Said | None = Field(description="The text of hers that made it as grave as it is.")
    latest: Said | None = Field(description="What she wrote last about it.")


class Inbox(Told):
    """A page of what is open: the gravest first, of those what nobody has, then the oldest."""

    escalations: list[Open]
    next: Annotated[str, text("Send it as `cursor`; none on the last page.", "MCMwIzIwMjY")] | None


class HandOver(Asked):
    """To whom."""

    to: Annotated[str, text("A colleague on call, by contact_id.", "lead", least=1, most=40)]


class WriteNote(Asked):
    """A note for whoever comes next. It is health data, kept with the matter and nowhere else."""

    note: Annotated[str, text("The words.", "her mother is with her", least=1, most=NOTE_CHARACTERS_MAX)]


class Resolve(Asked):
    """How it ended."""

    outcome: Annotated[Ending, Field(strict=False, examples=["spoke_to_her"])] | None = Field(
        None, description="Left out where nobody says.", examples=["spoke_to_her"]
    )
