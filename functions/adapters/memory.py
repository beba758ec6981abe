"""The table in memory: the same answers as DynamoDB's, for tests and simulations."""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from functions.adapters import keys
from functions.adapters.codec import decode, encode
from functions.adapters.commit_rules import (
    PhoneState,
    Seen,
    check_size,
    counts,
    further,
    new_texts,
    old_moves,
    phone_after,
    refusal,
)
from functions.adapters.memory_clinics import Clinics
from functions.adapters.memory_matters import Matters
from functions.places import escalation_place, text_place
from functions.ports import Commit, Committed, Inbox, Mark, Marked, PhoneRecord, Ref, Request, Saved, Sender
from functions.sights import NOTHING, Audit, Counts, Logged, Over, Row
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.listing import Listed
from schedules.text import Text, TextMoved

Value = TypeVar("Value")


@dataclass(slots=True)
class _Shelf:
    """Everything of one enrollment, as `_put` left it."""

    version: int = 0
    enrollment: Any = None
    wake: tuple[str, Ref] | None = None
    texts: dict[str, Any] = field(default_factory=dict)
    escalations: dict[str, Any] = field(default_factory=dict)
    audits: list[Any] = field(default_factory=list)
    listed: Any = None
    counts: Counts = NOTHING


def _as_is(value: object) -> Any:
    return value


def _as_it_was(kind: type[Value], kept: Any) -> Any:  # noqa: ARG001 - takes the place of `decode`
    return kept


