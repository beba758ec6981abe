"""A form as flat text, a row of a table or a page's fields, as the form that is checked: nothing is judged here."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from functions.operations.enrollment_form import CLOCK_FIELDS
from functions.operations.pasted import plain

COLUMNS = (
    "phone",
    "language",
    "zone",
    "loss",
    "treatment",
    "gestation_weeks",
    "gestation_days",
    *CLOCK_FIELDS.values(),
    "tablets_at",
    "conditions",
    "safe_phone",
    "consent_method",
    "consent_wording",
    "consent_by",
    "consent_at",
    "words",
    "name",
    "topics",
    "discreet",
    "planned_from",
    "planned_until",
    "chart_name",
    "reference",
    "call_note",
)
"""In the order in which a nurse asks."""
REQUIRED = (
    "phone",
    "language",
    "zone",
    "loss",
    "treatment",
    "conditions",
    "safe_phone",
    "consent_method",
    "consent_wording",
    "consent_by",
    "consent_at",
)
"""Of everybody; which of the others are needed depends on her pathway."""
NESTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "safe_phone": ("consent", "safe_phone"),
        "consent_method": ("consent", "method"),
        "consent_wording": ("consent", "wording"),
        "consent_by": ("consent", "collected_by"),
        "consent_at": ("consent", "given_at"),
        "chart_name": ("chart", "name"),
        "reference": ("chart", "reference"),
        "call_note": ("chart", "call_note"),
    }
)
_COUNTS = frozenset({"gestation_weeks", "gestation_days"})
_FLAGS = frozenset({"discreet", "safe_phone"})
_LISTS = frozenset({"conditions", "topics"})
_IN_LOWER_CASE = frozenset({"loss", "treatment", "words"})
_YES = frozenset({"yes", "y", "true", "1", "on", "x", "sí", "si"})
_NO = frozenset({"no", "n", "false", "0", "off"})
_NONE = frozenset({"none", "no", "-", "ninguna", "ninguno", "ninguno/a", "n/a"})
_WEEKS_AND_DAYS = re.compile(r"(\d{1,2})\s*(?:\+|w|weeks?|/7)\s*(\d)?\s*(?:d|days?|/7)?", re.IGNORECASE)


def unflattened(cells: Mapping[str, str]) -> dict[str, Any]:
    """Empty cells are left out. What is no number, flag or list stays text, for the form to refuse with a mend."""
    form: dict[str, Any] = {"consent": {}}
    for column in COLUMNS:
        cell = plain(cells.get(column, ""))
        if not cell:
            continue
        outer, name = NESTED.get(column, ("", column))
        place = form.setdefault(outer, {}) if outer else form
        place[name] = _value(column, cell)
    return _with_days(form)


def column_of(field: str) -> str:
    """Where a field of the form stands in the table."""
    outer, _, name = field.rpartition(".")
    return next((column for column, where in NESTED.items() if where == (outer, name)), field)


def _value(column: str, cell: str) -> Any:
    folded = cell.casefold()
    if column in _COUNTS:
        return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) <= len("10") else cell
    if column in _FLAGS:
        return True if folded in _YES else False if folded in _NO else cell
    if column in _LISTS:
        return [] if folded in _NONE else [one for one in re.split(r"[\s,;|]+", folded) if one]
    return folded if column in _IN_LOWER_CASE else cell


def _with_days(form: dict[str, Any]) -> dict[str, Any]:
    """8+2 and 8w2d are weeks and days in one."""
    written = form.get("gestation_weeks")
    both = weeks_and_days(written) if isinstance(written, str) else None
    if both is None or "gestation_days" in form:
        return form
    return {**form, "gestation_weeks": both[0], "gestation_days": both[1]}


def weeks_and_days(written: str) -> tuple[int, int] | None:
    match = _WEEKS_AND_DAYS.fullmatch(plain(written))
    return (int(match[1]), int(match[2] or 0)) if match else None
