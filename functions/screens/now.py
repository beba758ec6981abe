"""Now: what is open in the clinic, the gravest and what nobody has first, and who has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.ports import Inbox
from functions.screens import speaking
from functions.sights import Said
from schedules.clinic import Clinic
from schedules.escalation import Escalation, EscalationState, Note, Reason
from schedules.telling import who

CARDS_MAX = 100
"""On one page, however many wait."""
CLOSED_WITHIN = timedelta(hours=4)
"""What is grave and was taken is pointed at when it stands open longer: nothing rings for it any more."""
_ON_CALL = (
    "{who} cannot be texted: she answered STOP, or her phone refuses. Pages by text pass her by. If it was STOP, she "
    "texts START to the clinic's number; else give her another phone in Settings. Close this when it is mended."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    at: str
    body: str
    evidence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One open escalation as a nurse reads it; times are the clinic's. `holds`: her planned texts wait for it.
    `contacts`: id and name of those to whom it can be handed. `mark`: what of it concerns whoever reads. `newer`: a
    later matter of hers, as the part of an address, and what it is. `is_of_nobody`: `title` says all of it, and there
    is nobody to call."""

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
    other_language: str | None
    phone: str
    phone_shown: str
    mark: str | None
    is_mine: bool
    is_untaken: bool
    no_answer: str | None
    newer: tuple[str, str] | None
    taken_by: str | None
    taken_at: str | None
    handed_to: str | None
    notes: tuple[str, ...]
    holds: bool
    contacts: tuple[tuple[str, str], ...]
    is_of_nobody: bool
    paged: str
    lies: bool  # somebody took what is grave, and it is long ago
    writes_in: str | None  # where that is not the language of our texts to her


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whoever looks, and when. `me`: the ids under which she stands in records, as one of the staff and on call."""

    clinic: Clinic
    now: datetime
    names: speaking.Names
    me: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many of what is open as one page bears, in the order of all. `number`: which page it is, 1 the first."""

    number: int
    before: int
    grave: list[Matter]
    later: list[Matter]
    more: int


