"""Values as items of the table, and back. Item: DynamoDB's wire format, {"name": {"S": "value"}}."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from functions.adapters import keys
from functions.adapters.codec import decode, encode
from functions.adapters.commit_rules import PhoneState
from functions.ports import Commit, Inbox, Mark, Marked, PhoneRecord, Ref
from functions.sights import Audit, Card, Counts, Over, Row, Said
from messages.hearing.reading import Intent
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.listing import Listed
from schedules.text import Text, TextState, Withheld

Item = dict[str, Any]
COUNTED = ("sent", "delivered", "undelivered", "replies")
CLINICS_KEPT = 32
"""Settings that a container need not read anew."""
FACTS_KEPT = timedelta(days=120)
"""Longer than any provider, queue or caller repeats itself, and longer than a pathway."""


def string(value: str) -> dict[str, str]:
    return {"S": value}


def number(value: int) -> dict[str, str]:
    return {"N": str(value)}


def epoch(at: datetime) -> dict[str, str]:
    return number(int(at.timestamp()))


def valued(key: keys.Key, value: object) -> Item:
    return {**key.item, "value": string(encode(value))}


def raw_of(item: Item) -> str:
    raw: str = item["value"]["S"]
    return raw


@lru_cache(CLINICS_KEPT)
def clinic_of(raw: str) -> Clinic:
    """Each is read with every fact and written once in months."""
    return decode(Clinic, raw)


def enrollment_item(ref: Ref, enrollment: Enrollment, writer: str) -> Item:
    """`wake_at` and `wake_shard` stand only on those that must wake: the index is sparse."""
    item = {**valued(keys.enrollment(ref), enrollment), "version": number(enrollment.version), "writer": string(writer)}
    if enrollment.wake_at is not None:
        item["wake_at"] = string(keys.instant(enrollment.wake_at))
        item["wake_shard"] = string(str(keys.shard_of(enrollment.enrollment_id)))
    return item


def fact_item(clinic_id: str, commit: Commit, writer: str) -> Item:
    """Of a commit that has one."""
    kept = {"writer": string(writer), keys.EXPIRES: epoch(commit.enrollment.acted_at + FACTS_KEPT)}
    asked = {"asked": string(commit.asked)} if commit.asked is not None else {}
    return {**keys.fact(clinic_id, commit.fact_id or "").item, **kept, **asked}


def text_item(ref: Ref, text: Text, retention: timedelta) -> Item:
    """What callbacks change stands beside the JSON, where an update can reach it."""
    item = {
        **valued(keys.text(ref, text.text_id), text),
        "text_state": string(text.state.value),
        "state_rank": number(text.state.rank),
        keys.EXPIRES: epoch(text.at + retention),
    }
    if text.contact_id is not None:
        item["to_staff"] = {"BOOL": True}
    if text.sid is not None:
        item["text_sid"] = string(text.sid)
    if text.error is not None:
        item["text_error"] = number(text.error)
    return item


def text_of(item: Item) -> Text:
    text = decode(Text, raw_of(item))
    withheld = Withheld(item["text_withheld"]["S"]) if "text_withheld" in item else text.withheld
    return replace(
        text,
        state=decode(TextState, f'"{item["text_state"]["S"]}"'),
        sid=item["text_sid"]["S"] if "text_sid" in item else None,
        error=int(item["text_error"]["N"]) if "text_error" in item else None,
        withheld=withheld,
        marked=decode(Intent, f'"{item["text_marked"]["S"]}"') if "text_marked" in item else None,
    )


def mark_item(ref: Ref, mark: Mark, text: Item | None) -> Item:
    """Where the text lies, for as long as `text`, the item it marks, is kept."""
    item = {
        **keys.mark(ref.clinic_id, mark.mark_id).item,
        "enrollment_id": string(ref.enrollment_id),
        "text_id": string(mark.text_id),
    }
    return item if text is None else {**item, keys.EXPIRES: text[keys.EXPIRES]}


def marked_of(clinic_id: str, item: Item) -> Marked:
    ref = Ref(clinic_id=clinic_id, enrollment_id=item["enrollment_id"]["S"])
    return Marked(mark_id=item["sk"]["S"], ref=ref, text_id=item["text_id"]["S"])


def escalation_of(item: Item) -> Escalation:
    return decode(Escalation, raw_of(item))


def inbox_of(clinic_id: str, item: Item) -> Inbox:
    return Inbox(
        ref=Ref(clinic_id=clinic_id, enrollment_id=item["enrollment_id"]["S"]),
        escalation=escalation_of(item),
        card=decode(Card, item["card"]["S"]),
        raised=decode(Said, item["raised"]["S"]) if "raised" in item else None,
        latest=decode(Said, item["latest"]["S"]) if "latest" in item else None,
    )


def over_item(ref: Ref, escalation: Escalation, enrollment: Enrollment) -> Item:
    key = keys.closed(ref, escalation.escalation_id, escalation.opened_at)
    return valued(key, Over.of(escalation, enrollment))


def row_of(item: Item) -> Row | None:
    """None where only counts stand: an enrollment of an older release whose line was never written."""
    if "value" not in item:
        return None
    counted = {name: int(item[name]["N"]) for name in COUNTED if name in item}
    return Row(cursor=item["sk"]["S"], listed=decode(Listed, raw_of(item)), counts=Counts(**counted))


def log_item(clinic_id: str, audit: Audit, which: str) -> Item:
    return valued(keys.log(clinic_id, audit.at, which), audit)


def audit_of(item: Item) -> Audit:
    return decode(Audit, raw_of(item))


def phone_of(item: Item | None) -> PhoneState:
    if item is None:
        return PhoneState()
    return PhoneState(
        enrollment_id=item["enrollment_id"]["S"] if "enrollment_id" in item else None,
        active=item.get("active", {}).get("BOOL", False),
        left_at=datetime.fromisoformat(item["left_at"]["S"]) if "left_at" in item else None,
    )


def phone_record_of(item: Item | None) -> PhoneRecord | None:
    state = phone_of(item)
    return None if item is None else PhoneRecord(enrollment_id=state.enrollment_id, left_at=state.left_at)
