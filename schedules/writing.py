"""What staff write to her in their own words: whether it may go, and the text itself."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from messages.segments import cost
from schedules.calendar import next_allowed
from schedules.decision import Program
from schedules.draft import Draft
from schedules.enrollment import Enrollment, Status
from schedules.facts import StaffWrote
from schedules.text import Direction, Purpose, Text, TextState

WRITTEN_SEGMENTS_MAX = 4
"""612 plain characters, or 268 where one of them is not plain: an á or a curly quote."""
TRIED_FOR = timedelta(hours=1)
"""Words meant for this hour are not handed over later than that; nor, when they are not urgent, after her hours."""
_BREAK = "\n"


class Unsent(StrEnum):
    """Why words of staff do not go out."""

    EMPTY = "empty"
    UNPRINTABLE = "unprintable"  # control characters
    TOO_LONG = "too_long"
    LEFT = "left"  # she asked us to stop
    WITHDRAWN = "withdrawn"
    STRANGER = "stranger"  # nobody enrolled this phone
    WRONG_NUMBER = "wrong_number"  # somebody told us this phone is not hers
    ANOTHERS = "anothers"  # her phone belongs to another enrollment by now
    QUIET = "quiet"  # outside her hours, and not urgent


def unsent(program: Program, enrollment: Enrollment, fact: StaffWrote, now: datetime) -> Unsent | None:
    """None: it may go. Nothing that is held holds it: staff wrote it, and know why."""
    refused = _refused_body(tidy(fact.body)) or refused_person(enrollment)
    if refused is None and not fact.urgent and not is_her_hour(program, enrollment, now):
        return Unsent.QUIET
    return refused


def write(draft: Draft, fact: StaffWrote) -> None:
    """Nothing where it may not go; whoever asked is told by `unsent`."""
    if unsent(draft.program, draft.enrollment, fact, draft.now) is not None:
        return
    body, language = tidy(fact.body), draft.enrollment.person.language
    text = Text(
        text_id=written_id(fact.text_key),
        direction=Direction.OUT,
        purpose=Purpose.STAFF,
        state=TextState.SENDING,
        at=draft.now,
        body=body,
        language=language,
        segments=cost(body).segments,
    )
    draft.claim(text, in_date_until=draft.now + TRIED_FOR, in_her_hours=not fact.urgent)


def written_id(text_key: str) -> str:
    return f"w-{text_key}"


def tidy(body: str) -> str:
    """One form for each letter, one kind of line break, nothing around it; no other character is changed."""
    return unicodedata.normalize("NFC", body.replace("\r\n", _BREAK).replace("\r", _BREAK)).strip()


def _refused_body(body: str) -> Unsent | None:
    if not body:
        return Unsent.EMPTY
    if any(unicodedata.category(one) in {"Cc", "Cs", "Co", "Cn"} and one != _BREAK for one in body):
        return Unsent.UNPRINTABLE
    return Unsent.TOO_LONG if cost(body).segments > WRITTEN_SEGMENTS_MAX else None


def refused_person(enrollment: Enrollment) -> Unsent | None:
    """Why she may not be written to whatever the words. Who has completed her pathway still may."""
    if enrollment.phone_given:
        return Unsent.ANOTHERS
    if enrollment.status is Status.STRANGER:
        return Unsent.STRANGER
    if enrollment.left_at is not None:
        return Unsent.LEFT
    if enrollment.status is Status.WITHDRAWN:
        return Unsent.WITHDRAWN
    return Unsent.WRONG_NUMBER if enrollment.wrong_number else None


def is_her_hour(program: Program, enrollment: Enrollment, now: datetime) -> bool:
    """A day she had a planned text is one for words of staff too."""
    return next_allowed(now, program.clinic, enrollment.person, None) == now
