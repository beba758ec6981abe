"""The table in DynamoDB."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters import keys
from functions.adapters.aws import AWS_FAILURES, CANCELED, code_of
from functions.adapters.codec import decode
from functions.adapters.commit_rules import Seen, check_size, counts, digest_of, is_active, old_moves, refusal, releases
from functions.adapters.dynamo_clinics import DynamoClinics
from functions.adapters.dynamo_commit import Plan, operations
from functions.adapters.dynamo_items import (
    Item,
    audit_of,
    clinic_of,
    escalation_of,
    inbox_of,
    log_item,
    marked_of,
    phone_of,
    phone_record_of,
    raw_of,
    row_of,
    string,
    text_of,
)
from functions.adapters.dynamo_table import DynamoTable
from functions.places import escalation_place, inbox_place, text_place
from functions.ports import Commit, Committed, Inbox, Marked, PhoneRecord, Ref, Request, Saved, Sender, StoreDown
from functions.sights import Audit, Logged, Over, Row
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.text import Text, TextMoved

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BODIES_KEPT = timedelta(days=90)
"""For a clinic whose settings are not on record; else its own `body_retention`."""
RETENTION_KNOWN_SECONDS = 300
_EXPLAINED = {"None", "ConditionalCheckFailed", "TransactionConflict"}


class DynamoStore:
    """`phone_secret` veils phones in keys: with another secret, no phone is found again."""

    def __init__(self, client: "DynamoDBClient", *, table: str, phone_secret: Callable[[], str]) -> None:
        self._table = DynamoTable(client, table)
        self._veil = keys.Veil(phone_secret)
        self._clinics = DynamoClinics(self._table, self._veil)
        self._retentions: dict[str, tuple[float, timedelta]] = {}

    def clinic(self, clinic_id: str) -> Clinic | None:
        return self._clinic(clinic_id, self._table.get(keys.settings(clinic_id)))

    def save_clinic(self, clinic: Clinic) -> Saved:
        saved = self._clinics.save(clinic)
        self._retentions.pop(clinic.clinic_id, None)
        return saved

    def settings(self, clinic_id: str) -> tuple[Clinic, str] | None:
        item = self._table.get(keys.settings(clinic_id))
        clinic = self._clinic(clinic_id, item)
        return None if clinic is None or item is None else (clinic, digest_of(raw_of(item)))

    def replace_clinic(self, clinic: Clinic, *, expected: str) -> Saved:
        saved = self._clinics.replace(clinic, expected=expected)
        self._retentions.pop(clinic.clinic_id, None)
        return saved

    def clinics(self) -> list[str]:
        return sorted(item["sk"]["S"] for item in self._table.partition(keys.CLINICS))

    def owner(self, sender: str) -> str | None:
        return self._clinics.owner(sender)

    def heard_until(self, clinic_id: str) -> datetime | None:
        item = self._table.get(keys.heard_until(clinic_id))
        return None if item is None else datetime.fromisoformat(item["at"]["S"])

    def save_heard_until(self, clinic_id: str, at: datetime) -> None:
        keys.check_ids(clinic_id)
        self._table.put({**keys.heard_until(clinic_id).item, "at": string(keys.instant(at))})

    def enrollment(self, ref: Ref) -> Enrollment | None:
        item = self._table.get(keys.enrollment(ref))
        return None if item is None else decode(Enrollment, raw_of(item))

    def phone(self, clinic_id: str, phone: str) -> PhoneRecord | None:
        item = self._table.get(self._veil.phone(clinic_id, phone))
        return phone_record_of(item)

    def sender(self, clinic_id: str, phone: str, fact_id: str) -> Sender:
        asked = (keys.settings(clinic_id), self._veil.phone(clinic_id, phone), keys.fact(clinic_id, fact_id))
        settings, known, fact = self._table.get_all(asked)
        return Sender(
            number=phone,
            clinic=self._clinic(clinic_id, settings),
            phone=phone_record_of(known),
            is_repeated=fact is not None,
        )

    def has_fact(self, clinic_id: str, fact_id: str) -> bool:
        return self._table.get(keys.fact(clinic_id, fact_id)) is not None

    def asked_under(self, clinic_id: str, fact_id: str) -> str | None:
        item = self._table.get(keys.fact(clinic_id, fact_id))
        return item["asked"]["S"] if item is not None and "asked" in item else None

    def request(self, clinic_id: str, key: str) -> tuple[Request, str] | None:
        item = self._table.get(self._veil.request(clinic_id, key))
        return None if item is None else (Request(key=key, digest=item["digest"]["S"]), item["enrollment_id"]["S"])

    def text(self, ref: Ref, text_id: str) -> Text | None:
        item = self._table.get(keys.text(ref, text_id))
        return None if item is None else text_of(item)

    def texts(self, ref: Ref) -> list[Text]:
        items = self._table.partition(keys.partition(ref), keys.TEXTS)
        return sorted(map(text_of, items), key=text_place)

    def escalations(self, ref: Ref) -> list[Escalation]:
        items = self._table.partition(keys.partition(ref), keys.ESCALATIONS)
        return sorted(map(escalation_of, items), key=escalation_place)

    def audits(self, ref: Ref) -> list[Audit]:
        return [audit_of(item) for item in self._table.partition(keys.partition(ref), keys.AUDITS)]

    def inbox(self, clinic_id: str) -> list[Inbox]:
        items = self._table.partition(keys.inbox_partition(clinic_id))
        return sorted((inbox_of(clinic_id, item) for item in items), key=inbox_place)

    def closed(self, clinic_id: str, *, since: datetime, until: datetime) -> list[Over]:
        bounds = keys.instant(since), keys.instant(until)
        items = self._table.between(keys.closed_partition(clinic_id), *bounds)
        return [decode(Over, raw_of(item)) for item in items]

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        """Lines on which only counts stand, as older releases wrote of strangers, are passed over and not counted."""
        found: list[Row] = []
        while (wanted := limit - len(found)) > 0:
            items = self._table.backwards(keys.people_partition(clinic_id), after, wanted, consistent=False)
            found += [row for item in items if (row := row_of(item)) is not None]
            if len(items) < wanted:
                break
            after = items[-1]["sk"]["S"]
        return found

    def line(self, ref: Ref, enrolled_at: datetime) -> Row | None:
        item = self._table.get(keys.listed(ref, enrolled_at))
        return None if item is None else row_of(item)

    def log(self, clinic_id: str, audit: Audit, *, once: str | None = None) -> None:
        keys.check_ids(clinic_id)
        self._table.put(log_item(clinic_id, audit, once or uuid4().hex))

    def logged(self, clinic_id: str, *, before: str, limit: int) -> list[Logged]:
        items = self._table.backwards(keys.log_partition(clinic_id), before, limit, consistent=True)
        return [Logged(cursor=item["sk"]["S"], audit=audit_of(item)) for item in items]

    def marked(self, clinic_id: str, *, after: str, limit: int) -> list[Marked]:
        items = self._table.after(keys.marks_partition(clinic_id), after, limit)
        return [marked_of(clinic_id, item) for item in items]

    def due(self, shard: int, now: datetime, limit: int) -> list[Ref]:
        values = {":shard": string(str(shard)), ":now": string(keys.instant(now))}
        items = self._table.index(keys.DUE_INDEX, "wake_shard = :shard AND wake_at <= :now", values, limit)
        return [keys.ref_of(item["pk"]["S"]) for item in items]

    def commit(self, commit: Commit) -> Committed:
        """DONE also when the answer to it was lost: what it wrote carries its mark."""
        enrollment = commit.enrollment
        keys.check_ids(enrollment.clinic_id, enrollment.enrollment_id)
        check_size(commit)
        plan = self._plan(commit, Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id))
        try:
            self._table.transact(operations(plan))
        except AWS_FAILURES as error:
            return self._after(plan, error)
        return Committed.DONE

    def _plan(self, commit: Commit, ref: Ref) -> Plan:
        forward = [(moved, item) for moved in old_moves(commit) if (item := self._goes_forward(ref, moved)) is not None]
        phone_key = self._veil.phone(ref.clinic_id, commit.enrollment.person.phone)
        may_release = not commit.takes_phone and not is_active(commit)
        request = commit.request
        return Plan(
            commit=commit,
            ref=ref,
            writer=uuid4().hex,
            moves=[moved for moved, _ in forward],
            counts=counts(commit, [(moved, "to_staff" not in item) for moved, item in forward]),
            releases_phone=may_release and releases(commit, phone_of(self._table.get(phone_key))),
            retention=self._retention(ref.clinic_id) if commit.texts else BODIES_KEPT,
            phone_key=phone_key,
            request_key=None if request is None else self._veil.request(ref.clinic_id, request.key),
            marked=self._marked_text(commit, ref),
        )

    def _goes_forward(self, ref: Ref, moved: TextMoved) -> Item | None:
        """The text as it is; None, left out, when it is as far already, lest it cancel the rest. Nobody can overtake,
        since they need the version too."""
        item = self._table.get(keys.text(ref, moved.text_id))
        return item if item is not None and int(item["state_rank"]["N"]) < moved.state.rank else None

    def _marked_text(self, commit: Commit, ref: Ref) -> Item | None:
        return None if commit.mark is None else self._table.get(keys.text(ref, commit.mark.text_id))

    def _clinic(self, clinic_id: str, item: Item | None) -> Clinic | None:
        """Whoever reads a clinic has read its retention too."""
        clinic = None if item is None else clinic_of(raw_of(item))
        retention = BODIES_KEPT if clinic is None else clinic.body_retention
        self._retentions[clinic_id] = (time.monotonic() + RETENTION_KNOWN_SECONDS, retention)
        return clinic

    def _retention(self, clinic_id: str) -> timedelta:
        known_until, retention = self._retentions.get(clinic_id, (0.0, BODIES_KEPT))
        if time.monotonic() < known_until:
            return retention
        clinic = self.clinic(clinic_id)
        return BODIES_KEPT if clinic is None else clinic.body_retention

    def _after(self, plan: Plan, error: ClientError | BotoCoreError) -> Committed:
        """The table said no, or nothing: what is on record tells which."""
        if self._is_on_record(plan):
            return Committed.DONE
        if code_of(error) != CANCELED:
            raise StoreDown(f"commit: {code_of(error)}")
        refused = refusal(plan.commit, self._seen(plan))
        others = _unexplained(error)
        if refused is None and others:
            raise StoreDown(f"commit: {', '.join(others)}")
        return refused or Committed.CONFLICT

    def _is_on_record(self, plan: Plan) -> bool:
        """Whether this very attempt was carried out. A twin that decided the same bears another mark."""
        ours = [keys.enrollment(plan.ref)]
        if plan.commit.fact_id is not None:
            ours.append(keys.fact(plan.ref.clinic_id, plan.commit.fact_id))
        return any((self._table.get(key) or {}).get("writer") == string(plan.writer) for key in ours)

    def _seen(self, plan: Plan) -> Seen:
        commit, ref = plan.commit, plan.ref
        enrollment = self._table.get(keys.enrollment(ref))
        return Seen(
            version=int(enrollment["version"]["N"]) if enrollment else 0,
            has_fact=commit.fact_id is not None and self.has_fact(ref.clinic_id, commit.fact_id),
            has_request=plan.request_key is not None and self._table.get(plan.request_key) is not None,
            has_text=any(self._table.get(keys.text(ref, text.text_id)) for text in commit.texts),
            lacks_marked=commit.mark is not None and self._marked_text(commit, ref) is None,
            phone=phone_of(self._table.get(plan.phone_key)),
        )


def _unexplained(error: ClientError | BotoCoreError) -> list[str]:
    """Reasons for a cancellation that no condition of ours explains: throttling and the like."""
    answer: Any = error.response if isinstance(error, ClientError) else {}
    codes = {reason.get("Code", "None") for reason in answer.get("CancellationReasons", [])}
    return sorted(codes - _EXPLAINED)
