"""Every fact reaches everybody who should know it, and no gated fact anybody who did not ask."""

from itertools import combinations

import pytest

from infra.content.coverage import coverage, gates, messages_on, pages_behind, tracks, tracks_of
from messages.catalogue import catalogue
from messages.facts import facts
from messages.opt_in import OptIn
from messages.pages import pages
from schedules.pathways import latest_version, pathway

EVERY_CHOICE = [frozenset(chosen) for size in range(len(OptIn) + 1) for chosen in combinations(OptIn, size)]


def test_there_are_133_facts_and_each_is_said_in_both_languages_on_every_track_where_it_belongs() -> None:
    found = list(coverage())

    assert len({one.fact for one in found}) == 133
    assert [one for one in found if not one.messages] == []
    assert len(tracks()) == 10
    assert tracks_of("ectopic surgery") == ("ectopic-salpingectomy", "ectopic-salpingotomy")


@pytest.mark.parametrize("chosen", EVERY_CHOICE, ids=lambda chosen: "+".join(sorted(chosen)) or "none")
def test_no_gated_fact_is_within_reach_while_its_topic_is_off(chosen: frozenset[OptIn]) -> None:
    opened = gates()
    leaks = [one for one in coverage(chosen) if one.fact in opened and one.messages and not opened[one.fact] & chosen]

    assert leaks == []


def test_every_gated_fact_can_be_opened() -> None:
    assert all(gates().values())
    assert len(gates()) == sum("gate" in row for row in facts().values())


def test_every_text_carries_a_fact_or_names_where_it_comes_from() -> None:
    assert [key for key, one in catalogue().contracts.items() if not one.facts and not one.sources] == []


def test_every_message_with_facts_is_on_some_track_or_answers_something() -> None:
    used = {key for track in tracks() for key in messages_on(track, frozenset(OptIn))}
    apart = ("page.", "stranger.", "notice.", "severity.", "partner.", "nudge.", "discreet.", "answer.", "ask.doubt")
    carrying = {key for key, one in catalogue().contracts.items() if one.facts and not key.startswith(apart)}

    assert carrying - used <= OLDER
    assert OLDER - set(catalogue().contracts) == set()


OLDER = {"heart.group", "heart.small_things"}
"""Sent by an older version of a pathway alone."""


WEEKS = {"first": range(8), "second": range(8, 17), "fourth": range(21, 31)}
SIGNS = frozenset(fact for fact in facts() if fact.startswith("redflag.")) - {"redflag.heavy-long"} | {
    "depression.suicide"
}
"""What she should know of danger. Heavy or long bleeding as a reason to wait for closeness is no sign."""


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("track", [track for track in tracks() if track != "late-waiting"])
def test_the_signs_of_danger_are_told_in_the_first_second_and_fourth_week(track: str, week: str) -> None:
    """In a text or on the page it leads to (fact sheet F.3). While a later loss is waited for, any sign is told."""
    told: set[str] = set()
    for touchpoint in pathway(track, latest_version(track)).touchpoints:
        if touchpoint.day in WEEKS[week] and touchpoint.topic is None:
            contract = catalogue().contracts[touchpoint.message]
            told |= set(contract.facts) | {fact for page in pages_behind(contract) for fact in pages()[page].facts}
            told |= {"depression.suicide"} if "crisis_line" in contract.values else set()

    assert SIGNS - told == set()
