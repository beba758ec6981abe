"""Values the laws of stores are told with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.adapters.keys import SHARDS
from functions.ports import Commit, Committed, Ref, Store
from messages.language import Language
from messages.severity import Severity
from schedules.enrollment import Enrollment
from schedules.escalation import Escalation, EscalationState, Reason
from schedules.text import Direction, Purpose, Text, TextMoved, TextState
from tests.making import MONDAY, enrollment

PHONE = "+12025550143"
REF = Ref(clinic_id="north", enrollment_id="e0001")


def her(version: int = 1, **changes: Any) -> Enrollment:
    return enrollment(version=version, **changes)


def text(text_id: str = "t-welcome", at: datetime = MONDAY, **changes: Any) -> Text:
    made = Text(
        text_id=text_id,
        direction=Direction.OUT,
        purpose=Purpose.NOTICE,
        state=TextState.SENDING,
        at=at,
        body="¿Cómo está? 💙",
        language=Language.SPANISH,
    )
    return replace(made, **changes)


def moved(state: TextState, **changes: Any) -> TextMoved:
    return replace(TextMoved(text_id="t-welcome", state=state, at=MONDAY), **changes)


def escalation(escalation_id: str, severity: Severity, opened_at: datetime = MONDAY, **changes: Any) -> Escalation:
    made = Escalation(
        escalation_id=escalation_id,
        code="K7",
        severity=severity,
        reason=Reason.DANGER,
        signs=("fever",),
        state=EscalationState.OPEN,
        opened_at=opened_at,
        acknowledge_by=opened_at + timedelta(minutes=5),
    )
    return replace(made, **changes)


def committed(store: Store, *commits: Commit) -> list[Committed]:
    return [store.commit(commit) for commit in commits]


def all_due(store: Store, now: datetime, shards: Sequence[int] = range(SHARDS), limit: int = 50) -> list[Ref]:
    return [ref for shard in shards for ref in store.due(shard, now, limit)]