def part(inbox: list[Inbox], reader: Reader, number: int) -> Part:
    """The grave ones, and those that wait for clinic hours; of a page beyond the last, the last."""
    number = min(max(number, 1), max(-(-len(inbox) // CARDS_MAX), 1))
    before = (number - 1) * CARDS_MAX
    shown = inbox[before : before + CARDS_MAX]
    return Part(
        number=number,
        before=before,
        grave=[matter(one, reader, inbox) for one in shown if one.escalation.severity.pages_now],
        later=[matter(one, reader, inbox) for one in shown if not one.escalation.severity.pages_now],
        more=len(inbox) - before - len(shown),
    )


def matter(one: Inbox, reader: Reader, inbox: list[Inbox]) -> Matter:
    card, escalation = one.card, one.escalation
    clinic, now, names = reader.clinic, reader.now, reader.names
    zone, country = clinic.zone, clinic.country
    taken = escalation.state is EscalationState.ACKNOWLEDGED
    taken_at = escalation.has_it_since
    rewritten = one.latest is not None and one.raised is not None and one.latest.text_id != one.raised.text_id
    return Matter(
        enrollment_id=one.ref.enrollment_id,
        escalation_id=escalation.escalation_id,
        severity=escalation.severity.value,
        severity_name=speaking.SEVERITIES[escalation.severity],
        reason=_heading(one),
        opened_at=escalation.opened_at.isoformat(),
        waited=speaking.waited(escalation.opened_at, now),
        due_local=speaking.when(escalation.acknowledge_by, now, zone, country),
        overdue=escalation.is_untaken and now > escalation.acknowledge_by,
        title=_title(one),
        about=_about(one, clinic, now),
        raised=_quote(one.raised, clinic, now) if one.raised else None,
        latest=_quote(one.latest, clinic, now) if one.latest and rewritten else None,
        call_note=card.call_note,
        other_language=None if escalation.reason.is_of_nobody else speaking.other_language(card.language),
        phone=card.phone,
        phone_shown=speaking.phone(card.phone),
        mark=_mark(escalation, reader.me),
        is_mine=_is_mine(escalation, reader.me),
        is_untaken=escalation.is_untaken,
        no_answer=speaking.no_answer(escalation),
        newer=_newer(one, inbox),
        taken_by=speaking.author(escalation.acknowledged_by or "somebody", names) if taken else None,
        taken_at=speaking.when(taken_at, now, zone, country) if taken and taken_at else None,
        handed_to=speaking.author(escalation.assigned_to, names) if escalation.assigned_to else None,
        notes=tuple(written(note, clinic, now, names) for note in escalation.notes),
        holds=escalation.holds_planned_until is not None and card.pathway is not None,
        contacts=_colleagues(one, reader),
        is_of_nobody=escalation.reason.is_of_nobody,
        paged=speaking.paged(escalation, now, clinic, names),
        lies=taken and escalation.severity.pages_now and taken_at is not None and now > taken_at + CLOSED_WITHIN,
        writes_in=_writes_in(one),
    )


def _writes_in(one: Inbox) -> str | None:
    """None where that is no other, or where her words do not tell."""
    heard = one.raised.language if one.raised else None
    return None if heard is None or heard is one.card.language else speaking.LANGUAGES[heard]


def holder(one: Escalation, reader: Reader) -> tuple[str, str]:
    """Who has it, and since when."""
    since = one.has_it_since or one.opened_at
    at = speaking.when(since, reader.now, reader.clinic.zone, reader.clinic.country)
    return speaking.author(one.acknowledged_by or "somebody", reader.names), at


def _colleagues(one: Inbox, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Whoever is on call, without her who reads, those whose it is or was offered, and her whom it is about."""
    whose = reader.me | {one.escalation.assigned_to, one.escalation.acknowledged_by}
    others = [contact for contact in reader.clinic.ladder if contact.phone != one.card.phone]
    ids = [contact.contact_id for contact in others if contact.contact_id not in whose]
    return tuple((one, speaking.author(one, reader.names)) for one in ids)


def _mark(escalation: Escalation, me: frozenset[str]) -> str | None:
    if escalation.assigned_to in me:
        return "Handed to you"
    return "Yours" if _is_mine(escalation, me) else None


def _is_mine(escalation: Escalation, me: frozenset[str]) -> bool:
    return not escalation.is_untaken and escalation.acknowledged_by in me


def _newer(one: Inbox, inbox: list[Inbox]) -> tuple[str, str] | None:
    """What she wrote after somebody took a grave matter may be another: who has this one must see it."""
    later = [
        other
        for other in inbox
        if other.ref == one.ref
        and other.escalation.opened_at > one.escalation.opened_at
        and other.escalation.severity.pages_now
    ]
    if not later:
        return None
    newest = max(later, key=lambda other: other.escalation.opened_at)
    has = "nobody has it yet" if newest.escalation.is_untaken else "somebody has it"
    return f"m-{one.ref.enrollment_id}-{newest.escalation.escalation_id}", f"{_heading(newest)}: {has}"


def _heading(one: Inbox) -> str:
    return speaking.heading(one.escalation, enrolled=one.card.pathway is not None)


def _title(one: Inbox) -> str:
    if one.escalation.reason is Reason.TEST:
        return "Nobody: this is a test. Whoever takes it has shown that the ladder rings."
    if one.escalation.reason is Reason.ON_CALL:
        return _ON_CALL.format(who=", ".join(one.escalation.signs))
    return one.card.name or f"Patient {who(one.ref.enrollment_id)}"


def written(note: Note, clinic: Clinic, now: datetime, names: speaking.Names) -> str:
    at = speaking.when(note.at, now, clinic.zone, clinic.country)
    return f"{at} {speaking.author(note.author, names)}: {note.text}"


def _about(one: Inbox, clinic: Clinic, now: datetime) -> str:
    """What of her a nurse wants to know before she dials."""
    card = one.card
    parts = [f"no. {who(one.ref.enrollment_id)}", card.reference, speaking.track(card.pathway)]
    parts += [speaking.LANGUAGES[card.language], f"her time {speaking.clock(now, card.zone, clinic.country)}"]
    heading = _heading(one).casefold()
    signs = ", ".join(sign for sign in map(speaking.sign, one.escalation.signs) if sign.casefold() not in heading)
    return " · ".join(part for part in (*parts, signs) if part)


def _quote(said: Said, clinic: Clinic, now: datetime) -> Quote:
    at = speaking.when(said.at, now, clinic.zone, clinic.country)
    return Quote(at=at, body=said.body, evidence=said.evidence if said.heard is None else said.heard)
