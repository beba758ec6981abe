"""What a person at the clinic must look at."""

from typing import Annotated

from pydantic import Field

from functions.api.models.parts import EnrollmentId, Instant, Told, text
from messages.language import Language
from messages.severity import Severity
from schedules.escalation import EscalationState, Reason


class Entry(Told):
    """One line of its history."""

    at: Instant
    author: Annotated[str, text("Who.", "machine")]
    action: Annotated[str, text("What.", "paged")]


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
    raised: Said | None = Field(description="The text of hers that began it.")
    latest: Said | None = Field(description="What she wrote last about it.")


class Inbox(Told):
    """What is open: the gravest first, then the oldest."""

    escalations: list[Open]
