"""Law: in worlds where everything goes wrong nothing is lost, doubled or late, and a seed says it all."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from infra.cli.simulating import run
from infra.simulation.engine import STORY_LINES
from infra.simulation.reckoning import BAD, reckon
from infra.simulation.running import JOURNEYS_A_WORLD, Record, live, many
from infra.simulation.swarm import Swarm, none
from infra.simulation.world import simulated
from tests.simulation.planting import send_before_commit

JOURNEYS = 300
FIRST_SEED = 801
LIVED = {
    *("wrote_answer", "wrote_question", "wrote_thanks", "wrote_talk", "wrote_danger", "wrote_fever", "wrote_less"),
    *("wrote_stop", "wrote_start", "wrote_photo", "wrote_staff", "wrote_noise", "phone_changed_hands"),
    *("desk_acknowledge", "desk_close", "desk_note", "desk_assign", "desk_release", "desk_pause", "desk_resume"),
    *("desk_anchor", "desk_switch", "desk_withdraw", "desk_restore", "desk_complete", "desk_amend", "desk_write"),
    *("desk_mark", "clocks_changed", "odd_offset", "leap_day", "callback_before_the_answer"),
}


@pytest.fixture(scope="module")
def slice_of_worlds() -> Record:
    return many(JOURNEYS, FIRST_SEED, say=lambda _: None)


def test_every_law_holds_in_a_slice_of_worlds(slice_of_worlds: Record) -> None:
    assert slice_of_worlds.holds, "\n\n".join(slice_of_worlds.stories)


def test_the_slice_is_no_quiet_one(slice_of_worlds: Record) -> None:
    """Every fault there is was injected, and much was said and sent."""
    counts = slice_of_worlds.counts

    assert {one.name for one in fields(Swarm)} <= set(counts.faults)
    assert set(counts.lived) >= LIVED
    assert counts.journeys >= JOURNEYS
    assert counts.sent > 20 * JOURNEYS
    assert counts.replies > 5 * JOURNEYS
    assert counts.pages > JOURNEYS
    assert {"left", "too_late", "superseded", "before_enrollment", "ended"} <= set(counts.withheld)


def test_a_seed_gives_the_same_world_bit_for_bit_in_another_process() -> None:
    """Also where strings hash otherwise, so that no order of a set decides anything."""
    code = "from infra.simulation.running import live; one = live(9); print(one.digest, one.counts.commits)"

    told = {
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": hashes},
        ).stdout
        for hashes in ("1", "2")
    }

    here = live(9)
    assert told == {f"{here.digest} {here.counts.commits}\n"}


def test_a_world_without_faults_sends_what_is_due_and_repeats_nothing() -> None:
    whole = simulated(5, 6, swarm=none())
    whole.provider.dead_phones.clear()
    whole.run()
    counts = reckon(whole)

    assert not counts.bad
    assert not counts.faults
    assert counts.repeated_in_vain == 0
    assert counts.gave_up == 0
    assert counts.sent > 100


def test_a_broken_law_tells_all_that_is_needed_to_see_it_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    send_before_commit(monkeypatch)

    code = run(1, seed=1, worlds=3, seconds=None, workers=1, as_json=True)

    told = capsys.readouterr()
    story = told.err.split("\n\n")
    seed = story[0].split()[1].rstrip(",")
    events = story[2].splitlines()
    assert code == 1
    assert f"seed {seed}, 3 journeys, commit " in story[0]
    assert f"again: aftercare simulate --worlds 1 --seed {seed}" in story[0]
    assert "faults drawn: " in story[0]
    assert "uncommitted: " in story[1]
    assert events[0] == "the last events before the first of them:"
    assert sum(event[:2] == "20" for event in events) <= STORY_LINES
    assert events[-1].rstrip() != events[0]


def test_so_many_women_begin_as_were_asked_for_and_so_many_worlds_are_lived() -> None:
    begun = many(7, 3, say=lambda _: None)
    lived = many(1, 3, worlds=begun.worlds, say=lambda _: None)

    assert 7 <= begun.counts.journeys < 7 + JOURNEYS_A_WORLD
    assert lived.counts == begun.counts


def test_the_command_prints_every_count() -> None:
    ran = subprocess.run(  # noqa: S603 - our own words
        [Path(sys.executable).with_name("aftercare"), "simulate", "--journeys", "4", "--seed", "3", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(ran.stdout)
    assert set(BAD) <= set(told)
    assert sum(told[name] for name in BAD) == 0
    assert told["worlds"] == 2
    assert told["texts_due"] > 0
