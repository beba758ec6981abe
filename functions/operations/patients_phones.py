"""Phones that are no patient's: the clinic's own, those on call, and numbers that nobody carries with her."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from functions.operations import pasted
from functions.operations.enrollment_fields import Problem
from functions.operations.printed_phones import from_abroad
from schedules.clinic import Clinic

_AREA = re.compile(r"\+1([2-9]\d\d)\d{7}")
_SERVICE = re.compile(r"[2-9]11")
_NOBODYS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("800", "833", "844", "855", "866", "877", "888"), "a toll-free number"),
        "900": "a number that callers pay for",
    }
)
"""By area code: numbers that are rung and carried by nobody (North American Numbering Plan)."""
_HERS = "write the patient's own mobile phone"


def not_hers(raw: Mapping[str, Any], clinic: Clinic) -> Iterator[Problem]:
    """Why the phone of a form is no patient's; nothing where it cannot be read, which is a problem of its own."""
    written = raw.get("phone")
    phone = pasted.phone(written, clinic.country) if isinstance(written, str) else None
    why = _why(phone, clinic) if phone is not None else None
    if why is not None:
        yield Problem(field="phone", problem=why[0], mend=why[1])


def _why(phone: str, clinic: Clinic) -> tuple[str, str] | None:
    area = _AREA.fullmatch(phone)
    if area and _SERVICE.fullmatch(area[1]):
        return f"has {area[1]} for an area code, which no phone has", "ask her for the number again"
    if area and area[1] in _NOBODYS:
        return f"is {_NOBODYS[area[1]]}, which is no patient's phone", _HERS
    on_call = clinic.contact_by_phone(phone)
    if on_call is not None:
        return f"is that of {on_call.contact_id}, who is on call here", f"{_HERS}: a STOP from this one would end pages"
    if phone in _own(clinic):
        return "is a number of the clinic itself", _HERS
    return None


def _own(clinic: Clinic) -> set[str | None]:
    printed = (clinic.phone, clinic.after_hours_phone)
    return {clinic.calls_from, *(from_abroad(one, clinic.country) for one in printed)} - {None}
