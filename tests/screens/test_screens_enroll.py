"""Enroll: the form asks what her treatment needs, keeps what was typed, and names what is wrong where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from functions.operations.enrollment_fields import Assumed, Problem
from functions.operations.enrollment_form import EXCLUDED, check
from functions.operations.previewing import Dated
from functions.screens import enroll, tracks, wrong
from functions.screens.calendar import Calendar, calendar
from functions.screens.rendering import render
from functions.screens.typed import Typed
from messages.opt_in import OptIn
from schedules.enrollment import Words
from schedules.pathways import Clock
from tests.making import MONDAY, NEW_YORK, clinic
from tests.screens.reading import HOSTILE, Page, days_ago, every_track, frame, page, typed_for, without

CHICAGO = clinic(zone="America/Chicago")


def shown(typed: Typed, problems: Iterable[Problem] = (), of: Calendar | None = None) -> Page:
    form = enroll.form(typed, CHICAGO, now=MONDAY, by="Maria L.", problems=problems, calendar=of)
    return page(render("enroll.html", frame(of=CHICAGO), form=form))


def problems_of(typed: Typed) -> list[Problem]:
    return check(enroll.raw(typed, by="maria", now=MONDAY), now=MONDAY, here=CHICAGO.zone)[1]


def text(day: int, body: str = "words", **changes: object) -> Dated:
    at = MONDAY + timedelta(days=day)
    said = {"week": day // 7, "withheld": None, "only_if_silent": False, **changes}
    return Dated(
        at=at,
        at_hers=at.astimezone(ZoneInfo(NEW_YORK)),
        at_clinic=at.astimezone(ZoneInfo(CHICAGO.zone)),
        message="m",
        body=body,
        segments=1,
        encoding="gsm7",
        **said,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("track", every_track())
def test_what_the_page_asks_for_a_treatment_enrolls_on_it(track: str) -> None:
    form, problems = check(
        enroll.raw(typed_for(track), by="maria", now=MONDAY), now=MONDAY, country="us", here=CHICAGO.zone
    )

    assert problems == []
    assert form is not None
    assert (form.pathway, form.phone) == (track, "+12025550143")
    assert form.consent.wording == "consent-1.en"
    assert form.consent.collected_by == "maria"


@pytest.mark.parametrize("track", every_track())
def test_the_same_comes_back_from_the_page_it_is_shown_on(track: str) -> None:
    """So that a second look, or one after a mistake, enrolls nobody else."""
    typed = typed_for(track)

    again = shown(typed).typed()

    assert enroll.raw(again, by="maria", now=MONDAY) == enroll.raw(typed, by="maria", now=MONDAY)


def test_what_another_treatment_asked_for_is_not_sent_but_stays_typed() -> None:
    typed = typed_for("early-surgery", tablets_on="2026-02-20", tablets_at="10:00", decision_on="2026-02-01")

    raw = enroll.raw(typed, by="maria", now=MONDAY)

    assert raw.keys() & {"tablets_on", "tablets_at", "decision_on"} == set()
    assert shown(typed).values("tablets_on") == ["2026-02-20"]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["phone", "gestation_weeks", "tablets_on", "name", "chart_name", "reference", "call_note", "zone"]
)
def test_whatever_is_typed_is_shown_again_and_does_nothing(name: str, value: str) -> None:
    typed = typed_for("early-medication", **{name: value})

    seen = shown(typed, problems_of(typed))

    assert seen.values(name) == [value]
    assert not [tag for tag, said in seen.tags if tag == "script" and "src" not in said]
    assert not [said for _, said in seen.tags if any(attribute.startswith("on") for attribute in said)]


def test_the_note_before_a_call_has_room_for_several_lines_and_is_kept_as_one() -> None:
    typed = typed_for("early-medication", call_note="after 6\r\nnever her work phone")

    seen = shown(typed)

    assert [said["name"] for tag, said in seen.tags if tag == "textarea"] == ["call_note"]
    assert seen.values("call_note") == ["after 6\r\nnever her work phone"]
    kept = enroll.raw(seen.typed(), by="maria", now=MONDAY)["chart"]["call_note"]
    assert kept == "after 6 never her work phone"


@pytest.mark.parametrize("track", ["", *every_track()])
def test_each_problem_of_an_empty_form_stands_at_its_field_and_the_summary_leads_there(track: str) -> None:
    typed = Typed.of([("track", track)])
    problems = problems_of(typed)

    seen = shown(typed, problems)

    assert problems
    for problem in problems:
        control = wrong.control(problem.field)
        words = wrong.said(problem, typed)
        assert words in seen.texts[f"says-{control}"]
        assert words in seen.texts["summary"]
        assert f"#{control}" in seen.links
        assert control in seen.ids


def test_a_problem_is_said_in_words_and_never_with_a_key() -> None:
    typed = typed_for("early-medication", conditions="molar_pregnancy", safe_phone="no", gestation_weeks="15")

    said = shown(typed, problems_of(typed)).texts["summary"]

    assert "Molar pregnancy may not be cared for" in said
    assert "must not be texted" in said
    assert "_" not in said


def test_a_problem_of_no_field_of_the_page_is_said_at_the_top() -> None:
    seen = shown(typed_for("early-medication"), [Problem(field="elsewhere", problem="is odd", mend="tell us")])

    assert "Elsewhere is odd. Tell us." in seen.texts["summary"]


def test_while_she_types_only_what_is_written_is_judged() -> None:
    typed = Typed.of([("track", "early-medication"), ("phone", "12"), ("zone", NEW_YORK), ("language", "en")])

    judged = wrong.while_typing(typed, problems_of(typed))

    assert [one.field for one in judged] == ["phone"]


@pytest.mark.parametrize(
    "changes",
    [
        {"gestation_weeks": "12+9"},
        {"gestation_weeks": "0"},
        {"track": "late-surgery", "gestation_weeks": "21"},
        {"chart_name": "x" * 81},
        {"reference": "x" * 41},
    ],
)
def test_whatever_is_refused_when_it_is_sent_is_said_while_it_is_typed(changes: dict[str, str]) -> None:
    typed = typed_for(**{"track": "early-surgery", **changes})

    judged = wrong.filled(typed, wrong.while_typing(typed, problems_of(typed))).wrong

    assert set(judged) == {[*changes][-1]}


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        ([False, False], "These texts are drafts: 0 of 2 are signed by a clinician."),
        ([True, False], "Some of these texts are drafts: 1 of 2 are signed by a clinician."),
    ],
)
def test_her_calendar_says_how_many_of_its_texts_nobody_signed(signed: list[bool], said: str) -> None:
    texts = [text(day, is_signed=one) for day, one in enumerate(signed)]

    assert said in shown(typed_for("early-surgery"), of=calendar(texts, CHICAGO)).text


def test_a_calendar_of_signed_texts_says_nothing_of_drafts() -> None:
    seen = shown(typed_for("early-surgery"), of=calendar([text(1, is_signed=True)], CHICAGO))

    assert "drafts" not in seen.text


def test_weeks_and_days_in_one_are_read_back() -> None:
    typed = typed_for("early-surgery", gestation_weeks="9w3d")

    assert enroll.understood(typed, CHICAGO, MONDAY)["gestation_weeks"] == "Read as 9 weeks and 3 days."


def test_the_form_says_how_far_on_she_may_have_been_and_how_long_its_words_may_be() -> None:
    seen = shown(typed_for("late-surgery"))

    assert "Later loss: 13 to 19." in seen.texts["hint-gestation_weeks"]
    assert "Up to 80 characters." in seen.texts["hint-chart_name"]


def test_whoever_has_the_phone_already_is_one_link_away() -> None:
    typed = typed_for("early-surgery")
    taken = Problem(field="phone", problem="this phone already belongs to somebody", mend="look at her record")
    form = enroll.form(typed, CHICAGO, now=MONDAY, by="maria", problems=[taken], record="/console/people/e1")

    seen = page(render("enroll.html", frame(), form=form))

    assert seen.links.count("/console/people/e1") == 2


def test_after_a_first_try_what_is_missing_stays_named() -> None:
    typed = Typed.of([("track", "early-medication"), ("checked", "yes")])

    assert wrong.while_typing(typed, problems_of(typed)) == problems_of(typed)


def test_a_live_check_answers_for_each_field_that_can_be_wrong() -> None:
    typed = typed_for("early-medication", phone="12")
    filled = wrong.filled(typed, problems_of(typed), enroll.understood(typed, CHICAGO, MONDAY))

    html = render("enroll_checks.html", frame(), filled=filled, names=tuple(wrong.LABELS))

    form = shown(typed)
    for name in set(wrong.LABELS) - {"ending", "discreet"}:
        assert f'hx-target="#says-{name}"' in html
        assert f"says-{name}" in form.ids
    assert "not a phone number" in html


def test_the_phone_is_read_back_as_it_will_be_texted() -> None:
    assert "We will text +1 202 555 0143." in shown(typed_for("early-medication")).texts["says-phone"]


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("+12025550143", "+1 202 555 0143"),
        ("+447700900123", "+44 770 090 0123"),
        ("+4915112345678", "+49 151 123 45678"),
        ("+353851234567", "+353 851 23 4567"),
    ],
)
def test_a_number_is_spoken_in_groups_with_every_digit(number: str, spoken: str) -> None:
    assert enroll.phone_spoken(number).replace(" ", "") == spoken.replace(" ", "") == number


def test_how_a_loose_date_was_read_stands_beside_it() -> None:
    typed = typed_for("early-medication", tablets_on="March 1 2026")

    read = enroll.understood(typed, CHICAGO, MONDAY, [Assumed(field="tablets_on", read_as="2026-03-01")])

    assert read["tablets_on"] == "Read as 2026-03-01."


def test_nothing_ticked_of_the_excluded_conditions_is_no_answer() -> None:
    typed = without(typed_for("early-medication"), "conditions")

    assert [one.field for one in problems_of(typed)] == ["conditions"]


def test_an_excluded_condition_counts_even_beside_none_of_these() -> None:
    typed = Typed.of([*typed_for("early-medication").fields, ("conditions", "septic_loss")])

    assert [one.field for one in problems_of(typed)] == ["conditions"]


@pytest.mark.parametrize("condition", EXCLUDED)
def test_every_excluded_condition_can_be_ticked_and_says_why(condition: str) -> None:
    seen = shown(enroll.blank(CHICAGO, key="k"))

    assert f"conditions-{condition}" in seen.ids
    assert EXCLUDED[condition] in seen.text


def test_weeks_and_days_are_taken_as_notes_write_them() -> None:
    raw = enroll.raw(typed_for("early-medication", gestation_weeks="8+2"), by="maria", now=MONDAY)

    assert (raw["gestation_weeks"], raw["gestation_days"]) == (8, 2)


def test_a_hoped_for_date_goes_along_only_where_its_topic_was_asked_for() -> None:
    typed = typed_for("early-medication", due_on="2026-09-01")
    asked = Typed.of([*typed.fields, ("topics", OptIn.DATES.value)])

    assert "due_on" not in enroll.raw(typed, by="maria", now=MONDAY)
    assert enroll.raw(asked, by="maria", now=MONDAY)["due_on"] == "2026-09-01"


@pytest.mark.parametrize("of", [frozenset(OptIn), frozenset({OptIn.DATES}), frozenset[OptIn]()])
def test_only_what_the_clinic_writes_about_can_be_ticked(of: frozenset[OptIn]) -> None:
    clinic = replace(CHICAGO, topics=of)

    form = enroll.form(enroll.blank(clinic, key="k"), clinic, now=MONDAY, by="maria")

    assert {one for one, _ in form.topics} == of - {OptIn.PARTNER}


def test_a_new_form_opts_into_nothing_and_is_of_the_clinics_zone() -> None:
    seen = shown(enroll.blank(CHICAGO, key="k"))

    assert seen.values("topics") == seen.values("discreet") == seen.values("safe_phone") == []
    assert seen.values("zone") == ["America/Chicago"]
    assert seen.values("words") == [Words.NEUTRAL.value]
    assert seen.values("key") == ["k"]


def test_the_first_choice_has_the_focus_of_a_new_form_and_the_summary_of_a_wrong_one() -> None:
    new, bad = shown(enroll.blank(CHICAGO, key="k")), shown(Typed(), problems_of(Typed()))

    focused = [[said.get("id", said.get("class")) for _, said in one.tags if "autofocus" in said] for one in (new, bad)]

    assert focused == [["track"], ["notice bad"]]


def test_her_calendar_stands_in_both_clocks_before_the_button() -> None:
    of = calendar([text(0, "first"), text(9, "later", only_if_silent=True), text(1, "", withheld="topic_off")], CHICAGO)

    seen = shown(typed_for("early-medication"), of=of)

    assert "Mon 2 Mar, 10:00 am" in seen.text
    assert "here Mon 2 Mar, 9:00 am" in seen.text
    assert "only if the question before stays unanswered" in seen.text
    assert "she has not asked for this topic" in seen.text
    assert "1 planned text, from Mon 2 Mar" in seen.text
    assert [said["value"] for tag, said in seen.tags if tag == "button" and said.get("name") == "do"].count("done") == 1


def test_without_a_calendar_there_is_no_button_that_enrolls() -> None:
    seen = shown(typed_for("early-medication"))

    assert "done" not in [said.get("value") for tag, said in seen.tags if tag == "button"]


def test_only_the_calendar_that_was_seen_enrolls() -> None:
    seen = shown(typed_for("early-medication"), of=calendar([text(0)], CHICAGO)).typed()

    assert enroll.saw_it(seen)
    assert not enroll.saw_it(seen.but(tablets_on=days_ago(3).isoformat()))
    assert not enroll.saw_it(shown(typed_for("early-medication")).typed())


def test_what_was_typed_when_the_session_ended_waits_on_the_page_it_was_typed_on() -> None:
    """A live check or a smaller form is no page to come back to."""
    seen = shown(typed_for("early-medication"))

    assert seen.values("page") == ["/console/enroll"]


def test_sent_twice_from_the_same_page_it_says_the_same() -> None:
    """The instant of consent is that of the calendar, not of each press of the button."""
    seen = shown(typed_for("early-medication"), of=calendar([text(0)], CHICAGO)).typed()

    first = enroll.raw(seen, by="maria", now=MONDAY + timedelta(seconds=5))
    second = enroll.raw(seen, by="maria", now=MONDAY + timedelta(seconds=6))

    assert first == second
    assert first["consent"]["given_at"] == MONDAY.isoformat()


def test_with_no_script_and_an_old_browser_the_button_shows_only_what_is_needed() -> None:
    seen = shown(typed_for("early-surgery", narrowed="yes", tablets_on="2026-02-20"))

    hidden = {said["data-for"] for _, said in seen.tags if "data-for" in said and "hidden" in said}

    assert {"tablets", "decision", "injection", "joined"} <= hidden
    assert {"procedure", "weeks", "conditions", "topics"} & hidden == set()
    assert seen.values("tablets_on") == ["2026-02-20"]


def test_every_need_of_a_treatment_has_fields_and_a_rule_that_shows_them() -> None:
    rules = resources.files("functions").joinpath("static/console.css").read_text("utf-8")
    parts = {said["data-for"] for _, said in shown(Typed()).tags if "data-for" in said}
    needed = {need for track in every_track() for need in tracks.needs(track)}

    assert needed == parts
    assert {clock.value for clock in Clock} <= parts
    for need in needed:
        assert f"[data-needs~={need}]:checked) [data-for={need}]" in rules
