"""Somebody on call whom no text reaches any more: what shows it, and what undoes it."""

from functions.operations.world import World
from functions.ports import Ref, StoreDown
from schedules.clinic import Contact
from schedules.facts import ContactRefused, ContactReturned, DeliveryReported, Fact, SendAnswered
from schedules.text import Channel

_STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_STARTS = frozenset({"START", "UNSTOP", "YES"})
"""Whole texts that the provider acts on by itself, unless its settings say otherwise: then it names what it did."""


def written_by(
    contact: Contact, *, body: str, carrier: str | None, sid: str
) -> ContactRefused | ContactReturned | None:
    """What her own text says of whether she can be texted."""
    word = carrier or body.strip().upper()
    if word in _STOPS:
        return ContactRefused(contact_id=contact.contact_id, cause=sid)
    return ContactReturned(contact_id=contact.contact_id) if word in _STARTS else None


def shown_by(world: World, ref: Ref, fact: Fact) -> ContactRefused | None:
    """What the provider said of a text to her. What cannot be read now the next page shows again."""
    if not isinstance(fact, SendAnswered | DeliveryReported) or fact.failure is None or not fact.failure.is_for_good:
        return None
    try:
        text = world.store.text(ref, fact.text_id)
    except StoreDown:
        return None
    if text is None or text.contact_id is None or text.channel is not Channel.SMS:
        return None
    world.note("contact_refused", failure=fact.failure.value)
    return ContactRefused(contact_id=text.contact_id, cause=f"{ref.enrollment_id}-{text.text_id}")
