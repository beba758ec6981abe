"""A phone that is no patient's enrolls nobody, by any door, and says why: her STOP must end no page."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.operations.enrolling import Made, Refused, checked, enroll
from functions.operations.enrollment_fields import Problem
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.clinic import Clinic

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def world() -> Pocket:
    return pocket(sample_clinic(), NOW)


def refused(world: Pocket, clinic: Clinic, **changes: Any) -> list[Problem]:
    made = checked(world.world, clinic, sample_form(NOW, **changes))
    assert isinstance(made, Refused), made
    return [one for one in made.problems if one.field == "phone"]


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("(202) 555-0111", "is that of nurse, who is on call here"),
        ("+12025550112", "is that of lead, who is on call here"),
        ("202-555-0100", "is a number of the clinic itself"),
        ("202 555 0101", "is a number of the clinic itself"),
        ("1 202 555 0199", "is a number of the clinic itself"),
        ("911-555-0143", "has 911 for an area code, which no phone has"),
        ("(411) 555-0143", "has 411 for an area code, which no phone has"),
        ("1-800-555-0143", "is a toll-free number, which is no patient's phone"),
        ("+1 888 555 0143", "is a toll-free number, which is no patient's phone"),
        ("900 555 0143", "is a number that callers pay for, which is no patient's phone"),
    ],
)
def test_a_phone_that_is_no_patients_enrolls_nobody(world: Pocket, phone: str, why: str) -> None:
    clinic = replace(world.clinic, calls_from="+12025550199")

    (problem,) = refused(world, clinic, phone=phone)

    assert problem.problem == why
    assert problem.mend
    assert isinstance(enroll(world.world, clinic, sample_form(NOW, phone=phone), key="k", by="ana"), Refused)


def test_a_phone_on_call_is_refused_since_her_stop_would_end_pages(world: Pocket) -> None:
    (problem,) = refused(world, world.clinic, phone="202-555-0111")

    assert problem.mend.endswith("a STOP from this one would end pages")


def test_it_is_named_beside_whatever_else_is_wrong(world: Pocket) -> None:
    made = checked(world.world, world.clinic, sample_form(NOW, phone="202-555-0100", zone="Mars"))

    assert isinstance(made, Refused)
    assert {one.field for one in made.problems} == {"phone", "zone"}


def test_the_clinics_landline_is_its_own_however_it_is_printed(world: Pocket) -> None:
    british = replace(world.clinic, country="gb", phone="(020) 7946 0100", after_hours_phone="999")

    assert [one.problem for one in refused(world, british, phone="+44 20 7946 0100")] == [
        "is a number of the clinic itself"
    ]


def test_a_patients_own_phone_enrolls_her(world: Pocket) -> None:
    assert isinstance(enroll(world.world, world.clinic, sample_form(NOW), key="k", by="ana"), Made)
