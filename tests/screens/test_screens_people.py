"""People: found by what staff know of them, each line telling who may need somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.operations import people as operation
from functions.operations.people import Kind, Wanted
from functions.screens import people
from functions.screens.rendering import render
from functions.sights import Counts, Row
from messages.severity import Severity
from schedules.enrollment import Chart, Status
from schedules.listing import listed
from tests.making import MONDAY, clinic, enrollment
from tests.screens.reading import HOSTILE, Page, frame, page


def person(*, severity: Severity | None = None, silent: int = 0, **changes: Any) -> operation.Person:
    line = replace(listed(enrollment(**changes)), open=severity, silent=silent)
    return operation.Person(
        row=Row(cursor="c1", listed=line, counts=Counts(sent=12, delivered=11)),
        who="1234",
        week=2,
        silent=silent > 1,
        undeliverable=line.unreachable,
        paused=line.paused_until is not None,
    )


def shown(
    *found: operation.Person, next_: str | None = None, after: str = "", sought: str = "", mark: str = "", **query: str
) -> Page:
    asked = people.wanted(query, sought)
    of = people.page(operation.Page(people=found, next=next_), asked, clinic(), MONDAY, mark=mark, after=after)
    return page(render("people.html", frame("people"), page=of))


def test_a_line_tells_who_where_she_is_and_what_she_may_need() -> None:
    her = person(
        chart=Chart(name="Ana R.", reference="R-17"),
        severity=Severity.URGENT,
        silent=3,
        unreachable=True,
        paused_until=MONDAY + timedelta(days=1),
        last_reply_at=MONDAY,
    )

    seen = shown(her).text

    for words in ("Ana R.", "no. 1234", "R-17", "…0143", "Urgent", "3 unanswered", "Texts do not arrive", "Paused"):
        assert words in seen
    assert "11 of 12" in seen
    assert "+12025550143" not in seen


def test_without_a_name_she_is_called_as_pages_call_her() -> None:
    assert "Patient 1234" in shown(person()).text


def test_somebody_whose_texts_have_ended_is_in_no_week() -> None:
    seen = shown(person(status=Status.WITHDRAWN)).text

    assert "Withdrawn" in seen
    assert "–" in seen


@pytest.mark.parametrize("value", HOSTILE)
def test_names_and_searches_are_shown_as_they_are_and_do_nothing(value: str) -> None:
    seen = shown(person(chart=Chart(name=value, reference=value)), sought=value)

    assert value.strip() in " ".join(seen.text.split("\n")) or value in seen.text
    assert not [tag for tag, said in seen.tags if tag == "script" and "src" not in said]
    assert seen.values("q") == [value.strip()[:80]]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_asked_for_and_stays_chosen(kind: Kind) -> None:
    asked = people.wanted({"who": kind.value})

    assert asked == Wanted(kinds=frozenset({kind}))
    assert kind.value in shown(person(), who=kind.value).values("who")


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_asked_for(status: Status) -> None:
    assert people.wanted({"who": status.value}) == Wanted(status=status)


def test_treatment_week_and_words_are_asked_for_together() -> None:
    asked = people.wanted({"track": "early-surgery", "week": "3"}, " ana ")

    assert asked == Wanted(pathway="early-surgery", week=2, sought="ana")


@pytest.mark.parametrize(
    "query", [{"track": "x"}, {"week": "0"}, {"week": "²"}, {"week": "-1"}, {"week": "99"}, {"who": "'; --"}]
)
def test_what_is_none_of_ours_is_not_asked(query: dict[str, str]) -> None:
    assert people.wanted(query) == Wanted()


def test_the_next_page_keeps_what_was_asked_and_names_nobody() -> None:
    seen = shown(person(), next_="a&b", who="silent", week="3", sought="ana & b", mark="m1")

    assert "/console/people?s=m1&week=3&who=silent&after=a%26b" in seen.links
    assert not [link for link in seen.links if "ana" in link]


def test_a_search_that_is_forgotten_says_so_and_is_in_no_link() -> None:
    seen = shown(person(), next_="c9", mark="m1")

    assert "type it again" in seen.text
    assert "/console/people?after=c9" in seen.links
    assert "type it again" not in shown(person(), sought="ana", mark="m1").text


def test_from_a_later_page_a_way_leads_back_to_the_first() -> None:
    assert "/console/people?who=silent" in shown(person(), who="silent", after="c").links


def test_an_empty_clinic_is_told_what_to_do() -> None:
    seen = shown()

    assert "Nobody is enrolled yet" in seen.text
    assert {"/console/enroll", "/console/people/import"} <= set(seen.links)


def test_a_search_without_a_find_leads_back_to_everybody() -> None:
    seen = shown(sought="zz", mark="m1")

    assert "Nobody fits that" in seen.text
    assert "/console/people" in seen.links


def test_a_page_with_nobody_that_is_not_the_last_leads_on() -> None:
    seen = shown(next_="c9", who="left")

    assert "/console/people?who=left&after=c9" in seen.links
