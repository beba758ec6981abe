"""The keys of the one table. The tenant stands first in each; no phone and nothing a caller wrote stands in any."""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from functions.ports import Ref

SHARDS = 8
"""Partitions of the index `due`; each is asked once a minute."""
DUE_INDEX = "due"
"""Sparse index: hash `wake_shard` (string), range `wake_at` (string), keys only."""
EXPIRES = "expires_at"
"""The table's TTL attribute, in epoch seconds."""

TEXTS = "TEXT#"
ESCALATIONS = "ESC#"
AUDITS = "AUDIT#"
CONSENTS = "CONSENT#"
CLINICS = "CLINICS"
_ID = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Key:
    pk: str
    sk: str

    @property
    def item(self) -> dict[str, dict[str, str]]:
        """As DynamoDB's wire format has it."""
        return {"pk": {"S": self.pk}, "sk": {"S": self.sk}}


def check_ids(*ids: str) -> None:
    """Ids are what our keys are made of: refused before anything is written under them."""
    if not all(_ID.fullmatch(one) for one in ids):
        raise ValueError("an id must be 1 to 40 of a-z, 0-9 and -")


def settings(clinic_id: str) -> Key:
    return Key(_clinic(clinic_id), "SETTINGS")


def heard_until(clinic_id: str) -> Key:
    return Key(_clinic(clinic_id), "HEARD_UNTIL")


def registered(clinic_id: str) -> Key:
    return Key(CLINICS, _safe(clinic_id))


def clinic_partition(clinic_id: str) -> str:
    """What everything of a clinic begins with."""
    return _clinic(clinic_id)


def partition(ref: Ref) -> str:
    """Where everything of one enrollment lies."""
    return f"{_clinic(ref.clinic_id)}#E#{_safe(ref.enrollment_id)}"


def enrollment(ref: Ref) -> Key:
    return Key(partition(ref), "ENROLLMENT")


def text(ref: Ref, text_id: str) -> Key:
    return Key(partition(ref), f"{TEXTS}{text_id}")


def fact(clinic_id: str, fact_id: str) -> Key:
    """Of the clinic, not of an enrollment: by the time a text comes twice its phone may belong to another one."""
    return Key(f"{_clinic(clinic_id)}#F#{fact_id}", "FACT")


def escalation(ref: Ref, escalation_id: str) -> Key:
    return Key(partition(ref), f"{ESCALATIONS}{escalation_id}")


def audit(ref: Ref, at: datetime, version: int) -> Key:
    """Sorted by time; the version keeps two commits of one instant apart."""
    return Key(partition(ref), f"{AUDITS}{instant(at)}#{version:010d}")


def inbox_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#INBOX"


def inbox(ref: Ref, escalation_id: str) -> Key:
    return Key(inbox_partition(ref.clinic_id), f"{escalation_id}#{_safe(ref.enrollment_id)}")


def closed_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#CLOSED"


def closed(ref: Ref, escalation_id: str, opened_at: datetime) -> Key:
    return Key(closed_partition(ref.clinic_id), f"{instant(opened_at)}#{escalation_id}#{_safe(ref.enrollment_id)}")


def people_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#PEOPLE"


def listed(ref: Ref, enrolled_at: datetime) -> Key:
    """The same for as long as she is enrolled."""
    return Key(people_partition(ref.clinic_id), f"{instant(enrolled_at)}#{_safe(ref.enrollment_id)}")


def log_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#LOG"


def log(clinic_id: str, at: datetime, which: str) -> Key:
    """`which` keeps two entries of one instant apart."""
    return Key(log_partition(clinic_id), f"{instant(at)}#{which}")


def marks_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#MARKED"


def mark(clinic_id: str, mark_id: str) -> Key:
    """Which text it is stands in the item: whoever lists the marks is told the opaque id alone."""
    return Key(marks_partition(clinic_id), mark_id)


def erasing_partition(clinic_id: str) -> str:
    return f"{_clinic(clinic_id)}#ERASING"


def erasing(ref: Ref) -> Key:
    """That an erasure has begun and is not finished."""
    return Key(erasing_partition(ref.clinic_id), _safe(ref.enrollment_id))


def bare_consent(ref: Ref, veiled_phone: str) -> Key:
    """Beside the veiled phone: what is kept of a consent once its person is erased."""
    return Key(veiled_phone, f"{CONSENTS}{_safe(ref.enrollment_id)}")


class Veil:
    """Turns what callers and patients wrote into keys that show nothing, with a secret of this deployment.

    Asked for when it is first needed: the minute's tick needs no phone and may not read it.
    """

    def __init__(self, secret: Callable[[], str]) -> None:
        self._secret = secret

    def phone(self, clinic_id: str, phone: str) -> Key:
        return Key(f"{_clinic(clinic_id)}#P#{self._digest('phone', clinic_id, phone)}", "PHONE")

    def request(self, clinic_id: str, request_key: str) -> Key:
        return Key(f"{_clinic(clinic_id)}#R#{self._digest('request', clinic_id, request_key)}", "REQUEST")

    def sender(self, sender: str) -> Key:
        """Of no clinic's partition: that two clinics ask for one is what it is for."""
        return Key(f"SENDER#{self._digest('sender', sender)}", "SENDER")

    def _digest(self, *parts: str) -> str:
        """With the clinic as a part, one phone in two clinics cannot be told to be one."""
        secret = self._secret()
        if not secret:
            raise ValueError("the phone secret is empty")
        return hmac.new(secret.encode(), "\0".join(parts).encode(), sha256).hexdigest()


def ref_of(enrollment_pk: str) -> Ref:
    """Back from `partition`."""
    _, clinic_id, _, enrollment_id = enrollment_pk.split("#")
    return Ref(clinic_id=clinic_id, enrollment_id=enrollment_id)


def shard_of(enrollment_id: str) -> int:
    """Stable for ever, since stored beside each enrollment: 0 to SHARDS - 1."""
    return int.from_bytes(sha256(enrollment_id.encode()).digest()[:4]) % SHARDS


def instant(at: datetime) -> str:
    """UTC of fixed width, so that strings sort as instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _clinic(clinic_id: str) -> str:
    return f"C#{_safe(clinic_id)}"


def _safe(part: str) -> str:
    """An id that cannot be ours becomes a key under which nothing is ever written, so that reading it finds nothing."""
    return part if _ID.fullmatch(part) else f"!{sha256(part.encode(errors='replace')).hexdigest()}"
