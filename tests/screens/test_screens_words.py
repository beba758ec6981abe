"""Words: every text of every pathway stands there as she would read it, with what is behind it, for staff to read."""

import re
from dataclasses import replace
from datetime import time

import pytest

from functions.screens import words
from functions.screens.rendering import render
from functions.screens.worded import Bubble, reviewed, wording
from messages.catalogue import Entry, catalogue
from messages.facts import facts
from messages.hearing.reading import Topic
from messages.language import Language
from messages.opt_in import OptIn
from messages.pages import pages
from messages.segments import cost
from schedules.clinic import Clinic
from schedules.offering import answer_about
from schedules.pathways import latest_version, pathway, released
from tests.making import MONDAY, clinic
from tests.screens.frames import HOSTILE, Page, breaks_no_rule, frame

TRACKS = sorted({key for key, _ in released()})
SITE = "https://aftercare.example"


def of(track: str, language: Language = Language.ENGLISH, at: Clinic | None = None) -> words.Shown:
    return words.shown(track, language, at or clinic(), site=SITE, at=MONDAY)


def html(shown: words.Shown) -> str:
    return render("words_track.html", frame("words"), words=shown)


def bubbles(shown: words.Shown) -> dict[str, Bubble]:
    places = [place for part in (*shown.parts, *shown.besides) for place in part.places]
    found = [place.bubble for place in places] + [place.again for place in places if place.again]
    return {one.key: one for one in found}


@pytest.mark.parametrize("track", TRACKS)
def test_every_text_of_a_pathway_every_reminder_and_every_answer_stands_on_its_page(track: str) -> None:
    current = pathway(track, latest_version(track))
    planned = {one.message for one in current.touchpoints} | {one.message for one in current.catch_ups}
    nudges = {one.check_in.nudge for one in current.touchpoints if one.check_in and one.check_in.nudge}
    answers = {answer_about(topic, on, track) for topic in Topic for on in (frozenset[OptIn](), frozenset(OptIn))}

    shown = bubbles(of(track))

    assert {current.welcome} | planned | nudges | answers <= shown.keys()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("track", TRACKS)
def test_no_text_shows_a_value_that_was_not_filled_in(track: str, language: Language) -> None:
    shown = bubbles(of(track, language))

    assert [one.key for one in shown.values() if re.search(r"[{}]", one.text)] == []
    assert all(one.segments == cost(one.text).segments for one in shown.values())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("line", words.tracks(), ids=lambda line: line.key)
def test_the_list_counts_the_texts_of_the_page_it_leads_to(line: words.Track, language: Language) -> None:
    shown = of(line.key, language)

    (said,) = [one for one in line.languages if one.path == words.path_of(line.key, language)]
    assert (said.messages, said.messages - said.signed) == (shown.messages, shown.drafts)
    assert shown.messages == len(bubbles(shown))
    page = Page(render("words.html", frame("words"), tracks=words.tracks()))
    assert f"{said.name}: {line.name} {said.signed} of {said.messages} texts signed" in " ".join(page.text.split())


def test_each_text_stands_on_its_day_with_its_condition() -> None:
    current = pathway("early-expectant", latest_version("early-expectant"))
    shown = of("early-expectant")

    days = {place.bubble.key: place.when for part in shown.parts for place in part.places}
    first = next(one for one in current.touchpoints if one.clock is current.clocks[0])
    assert days[first.message].startswith(f"Day {first.day}, ")
    assert shown.counts_from == "the day waiting was chosen"
    assert "Counted from the day bleeding began" in [part.title for part in shown.parts]
    assert any("only if she asked for" in place.only for part in shown.parts for place in part.places)


def test_an_hour_outside_the_clinics_own_is_said_as_it_will_be() -> None:
    late = clinic(planned_from=time(11))

    whens = [place.when for part in of("early-medication", at=late).parts for place in part.places]

    assert "Day 0, 11:00 am (9:15 am is in your quiet hours)" in whens


def test_the_words_are_the_clinics_own() -> None:
    changed = clinic(name="Südklinik", after_hours_phone="202-555-0199")

    text = " ".join(one.text for one in bubbles(of("early-medication", at=changed)).values())

    assert "Südklinik" in text
    assert "202-555-0199" in text
    assert "North Clinic" not in text


def test_each_text_says_what_it_stands_on_and_leads_to_its_page() -> None:
    shown = bubbles(of("early-medication", Language.SPANISH))
    page = Page(html(of("early-medication", Language.SPANISH)))

    baths = shown["answer.baths"]
    assert dict(baths.facts)["redflag.fever"] == facts()["redflag.fever"]["fact"]
    assert baths.sources == ("sheet:D9",)
    assert baths.page_path == "/r/water.es.us"
    linked = {one["href"] for one in page.all("a") if one["href"].startswith("/r/")}
    assert {path.removeprefix("/r/").partition(".")[0] for path in linked} <= pages().keys()


@pytest.mark.parametrize(
    ("review", "state", "says"),
    [
        ("draft", "draft", "draft: no clinician has signed it"),
        ("Dr. A. Sample, obstetrics 2026-12-01 {wording}", "signed", "signed by Dr. A. Sample, obstetrics on 1 Dec"),
        ("Dr. A. Sample, obstetrics 2026-12-01 000000000000", "changed", "changed since Dr. A. Sample, obstetrics on"),
        ("looks good to me", "draft", "draft"),
    ],
)
def test_a_signature_counts_for_the_very_words_it_was_given_for(review: str, state: str, says: str) -> None:
    entry = Entry(key="care.x", language=Language.ENGLISH, text="We are here.", review="draft")
    signed = replace(entry, review=review.replace("{wording}", entry.wording))

    assert reviewed(signed)[0] == state
    assert reviewed(signed)[1].startswith(says)


def test_the_list_of_pathways_leads_to_each_in_each_language() -> None:
    page = Page(render("words.html", frame("words"), tracks=words.tracks()))

    linked = [one["href"] for one in page.all("a")]
    assert {words.path_of(track, language) for track in TRACKS for language in Language} <= set(linked)


@pytest.mark.parametrize("track", TRACKS)
def test_each_heading_is_named_once_so_that_links_and_readers_find_it(track: str) -> None:
    ids = [attributes["id"] for _, attributes in Page(html(of(track))).tags if "id" in attributes]

    assert len(ids) == len(set(ids))


def test_nothing_can_be_changed_here() -> None:
    assert [one["action"] for one in Page(html(of("early-surgery"))).all("form")] == ["/console/sign-out"]


def test_nothing_is_inline_and_nothing_hostile_becomes_a_tag() -> None:
    hostile = clinic(phone="<b>'\"&", after_hours_phone="<script>x")
    shown = of("early-medication", at=hostile)
    bubble = replace(next(iter(bubbles(shown).values())), text=HOSTILE, key=HOSTILE, facts=((HOSTILE, HOSTILE),))
    place = words.Place(when=HOSTILE, only=HOSTILE, bubble=bubble, again=bubble, again_when=HOSTILE)
    part = words.Part(key=HOSTILE, title=HOSTILE, about=HOSTILE, places=(place,))

    assert breaks_no_rule(html(replace(shown, name=HOSTILE, parts=(*shown.parts, part), besides=(part,))))
    assert not Page(html(shown)).all("b")


def test_a_text_that_needs_more_than_can_be_known_here_is_an_error_and_no_gap() -> None:
    said = wording(clinic(), Language.ENGLISH, site=SITE, at=MONDAY)

    assert "{" not in said.bubble("answer.baths").text
    assert catalogue().contracts["answer.baths"].page == "water"
