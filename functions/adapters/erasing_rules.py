"""What goes and what stays when a person is erased: the rules both tables keep."""

from datetime import datetime

from functions.adapters import keys
from functions.ports_erasing import FACTS_NEEDED, Held
from schedules.text import Direction, Text

_BY_PREFIX = {
    "ENROLLMENT": Held.ENROLLMENT,
    keys.TEXTS: Held.TEXTS,
    keys.ESCALATIONS: Held.ESCALATIONS,
    keys.AUDITS: Held.AUDITS,
}


def counted(sort_key: str) -> Held:
    """Of an item of her own partition, whatever it may be."""
    return next((kind for prefix, kind in _BY_PREFIX.items() if sort_key.startswith(prefix)), Held.OTHER)


def fact_goes(text: Text, begun_at: datetime) -> bool:
    """Whether the dedupe record of a text that came in is of no use any more."""
    return text.direction is Direction.IN and text.at < begun_at - FACTS_NEEDED
