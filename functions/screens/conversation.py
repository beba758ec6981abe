"""What was written, as bubbles: hers on one side, ours on the other, each with its delivery mark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from functions.evidence import evidence_said
from functions.screens import speaking
from functions.screens.worded import wording
from messages.catalogue import catalogue
from messages.hearing.reading import Intent
from messages.language import Language
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
    Withheld.TOPIC_OFF: "she has not asked for this topic, or the clinic does not write about it",
    Withheld.NOT_YET: "what it waits for was never told",
    Withheld.NOT_HERS: "it cannot concern her",
    Withheld.NOT_WANTED: "she wants only what keeps her safe",
    Withheld.SWITCHED: "she is on another pathway now",
    Withheld.ENDED: "her texts have ended",
    Withheld.REWORDED: "how she is written to changed before it left, so it is said anew",
    Withheld.QUIET: "her hours were over before the provider took it: write it again within them, or call her",
}
HEARD: Mapping[str, str] = {
    Intent.CRISIS: "a danger to her life",
    Intent.EMERGENCY: "an emergency",
    Intent.URGENT: "something urgent",
    Intent.DISTRESS: "a hard time",
    Intent.HUMAN: "a wish to speak to a person",
    Intent.QUESTION: "a question",
    Intent.OPT_OUT: "a wish to get no more texts",
    Intent.OPT_IN: "a wish to get texts again",
    Intent.HELP: "the word HELP",
    Intent.WRONG_NUMBER: "somebody else's phone",
    Intent.PAUSE: "a wish to pause",
    Intent.ACK: "an answer or a thank-you",
    Intent.OTHER: "nothing we could make out",
}
NOT_KEPT = "(Its words are no longer kept.)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """`day` stands only on the first of a day. `grave`: hers, and of danger; or ours, and it did not arrive. `unsent`:
    planned texts that were not sent for one reason, folded into this line."""

    text_id: str
    day: str | None
    side: str  # in, out
    body: str
    meta: str
    grave: bool
    withheld: bool
    evidence: str | None
    marked: str | None
    unsent: tuple[str, ...] = ()


def bubbles(texts: list[Text], clinic: Clinic) -> list[Bubble]:
    """Oldest first; what was said to staff stands in the matter's history instead."""
    hers = [text for text in texts if text.contact_id is None]
    shown: list[Bubble] = []
    for day, of_day in groupby(hers, key=lambda text: speaking.day(text.at, clinic.zone)):
        texts_of_day = list(of_day)
        written = [text for text in texts_of_day if not _was_never_written(text)]
        shown += [_bubble(text, None if at else day, clinic) for at, text in enumerate(written)]
        shown += _folded([text for text in texts_of_day if _was_never_written(text)], clinic)
    return shown


def _was_never_written(text: Text) -> bool:
    return text.state is TextState.WITHHELD and not text.body


def _folded(unsent: list[Text], clinic: Clinic) -> Iterator[Bubble]:
    """One line for each reason, after what was written that day: her own words are not to be looked for among what she
    never got."""
    reasons = dict.fromkeys(text.withheld for text in unsent)
    for reason in reasons:
        of_it = [text for text in unsent if text.withheld is reason]
        many = "1 planned text was" if len(of_it) == 1 else f"{len(of_it)} planned texts were"
        yield Bubble(
            text_id=of_it[0].text_id,
            day=None,
            side="out",
            body=f"{many} not sent{f': {WHY_WITHHELD[reason]}' if reason else ''}",
            meta="",
            grave=False,
            withheld=True,
            evidence=None,
            marked=None,
            unsent=tuple(_would_have_said(text, clinic) for text in of_it),
        )


def _would_have_said(text: Text, clinic: Clinic) -> str:
    """In English, for staff; a message that no pathway has any more is named by its key."""
    key = text.message or ""
    if key not in catalogue().contracts:
        return speaking.plain(key)
    return wording(clinic, Language.ENGLISH, site="", at=text.at).bubble(key).text


def _bubble(text: Text, day: str | None, clinic: Clinic) -> Bubble:
    incoming = text.direction is Direction.IN
    failed = text.state in {TextState.UNDELIVERED, TextState.REJECTED} or _is_unsent_of_staff(text)
    return Bubble(
        text_id=text.text_id,
        day=day,
        side="in" if incoming else "out",
        body=text.body or NOT_KEPT,
        meta=_meta(text, clinic),
        grave=failed or (incoming and text.reading in {"crisis", "emergency", "urgent"}),
        withheld=text.state is TextState.WITHHELD,
        evidence=evidence_said(text) if incoming else None,
        marked=text.marked.value if text.marked else None,
    )


def _is_unsent_of_staff(text: Text) -> bool:
    """Whoever wrote it believes that she has it."""
    return text.purpose is Purpose.STAFF and text.state is TextState.WITHHELD


def _meta(text: Text, clinic: Clinic) -> str:
    parts = [speaking.clock(text.at, clinic.zone, clinic.country)]
    if text.direction is Direction.IN:
        parts.append(f"heard as {HEARD.get(text.reading, speaking.plain(text.reading))}" if text.reading else "")
    else:
        parts += [PURPOSES.get(text.purpose, ""), MARKS[text.state]]
        parts.append(WHY_WITHHELD[text.withheld] if text.withheld else "")
        parts.append(f"provider error {text.error}" if text.error else "")
    return " · ".join(part for part in parts if part)
