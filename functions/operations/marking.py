"""Readings that staff say are wrong: the mark on the text, and the marked texts of a clinic without whose they are."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.evidence import evidence_of
from functions.operations.acting import CONFLICTS_MAX, Contended
from functions.operations.scrubbing import scrub
from functions.operations.staff_acts import KEY_REUSED, Wrong, asked_for, fact_id
from functions.operations.world import World
from functions.ports import Commit, Committed, Mark, Ref
from functions.sights import Audit
from messages.hearing.reading import Intent
from schedules.enrollment import Enrollment
from schedules.text import Purpose, Text

PAGE_TEXTS_MAX = 100
"""Marked texts in one answer; `next` asks for more."""
_MARK_ID = re.compile(r"[0-9a-f]{64}")


def mark(world: World, ref: Ref, text_id: str, body: Mapping[str, Any], *, key: str | None, by: str) -> Wrong | None:
    """Stores the label staff gave; the last one counts. Nothing is sent, and nothing of what was done is undone."""
    for _ in range(CONFLICTS_MAX):
        enrollment = world.store.enrollment(ref)
        text = next((one for one in world.store.texts(ref) if one.text_id == text_id), None)
        if enrollment is None or text is None:
            return Wrong(status=404, problem="she has no such text", mend="use the text_id of one of her past texts")
        if text.purpose is not Purpose.REPLY:
            return Wrong(status=422, problem="this text was never read", mend="mark a text that she wrote to us")
        label = _label(body)
        if label is None:
            return Wrong(status=422, problem="label is not one we know", mend=f"use one of {', '.join(Intent)}")
        if key is None and text.marked is label:
            return None
        commit = _commit(world, enrollment, text, label, key=key, by=by)
        match world.store.commit(commit):
            case Committed.DONE:
                return None
            case Committed.REPEATED:
                before = world.store.asked_under(ref.clinic_id, commit.fact_id or "")
                return None if before in {None, commit.asked} else KEY_REUSED
    raise Contended(f"gave up after {CONFLICTS_MAX} conflicting commits")


def marked_texts(world: World, clinic_id: str, *, after: str) -> dict[str, Any] | Wrong:
    """One page, in the order of ids that show nothing. `next` is None on the last page, which may be empty."""
    if after and not _MARK_ID.fullmatch(after):
        return Wrong(status=422, problem="after is not the id of a marked text", mend="use `next` of the page before")
    found = world.store.marked(clinic_id, after=after, limit=PAGE_TEXTS_MAX)
    texts = [(one.mark_id, world.store.text(one.ref, one.text_id)) for one in found]
    return {
        "marked": [_view(mark_id, text, text.marked) for mark_id, text in texts if text and text.marked],
        "next": found[-1].mark_id if len(found) == PAGE_TEXTS_MAX else None,
    }


def _label(body: Mapping[str, Any]) -> Intent | None:
    return next((intent for intent in Intent if intent.value == body.get("label")), None)


def _commit(world: World, enrollment: Enrollment, text: Text, label: Intent, *, key: str | None, by: str) -> Commit:
    ref = Ref(clinic_id=enrollment.clinic_id, enrollment_id=enrollment.enrollment_id)
    now = max(world.time.now(), enrollment.acted_at)
    return Commit(
        enrollment=replace(enrollment, version=enrollment.version + 1, acted_at=now),
        fact_id=fact_id(key, ref),
        asked=asked_for(key, ref, f"mark/{text.text_id}/{label.value}"),
        audit=Audit(at=now, author=by, action=f"marked:{label.value}", about=ref.enrollment_id),
        mark=Mark(mark_id=world.mark_id(ref, text.text_id), text_id=text.text_id, label=label),
    )


def _view(mark_id: str, text: Text, label: Intent) -> dict[str, Any]:
    return {
        "id": mark_id,
        "lang": text.language.value,
        "text": scrub(text.body, text.language),
        "label": label.value,
        "read_as": text.reading,
        "evidence_rules": [one.rule for one in evidence_of(text)],
    }
