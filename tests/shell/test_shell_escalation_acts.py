"""Laws of what staff ask to be done with an escalation: each is a fact, or is refused with how to mend it."""

from typing import Any

import pytest

from functions.operations.escalation_acts import from_request
from functions.operations.staff_acts import Wrong
from schedules.escalation import NOTE_CHARACTERS_MAX, Ending
from schedules.facts import Acknowledged, Assigned, Closed, GaveBack, Handled, Noted, Released
from tests.making import clinic

E1: dict[str, Any] = {"by": "desk", "escalation_id": "e1"}


def asked(name: str, body: dict[str, Any]) -> Handled | Wrong:
    return from_request(name, body, "e1", by="desk", clinic=clinic())


@pytest.mark.parametrize(
    ("name", "body", "fact"),
    [
        ("acknowledge", {}, Acknowledged(**E1)),
        ("close", {}, Closed(**E1)),
        ("resolve", {"outcome": "spoke_to_her"}, Closed(**E1, outcome=Ending.SPOKE_TO_HER)),
        ("assign", {"to": "ben"}, Assigned(**E1, to="ben")),
        ("note", {"note": "  her mother\x07 is there\n"}, Noted(**E1, note="her mother is there")),
        ("release", {}, Released(**E1)),
        ("give-back", {}, GaveBack(**E1)),
    ],
)
def test_an_act_is_the_fact_it_names(name: str, body: dict[str, Any], fact: Handled) -> None:
    assert asked(name, body) == fact


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("resolve", {"outcome": "fine"}),
        ("resolve", {"outcome": 3}),
        ("resolve", {"outcome": ["spoke_to_her"]}),
        ("assign", {}),
        ("assign", {"to": "nobody"}),
        ("assign", {"to": ["ben"]}),
        ("note", {}),
        ("note", {"note": " \n "}),
        ("note", {"note": "x" * (NOTE_CHARACTERS_MAX + 1)}),
        ("note", {"note": {"a": 1}}),
        ("burn", {}),
    ],
)
def test_what_cannot_be_done_says_how_to_mend_it(name: str, body: dict[str, Any]) -> None:
    wrong = asked(name, body)

    assert isinstance(wrong, Wrong)
    assert wrong.mend


def test_nobody_is_handed_what_is_about_herself() -> None:
    ana, ben = clinic().ladder[:2]

    wrong = from_request("assign", {"to": "ben"}, "e1", by="desk", clinic=clinic(), hers=ben.phone)

    assert wrong == Wrong(status=422, problem="it is about her herself", mend=f"use one of {ana.contact_id}")
