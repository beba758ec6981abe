"""No door takes a topic that the clinic does not write about; what somebody had on before is kept."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.operations.acting import Acted
from functions.operations.amending import amend
from functions.operations.enrolling import Made, Refused
from functions.operations.importing import look
from functions.operations.previewing import Previewed, preview
from functions.ports import Ref
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.opt_in import OptIn

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SOME = frozenset({OptIn.DATES, OptIn.KEEPSAKES})
REFUSED = ("topics", "names a topic that the clinic does not write about")


def about(topics: frozenset[OptIn]) -> Pocket:
    return pocket(replace(sample_clinic(), topics=topics), NOW)


def turned_to(world: Pocket, topics: frozenset[OptIn]) -> None:
    found = world.world.store.settings("lakeside")
    assert found is not None
    world.world.store.replace_clinic(replace(found[0], topics=topics), expected=found[1])


def enrolled(**changes: Any) -> tuple[Pocket, Ref]:
    world = pocket(sample_clinic(), NOW)
    assert isinstance(world.enroll(sample_form(NOW, **changes)), Made)
    assert world.ref is not None
    return world, world.ref


def topics_of(world: Pocket, ref: Ref) -> frozenset[OptIn]:
    found = world.world.store.enrollment(ref)
    assert found is not None
    return found.person.topics


@pytest.mark.parametrize(
    ("topics", "mend"),
    [(SOME, "name only keepsakes, dates; only what she asked for"), (frozenset(), "leave it out; there are none")],
)
def test_nobody_is_enrolled_or_previewed_with_another_and_it_says_which_there_are(
    topics: frozenset[OptIn], mend: str
) -> None:
    world = about(topics)
    form = sample_form(NOW, topics=["intimacy"])

    for refused in (world.enroll(form), preview(world.world, replace(sample_clinic(), topics=topics), form)):
        assert isinstance(refused, Refused)
        assert [(one.field, one.problem) for one in refused.problems] == [REFUSED]
        assert refused.problems[0].mend == mend


def test_the_clinics_own_are_taken() -> None:
    clinic, form = replace(sample_clinic(), topics=SOME), sample_form(NOW, topics=["keepsakes"])

    assert isinstance(preview(about(SOME).world, clinic, form), Previewed)
    assert isinstance(about(SOME).enroll(form), Made)


def test_a_row_of_a_file_that_names_another_is_a_fault_of_its_cell() -> None:
    file = (
        "phone,language,zone,loss,treatment,gestation_weeks,tablets_on,conditions,safe_phone,consent_method,"
        "consent_wording,consent_by,consent_at,topics\n"
        "+1 202 555 1200,en,America/New_York,early,medication,8,2026-03-02,none,yes,paper,consent-1.en,desk,"
        "2026-03-02 09:30,dates intimacy\n"
    )

    report = look(about(SOME).world, replace(sample_clinic(), topics=SOME), file.encode())

    assert [(one.row, one.column, one.problem) for one in report.faults] == [(2, *REFUSED)]


def test_another_cannot_be_added_and_what_she_had_on_may_be_sent_back_or_taken_off() -> None:
    world, ref = enrolled(topics=["intimacy"])
    turned_to(world, SOME)

    refused = amend(world.world, ref, {"topics": ["intimacy", "contraception"]}, key=None, by="ana")
    kept = amend(world.world, ref, {"topics": ["intimacy", "dates"]}, key=None, by="ana")

    assert isinstance(refused, Refused)
    assert [(one.field, one.problem) for one in refused.problems] == [REFUSED]
    assert kept is Acted.DONE
    assert topics_of(world, ref) == {OptIn.INTIMACY, OptIn.DATES}

    assert amend(world.world, ref, {"topics": []}, key=None, by="ana") is Acted.DONE
    assert topics_of(world, ref) == frozenset()
