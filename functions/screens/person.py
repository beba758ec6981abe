"""One person: who she is to staff, her weeks, what was written, what she answered, what comes, what was done."""

from dataclasses import dataclass
from datetime import date, datetime, time

from functions.operations.person import Record
from functions.ports import Inbox
from functions.screens import log, speaking, told
from functions.screens.chips import are_held, chips
from functions.screens.conversation import Bubble, bubbles
from functions.screens.drawing import Contact, Timeline, timeline
from functions.screens.now import Matter, Reader, matter, written
from functions.screens.subjects import subject
from functions.sights import Audit
from schedules.calendar import due_at, local_date
from schedules.clinic import Clinic
from schedules.enrollment import Consent, Enrollment, Outcome, Status
from schedules.escalation import Escalation, EscalationState
from schedules.listing import first_anchor, week_since
from schedules.pathways import pathway
from schedules.preview import Coming
from schedules.telling import who
from schedules.writing import Unsent, refused_person

BUBBLES_SHOWN = 14
_LOOKS = {Outcome.SENT: "", Outcome.ANSWERED: "", Outcome.SILENT: "silent", Outcome.WITHHELD: "held"}
_OUTCOMES = {
    Outcome.SENT: "Sent",
    Outcome.ANSWERED: "Answered",
    Outcome.SILENT: "Not answered",
    Outcome.WITHHELD: "Not sent",
}
_CANNOT_WRITE = {
    Unsent.STRANGER: "Nobody enrolled this phone, so nothing is texted to it first. Call, or enroll her.",
    Unsent.LEFT: "She asked us to stop, so nothing is texted to her. Call her; only her own START brings texts back.",
    Unsent.WITHDRAWN: "She was withdrawn. Call her, or enroll her anew if she wants texts again.",
    Unsent.WRONG_NUMBER: "Somebody told us that this phone is not hers. Find out her number first.",
}
"""Whatever the words; what is wrong with those is told when they are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    title: str
    who: str
    track: str
    week: str
    chips: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    phone: str
    phone_shown: str
    call_note: str | None
    other_language: str | None
    is_active: bool
    is_paused: bool
    is_held: bool  # by an open matter
    cannot_write: str  # why nothing may be written to her; empty where it may


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A text to come, in her clock, and in the clinic's where that shows another time."""

    hers: str
    clinics: str
    body: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A matter that is over, with its history and what was written of it."""

    escalation_id: str
    severity: str
    severity_name: str
    reason: str
    opened: str
    history: tuple[str, ...]
    notes: tuple[str, ...]
    is_of_nobody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything on her page."""

    enrollment_id: str
    heard: str  # since when nothing new came in
    head: Head
    open: list[Matter]
    over: list[Past]
    weeks: Timeline | None
    earlier: list[Bubble]
    bubbles: list[Bubble]
    charts: list[told.Chart]
    answers: list[told.Line]
    ahead: list[Ahead]
    ahead_counted: str
    preferences: tuple[tuple[str, str], ...]
    audit: list[str]


def shown(record: Record, reader: Reader) -> Shown:
    enrollment, clinic, now, names = record.enrollment, reader.clinic, reader.now, reader.names
    began = first_anchor(enrollment)
    over = [one for one in record.escalations if one.state is EscalationState.CLOSED]
    said = bubbles(record.texts, clinic)
    return Shown(
        enrollment_id=enrollment.enrollment_id,
        heard=heard(enrollment, record.open),
        head=_head(enrollment, clinic, now),
        open=[matter(one, reader, record.open) for one in record.open],
        over=[_past(one, reader, enrolled=enrollment.pathway is not None) for one in reversed(over)],
        weeks=_weeks(record, began, now),
        earlier=said[:-BUBBLES_SHOWN],
        bubbles=said[-BUBBLES_SHOWN:],
        charts=told.charts(enrollment, clinic, began) if began else [],
        answers=told.lines(enrollment, clinic),
        ahead=[_ahead(one, enrollment, clinic) for one in record.coming if one.text.withheld is None],
        ahead_counted=_counted(record.coming),
        preferences=_preferences(enrollment, clinic),
        audit=[_audited(one, clinic, names) for one in reversed(record.audits)],
    )


def heard(enrollment: Enrollment, inbox: list[Inbox]) -> str:
    """When she last wrote or something of hers began to wait: another value, and there is news of her."""
    hers = [one.escalation.opened_at for one in inbox if one.ref.enrollment_id == enrollment.enrollment_id]
    known = [at for at in (enrollment.last_reply_at, *hers) if at is not None]
    return max(known).isoformat() if known else ""


def _head(enrollment: Enrollment, clinic: Clinic, now: datetime) -> Head:
    person, chart = enrollment.person, enrollment.chart
    number = who(enrollment.enrollment_id)
    paused = enrollment.paused_until is not None and enrollment.paused_until > now
    return Head(
        title=chart.name or f"Patient {number}",
        who=number,
        track=speaking.track(enrollment.pathway),
        week=_week(enrollment, now),
        chips=chips(enrollment, now, clinic),
        facts=tuple(_facts(enrollment, clinic, now)),
        phone=person.phone,
        phone_shown=speaking.phone(person.phone),
        call_note=chart.call_note,
        other_language=speaking.other_language(person.language),
        is_active=enrollment.status is Status.ACTIVE,
        is_paused=paused,
        is_held=are_held(enrollment, now),
        cannot_write=_cannot_write(enrollment),
    )


def _cannot_write(enrollment: Enrollment) -> str:
    why = refused_person(enrollment)
    return _CANNOT_WRITE[why] if why else ""


def _week(enrollment: Enrollment, now: datetime) -> str:
    began = first_anchor(enrollment)
    if began is None:
        return ""
    today = local_date(now, enrollment.person.zone)
    return f"day {(today - began).days}, week {week_since(began, today) + 1}"


