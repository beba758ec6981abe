"""What a commit owes: to danger an answer and a page as grave as it was read, to her the word that somebody took it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Commit
from infra.simulation.keywords import KEYWORDS
from messages.hearing.reading import Intent, Sign
from messages.severity import Severity
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.pathways import Clock
from schedules.text import Direction, Purpose, Text, TextState, Withheld

Break = tuple[str, str]
"""A law and how it was broken."""
GRAVITY = {
    Intent.CRISIS.value: Severity.CRISIS,
    Intent.EMERGENCY.value: Severity.EMERGENCY,
    Intent.URGENT.value: Severity.URGENT,
}
TABLETS_ACT = timedelta(hours=24)
"""Chills and fever are expected so long after the tablets: the one case in which danger is lowered."""
_PROMISES = frozenset({"answer.unsure", "answer.human", "answer.distress", "answer.read", "safety.soon"})
_EXPECTED = frozenset({Sign.FEVER.value, Sign.CHILLS.value})


def owed_to_danger(commit: Commit, reply: Text, *, has_left: bool) -> Iterator[Break]:
    """`has_left`: she had left, or leaves by a word on which the carrier has acted, so that nothing may be said."""
    read_as = GRAVITY.get(reply.reading or "")
    named = [one for one in commit.escalations if _names(commit, one, reply.text_id)]
    expected = _is_expected(commit, reply)
    if read_as is not None and not expected and not any(one.severity.rank <= read_as.rank for one in named):
        yield "unescalated", f"{reply.text_id} was read as {read_as.value} and nobody is told of that"
    grave = read_as is not None or any(one.severity.pages_now for one in named)
    if grave and not any(_answers(one, has_left=has_left, expected=expected) for one in commit.texts):
        yield "danger_unanswered", f"{reply.text_id} is grave and she is told nothing"


def told_of_more(before: Enrollment | None, commit: Commit, reply: Text) -> Iterator[Break]:
    """What she writes while a grave matter of hers waits goes to whoever is paged about it."""
    waits = [one for one in (before.escalations if before else ()) if one.is_grave_and_untaken]
    told = any(f"-more-{reply.text_id}-" in text.text_id for text in commit.texts)
    raised = any(one.escalation_id == f"e-{reply.text_id}" for one in commit.escalations)
    if waits and not told and not raised:
        yield "unescalated", f"{reply.text_id} was written while {waits[0].escalation_id} waits, and nobody is told"


def promised(commit: Commit) -> Iterator[Break]:
    """Whom we tell that a person reads it has a place where a person will."""
    for text in commit.texts:
        told = text.direction is Direction.OUT and text.message in _PROMISES
        if told and text.state is TextState.SENDING and not commit.escalations:
            yield "promised_in_vain", f"{text.text_id} says that somebody reads it, and nobody will"


def owed_to_her(before: Enrollment | None, commit: Commit, *, has_left: bool) -> Iterator[Break]:
    """Whoever wrote of danger is told, in the same commit, that a person has it now."""
    known = before.escalations if before else ()
    untaken = {one.escalation_id for one in known if one.is_grave_and_untaken and one.acknowledged_at is None}
    for one in commit.escalations:
        is_taken = one.escalation_id in untaken and one.state is not EscalationState.OPEN
        if is_taken and one.reason is not Reason.TEST and not has_left and not _tells_taken(commit, one):
            yield "taken_untold", f"{one.escalation_id} was taken and she was not told"


def over_grave(holder: Enrollment | None, before: datetime) -> Iterator[Break]:
    """`holder` had the phone until now: what was open of hers before that instant would be talked over."""
    for one in holder.escalations if holder else ():
        if one.severity.pages_now and one.opened_at < before:
            yield "over_grave", f"a phone begins anew while {one.escalation_id} is not closed"


def _names(commit: Commit, one: Escalation, sid: str) -> bool:
    """It was opened by that reply, or whoever has it was told of that reply."""
    more = f"p-{one.escalation_id}-more-{sid}-"
    return one.escalation_id == f"e-{sid}" or any(text.text_id.startswith(more) for text in commit.texts)


def _answers(text: Text, *, has_left: bool, expected: bool) -> bool:
    """An answer to danger, or where she leaves in the same words the goodbye that speaks of it."""
    if text.contact_id is not None:
        return has_left and text.message in {"page.left", "page.more"}  # nothing may be said to her: she is phoned
    if text.direction is not Direction.OUT:
        return False
    fits = text.purpose is Purpose.SAFETY or (expected and text.purpose is Purpose.ANSWER)
    if text.state is TextState.WITHHELD:
        return fits and has_left and text.withheld is Withheld.LEFT
    return fits or text.message == "notice.goodbye_danger"


def _is_expected(commit: Commit, reply: Text) -> bool:
    """Fever or chills on the day of the tablets, and a person sees it all the same: in a matter of its own or in one
    that waits already."""
    enrollment = commit.enrollment
    day = enrollment.anchors.get(Clock.TABLETS)
    signs = {sign for one in commit.escalations for sign in one.signs}
    if day is None or reply.reading != Intent.URGENT.value or not signs & _EXPECTED:
        return False
    taken = datetime.combine(day, enrollment.tablets_at or time(), tzinfo=ZoneInfo(enrollment.person.zone))
    return taken <= reply.at < taken + TABLETS_ACT + timedelta(hours=1)  # an hour for a change of clocks


def _tells_taken(commit: Commit, one: Escalation) -> bool:
    return any(
        text.purpose is Purpose.SAFETY
        and text.contact_id is None
        and text.escalation_id == one.escalation_id
        and (text.message or "").startswith("safety.acknowledged")
        for text in commit.texts
    )


def leaves_by_carrier(commit: Commit, body: str) -> bool:
    return commit.phone is PhoneConsent.LEFT and KEYWORDS.get(body.strip().upper()) == "STOP"
