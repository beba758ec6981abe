"""Now: what is open in the clinic, the gravest and what nobody has first, and who has it."""

from dataclasses import dataclass
from datetime import datetime

from functions.ports import Inbox
from functions.screens import speaking
from functions.sights import Said
from schedules.clinic import Clinic
from schedules.escalation import EscalationState, Note, Reason
from schedules.telling import who


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    at: str
    body: str
    evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One open escalation as a nurse reads it; times are the clinic's. `holds`: her planned texts wait for it.
    `contacts`: to whom it can be handed."""

    enrollment_id: str
    escalation_id: str
    severity: str
    severity_name: str
    reason: str
    opened_at: str
    waited: str
    due_local: str
    overdue: bool
    title: str
    about: str
    raised: Quote | None
    latest: Quote | None
    call_note: str | None
    phone: str
    phone_shown: str
    taken_by: str | None
    taken_at: str | None
    handed_to: str | None
    notes: tuple[str, ...]
    holds: bool
    contacts: tuple[str, ...]
    is_test: bool
    paged: str


def matters(
    inbox: list[Inbox], clinic: Clinic, now: datetime, names: speaking.Names
) -> tuple[list[Matter], list[Matter]]:
    """The grave ones, and those that wait for clinic hours."""
    grave = [matter(one, clinic, now, names) for one in inbox if one.escalation.severity.pages_now]
    return grave, [matter(one, clinic, now, names) for one in inbox if not one.escalation.severity.pages_now]


def matter(one: Inbox, clinic: Clinic, now: datetime, names: speaking.Names) -> Matter:
    card, escalation = one.card, one.escalation
    zone, country = clinic.zone, clinic.country
    taken = escalation.state is EscalationState.ACKNOWLEDGED
    taken_at = escalation.acknowledged_at
    rewritten = one.latest is not None and one.raised is not None and one.latest.text_id != one.raised.text_id
    return Matter(
        enrollment_id=one.ref.enrollment_id,
        escalation_id=escalation.escalation_id,
        severity=escalation.severity.value,
        severity_name=speaking.SEVERITIES[escalation.severity],
        reason=speaking.REASONS[escalation.reason],
        opened_at=escalation.opened_at.isoformat(),
        waited=speaking.waited(escalation.opened_at, now),
        due_local=speaking.when(escalation.acknowledge_by, now, zone, country),
        overdue=not taken and now > escalation.acknowledge_by,
        title=_title(one),
        about=_about(one, clinic, now),
        raised=_quote(one.raised, clinic, now) if one.raised else None,
        latest=_quote(one.latest, clinic, now) if one.latest and rewritten else None,
        call_note=card.call_note,
        phone=card.phone,
        phone_shown=speaking.phone(card.phone),
        taken_by=speaking.author(escalation.acknowledged_by or "somebody", names) if taken else None,
        taken_at=speaking.when(taken_at, now, zone, country) if taken and taken_at else None,
        handed_to=escalation.assigned_to,
        notes=tuple(_note(note, clinic, now, names) for note in escalation.notes),
        holds=escalation.holds_planned_until is not None,
        contacts=tuple(contact.contact_id for contact in clinic.ladder if contact.contact_id != escalation.assigned_to),
        is_test=escalation.reason is Reason.TEST,
        paged=speaking.paged(escalation.history, now, clinic),
    )


def _title(one: Inbox) -> str:
    if one.escalation.reason is Reason.TEST:
        return "Nobody: this is a test"
    return one.card.name or f"Patient {who(one.ref.enrollment_id)}"


def _note(note: Note, clinic: Clinic, now: datetime, names: speaking.Names) -> str:
    at = speaking.when(note.at, now, clinic.zone, clinic.country)
    return f"{at} {speaking.author(note.author, names)}: {note.text}"


def _about(one: Inbox, clinic: Clinic, now: datetime) -> str:
    """What of her a nurse wants to know before she dials."""
    card = one.card
    parts = [f"no. {who(one.ref.enrollment_id)}", card.reference, speaking.track(card.pathway)]
    parts += [speaking.LANGUAGES[card.language], f"her time {speaking.clock(now, card.zone, clinic.country)}"]
    signs = ", ".join(map(speaking.plain, one.escalation.signs))
    return " · ".join(part for part in (*parts, signs) if part)


def _quote(said: Said, clinic: Clinic, now: datetime) -> Quote:
    at = speaking.when(said.at, now, clinic.zone, clinic.country)
    return Quote(at=at, body=said.body, evidence=said.evidence)
