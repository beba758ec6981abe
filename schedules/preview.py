"""Her whole future: every planned text from here on, as it would go out if she wrote nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from schedules.decide import decide
from schedules.decision import Program
from schedules.enrollment import Enrollment, Status
from schedules.facts import Fact, SendAnswered, Woke
from schedules.text import Purpose, Text, TextState, Withheld

WAKES_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A planned text to come. `only_if_silent`: a reminder that goes out when a check-in stays unanswered."""

    at: datetime
    text: Text
    only_if_silent: bool


def coming(program: Program, enrollment: Enrollment, now: datetime) -> list[Coming]:
    """Found by living the future: the same `decide`, with the clock moved from alarm to alarm."""
    found: list[Coming] = []
    for _ in range(WAKES_MAX):
        texts, enrollment = decided(program, enrollment, Woke(), now)
        found += texts
        if enrollment.status is not Status.ACTIVE or enrollment.wake_at is None:
            return found
        now = max(now, enrollment.wake_at)
    return found


def decided(program: Program, enrollment: Enrollment, fact: Fact, now: datetime) -> tuple[list[Coming], Enrollment]:
    """What this brings at once, and how she stands then, once what is open has been looked after."""
    decision = decide(program, replace(enrollment, escalations=(), doubt=None), fact, now)
    texts = [_coming(text) for text in decision.texts if _counts(text)]
    return texts, _accepted(program, decision.enrollment, decision.texts)


def _accepted(program: Program, enrollment: Enrollment, texts: tuple[Text, ...]) -> Enrollment:
    for text in texts:
        if text.state is TextState.SENDING:
            fact = SendAnswered(text_id=text.text_id, sid="preview")
            enrollment = decide(program, enrollment, fact, enrollment.acted_at).enrollment
    return enrollment


def _counts(text: Text) -> bool:
    """What another pathway had still to say is not of the one to come."""
    planned = text.purpose is Purpose.PLANNED or text.touchpoint is not None
    return planned and text.contact_id is None and text.withheld is not Withheld.SWITCHED


def _coming(text: Text) -> Coming:
    return Coming(at=text.at, text=text, only_if_silent=text.text_id.startswith("n-"))
