"""What is said of somebody who was enrolled just now: when her first text goes, read from her record."""

from datetime import datetime, timedelta

from functions.operations.person import Record
from functions.screens import speaking
from functions.screens.rendering import Notice
from schedules.clinic import Clinic
from schedules.text import Direction, Text, TextState

SOON = timedelta(minutes=2)
"""What is due goes out by the minute."""


def enrolled(record: Record, clinic: Clinic, now: datetime) -> Notice:
    return Notice(words=f"She is enrolled. {_first_text(record, clinic, now)}", passes=True)


def _first_text(record: Record, clinic: Clinic, now: datetime) -> str:
    """It waits for her hours; where she wants none of what is left, none goes."""
    if any(_is_to_her(one) for one in record.texts):
        return "Her first text is on its way."
    first = next((one.at for one in record.coming if one.text.withheld is None and not one.only_if_silent), None)
    if first is None:
        return "No text is planned for her. If she writes, she is heard."
    if first <= now + SOON:
        return "Her first text is on its way."
    zone = record.enrollment.person.zone
    is_today = speaking.day(first, zone) == speaking.day(now, zone)
    at = speaking.when(first, now, zone, clinic.country)
    return f"Her first text goes {'at' if is_today else 'on'} {at}, her time."


def _is_to_her(one: Text) -> bool:
    return one.direction is Direction.OUT and one.contact_id is None and one.state is not TextState.WITHHELD
