"""Forgetting one person in memory."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from functions.adapters import keys
from functions.adapters.commit_rules import PhoneState
from functions.adapters.erasing_rules import fact_goes
from functions.adapters.memory import MemoryStore
from functions.ports import Ref
from functions.ports_erasing import BareConsent, Counts, Erasure, Held, Unfinished
from functions.sights import NOTHING
from schedules.enrollment import Enrollment
from schedules.text import Text

EMPTIED = "erased"


@dataclass(slots=True)
class _Begun:
    at: datetime
    phone: str
    gone: Counter[Held]


class MemoryErasing:
    """The store's other half: it works on what the store keeps, under the store's lock."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._begun: dict[Ref, _Begun] = {}
        self._consents: dict[tuple[str, str], list[BareConsent]] = {}

    def holds(self, ref: Ref, phone: str | None) -> Counter[Held]:
        store = self._store
        with store._lock:
            held: Counter[Held] = Counter()
            shelf = store._shelves.get(ref)
            if shelf is not None:
                held[Held.ENROLLMENT] = int(shelf.enrollment is not None)
                held[Held.WAKE] = int(shelf.wake is not None)
                held[Held.TEXTS], held[Held.ESCALATIONS] = len(shelf.texts), len(shelf.escalations)
                held[Held.AUDITS] = len(shelf.audits)
            held[Held.LINE] = list(store._people.get(ref.clinic_id, {}).values()).count(ref)
            held[Held.OPEN], held[Held.CLOSED] = store._matters.of(ref)
            held[Held.MARKS] = sum(one.ref == ref for one in store._marks.get(ref.clinic_id, {}).values())
            held[Held.PHONE] = int(
                phone is not None and self._phone(ref.clinic_id, phone).enrollment_id == ref.enrollment_id
            )
            held[Held.UNFINISHED] = int(ref in self._begun)
        return +held

    def begin(self, erasure: Erasure) -> bool:
        store, ref, enrollment = self._store, erasure.ref, erasure.enrollment
        with store._lock:
            shelf = store._shelves.get(ref)
            if shelf is None or shelf.enrollment is None or shelf.version != enrollment.version:
                return False
            begun = self._begun.setdefault(ref, _Begun(erasure.at, enrollment.person.phone, Counter()))
            lines = store._people.get(ref.clinic_id, {})
            begun.gone[Held.ENROLLMENT] += 1
            begun.gone[Held.LINE] += int(lines.pop(keys.listed(ref, enrollment.enrolled_at).sk, None) is not None)
            store._wake(ref, shelf, None)
            shelf.version, shelf.enrollment, shelf.listed, shelf.counts = 0, None, None, NOTHING
            begun.gone[Held.PHONE] += self._unlink(ref, enrollment)
            begun.gone[Held.REQUEST] += self._empty_requests(ref)
            self._keep_consent(erasure)
            store._log(ref.clinic_id, erasure.audit, f"{enrollment.version + 1:010d}#{ref.enrollment_id}")
        return True

    def finish(self, ref: Ref) -> Counts | None:
        store = self._store
        with store._lock:
            shelf, begun = store._shelves.get(ref), self._begun.get(ref)
            if begun is None or (shelf is not None and shelf.enrollment is not None):
                return None
            if shelf is not None:
                self._take_away(ref, begun)
            return +self._begun.pop(ref).gone

    def unfinished(self, clinic_id: str, phone: str | None = None) -> list[Unfinished]:
        with self._store._lock:
            found = sorted(self._begun.items(), key=lambda one: one[0].enrollment_id)
        return [
            Unfinished(ref=ref, at=begun.at)
            for ref, begun in found
            if ref.clinic_id == clinic_id and phone in {None, begun.phone}
        ]

    def consents(self, clinic_id: str, phone: str) -> list[BareConsent]:
        return sorted(self._consents.get((clinic_id, phone), []), key=lambda one: one.consent.given_at)

    def _phone(self, clinic_id: str, phone: str) -> PhoneState:
        return self._store._phones.get((clinic_id, phone), PhoneState())

    def _unlink(self, ref: Ref, enrollment: Enrollment) -> int:
        """A phone that asked us to stop is remembered for that, and for nothing else."""
        where = (ref.clinic_id, enrollment.person.phone)
        state = self._phone(*where)
        if state.enrollment_id != ref.enrollment_id:
            return 0
        if state.left_at is None:
            del self._store._phones[where]
        else:
            self._store._phones[where] = replace(state, enrollment_id=None, active=False)
        return 1

    def _empty_requests(self, ref: Ref) -> int:
        mine = [
            (where, request)
            for where, (request, enrollment_id) in self._store._requests.items()
            if where[0] == ref.clinic_id and enrollment_id == ref.enrollment_id
        ]
        for where, request in mine:
            self._store._requests[where] = (replace(request, digest=EMPTIED), EMPTIED)
        return len(mine)

    def _keep_consent(self, erasure: Erasure) -> None:
        enrollment = erasure.enrollment
        if enrollment.consent is None:
            return
        where = (enrollment.clinic_id, enrollment.person.phone)
        left_at = self._phone(*where).left_at or enrollment.left_at
        bare = BareConsent(consent=enrollment.consent, erased_at=erasure.at, left_at=left_at)
        self._consents.setdefault(where, []).append(bare)

    def _take_away(self, ref: Ref, begun: _Begun) -> None:
        store = self._store
        shelf = store._shelves.pop(ref)
        texts = [store._get(Text, raw) for raw in shelf.texts.values()]
        facts = {(ref.clinic_id, text.text_id) for text in texts if fact_goes(text, begun.at)}
        marks = store._marks.get(ref.clinic_id, {})
        mine = [mark_id for mark_id, one in marks.items() if one.ref == ref]
        for mark_id in mine:
            del marks[mark_id]
        store._facts -= facts
        for fact in facts:
            store._asked.pop(fact, None)
        opened, closed = store._matters.forget(ref)
        begun.gone.update(
            {
                Held.TEXTS: len(texts),
                Held.ESCALATIONS: len(shelf.escalations),
                Held.AUDITS: len(shelf.audits),
                Held.FACTS: len(facts),
                Held.MARKS: len(mine),
                Held.OPEN: opened,
                Held.CLOSED: closed,
            }
        )
