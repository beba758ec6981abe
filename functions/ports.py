"""What the operations need of the world. Each port has a real adapter and an in-memory one that pass one contract."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from functions.sights import Audit, Card, Logged, Over, Row, Said
from messages.hearing.reading import Intent
from schedules.clinic import Clinic
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.listing import Listed
from schedules.text import Text, TextMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """An enrollment's address. The clinic comes first: it is the tenant."""

    clinic_id: str
    enrollment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRecord:
    """What a clinic knows of a phone: whose it is, and whether it may be texted."""

    enrollment_id: str | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is on record around a text that came in, as of one moment."""

    number: str
    clinic: Clinic | None
    phone: PhoneRecord | None
    is_repeated: bool  # the fact is on record anywhere in this clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The label staff gave to a text. Marks are listed by `mark_id`, which shows nothing of whose text it is."""

    mark_id: str
    text_id: str
    label: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Where a marked text lies. The text itself may be gone by now."""

    mark_id: str
    ref: Ref
    text_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One transaction: all of it holds or none. `enrollment.version` must be one more than the stored one (1 creates;
    then the phone must not belong to another active enrollment). `fact_id` is recorded, with what was `asked` under it,
    and must be new in this clinic. New texts must be new; `moved` texts go forward only. The text of a `mark` must be
    on record already. When `texts_patient` the phone must not have left, unless `phone` is part of this very commit;
    then, and when she is `texted_again`, it must not belong to another enrollment.
    """

    enrollment: Enrollment
    texts: tuple[Text, ...] = ()
    moved: tuple[TextMoved, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    phone: PhoneConsent | None = None
    texts_patient: bool = False
    texted_again: bool = False  # a text to her, decided before, is handed over once more
    fact_id: str | None = None
    asked: str | None = None
    takes_phone: bool = False  # the phone now belongs to this enrollment
    request: "Request | None" = None
    audit: Audit | None = None
    mark: Mark | None = None
    recalled: Text | None = None  # hers, on record: stands beside what this opens again
    listed: Listed | None = None  # her line in the clinic's list, when it is new or another than before


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An API request with an Idempotency-Key: the same key and body make one enrollment."""

    key: str
    digest: str  # of the body: the same key with another body is a mistake of the caller


class Committed(StrEnum):
    """What became of a commit."""

    DONE = "done"
    CONFLICT = "conflict"  # somebody else acted first: load again and decide again
    REPEATED = "repeated"  # this fact is on record already: nothing to do
    PHONE_LEFT = "phone_left"  # the phone has asked us to stop since we loaded
    PHONE_TAKEN = "phone_taken"  # the phone belongs to another active enrollment
    PHONE_GIVEN = "phone_given"  # the phone belongs to another enrollment since we loaded: none of our texts go there


class Saved(StrEnum):
    """What became of a clinic's settings."""

    DONE = "done"
    OUTDATED = "outdated"  # others stand there by now: nothing was stored
    TAKEN = "taken"  # another clinic has one of its new senders: nothing was stored


class StoreDown(Exception):
    """The table cannot be reached or refuses for now; the caller must not lose what it holds."""


class SecretsDown(Exception):
    """A secret was never read and cannot be, or is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One open escalation and whose it is. Of hers, `raised` is the text that made it as grave as it is, `latest`
    her last about it."""

    ref: Ref
    escalation: Escalation
    card: Card
    raised: Said | None = None
    latest: Said | None = None


class Store(Protocol):
    """The table. Every method raises StoreDown and nothing else when it cannot answer.

    Reads are strongly consistent except `due`, which reads an index and may be stale or late.
    """

    def clinic(self, clinic_id: str) -> Clinic | None: ...

    def save_clinic(self, clinic: Clinic) -> Saved:
        """Its senders are its own from then on, and those it named before are anybody's."""

    def settings(self, clinic_id: str) -> tuple[Clinic, str] | None:
        """A clinic, and the digest of its settings as they are stored."""

    def replace_clinic(self, clinic: Clinic, *, expected: str) -> Saved:
        """As `save_clinic`, and only over settings whose digest is `expected`."""

    def clinics(self) -> list[str]:
        """The ids of all clinics, sorted."""

    def owner(self, sender: str) -> str | None:
        """The clinic that has a messaging service, or a number that calls."""

    def heard_until(self, clinic_id: str) -> datetime | None:
        """Up to when every text the provider received for this clinic is known to be on record."""

    def save_heard_until(self, clinic_id: str, at: datetime) -> None: ...

    def enrollment(self, ref: Ref) -> Enrollment | None: ...

    def phone(self, clinic_id: str, phone: str) -> PhoneRecord | None: ...

    def sender(self, clinic_id: str, phone: str, fact_id: str) -> Sender:
        """`clinic`, `phone` and `has_fact` in one round trip: her answer waits for it."""

    def has_fact(self, clinic_id: str, fact_id: str) -> bool:
        """Whether a fact is on record anywhere in this clinic: a text may belong to another enrollment by now."""

    def asked_under(self, clinic_id: str, fact_id: str) -> str | None:
        """What was asked under a fact that is on record; None where nobody kept it."""

    def request(self, clinic_id: str, key: str) -> tuple[Request, str] | None:
        """The earlier request under this Idempotency-Key and the enrollment it made."""

    def text(self, ref: Ref, text_id: str) -> Text | None: ...

    def texts(self, ref: Ref) -> list[Text]:
        """All texts of one enrollment, oldest first."""

    def escalations(self, ref: Ref) -> list[Escalation]:
        """All escalations of one enrollment, closed ones too, oldest first."""

    def inbox(self, clinic_id: str) -> list[Inbox]:
        """What is open in a clinic: gravest first, of those what nobody has, then oldest."""

    def closed(self, clinic_id: str, *, since: datetime, until: datetime) -> list[Over]:
        """What was opened from `since` to before `until` and is closed, oldest first."""

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        """A clinic's people, those enrolled last first; the first `limit` after that cursor, "" begins. May lag by a
        moment."""

    def line(self, ref: Ref, enrolled_at: datetime) -> Row | None:
        """Her line in that list."""

    def audits(self, ref: Ref) -> list[Audit]:
        """What was done to one enrollment, oldest first."""

    def log(self, clinic_id: str, audit: Audit, *, once: str | None = None) -> None:
        """Done or refused, to no enrollment's record. Two of one instant with one `once` are one line."""

    def logged(self, clinic_id: str, *, before: str, limit: int) -> list[Logged]:
        """A clinic's whole log, newest first; the first `limit` before that cursor, "" begins."""

    def marked(self, clinic_id: str, *, after: str, limit: int) -> list[Marked]:
        """The first marked texts of a clinic whose `mark_id` comes after that one, in its order; "" begins."""

    def commit(self, commit: Commit) -> Committed: ...

    def due(self, shard: int, now: datetime, limit: int) -> list[Ref]:
        """Enrollments of a shard whose wake_at is not after now, earliest first."""


class Queue(Protocol):
    """Work for later. Bodies of texts may travel in the message, never in its attributes."""

    def wake(self, refs: list[Ref]) -> None:
        """Queues enrollments to be woken, ten a message."""

    def keep_event(self, kind: str, event: dict[str, str]) -> None:
        """Keeps an inbound webhook that could not be stored, to be replayed."""


class QueueDown(Exception):
    """The queue did not take it."""


class Time(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
