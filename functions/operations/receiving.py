"""A text came in: from her, from on-call staff, or from somebody nobody enrolled."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from functions.operations.acting import Act, Acted, act, always
from functions.operations.codes import Said, beside_codes, codes_in, said_of
from functions.operations.contacts import written_by
from functions.operations.nobody import nobody
from functions.operations.world import World
from functions.ports import Inbox, PhoneRecord, Ref, Sender
from messages.hearing import read
from messages.language import Language
from schedules.clinic import Clinic, Contact
from schedules.enrollment import Enrollment, Person, Status
from schedules.facts import Acknowledged, Closed, ContactRefused, Fact, ReplyReceived, StaffText, StaffTexted, Untaken

BODY_MAX = 5000
"""Characters of a body that are kept; the provider's own limit is 1,600."""
_SERVICE_CHARACTERS_MAX = 64
LOOKS_MAX = 3
"""At whose phone it is: somebody may be enrolled, or forgotten, while we look."""
_NOT_HERS = frozenset({Acted.PHONE_TAKEN, Acted.UNKNOWN})


class PhoneMoved(Exception):
    """Whose phone it is kept changing; the text is not on record and must be kept by the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One text as the provider gave it to us."""

    sid: str
    sender: str
    body: str
    has_media: bool = False
    carrier: str | None = None  # STOP, START or HELP when the provider has already acted and answered
    at: datetime | None = None  # when it was written, or came to our door; None: just now
    service: str | None = None  # the messaging service it came to, where the provider says so


def from_form(form: Mapping[str, str], *, at: datetime | None = None) -> Arrived | None:
    """None when nobody is named as the sender. A text without an id gets one from its own content. The provider's
    form bears no date: `at` is when it came to our door."""
    sender = form.get("From", "").strip()
    if not sender:
        return None
    body = form.get("Body", "")
    sid = form.get("MessageSid") or form.get("SmsSid") or _content_id(sender, body)
    media = form.get("NumMedia", "0").strip()
    return Arrived(
        sid=re.sub(r"[^A-Za-z0-9-]", "", sid)[:64] or _content_id(sender, body),
        sender=sender,
        body=body[:BODY_MAX],
        has_media=media not in {"", "0"},
        carrier=form.get("OptOutType", "").strip().upper() or None,
        at=at,
        service=form.get("MessagingServiceSid", "").strip()[:_SERVICE_CHARACTERS_MAX] or None,
    )


def receive(world: World, clinic_id: str, arrived: Arrived) -> Acted:
    """Takes a text in once; a second delivery of the same sid does nothing. Raises PhoneMoved."""
    for _ in range(LOOKS_MAX):
        sender = world.store.sender(clinic_id, arrived.sender, arrived.sid)
        if sender.clinic is None:
            return Acted.UNKNOWN
        if arrived.service not in {None, sender.clinic.messaging_service}:
            return _at_another_door(world, clinic_id, arrived)
        if sender.is_repeated:
            return Acted.REPEATED
        acted = _take_in(world, sender.clinic, sender, arrived)
        if acted not in _NOT_HERS:
            return acted
    raise PhoneMoved(f"gave up after {LOOKS_MAX} looks")


def _at_another_door(world: World, clinic_id: str, arrived: Arrived) -> Acted:
    """The address at the provider is that of one clinic and the service another's: her words are for the clinic that
    has the service. Of a service that is nobody's the address is believed, since they must be heard somewhere."""
    owner = world.store.owner(arrived.service or "")
    world.note("service_mistaken", known=owner is not None)
    return receive(world, owner or clinic_id, replace(arrived, service=None))


def _take_in(world: World, clinic: Clinic, sender: Sender, arrived: Arrived) -> Acted:
    """What on-call staff write of a page is theirs; whatever else may be about herself is heard like anyone's."""
    contact = clinic.contact_by_phone(arrived.sender)
    if contact is None:
        return _from_her(world, clinic, sender, arrived)
    _keep_in_reach(world, clinic, contact, arrived)
    meant = _meant(world, clinic, arrived)
    said = said_of(arrived.body) if len(meant) == 1 and not _is_her_own(clinic, sender, meant[0]) else Said.NEITHER
    if said is not Said.NEITHER:
        return _on_escalation(world, meant[0], _staff_text(contact, arrived), said)
    is_hers = _is_enrolled(sender.phone) or (not meant and _is_looked_after(world, clinic, sender))
    if is_hers or _sounds_dangerous(arrived, contact):
        return _from_her(world, clinic, sender, arrived, on_call=True)
    return _from_staff(world, clinic, contact, arrived, meant)


def _keep_in_reach(world: World, clinic: Clinic, contact: Contact, arrived: Arrived) -> None:
    """Her STOP ends her pages too, and is told at once; comes first, since the text itself is then on record."""
    fact = written_by(contact, body=arrived.body, carrier=arrived.carrier, sid=arrived.sid)
    if fact is None:
        return
    ref, new = nobody(world, clinic)
    acted = act(world, Act(ref=ref, make=always(fact), fact_id=f"on-call-{arrived.sid}", new=new))
    if acted is Acted.DONE and isinstance(fact, ContactRefused):
        world.note("contact_refused", failure="stop")


