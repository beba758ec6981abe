"""Where something stands in a list: strings that sort as the list does, so that a page can begin after any of them."""

from datetime import UTC, datetime

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


def inbox_place(one: Inbox) -> str:
    """Gravest first, then what nobody has, then oldest."""
    matter = one.escalation
    has, at = int(not matter.is_untaken), _instant(matter.opened_at)
    return f"{matter.severity.rank}#{has}#{at}#{matter.escalation_id}#{one.ref.enrollment_id}"


def text_place(text: Text) -> str:
    """Oldest first. Of one instant: what came in, the welcome and other notices, answers, then what was planned, then
    pages."""
    return f"{_instant(text.at)}#{_OF_ONE_INSTANT.index(text.purpose)}#{text.text_id}"


def escalation_place(one: Escalation) -> str:
    """Oldest first."""
    return f"{_instant(one.opened_at)}#{one.escalation_id}"


def _instant(at: datetime) -> str:
    """UTC of fixed width."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
