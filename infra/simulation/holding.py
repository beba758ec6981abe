"""What keeps planned texts back: a pause, a conversation, an open doubt, a grave matter. Told from her record alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from messages.hearing.reading import Question
from messages.severity import Severity
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.pathways import pathway

TALKS = timedelta(minutes=30)
TAKEN = timedelta(hours=24)
UNTAKEN_MAX = timedelta(hours=72)
_SCORES = frozenset({Question.MOOD, Question.PHQ_INTEREST})


def holds(
    enrollment: Enrollment, at: datetime, *, key: str | None, since: datetime, paused: datetime | None = None
) -> Iterator[str]:
    """Why the touchpoint of this key may not leave at that instant, by what stands since `since`. `paused`: when the
    pause began, which her record does not tell."""
    until = enrollment.paused_until
    if until is not None and at < until and (paused is None or paused <= since):
        yield "she is in a pause"
    wrote = enrollment.last_reply_at
    if wrote is not None and wrote <= since and at < wrote + TALKS:
        yield "she is talking with us"
    if enrollment.doubt is not None and enrollment.doubt.asked_at <= since and at < enrollment.doubt.page_at:
        yield "she is asked whether she is in danger"
    for one in enrollment.escalations:
        if one.opened_at <= since and _holds(one, at, scores=_scores(enrollment, key)):
            yield f"{one.escalation_id} holds it"


def _holds(one: Escalation, at: datetime, *, scores: bool) -> bool:
    if one.state is EscalationState.CLOSED:
        return False
    if one.reason is Reason.STRANGER and not one.released:  # the phone may be somebody else's
        return True
    if not one.severity.pages_now:
        return False
    if scores and one.state is EscalationState.OPEN:
        return True
    if one.released and one.acknowledged_at is not None:
        return False
    if one.severity is Severity.CRISIS:
        return True
    taken = one.acknowledged_at
    return at < (taken + TAKEN if taken is not None else one.opened_at + UNTAKEN_MAX)


def _scores(enrollment: Enrollment, key: str | None) -> bool:
    if key is None or not (enrollment.pathway and enrollment.pathway_version):
        return False
    touchpoint = pathway(enrollment.pathway, enrollment.pathway_version).touchpoint(key)
    return touchpoint is not None and touchpoint.check_in is not None and touchpoint.check_in.question in _SCORES
