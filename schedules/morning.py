"""The morning list: how many matters wait at a clinic, told once a day to whoever is on call first."""

from schedules.clinic import Contact
from schedules.draft import Draft
from schedules.facts import MorningCame
from schedules.text import Channel, Purpose

MESSAGE = "page.morning"


def on_morning(draft: Draft, fact: MorningCame) -> None:
    """A number and where to look, no more. Nothing is said when nothing waits."""
    contact = draft.program.clinic.contact(fact.to)
    if contact is None or fact.waiting < 1:
        return
    for channel in _channels(draft, contact):
        end = "-email" if channel is Channel.EMAIL else ""
        draft.say(
            MESSAGE,
            text_id=f"m-{fact.on.isoformat()}-{contact.contact_id}{end}",
            purpose=Purpose.PAGE,
            values={"count": str(fact.waiting)},
            contact=contact,
            channel=channel,
        )


def _channels(draft: Draft, contact: Contact) -> list[Channel]:
    """Nobody is rung up for a list."""
    mails = contact.email is not None and draft.program.mails
    can = {Channel.SMS: True, Channel.EMAIL: mails, Channel.CALL: False}
    return [channel for channel in Channel if can[channel] and channel in contact.channels]
