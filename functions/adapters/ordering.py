"""In what order the stores list things."""

from datetime import datetime

from functions.ports import Inbox
from schedules.escalation import Escalation
from schedules.text import Purpose, Text

_OF_ONE_INSTANT = (
    Purpose.REPLY,
    Purpose.STAFF_REPLY,
    Purpose.NOTICE,
    Purpose.SAFETY,
    Purpose.ANSWER,
    Purpose.STAFF,
    Purpose.PLANNED,
    Purpose.PAGE,
)


def oldest_text_first(text: Text) -> tuple[datetime, int, str]:
    """Of one instant: what came in, the welcome and other notices, answers, then what was planned, then pages."""
    return text.at, _OF_ONE_INSTANT.index(text.purpose), text.text_id


def oldest_escalation_first(escalation: Escalation) -> tuple[datetime, str]:
    return escalation.opened_at, escalation.escalation_id


def inbox_order(one: Inbox) -> tuple[int, bool, datetime, str]:
    """Gravest first, then what nobody has, then oldest."""
    matter = one.escalation
    return matter.severity.rank, not matter.is_untaken, matter.opened_at, matter.escalation_id
