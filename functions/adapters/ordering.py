"""In what order the stores list things."""

from datetime import datetime

from functions.ports import Inbox
from schedules.escalation import Escalation
from schedules.text import Text


def oldest_text_first(text: Text) -> tuple[datetime, str]:
    return text.at, text.text_id


def oldest_escalation_first(escalation: Escalation) -> tuple[datetime, str]:
    return escalation.opened_at, escalation.escalation_id


def inbox_order(one: Inbox) -> tuple[int, datetime, str]:
    """Gravest first, then oldest."""
    return one.escalation.severity.rank, one.escalation.opened_at, one.escalation.escalation_id
