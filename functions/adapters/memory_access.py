"""Who is on record, in memory: the same answers as the table's, for tests."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from functions.ports_access import Draft, Machine, Session, Staff


class MemoryAccess:
    """Nothing in it expires."""

    def __init__(self) -> None:
        self._staff: dict[str, Staff] = {}
        self._machines: dict[str, Machine] = {}
        self._sessions: dict[tuple[str, str], Session] = {}
        self._closed: dict[tuple[str, str], Session] = {}
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._calls: Counter[tuple[str, int]] = Counter()

    def staff(self, staff_id: str) -> Staff | None:
        return self._staff.get(staff_id)

    def staff_of(self, clinic_id: str) -> list[Staff]:
        return sorted((one for one in self._staff.values() if one.clinic_id == clinic_id), key=lambda one: one.name)

    def save_staff(self, staff: Staff) -> None:
        known = self._staff.get(staff.staff_id)
        instants = (staff.signed_out_at, known.signed_out_at if known else None)
        left = [one for one in instants if one is not None]
        self._staff[staff.staff_id] = replace(staff, signed_out_at=max(left, default=None))

    def sign_out(self, staff_id: str, at: datetime) -> None:
        known = self._staff.get(staff_id)
        if known is not None:
            self._staff[staff_id] = replace(known, signed_out_at=max(at, known.signed_out_at or at))

    def remove_staff(self, clinic_id: str, staff_id: str) -> None:
        known = self._staff.get(staff_id)
        if known is None or known.clinic_id != clinic_id:
            return
        del self._staff[staff_id]
        self._sessions = {key: one for key, one in self._sessions.items() if one.staff_id != staff_id}
        self._closed = {key: one for key, one in self._closed.items() if one.staff_id != staff_id}
        self._drafts = {key: one for key, one in self._drafts.items() if one.staff_id != staff_id}

    def machine(self, client_id: str) -> Machine | None:
        return self._machines.get(client_id)

    def machines_of(self, clinic_id: str) -> list[Machine]:
        found = (one for one in self._machines.values() if one.clinic_id == clinic_id)
        return sorted(found, key=lambda one: one.label)

    def save_machine(self, machine: Machine) -> None:
        self._machines[machine.client_id] = machine

    def remove_machine(self, clinic_id: str, client_id: str) -> None:
        known = self._machines.get(client_id)
        if known is not None and known.clinic_id == clinic_id:
            del self._machines[client_id]

    def count_call(self, caller: str, *, minute: int, most: int) -> bool:
        if self._calls[caller, minute] >= most:
            return False
        self._calls[caller, minute] += 1
        return True

    def open_session(self, session: Session) -> None:
        self._sessions[session.staff_id, session.key] = session

    def session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        return self._sessions.get((staff_id, key)), self._staff.get(staff_id)

    def see_session(self, session: Session) -> None:
        if (session.staff_id, session.key) in self._sessions:
            self._sessions[session.staff_id, session.key] = session

    def close_session(self, session: Session) -> None:
        self._sessions.pop((session.staff_id, session.key), None)
        self._closed[session.staff_id, session.key] = session

    def closed_session(self, staff_id: str, key: str) -> tuple[Session | None, Staff | None]:
        return self._closed.get((staff_id, key)), self._staff.get(staff_id)

    def keep_draft(self, draft: Draft) -> None:
        self._drafts[draft.staff_id, draft.key] = draft

    def draft(self, staff_id: str, key: str) -> Draft | None:
        return self._drafts.get((staff_id, key))

    def take_draft(self, staff_id: str, key: str) -> Draft | None:
        return self._drafts.pop((staff_id, key), None)
