"""Laws of a person's line in the clinic's list."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages.severity import Severity
from schedules.enrollment import Chart, Enrollment, Outcome, Status
from schedules.listing import Listed, Week, listed, may_differ
from schedules.pathways import Clock, pathway
from tests.contract.values import escalation
from tests.making import MONDAY, enrollment

CHECK_INS = [one for one in pathway("early-medication", 1).touchpoints if one.check_in is not None]


def with_outcomes(*outcomes: Outcome) -> Enrollment:
    asked = sorted(CHECK_INS, key=lambda one: one.day)
    return enrollment(outcomes={one.key: outcome for one, outcome in zip(asked, outcomes, strict=False)})


def test_silence_counts_the_check_ins_since_her_last_answer() -> None:
    said = (Outcome.SILENT, Outcome.ANSWERED, Outcome.SILENT, Outcome.SILENT)

    assert listed(with_outcomes(*said)).silent == 2
    assert listed(with_outcomes(Outcome.ANSWERED)).silent == 0
    assert listed(with_outcomes(Outcome.SILENT, Outcome.SENT)).silent == 1
    assert listed(enrollment()).silent == 0


def test_check_ins_are_counted_by_the_week_they_were_asked_in() -> None:
    weeks = listed(with_outcomes(*[Outcome.ANSWERED] * len(CHECK_INS))).weeks

    assert sum(week.asked for week in weeks) == sum(week.answered for week in weeks) == len(CHECK_INS)
    assert weeks == tuple(sorted(weeks, key=lambda week: week.week))
    assert listed(with_outcomes(Outcome.WITHHELD)).weeks == ()
    assert listed(with_outcomes(Outcome.SILENT)).weeks == (Week(week=0, asked=1, answered=0),)


CHANGES: list[dict[str, Any]] = [
    {"status": Status.WITHDRAWN},
    {"chart": Chart(name="Ana")},
    {"anchors": {Clock.TABLETS: date(2026, 3, 1)}},
    {"outcomes": {CHECK_INS[0].key: Outcome.SILENT}},
    {"escalations": (escalation("e-1", Severity.URGENT),)},
    {"left_at": MONDAY},
    {"paused_until": MONDAY + timedelta(days=1)},
    {"unreachable": True},
    {"last_reply_at": MONDAY},
    {"pathway": "early-surgery"},
    {"person": replace(enrollment().person, phone="+12025550199")},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_whatever_changes_a_line_is_noticed(change: dict[str, Any]) -> None:
    before, after = enrollment(), replace(enrollment(), **change)

    assert listed(before) != listed(after)
    assert may_differ(before, after)


def test_the_changes_tried_touch_every_part_of_a_line_that_can_change() -> None:
    fixed = {"enrollment_id", "enrolled_at", "language", "name", "reference"}
    base = listed(enrollment())
    touched = {
        field.name
        for change in CHANGES
        for field in fields(Listed)
        if getattr(base, field.name) != getattr(listed(replace(enrollment(), **change)), field.name)
    }

    assert {field.name for field in fields(Listed)} - touched - fixed == set()