def _sounds_dangerous(arrived: Arrived, contact: Contact) -> bool:
    """Somebody on call may need help too: then she is heard like anyone. So is whoever wrote words that could not be
    read."""
    heard = beside_codes(arrived.body)
    reading = read(heard, contact.language, None)
    unread = not reading.readable and any(char.isalnum() for char in heard)
    return unread or (reading.severity is not None and reading.severity.pages_now)


def _from_her(world: World, clinic: Clinic, sender: Sender, arrived: Arrived, *, on_call: bool = False) -> Acted:
    heard = beside_codes(arrived.body) if on_call else arrived.body

    def replied(enrollment: Enrollment) -> Fact:
        reading = read(heard, enrollment.person.language, enrollment.asked)
        if arrived.has_media:  # a picture we cannot see: a person looks
            reading = replace(reading, readable=False)
        return ReplyReceived(
            sid=arrived.sid, body=arrived.body, reading=reading, carrier=arrived.carrier, at=arrived.at
        )

    ref = _ref(world, clinic.clinic_id, sender.phone, arrived.sender)
    if sender.phone and sender.phone.enrollment_id:
        return act(world, Act(ref=ref, make=replied, fact_id=arrived.sid, sender=sender))
    new = _stranger(world, clinic, ref, arrived.sender)
    return act(world, Act(ref=ref, make=replied, fact_id=arrived.sid, new=new, sender=sender))


def _is_looked_after(world: World, clinic: Clinic, sender: Sender) -> bool:
    """Nobody enrolled her, and she wrote of her own danger: what she writes while that is open belongs to it."""
    if sender.phone is None or sender.phone.enrollment_id is None:
        return False
    open_ones = (one for one in world.store.inbox(clinic.clinic_id) if one.escalation.severity.pages_now)
    return any(one.ref.enrollment_id == sender.phone.enrollment_id for one in open_ones)


def _is_her_own(clinic: Clinic, sender: Sender, meant: Inbox) -> bool:
    """It is about whoever texts its code, and there is a colleague to take it: then nothing she writes takes it."""
    hers = sender.phone is not None and sender.phone.enrollment_id == meant.ref.enrollment_id
    return hers and len(clinic.ladder) > 1


def _meant(world: World, clinic: Clinic, arrived: Arrived) -> list[Inbox]:
    """The open matters whose code stands in the text."""
    codes = codes_in(arrived.body)
    return [one for one in world.store.inbox(clinic.clinic_id) if one.escalation.code in codes] if codes else []


def _staff_text(contact: Contact, arrived: Arrived) -> StaffText:
    return StaffText(sid=arrived.sid, body=arrived.body, contact_id=contact.contact_id)


def _from_staff(world: World, clinic: Clinic, contact: Contact, arrived: Arrived, meant: list[Inbox]) -> Acted:
    ref = world.stranger(clinic.clinic_id, arrived.sender)
    new = _stranger(world, clinic, ref, arrived.sender, language=contact.language)
    code = meant[0].escalation.code if meant else None
    fact = StaffTexted(text=_staff_text(contact, arrived), why=_why_untaken(arrived, meant), code=code)
    return act(world, Act(ref=ref, make=always(fact), fact_id=arrived.sid, new=new))


def _why_untaken(arrived: Arrived, meant: list[Inbox]) -> Untaken:
    if len(meant) > 1:
        return Untaken.AMBIGUOUS_CODE
    if meant:
        return Untaken.WORDS_BESIDE
    return Untaken.UNKNOWN_CODE if codes_in(arrived.body) else Untaken.NO_CODE


def _on_escalation(world: World, meant: Inbox, text: StaffText, said: Said) -> Acted:
    escalation_id = meant.escalation.escalation_id
    closes = said is Said.CLOSES
    fact: Fact = (
        Closed(by=text.contact_id, escalation_id=escalation_id, text=text)
        if closes
        else Acknowledged(by=text.contact_id, escalation_id=escalation_id, text=text)
    )
    audit = (text.contact_id, "closed" if closes else "acknowledged")
    return act(world, Act(ref=meant.ref, make=always(fact), fact_id=text.sid, audit=audit))


def _is_enrolled(phone: PhoneRecord | None) -> bool:
    return phone is not None and phone.enrollment_id is not None and not phone.enrollment_id.startswith("s")


def _ref(world: World, clinic_id: str, phone: PhoneRecord | None, sender: str) -> Ref:
    if phone is not None and phone.enrollment_id is not None:
        return Ref(clinic_id=clinic_id, enrollment_id=phone.enrollment_id)
    return world.stranger(clinic_id, sender)


def _stranger(world: World, clinic: Clinic, ref: Ref, sender: str, language: Language = Language.ENGLISH) -> Enrollment:
    """Somebody nobody enrolled, kept like an enrollment without a pathway so that she is heard like anyone."""
    now = world.time.now()
    return Enrollment(
        clinic_id=clinic.clinic_id,
        enrollment_id=ref.enrollment_id,
        version=0,
        status=Status.STRANGER,
        person=Person(phone=sender, language=language, zone=clinic.zone),
        enrolled_at=now,
        acted_at=now,
    )


def _content_id(sender: str, body: str) -> str:
    return "X" + hashlib.sha256(f"{sender}\n{body}".encode()).hexdigest()[:33]