def _facts(enrollment: Enrollment, clinic: Clinic, now: datetime) -> list[tuple[str, str]]:
    person = enrollment.person
    anchors = ", ".join(f"{clock.value} {speaking.dated(on)}" for clock, on in enrollment.anchors.items())
    facts = [
        ("Reference", enrollment.chart.reference or ""),
        ("Language", speaking.LANGUAGES[person.language]),
        ("Her time", f"{speaking.clock(now, person.zone, clinic.country)}, {person.zone}"),
        ("Dates", anchors),
        ("Enrolled", speaking.when(enrollment.enrolled_at, now, clinic.zone, clinic.country)),
        ("Last reply", _last_reply(enrollment, clinic, now)),
    ]
    return [fact for fact in facts if fact[1]]


def _last_reply(enrollment: Enrollment, clinic: Clinic, now: datetime) -> str:
    at = enrollment.last_reply_at
    return speaking.when(at, now, clinic.zone, clinic.country) if at else "none yet"


def _past(one: Escalation, reader: Reader, *, enrolled: bool) -> Past:
    clinic, now, names = reader.clinic, reader.now, reader.names
    return Past(
        escalation_id=one.escalation_id,
        severity=one.severity.value,
        severity_name=speaking.SEVERITIES[one.severity],
        reason=speaking.heading(one, enrolled=enrolled),
        opened=speaking.when(one.opened_at, now, clinic.zone, clinic.country),
        history=tuple(
            f"{speaking.when(entry.at, now, clinic.zone, clinic.country)} "
            f"{speaking.author(entry.author, names)}: {speaking.history(entry, names)}"
            for entry in one.history
        ),
        notes=tuple(written(note, clinic, now, names) for note in one.notes),
        is_of_nobody=one.reason.is_of_nobody,
    )


def _weeks(record: Record, began: date | None, now: datetime) -> Timeline | None:
    enrollment = record.enrollment
    if began is None or not enrollment.pathway or not enrollment.pathway_version:
        return None
    zone = enrollment.person.zone
    contacts = [
        Contact(on=local_date(due, zone), look=_LOOKS[outcome], says=f"{_OUTCOMES[outcome]}: {subject(one.message)}")
        for one in pathway(enrollment.pathway, enrollment.pathway_version).touchpoints
        if (outcome := enrollment.outcomes.get(one.key)) is not None and (due := due_at(one, enrollment)) is not None
    ]
    contacts += [
        Contact(on=local_date(one.at, zone), look="out", says=f"To come: {subject(_planned_as(one, enrollment))}")
        for one in record.coming
        if one.text.withheld is None and not one.only_if_silent
    ]
    return timeline(contacts, began, local_date(now, zone))


def _planned_as(one: Coming, enrollment: Enrollment) -> str:
    """To somebody discreet another text goes out, that only announces it."""
    key, version = enrollment.pathway, enrollment.pathway_version
    planned = pathway(key, version).touchpoint(one.text.touchpoint or "") if key and version else None
    return planned.message if planned else one.text.message or ""


def _ahead(one: Coming, enrollment: Enrollment, clinic: Clinic) -> Ahead:
    hers, clinics = (
        f"{speaking.day(one.at, zone)}, {speaking.clock(one.at, zone, clinic.country)}"
        for zone in (enrollment.person.zone, clinic.zone)
    )
    return Ahead(
        hers=hers, clinics=clinics if clinics != hers else "", body=one.text.body, why=_why_ahead(one, enrollment)
    )


def _why_ahead(one: Coming, enrollment: Enrollment) -> str:
    if enrollment.paused_until is not None and one.at < enrollment.paused_until:
        return "held while paused"
    return "only if the question before stays unanswered" if one.only_if_silent else ""


def _counted(coming: list[Coming]) -> str:
    """As her calendar counts: what is planned apart from what goes out only if she is silent."""
    to_send = [one for one in coming if one.text.withheld is None]
    reminders = sum(one.only_if_silent for one in to_send)
    planned = f"{len(to_send) - reminders} planned"
    return f"{planned}, and {reminders} only if a question stays unanswered" if reminders else planned


def _preferences(enrollment: Enrollment, clinic: Clinic) -> tuple[tuple[str, str], ...]:
    person, consent = enrollment.person, enrollment.consent
    rows = [
        ("Words for what happened", person.words.value),
        ("Hours for planned texts", _hours(person.planned_from, person.planned_until)),
        ("Topics she asked for", ", ".join(speaking.topic(one, clinic) for one in sorted(person.topics)) or "none"),
        ("Topics she closed", ", ".join(speaking.plain(one) for one in sorted(person.closed_topics))),
        ("Wants only safety texts", "yes" if person.only_safety else ""),
        ("Wants them a week apart", "yes" if person.weekly else ""),
        ("Consent", _consent(consent, clinic) if consent else ""),
    ]
    return tuple(row for row in rows if row[1])


def _hours(start: time | None, end: time | None) -> str:
    if start is None and end is None:
        return "the clinic's"
    return " ".join([f"from {start:%H:%M}" if start else "", f"until {end:%H:%M}" if end else ""]).strip()


def _consent(consent: Consent, clinic: Clinic) -> str:
    given_on = local_date(consent.given_at, clinic.zone)
    return f"{consent.method}, wording {consent.wording}, {speaking.dated(given_on)}"


def _audited(one: Audit, clinic: Clinic, names: speaking.Names) -> str:
    at = f"{speaking.day(one.at, clinic.zone)}, {speaking.clock(one.at, clinic.zone, clinic.country)}"
    return f"{at} {speaking.author(one.author, names)}: {log.done(one.action, names)}"
