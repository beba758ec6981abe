"""The pages that change one person: made from what stands on record, and sent back as what differs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

import pytest

from functions.operations.amending import Changes, check_changes
from functions.operations.enrollment_fields import Problem
from functions.operations.enrollment_form import check_switch
from functions.screens import changing
from functions.screens.rendering import render
from functions.screens.typed import Typed
from messages.language import Language
from messages.opt_in import OptIn
from schedules.clinic import Clinic
from schedules.enrollment import Chart, Enrollment, Person, Words
from schedules.pathways import Clock, latest_version
from tests.making import MONDAY, NEW_YORK, clinic, enrollment
from tests.screens.reading import HOSTILE, Page, days_ago, every_track, frame, page, typed_for

PAGES = ("amend", "dates", "switch", "end")


def her(**changes: Any) -> Enrollment:
    person = Person(
        phone="+12025550143",
        language=Language.SPANISH,
        zone="America/Denver",
        planned_from=time(10),
        planned_until=time(18, 30),
        discreet=True,
        words=Words.NAME,
        name="Luz",
        topics=frozenset({OptIn.DATES, OptIn.PARTNER}),
    )
    said = {
        "person": person,
        "pathway": "early-expectant",
        "pathway_version": latest_version("early-expectant"),
        "anchors": {Clock.DECISION: days_ago(9)},
        "chart": Chart(name="Ana R.", reference="R-17", call_note="after 5"),
        "version": 7,
    }
    return enrollment(**{**said, **changes})


def shown(
    which: str,
    typed: Typed | None = None,
    problems: Iterable[Problem] = (),
    of: Enrollment | None = None,
    at: Clinic | None = None,
) -> Page:
    one = of or her()
    change = changing.change(one, at or clinic(), typed or changing.as_she_is(one, key="k"), MONDAY, problems=problems)
    return page(render(f"{which}.html", frame("people"), change=change, coming=17, open=1))


def test_only_the_clinics_topics_can_be_ticked_and_what_she_has_on_stays_so() -> None:
    seen = shown("amend", at=clinic(topics=frozenset({OptIn.KEEPSAKES})))

    assert "Keepsakes and remembering" in seen.text
    assert "Contraception" not in seen.text
    assert seen.values("topics") == ["dates", "partner"]
    assert "Dates that may hurt (kept; this clinic does not write about it now)" in seen.text


@pytest.mark.parametrize("which", PAGES)
def test_each_page_says_whose_it_is_carries_its_version_and_leads_back(which: str) -> None:
    seen = shown(which)

    assert "Ana R." in seen.text
    assert seen.values("version") == ["7"]
    assert seen.values("key") == ["k"]
    assert "/console/people/e0001" in seen.links


@pytest.mark.parametrize("which", PAGES)
@pytest.mark.parametrize("value", HOSTILE)
def test_what_stands_on_record_of_her_does_nothing(which: str, value: str) -> None:
    seen = shown(which, of=her(chart=Chart(name=value, reference=value, call_note=value)))

    assert not [tag for tag, said in seen.tags if (tag == "script" and "src" not in said) or tag == "img"]
    assert not [said for _, said in seen.tags if any(attribute.startswith("on") for attribute in said)]


def test_whoever_looks_for_her_phone_is_told_why_it_stays_and_what_to_do_instead() -> None:
    seen = shown("amend")

    assert "is not changed here: her consent and her STOP belong to it" in seen.text
    assert {"/console/people/e0001/end", "/console/enroll"} <= set(seen.links)


def test_the_note_before_a_call_has_room_for_several_lines() -> None:
    seen = shown("amend")

    assert [said["name"] for tag, said in seen.tags if tag == "textarea"] == ["call_note"]
    assert seen.values("call_note") == ["after 5"]


def test_the_page_sent_back_untouched_changes_nothing() -> None:
    one = her()

    changes = check_changes(changing.amended(shown("amend").typed()), one.person, clinic())

    assert isinstance(changes, Changes)
    assert changes.fact(one, by="maria").person == one.person
    assert changes.fact(one, by="maria").chart == one.chart


def test_what_is_emptied_on_the_page_is_emptied() -> None:
    one = her()
    typed = Typed.of([("language", "en"), ("zone", NEW_YORK), ("words", "baby")])

    changes = check_changes(changing.amended(typed), one.person, clinic())

    assert isinstance(changes, Changes)
    fact = changes.fact(one, by="maria")
    assert fact.chart == Chart()
    assert fact.person == Person(phone="+12025550143", language=Language.ENGLISH, zone=NEW_YORK, words=Words.BABY)


def test_only_dates_that_differ_are_moved() -> None:
    one = her()
    typed = changing.as_she_is(one, key="k").but(bleeding_on=days_ago(2).isoformat())

    assert changing.moved(typed, one) == ([{"clock": "bleeding", "on": days_ago(2).isoformat()}], [])


def test_a_date_that_was_told_cannot_be_emptied() -> None:
    one = her()

    moves, problems = changing.moved(changing.as_she_is(one, key="k").but(decision_on=" "), one)

    assert moves == []
    assert "cannot be emptied" in shown("dates", problems=problems).texts["says-decision_on"]


@pytest.mark.parametrize("track", [one for one in every_track() if not one.startswith("partner")])
def test_every_other_treatment_can_be_chosen_with_its_dates(track: str) -> None:
    new, problems = check_switch(changing.switched(typed_for(track)), now=MONDAY, zone=NEW_YORK, country="us")

    assert problems == []
    assert new is not None
    assert new.pathway == track


def test_without_weeks_they_stay_as_they_were() -> None:
    new, problems = check_switch(
        changing.switched(typed_for("late-surgery", gestation_weeks="")), now=MONDAY, zone=NEW_YORK, country="us"
    )

    assert (new.milk if new else problems) is None


def test_she_is_offered_no_pathway_of_somebody_close_to_her_nor_they_hers() -> None:
    hers, theirs = shown("switch"), shown("switch", of=her(pathway="partner-support", pathway_version=1))

    assert "track-partner-support" not in hers.ids
    assert "track-early-surgery" not in theirs.ids


@pytest.mark.parametrize("ending", changing.ENDINGS)
def test_an_ending_is_one_that_was_chosen(ending: str) -> None:
    assert changing.ended(Typed.of([("ending", ending)])) == (ending, [])


def test_none_is_chosen_beforehand_and_none_chosen_ends_nothing() -> None:
    ending, problems = changing.ended(Typed())

    assert ending is None
    assert shown("end").values("ending") == []
    assert "Nothing is chosen" in shown("end", problems=problems).texts["says-ending"]


def test_the_end_says_what_is_lost_and_what_stays() -> None:
    seen = shown("end").text

    assert "17 are still to come" in seen
    assert "1 open matter stays open" in seen
    assert "cannot be undone" in seen
