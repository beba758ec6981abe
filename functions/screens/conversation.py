"""What was written, as bubbles: hers on one side, ours on the other, each with its delivery mark."""

from dataclasses import dataclass

from functions.evidence import evidence_said
from functions.screens import speaking
from schedules.clinic import Clinic
from schedules.text import Direction, Purpose, Text, TextState, Withheld

MARKS = {
    TextState.SENDING: "waits to be handed over",
    TextState.UNKNOWN: "not confirmed yet",
    TextState.ACCEPTED: "handed over ✓",
    TextState.SENT: "sent ✓",
    TextState.DELIVERED: "delivered ✓✓",
    TextState.UNDELIVERED: "NOT delivered",
    TextState.REJECTED: "NOT sent",
    TextState.WITHHELD: "not sent",
    TextState.RECEIVED: "",
}
PURPOSES = {
    Purpose.PLANNED: "planned",
    Purpose.NOTICE: "notice",
    Purpose.ANSWER: "answer",
    Purpose.SAFETY: "safety answer",
    Purpose.STAFF: "written by staff",
}
WHY_WITHHELD = {
    Withheld.BEFORE_ENROLLMENT: "its day had passed when she was enrolled",
    Withheld.TOO_LATE: "its time had passed",
    Withheld.LEFT: "she has asked us to stop",
    Withheld.PHONE_GIVEN: "her phone belongs to somebody else's record by now",
    Withheld.SUPERSEDED: "what she told us made it needless",
    Withheld.TOPIC_OFF: "she has not asked for this topic",
    Withheld.NOT_YET: "what it waits for was never told",
    Withheld.NOT_HERS: "it cannot concern her",
    Withheld.NOT_WANTED: "she wants only what keeps her safe",
    Withheld.SWITCHED: "she is on another pathway now",
    Withheld.ENDED: "her texts have ended",
    Withheld.REWORDED: "how she is written to changed before it left, so it is said anew",
    Withheld.QUIET: "her hours were over before the provider took it: write it again within them, or call her",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """`day` stands only on the first of a day. `grave`: hers, and of danger; or ours, and it did not arrive."""

    text_id: str
    day: str | None
    side: str  # in, out
    body: str
    meta: str
    grave: bool
    withheld: bool
    evidence: str | None
    marked: str | None
    read_as: str | None


def bubbles(texts: list[Text], clinic: Clinic) -> list[Bubble]:
    """Oldest first; what was said to staff stands in the matter's history instead."""
    hers = [text for text in texts if text.contact_id is None]
    shown: list[Bubble] = []
    last = ""
    for text in hers:
        today = speaking.day(text.at, clinic.zone)
        shown.append(_bubble(text, today if today != last else None, clinic))
        last = today
    return shown


def _bubble(text: Text, day: str | None, clinic: Clinic) -> Bubble:
    incoming = text.direction is Direction.IN
    failed = text.state in {TextState.UNDELIVERED, TextState.REJECTED} or _is_unsent_of_staff(text)
    return Bubble(
        text_id=text.text_id,
        day=day,
        side="in" if incoming else "out",
        body=text.body or f"({speaking.plain(text.message or 'a text')})",
        meta=_meta(text, clinic),
        grave=failed or (incoming and text.reading in {"crisis", "emergency", "urgent"}),
        withheld=text.state is TextState.WITHHELD,
        evidence=evidence_said(text) if incoming else None,
        marked=text.marked.value if text.marked else None,
        read_as=text.reading if incoming else None,
    )


def _is_unsent_of_staff(text: Text) -> bool:
    """Whoever wrote it believes that she has it."""
    return text.purpose is Purpose.STAFF and text.state is TextState.WITHHELD


def _meta(text: Text, clinic: Clinic) -> str:
    parts = [speaking.clock(text.at, clinic.zone, clinic.country)]
    if text.direction is Direction.IN:
        parts.append(f"read as {speaking.plain(text.reading or 'unread')}")
    else:
        parts += [PURPOSES.get(text.purpose, ""), MARKS[text.state]]
        parts.append(WHY_WITHHELD[text.withheld] if text.withheld else "")
        parts.append(f"provider error {text.error}" if text.error else "")
    return " · ".join(part for part in parts if part)
