"""One person's record for herself: everything we hold of her, as plain values with names that can be read."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from functions.evidence import evidence_line
from functions.operations.records import TooMany
from functions.operations.world import World
from functions.ports import Ref
from functions.ports_erasing import Erasing
from functions.sights import Audit
from messages.phrases import phrase
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.text import Text

SCHEMA = "aftercare-person/1"
LOG_PAGE = 1000
LOG_PAGES_MAX = 2000


def export(world: World, erasing: Erasing, clinic: Clinic, records: list[Enrollment], *, by: str) -> dict[str, Any]:
    """`records`, oldest first, are of one phone. That they were exported stands in the log before anybody sees them."""
    now, newest = world.time.now(), records[-1]
    for one in records:
        world.store.log(clinic.clinic_id, Audit(at=now, author=by, action="exported", about=one.enrollment_id))
    zone = ZoneInfo(newest.person.zone)
    return {
        "what_this_is": phrase("export.head", newest.person.language).replace("{clinic}", clinic.name),
        "schema": SCHEMA,
        "made_at": plain(now, zone),
        "time_zone": newest.person.zone,
        "clinic": {"name": clinic.name, "phone": clinic.phone, "after_hours_phone": clinic.after_hours_phone},
        "phone": _phone(world, erasing, clinic.clinic_id, newest.person.phone, zone),
        "records": [_record(world, one) for one in records],
    }


def plain(value: Any, zone: ZoneInfo) -> Any:
    """Every field, so that nothing new can be forgotten. Instants stand in UTC and as her clock shows them."""
    if isinstance(value, datetime):
        there = value.astimezone(zone)
        return {
            "utc": value.astimezone(UTC).isoformat(timespec="seconds"),
            "local": there.isoformat(timespec="seconds"),
        }
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), zone) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key, zone)): plain(one, zone) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(one, zone) for one in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(one, zone) for one in value]
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value


def _phone(world: World, erasing: Erasing, clinic_id: str, phone: str, zone: ZoneInfo) -> dict[str, Any]:
    known = world.store.phone(clinic_id, phone)
    kept = [
        {"consent": one.consent, "erased_at": one.erased_at, "left_at": one.left_at}
        for one in erasing.consents(clinic_id, phone)
    ]
    return {
        "number": phone,
        "asked_us_to_stop_at": plain(known.left_at if known else None, zone),
        "consents_kept_of_erased_records": plain(kept, zone),
    }


def _record(world: World, enrollment: Enrollment) -> dict[str, Any]:
    ref = Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id)
    zone = ZoneInfo(enrollment.person.zone)
    texts = world.store.texts(ref)
    return {
        "record": plain(enrollment, zone),
        "texts": [_text(text, zone) for text in texts if text.contact_id is None],
        "texts_with_staff_about_you": [_text(text, zone) for text in texts if text.contact_id is not None],
        "escalations": plain(world.store.escalations(ref), zone),
        "what_was_done": plain([*world.store.audits(ref), *_logged(world, ref)], zone),
    }


def _text(text: Text, zone: ZoneInfo) -> dict[str, Any]:
    return {**plain(text, zone), "evidence": evidence_line(text)}


def _logged(world: World, ref: Ref) -> Iterable[Audit]:
    """What the clinic's log alone has about her: who looked, what was refused."""
    known, before = set(world.store.audits(ref)), ""
    found: list[Audit] = []
    for _ in range(LOG_PAGES_MAX):
        page = world.store.logged(ref.clinic_id, before=before, limit=LOG_PAGE)
        found += [one.audit for one in page if one.audit.about == ref.enrollment_id and one.audit not in known]
        if len(page) < LOG_PAGE:
            return reversed(found)
        before = page[-1].cursor
    raise TooMany(f"a log of more than {LOG_PAGE * LOG_PAGES_MAX} lines")
