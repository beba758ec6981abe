"""The open and the closed matters of clinics, in memory."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from functions.adapters import keys
from functions.adapters.commit_rules import said
from functions.places import inbox_place
from functions.ports import Commit, Inbox, Ref
from functions.sights import Card, Over, Said
from schedules.escalation import Escalation, EscalationState

Where = tuple[str, str]
"""An escalation's id and its enrollment's."""


class Matters:
    """Whoever holds it holds a lock as well. `put` and `get` are the store's own."""

    def __init__(self, put: Callable[[object], Any], get: Callable[[type[Any], Any], Any]) -> None:
        self._put, self._get = put, get
        self._open: dict[str, dict[Where, Any]] = {}
        self._closed: dict[str, dict[tuple[str, Where], Any]] = {}

    def open(self, clinic_id: str) -> list[Inbox]:
        rows = self._open.get(clinic_id, {}).values()
        return sorted((self._get(Inbox, raw) for raw in rows), key=inbox_place)

    def closed(self, clinic_id: str, *, since: datetime, until: datetime) -> list[Over]:
        first, end = keys.instant(since), keys.instant(until)
        found = sorted(self._closed.get(clinic_id, {}).items())
        return [self._get(Over, raw) for (at, _), raw in found if first <= at < end]

    def keep(self, ref: Ref, escalation: Escalation, commit: Commit) -> None:
        inbox = self._open.setdefault(ref.clinic_id, {})
        where = (escalation.escalation_id, ref.enrollment_id)
        if escalation.state is EscalationState.CLOSED:
            inbox.pop(where, None)
            closed = self._closed.setdefault(ref.clinic_id, {})
            closed[keys.instant(escalation.opened_at), where] = self._put(Over.of(escalation, commit.enrollment))
            return
        self._closed.get(ref.clinic_id, {}).pop((keys.instant(escalation.opened_at), where), None)
        before = self._get(Inbox, inbox[where]) if where in inbox else None
        inbox[where] = self._put(_opened(ref, escalation, commit, before))

    def of(self, ref: Ref) -> tuple[int, int]:
        """How many of one enrollment are open, and how many closed."""
        opened = [where for where in self._open.get(ref.clinic_id, {}) if where[1] == ref.enrollment_id]
        closed = [where for _, where in self._closed.get(ref.clinic_id, {}) if where[1] == ref.enrollment_id]
        return len(opened), len(closed)

    def forget(self, ref: Ref) -> tuple[int, int]:
        """How many there were."""
        before = self.of(ref)
        inbox, over = self._open.get(ref.clinic_id, {}), self._closed.get(ref.clinic_id, {})
        self._open[ref.clinic_id] = {where: raw for where, raw in inbox.items() if where[1] != ref.enrollment_id}
        self._closed[ref.clinic_id] = {key: raw for key, raw in over.items() if key[1][1] != ref.enrollment_id}
        return before


def _opened(ref: Ref, escalation: Escalation, commit: Commit, before: Inbox | None) -> Inbox:
    written = said(commit)
    earlier = before.raised if before is not None else None
    return Inbox(
        ref=ref,
        escalation=escalation,
        card=Card.of(commit.enrollment),
        raised=written if earlier is None or _is_graver(escalation, written) else earlier,
        latest=written or (before.latest if before else None),
    )


def _is_graver(escalation: Escalation, written: Said | None) -> bool:
    return written is not None and escalation.graver_by == written.text_id
