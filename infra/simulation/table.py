"""The table of the simulated world: the in-memory one, which refuses, forgets to say so, and shows an old index."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from functions.adapters.codec import decode
from functions.adapters.keys import SHARDS
from functions.adapters.memory import MemoryStore
from functions.adapters.memory_clinics import Clinics
from functions.adapters.memory_matters import Matters
from functions.ports import Commit, Committed, Inbox, PhoneRecord, Ref, Request, Saved, StoreDown
from functions.sights import Audit, Over
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from infra.simulation.looking import Minute
from schedules.clinic import Clinic
from schedules.decision import PhoneConsent
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation
from schedules.text import Text

OVERDUE = timedelta(minutes=1)
SHOWN_MAX = 2000
KEPT_MAX = 4096
"""Values of one world that were read from their JSON and are kept."""


class Table(MemoryStore):
    """Every commit that holds is shown to the laws together with what it replaced."""

    def __init__(self, engine: Engine, laws: Laws, *, as_values: bool) -> None:
        super().__init__(as_values=as_values)
        if not as_values:
            self._read_each_once()
        self.is_down = False
        self.minute = Minute()
        self._engine = engine
        self._laws = laws
        self._shown: dict[int, list[Ref]] = {}

    def _read_each_once(self) -> None:
        """Whatever was written is read back from its JSON, the same JSON once: values are frozen."""
        read: Any = lru_cache(maxsize=KEPT_MAX)(decode)
        self._get = read
        self._clinics = Clinics(self._put, self._get)
        self._matters = Matters(self._put, self._get)

    def clinic(self, clinic_id: str) -> Clinic | None:
        self._read(clinic_id)
        return super().clinic(clinic_id)

    def enrollment(self, ref: Ref) -> Enrollment | None:
        self._read(ref.clinic_id)
        return super().enrollment(ref)

    def phone(self, clinic_id: str, phone: str) -> PhoneRecord | None:
        self._read(clinic_id)
        return super().phone(clinic_id, phone)

    def has_fact(self, clinic_id: str, fact_id: str) -> bool:
        self._read(clinic_id)
        return super().has_fact(clinic_id, fact_id)

    def text(self, ref: Ref, text_id: str) -> Text | None:
        self._read(ref.clinic_id)
        return super().text(ref, text_id)

    def texts(self, ref: Ref) -> list[Text]:
        self._read(ref.clinic_id)
        return super().texts(ref)

    def inbox(self, clinic_id: str) -> list[Inbox]:
        self._read(clinic_id)
        return super().inbox(clinic_id)

    def escalations(self, ref: Ref) -> list[Escalation]:
        self._read(ref.clinic_id)
        return super().escalations(ref)

    def asked_under(self, clinic_id: str, fact_id: str) -> str | None:
        self._read(clinic_id)
        return super().asked_under(clinic_id, fact_id)

    def request(self, clinic_id: str, key: str) -> tuple[Request, str] | None:
        self._read(clinic_id)
        return super().request(clinic_id, key)

    def settings(self, clinic_id: str) -> tuple[Clinic, str] | None:
        self._read(clinic_id)
        return super().settings(clinic_id)

    def clinics(self) -> list[str]:
        self._read(None)
        return super().clinics()

    def heard_until(self, clinic_id: str) -> datetime | None:
        self._read(clinic_id)
        return super().heard_until(clinic_id)

    def save_heard_until(self, clinic_id: str, at: datetime) -> None:
        self._read(clinic_id)
        super().save_heard_until(clinic_id, at)
        self.written()

    def log(self, clinic_id: str, audit: Audit, *, once: str | None = None) -> None:
        self._read(clinic_id)
        super().log(clinic_id, audit, once=once)
        self.written()

    def due(self, shard: int, now: datetime, limit: int) -> list[Ref]:
        try:
            self._read(None)
        except StoreDown:
            self.minute.refused += 1
            raise
        fresh = super().due(shard, now, limit)
        if shard in self._shown and self._engine.happens("index_stale"):
            self.minute.shown_old = True
            return self._shown[shard]
        self._shown[shard] = fresh
        return fresh

    def commit(self, commit: Commit) -> Committed:
        clinic_id = commit.enrollment.clinic_id
        self._read(clinic_id)
        if self._engine.happens("store_conflicts"):
            return Committed.CONFLICT
        ref = Ref(clinic_id=clinic_id, enrollment_id=commit.enrollment.enrollment_id)
        before = super().enrollment(ref)
        was = {moved.text_id: super(Table, self).text(ref, moved.text_id) for moved in commit.moved}
        outcome = super().commit(commit)
        if outcome is Committed.DONE:
            phone = super().phone(clinic_id, commit.enrollment.person.phone)
            if commit.phone is PhoneConsent.RETURNED and (phone is None or phone.left_at is not None):
                self._laws.broken("return_unheard", f"{ref.enrollment_id} came back, and her phone is still away")
            now = {text_id: super(Table, self).text(ref, text_id) for text_id in was}
            self._laws.committed(ref, before, commit, [(was[text_id], now[text_id]) for text_id in was])
            self.written()
        return outcome

    def replace_clinic(self, clinic: Clinic, *, expected: str) -> Saved:
        before = super().clinic(clinic.clinic_id)
        self._read(clinic.clinic_id)
        saved = super().replace_clinic(clinic, expected=expected)
        if saved is Saved.DONE and before is not None:
            self._laws.settings_changed(before, clinic)
            self.written()
        return saved

    def knows(self, ref: Ref) -> bool:
        """Whether there is such an enrollment, for whoever judges the world from outside."""
        return super().enrollment(ref) is not None

    def peek(self, ref: Ref) -> Enrollment:
        """As it is, for whoever judges the world from outside."""
        found = super().enrollment(ref)
        if found is None:
            raise LookupError("no such enrollment")
        return found

    def peek_phone(self, clinic_id: str, phone: str) -> PhoneRecord | None:
        return super().phone(clinic_id, phone)

    def peek_text(self, ref: Ref, text_id: str) -> Text | None:
        return super().text(ref, text_id)

    def has_record_of(self, clinic_id: str, phone: str) -> bool:
        """Whether anything that is on record today is of this phone."""
        records = (super(Table, self).enrollment(ref) for ref in self._shelves if ref.clinic_id == clinic_id)
        return any(one is not None and one.person.phone == phone for one in records)

    def everything_of(self, clinic_id: str) -> str:
        """All that is kept of a clinic's people as one string, but for keys that the real table veils, its log, its
        settings and dedupe records."""
        shelves = {ref: shelf for ref, shelf in self._shelves.items() if ref.clinic_id == clinic_id}
        phones = [one for (where, _), one in self._phones.items() if where == clinic_id]
        asked = [made for (where, _), (_, made) in self._requests.items() if where == clinic_id]
        matters = [each.get(clinic_id) for each in (self._matters._open, self._matters._closed)]  # noqa: SLF001
        lists = self._people.get(clinic_id), self._marks.get(clinic_id), self._due
        return repr((shelves, phones, asked, matters, lists))

    def peek_texts(self, ref: Ref) -> list[Text]:
        return super().texts(ref)

    def peek_fact(self, clinic_id: str, fact_id: str) -> bool:
        return super().has_fact(clinic_id, fact_id)

    def peek_inbox(self, clinic_id: str) -> list[Inbox]:
        return super().inbox(clinic_id)

    def peek_closed(self, clinic_id: str, *, since: datetime, until: datetime) -> list[Over]:
        return super().closed(clinic_id, since=since, until=until)

    def first_due(self) -> datetime | None:
        """When the next alarm clock rings."""
        firsts = [waiting[0][0] for waiting in self._due if waiting]
        return datetime.fromisoformat(min(firsts)) if firsts else None

    def overdue(self, now: datetime) -> set[Ref]:
        """Whose alarm clock has rung for longer than a worker's clock can be wrong."""
        return {ref for shard in range(SHARDS) for ref in super(Table, self).due(shard, now - OVERDUE, SHOWN_MAX)}

    def heard_by_all(self, *, since: datetime) -> bool:
        """Whether every clinic's list of received texts was read after that."""
        heard = [super(Table, self).heard_until(clinic_id) for clinic_id in super().clinics()]
        return all(at is not None and at > since for at in heard)

    def written(self) -> None:
        """Something is on record: whoever wrote it may die now, or never learn of it."""
        self._engine.touched()
        if self._engine.happens("store_unsure"):
            raise StoreDown("simulated: it is done, and nobody knows")

    def _read(self, clinic_id: str | None) -> None:
        if self._engine.scope is not None and clinic_id != self._engine.scope:
            self._laws.broken("tenant_crossed", f"a worker of {self._engine.scope} reached for {clinic_id}")
        self._engine.reach()
        if self.is_down or self._engine.happens("store_refuses"):
            raise StoreDown("simulated")
