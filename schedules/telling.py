"""Telling one contact about an escalation: by text, by call and by e-mail, and never with a name, number or symptom."""

import hashlib

from schedules.clinic import Contact
from schedules.draft import Draft
from schedules.escalation import Escalation, Reason
from schedules.text import Channel, Purpose

RINGS_OFTEN = 4
"""Rounds to everybody in which phones ring each time, about an hour; then they ring in every fourth."""
_ENDS = {Channel.SMS: "", Channel.CALL: ".call", Channel.EMAIL: ".email"}
"""With a dot, which no contact's id can hold: somebody may be called "ana-call"."""


def tell(
    draft: Draft, escalation: Escalation, contact: Contact, message: str, *, round_key: str, rings: bool = False
) -> None:
    """One page to one contact. `rings`: her phone is called too, for what cannot wait until she looks at it."""
    for channel in channels(draft, contact, rings=rings):
        text_id = page_id(escalation.escalation_id, round_key, contact, channel)
        _page(draft, escalation, contact, message, channel=channel, text_id=text_id)


def call_instead(draft: Draft, escalation: Escalation, text_id: str) -> None:
    """Of a page that tells of more, which no text will ever carry to whoever it was for: her phone is called, while
    nobody else has it."""
    begins = f"p-{escalation.escalation_id}-more-"
    named = [one for one in draft.program.clinic.ladder if text_id.endswith(f"-{one.contact_id}")]
    contact = max(named, key=lambda one: len(one.contact_id), default=None)  # "night-ana" is not "ana"
    rings = escalation.severity.pages_now and text_id.startswith(begins)
    if contact is None or Channel.CALL not in channels(draft, contact, rings=rings):
        return
    if not escalation.is_untaken and escalation.acknowledged_by != contact.contact_id:
        return
    called = f"{text_id}{_ENDS[Channel.CALL]}"
    _page(draft, escalation, contact, "page.call", channel=Channel.CALL, text_id=called)


def _page(
    draft: Draft, escalation: Escalation, contact: Contact, message: str, *, channel: Channel, text_id: str
) -> None:
    draft.say(
        _message(escalation, channel, message),
        text_id=text_id,
        purpose=Purpose.PAGE,
        values=_values(draft, escalation, contact, channel),
        contact=contact,
        escalation_id=escalation.escalation_id,
        channel=channel,
    )


def channels(draft: Draft, contact: Contact, *, rings: bool) -> tuple[Channel, ...]:
    """Texts first. Who cannot be texted is called whatever it is about."""
    texted = Channel.SMS in contact.channels
    called = Channel.CALL in contact.channels and draft.program.clinic.calls_from is not None
    mailed = Channel.EMAIL in contact.channels and contact.email is not None and draft.program.mails
    wanted = {Channel.SMS: texted, Channel.CALL: called and (rings or not texted), Channel.EMAIL: mailed}
    return tuple(channel for channel in Channel if wanted[channel])


def rings_in(escalation: Escalation, ladder: int) -> bool:
    """Whether phones ring in the round to come; nobody's phone rings every quarter of an hour for a day."""
    beyond = escalation.rung - ladder
    return escalation.severity.pages_now and (beyond < RINGS_OFTEN or beyond % RINGS_OFTEN == 0)


def page_id(escalation_id: str, round_key: str, contact: Contact, channel: Channel) -> str:
    return f"{round_id(escalation_id, round_key)}{contact.contact_id}{_ENDS[channel]}"


def round_id(escalation_id: str, round_key: str) -> str:
    """How the ids of all pages of one round begin."""
    return f"p-{escalation_id}-{round_key}-"


def who(enrollment_id: str) -> str:
    """The short reference a page may carry instead of a name: digits only, so that nobody takes it for the code."""
    return f"{int.from_bytes(hashlib.sha256(enrollment_id.encode()).digest()[:8], 'big') % 10_000:04d}"


def _values(draft: Draft, escalation: Escalation, contact: Contact, channel: Channel) -> dict[str, str]:
    word = draft.program.catalogue.entry(f"severity.{escalation.severity.value}", contact.language).text
    code = escalation.code
    if channel is Channel.CALL:  # a voice reads letters one by one only when they stand alone
        word, code = word.lower(), ", ".join(code)
    return {"severity": word, "who": who(draft.enrollment.enrollment_id), "code": code}


def _message(escalation: Escalation, channel: Channel, message: str) -> str:
    spoken_or_mailed = _TEST_MESSAGES if escalation.reason is Reason.TEST else _MESSAGES
    return spoken_or_mailed.get(channel, message)


_MESSAGES = {Channel.CALL: "page.call", Channel.EMAIL: "page.email"}
_TEST_MESSAGES = {Channel.CALL: "page.test_call", Channel.EMAIL: "page.test_email"}