class MemoryStore:
    """One lock makes every commit whole. Nothing in it expires.

    It keeps JSON, so that nobody can hold what the store holds. With `as_values` it keeps the frozen values themselves,
    several times as fast and without the proof that they can be written down: for simulations.
    """

    def __init__(self, *, as_values: bool = False) -> None:
        self._lock = Lock()
        self._put: Callable[[object], Any] = _as_is if as_values else encode
        self._get: Callable[[type[Any], Any], Any] = _as_it_was if as_values else decode
        self._clinics = Clinics(self._put, self._get)
        self._heard_until: dict[str, datetime] = {}
        self._shelves: dict[Ref, _Shelf] = {}
        self._phones: dict[tuple[str, str], PhoneState] = {}
        self._facts: set[tuple[str, str]] = set()
        self._asked: dict[tuple[str, str], str] = {}  # under which of them
        self._requests: dict[tuple[str, str], tuple[Request, str]] = {}
        self._matters = Matters(self._put, self._get)
        self._people: dict[str, dict[str, Ref]] = {}
        self._logs: dict[str, dict[str, Any]] = {}
        self._marks: dict[str, dict[str, Marked]] = {}
        self._due: list[list[tuple[str, str, str]]] = [[] for _ in range(keys.SHARDS)]

    def clinic(self, clinic_id: str) -> Clinic | None:
        return self._clinics.clinic(clinic_id)

    def save_clinic(self, clinic: Clinic) -> Saved:
        with self._lock:
            return self._clinics.save(clinic)

    def settings(self, clinic_id: str) -> tuple[Clinic, str] | None:
        return self._clinics.settings(clinic_id)

    def replace_clinic(self, clinic: Clinic, *, expected: str) -> Saved:
        with self._lock:
            return self._clinics.replace(clinic, expected=expected)

    def clinics(self) -> list[str]:
        with self._lock:
            return list(self._clinics)

    def owner(self, sender: str) -> str | None:
        return self._clinics.owner(sender)

    def heard_until(self, clinic_id: str) -> datetime | None:
        return self._heard_until.get(clinic_id)

    def save_heard_until(self, clinic_id: str, at: datetime) -> None:
        keys.check_ids(clinic_id)
        self._heard_until[clinic_id] = at

    def enrollment(self, ref: Ref) -> Enrollment | None:
        shelf = self._shelves.get(ref)
        return None if shelf is None or shelf.enrollment is None else self._get(Enrollment, shelf.enrollment)

    def phone(self, clinic_id: str, phone: str) -> PhoneRecord | None:
        state = self._phones.get((clinic_id, phone))
        return None if state is None else PhoneRecord(enrollment_id=state.enrollment_id, left_at=state.left_at)

    def sender(self, clinic_id: str, phone: str, fact_id: str) -> Sender:
        return Sender(
            number=phone,
            clinic=self.clinic(clinic_id),
            phone=self.phone(clinic_id, phone),
            is_repeated=self.has_fact(clinic_id, fact_id),
        )

    def has_fact(self, clinic_id: str, fact_id: str) -> bool:
        return (clinic_id, fact_id) in self._facts

    def asked_under(self, clinic_id: str, fact_id: str) -> str | None:
        return self._asked.get((clinic_id, fact_id))

    def request(self, clinic_id: str, key: str) -> tuple[Request, str] | None:
        return self._requests.get((clinic_id, key))

    def text(self, ref: Ref, text_id: str) -> Text | None:
        shelf = self._shelves.get(ref)
        raw = shelf.texts.get(text_id) if shelf else None
        return None if raw is None else self._get(Text, raw)

    def texts(self, ref: Ref) -> list[Text]:
        with self._lock:
            shelf = self._shelves.get(ref)
            raws = list(shelf.texts.values()) if shelf else []
        return sorted((self._get(Text, raw) for raw in raws), key=text_place)

    def escalations(self, ref: Ref) -> list[Escalation]:
        with self._lock:
            shelf = self._shelves.get(ref)
            raws = list(shelf.escalations.values()) if shelf else []
        return sorted((self._get(Escalation, raw) for raw in raws), key=escalation_place)

    def audits(self, ref: Ref) -> list[Audit]:
        with self._lock:
            shelf = self._shelves.get(ref)
            raws = list(shelf.audits) if shelf else []
        return [self._get(Audit, raw) for raw in raws]

    def inbox(self, clinic_id: str) -> list[Inbox]:
        with self._lock:
            return self._matters.open(clinic_id)

    def closed(self, clinic_id: str, *, since: datetime, until: datetime) -> list[Over]:
        with self._lock:
            return self._matters.closed(clinic_id, since=since, until=until)

    def people(self, clinic_id: str, *, after: str, limit: int) -> list[Row]:
        with self._lock:
            lines = self._people.get(clinic_id, {})
            cursors = sorted((one for one in lines if not after or one < after), reverse=True)[: max(limit, 0)]
            found = [(cursor, self._shelves[lines[cursor]]) for cursor in cursors]
            return [
                Row(cursor=cursor, listed=self._get(Listed, shelf.listed), counts=shelf.counts)
                for cursor, shelf in found
            ]

    def line(self, ref: Ref, enrolled_at: datetime) -> Row | None:
        with self._lock:
            shelf = self._shelves.get(ref)
            if shelf is None or shelf.listed is None:
                return None
            cursor = keys.listed(ref, enrolled_at).sk
            return Row(cursor=cursor, listed=self._get(Listed, shelf.listed), counts=shelf.counts)

    def log(self, clinic_id: str, audit: Audit, *, once: str | None = None) -> None:
        keys.check_ids(clinic_id)
        with self._lock:
            self._log(clinic_id, audit, once or uuid4().hex)

    def logged(self, clinic_id: str, *, before: str, limit: int) -> list[Logged]:
        with self._lock:
            lines = self._logs.get(clinic_id, {})
            cursors = sorted((one for one in lines if not before or one < before), reverse=True)[: max(limit, 0)]
            found = [(cursor, lines[cursor]) for cursor in cursors]
        return [Logged(cursor=cursor, audit=self._get(Audit, raw)) for cursor, raw in found]

    def marked(self, clinic_id: str, *, after: str, limit: int) -> list[Marked]:
        with self._lock:
            found = list(self._marks.get(clinic_id, {}).values())
        return sorted((one for one in found if one.mark_id > after), key=lambda one: one.mark_id)[: max(limit, 0)]

    def due(self, shard: int, now: datetime, limit: int) -> list[Ref]:
        with self._lock:
            waiting = self._due[shard]
            if not waiting:
                return []
            until = (keys.instant(now), "\U0010ffff", "")
            found = waiting[: min(max(limit, 0), bisect_left(waiting, until))]
        return [Ref(clinic_id=clinic_id, enrollment_id=enrollment_id) for _, clinic_id, enrollment_id in found]

    def commit(self, commit: Commit) -> Committed:
        enrollment = commit.enrollment
        keys.check_ids(enrollment.clinic_id, enrollment.enrollment_id)
        check_size(commit)
        ref = Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id)
        raw = self._put(enrollment)
        with self._lock:
            shelf = self._shelves.get(ref) or _Shelf()
            phone = self._phones.get((ref.clinic_id, enrollment.person.phone), PhoneState())
            refused = refusal(commit, self._seen(commit, shelf, phone))
            if refused is not None:
                return refused
            self._keep(commit, ref, shelf, raw)
            after = phone_after(commit, phone)
            if after != PhoneState():
                self._phones[ref.clinic_id, enrollment.person.phone] = after
        return Committed.DONE

    def _seen(self, commit: Commit, shelf: _Shelf, phone: PhoneState) -> Seen:
        request = commit.request
        return Seen(
            version=shelf.version,
            has_fact=commit.fact_id is not None and (commit.enrollment.clinic_id, commit.fact_id) in self._facts,
            has_request=request is not None and (commit.enrollment.clinic_id, request.key) in self._requests,
            has_text=any(text.text_id in shelf.texts for text in commit.texts),
            lacks_marked=commit.mark is not None and commit.mark.text_id not in shelf.texts,
            phone=phone,
        )

    def _keep(self, commit: Commit, ref: Ref, shelf: _Shelf, raw: str) -> None:
        shelf.version, shelf.enrollment = commit.enrollment.version, raw
        self._shelves[ref] = shelf
        self._wake(ref, shelf, commit.enrollment.wake_at)
        shelf.texts.update((text.text_id, self._put(text)) for text in new_texts(commit))
        forward = [(moved, to_her) for moved in old_moves(commit) if (to_her := self._move(shelf, moved)) is not None]
        if commit.listed is not None:
            shelf.listed = self._put(commit.listed)
            self._people.setdefault(ref.clinic_id, {})[keys.listed(ref, commit.enrollment.enrolled_at).sk] = ref
        if commit.texts or forward:
            shelf.counts += counts(commit, forward)
        for escalation in commit.escalations:
            shelf.escalations[escalation.escalation_id] = self._put(escalation)
            self._matters.keep(ref, escalation, commit)
        if commit.fact_id is not None:
            self._facts.add((ref.clinic_id, commit.fact_id))
            if commit.asked is not None:
                self._asked[ref.clinic_id, commit.fact_id] = commit.asked
        if commit.request is not None:
            self._requests[ref.clinic_id, commit.request.key] = (commit.request, ref.enrollment_id)
        if commit.audit is not None:
            shelf.audits.append(self._put(commit.audit))
            self._log(ref.clinic_id, commit.audit, f"{commit.enrollment.version:010d}#{ref.enrollment_id}")
        if commit.mark is not None:
            self._mark(ref, shelf, commit.mark)

    def _move(self, shelf: _Shelf, moved: TextMoved) -> bool | None:
        """Whether the text is to her; None where nothing moves. A text that is not on record has expired or never
        was."""
        raw = shelf.texts.get(moved.text_id)
        if raw is None:
            return None
        text = self._get(Text, raw)
        after = further(text, moved)
        if after is text:
            return None
        shelf.texts[moved.text_id] = self._put(after)
        return text.contact_id is None

    def _mark(self, ref: Ref, shelf: _Shelf, mark: Mark) -> None:
        text = self._get(Text, shelf.texts[mark.text_id])
        shelf.texts[mark.text_id] = self._put(replace(text, marked=mark.label))
        marks = self._marks.setdefault(ref.clinic_id, {})
        marks[mark.mark_id] = Marked(mark_id=mark.mark_id, ref=ref, text_id=mark.text_id)

    def _wake(self, ref: Ref, shelf: _Shelf, wake_at: datetime | None) -> None:
        waiting = self._due[keys.shard_of(ref.enrollment_id)]
        if shelf.wake is not None:
            del waiting[bisect_left(waiting, _row(shelf.wake))]
        shelf.wake = None if wake_at is None else (keys.instant(wake_at), ref)
        if shelf.wake is not None:
            insort(waiting, _row(shelf.wake))

    def _log(self, clinic_id: str, audit: Audit, which: str) -> None:
        self._logs.setdefault(clinic_id, {})[keys.log(clinic_id, audit.at, which).sk] = self._put(audit)


def _row(wake: tuple[str, Ref]) -> tuple[str, str, str]:
    at, ref = wake
    return at, ref.clinic_id, ref.enrollment_id
