"""Whole journeys of every track: how many texts and what they cost, none at night, none twice a day, all reachable."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.operations.acting import program_for
from infra.content.journeys import ANCHOR, SITE, ZONE, planned, sample, table
from infra.content.samples import enrolled
from infra.pocket import Pocket
from messages.catalogue import catalogue
from messages.language import Language
from messages.lint_shape import LOSS_MAX, longest
from messages.opt_in import OptIn
from schedules.enrollment import Words
from schedules.pathways import Silence, latest_version, pathway, released
from schedules.preview import Coming, coming
from schedules.text import Direction, Text, TextState, Withheld

TEXTS_MAX, ENGLISH_SEGMENTS_MAX = 26, 40
ALL = frozenset(OptIn)
EVERY = sorted({key for key, _ in released()})


@cache
def lived(track: str, language: Language, topics: frozenset[OptIn]) -> tuple[Pocket, tuple[Coming, ...]]:
    world = enrolled(sample(track, language, topics))
    program = program_for(world.clinic, world.enrollment, site=SITE)
    return world, tuple(coming(program, world.enrollment, world.clock.at))


@pytest.mark.parametrize("topics", [frozenset(), ALL], ids=["plain", "all topics"])
@pytest.mark.parametrize("track", EVERY)
def test_a_journey_is_short_enough_to_be_read(track: str, topics: frozenset[OptIn]) -> None:
    english = planned(track, Language.ENGLISH, topics)
    spanish = planned(track, Language.SPANISH, topics)

    assert 4 <= len(english) <= TEXTS_MAX
    assert sum(text.segments for text in english) <= ENGLISH_SEGMENTS_MAX
    assert [text.message for text in spanish] == [text.message for text in english]
    assert all(text.segments <= 2 for text in english)
    assert all(text.segments <= 4 for text in spanish)


@pytest.mark.parametrize("bleeding", [True, False], ids=["bleeding", "not told"])
@pytest.mark.parametrize("topics", [frozenset(), ALL], ids=["plain", "all topics"])
@pytest.mark.parametrize("track", EVERY)
def test_a_journey_nobody_answers_is_as_short_with_all_its_reminders(
    track: str, topics: frozenset[OptIn], bleeding: bool
) -> None:
    """The welcome counted too, as the booklet does."""
    english = planned(track, Language.ENGLISH, topics, silent=True, bleeding=bleeding)
    welcome = longest(catalogue().entry("notice.welcome", Language.ENGLISH).text, Language.ENGLISH)

    assert len(english) + 1 <= TEXTS_MAX
    assert sum(text.segments for text in english) + welcome.segments <= ENGLISH_SEGMENTS_MAX


@pytest.mark.parametrize(
    "topics",
    [
        {OptIn.CONTRACEPTION},
        {OptIn.CONTRACEPTION, OptIn.DATES},
        {OptIn.CONTRACEPTION, OptIn.DATES, OptIn.KEEPSAKES},
        {OptIn.CONTRACEPTION, OptIn.DATES, OptIn.INTIMACY},
    ],
    ids=lambda topics: "+".join(sorted(topics)),
)
@pytest.mark.parametrize("track", EVERY)
def test_no_choice_of_topics_makes_a_journey_too_long(track: str, topics: set[OptIn]) -> None:
    """Birth control and dates take the place of no other text, so these choices are the longest."""
    english = planned(track, Language.ENGLISH, frozenset(topics), silent=True)

    assert len(english) <= TEXTS_MAX
    assert sum(text.segments for text in english) <= ENGLISH_SEGMENTS_MAX


NAMED_SEGMENTS = {Language.ENGLISH: 4, Language.SPANISH: 4}


@pytest.mark.parametrize("name", ["Sofía", "Maximilianá de Łódź"])
@pytest.mark.parametrize("language", Language)
def test_a_name_with_letters_that_cost_more_is_said_as_she_gave_it_and_counted(language: Language, name: str) -> None:
    """The one text that says it may cost as much as a Spanish one; nothing else of the journey changes."""
    world = enrolled(replace(sample("late-induction", language, frozenset()), words=Words.NAME, name=name))
    ahead = coming(program_for(world.clinic, world.enrollment, site=SITE), world.enrollment, world.clock.at)
    said = [one.text for one in ahead if name in one.text.body]

    assert {text.message for text in said} == {"heart.feelings"}
    assert all(text.segments <= NAMED_SEGMENTS[language] for text in said)
    assert longest_with_name(language) <= NAMED_SEGMENTS[language]
    assert len(ahead) > len(said)


def longest_with_name(language: Language) -> int:
    """Every value at its longest, the name of twenty letters outside the alphabet of plain SMS."""
    text = catalogue().entry("heart.feelings", language).text
    return longest(text.replace("{loss}", "í" * LOSS_MAX[language]), language).segments


def test_a_reminder_is_sent_only_where_silence_brings_a_person() -> None:
    latest = [pathway(track, latest_version(track)) for track in EVERY]
    asking = [one.check_in for each in latest for one in each.touchpoints if one.check_in]

    assert all(one.nudge is None for one in asking if one.silence is Silence.LIST)
    assert any(one.nudge for one in asking)


@pytest.mark.parametrize("track", EVERY)
def test_planned_texts_come_by_day_and_one_a_day(track: str) -> None:
    """Reminders counted."""
    _, ahead = lived(track, Language.ENGLISH, ALL)
    sent = [one.at.astimezone(ZoneInfo(ZONE)) for one in ahead if one.text.state is not TextState.WITHHELD]

    assert len({at.date() for at in sent}) == len(sent)
    assert all(time(9) <= at.time() <= time(19, 45) for at in sent)
    assert all(at.time() >= time(10) for at in sent if at.weekday() == 6)
    assert sent == sorted(sent)


@pytest.mark.parametrize("track", EVERY)
def test_every_touchpoint_reaches_somebody(track: str) -> None:
    """With all topics or with none, her bleeding over or not: each planned text is sent in one of these lives."""
    reached = {
        text.touchpoint for topics in (frozenset[OptIn](), ALL) for text in planned(track, Language.ENGLISH, topics)
    }
    reached |= {text.touchpoint for text in after_yes(track)}
    whole = {one.key for one in pathway(track, latest_version(track)).touchpoints}

    assert whole - reached - WAITING.get(track, set()) == set()


WAITING = {
    "early-expectant": {
        *("bleeding-started-2", "bleeding-started-9", "still-waiting-14"),
        *("bleeding-started-23", "bleeding-started-41", "bleeding-started-63"),
    }
}
"""What is sent until the bleeding begins; tests/content/test_content_pathways.py lives that."""


def after_yes(track: str) -> list[Text]:
    """She says that the bleeding has stopped when she is asked."""
    world = enrolled(sample(track, Language.ENGLISH, ALL))
    for _ in range(80):
        if not world.live_to_next_text():
            break
        question = world.enrollment.question
        if question is not None and question.question.value == "bleeding_stopped":
            world.says("1")
    return [text for text in world.texts() if text.direction is Direction.OUT and text.state is not TextState.WITHHELD]


@pytest.mark.parametrize("track", [track for track in EVERY if track not in {"late-waiting", "partner-support"}])
def test_nothing_about_a_topic_comes_while_it_is_off(track: str) -> None:
    _, ahead = lived(track, Language.ENGLISH, frozenset())
    off = {one.text.touchpoint for one in ahead if one.text.withheld is Withheld.TOPIC_OFF}
    gated = {
        one.key for one in pathway(track, latest_version(track)).touchpoints if one.topic and one.clock.value != "due"
    }

    assert gated
    assert off == gated


def test_closeness_waits_for_the_end_of_the_bleeding() -> None:
    silent = {text.message for text in planned("early-medication", Language.ENGLISH, ALL)}
    told = {text.message for text in after_yes("early-medication")}

    assert "topic.intimacy" not in silent
    assert "topic.intimacy" in told


def test_a_hoped_for_date_brings_one_text_three_days_before() -> None:
    world, ahead = lived("late-induction", Language.ENGLISH, ALL)
    found = [one.at for one in ahead if one.text.message == "topic.dates"]

    assert [at.astimezone(ZoneInfo(ZONE)).date() for at in found] == [ANCHOR + timedelta(days=60)]
    assert isinstance(world.clock.at, datetime)


@pytest.mark.parametrize("track", [track for track in EVERY if track not in {"late-waiting", "partner-support"}])
def test_the_screen_is_asked_in_weeks_two_four_and_twelve(track: str) -> None:
    """Fact sheet C.2 and C.4: never earlier, when shock would be measured."""
    asked = [one.day for one in pathway(track, latest_version(track)).touchpoints if one.message == "ask.phq_interest"]

    assert asked == [15, 28, 84]


@pytest.mark.parametrize("track", [track for track in EVERY if track.startswith(("late-i", "late-s", "ectopic"))])
def test_after_a_later_loss_or_an_ectopic_she_is_asked_on_day_two_and_offered_a_call(track: str) -> None:
    """Fact sheet C.2; and private subjects are not offered before week four (D.4)."""
    planned_on = {one.message: one.day for one in reversed(pathway(track, latest_version(track)).touchpoints)}

    assert planned_on["ask.mood"] == 2
    assert planned_on["heart.call"] <= 8
    assert planned_on["offer.topics"] >= 28


def test_while_no_bleeding_is_told_the_signs_of_danger_come_again_and_silence_brings_a_person() -> None:
    """Fact sheet A.1, F.3: bleeding may begin on any day, and who never tells must not be forgotten."""
    texts = planned("early-expectant", Language.ENGLISH, frozenset(), silent=True, bleeding=False)
    told = sorted(
        (text.at - texts[0].at).days
        for text in texts
        if {"redflag.pads", "redflag.fever"} <= set(catalogue().contracts[text.message or ""].facts)
    )
    waiting = [one for one in pathway("early-expectant", 2).touchpoints if one.message.startswith("ask.bleeding_st")]
    asked = [one for one in waiting if one.until and one.check_in]

    assert max(later - earlier for earlier, later in pairwise([14, *told, 86]) if later > 14) <= 24
    assert asked[-1].check_in is not None
    assert asked[-1].check_in.silence is Silence.ESCALATE
    assert {one.day for one in asked if one.check_in and one.check_in.silence is Silence.ESCALATE} == {9, 63}


@pytest.mark.parametrize("track", [track for track in EVERY if track.startswith("ectopic")])
def test_the_first_days_of_an_ectopic_name_heavy_bleeding_and_fever(track: str) -> None:
    """Fact sheet A.9, F.3.2."""
    first = {one.message for one in pathway(track, latest_version(track)).touchpoints if one.day <= 2 and one.safety}
    facts = {fact for message in first for fact in catalogue().contracts[message].facts}
    english = " ".join(catalogue().entry(message, Language.ENGLISH).text for message in first)

    assert {"redflag.pads", "redflag.fever", "redflag.pain"} <= facts
    assert "fever" in english
    assert "pad" in english or "heavy bleeding" in english


def test_the_table_in_the_docs_is_the_one_the_command_prints() -> None:
    assert table() in (Path(__file__).parents[2] / "docs" / "content.md").read_text("utf-8")
