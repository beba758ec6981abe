"""Law: in worlds where everything goes wrong nothing is lost, doubled or late, and a seed says it all."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from infra.simulation.reckoning import BAD, reckon
from infra.simulation.running import Record, live, many
from infra.simulation.swarm import Swarm, none
from infra.simulation.world import simulated

JOURNEYS = 300
FIRST_SEED = 401


@pytest.fixture(scope="module")
def slice_of_worlds() -> Record:
    return many(JOURNEYS, FIRST_SEED, say=lambda _: None)


def test_every_law_holds_in_a_slice_of_worlds(slice_of_worlds: Record) -> None:
    assert slice_of_worlds.holds, "\n\n".join(slice_of_worlds.stories)


def test_the_slice_is_no_quiet_one(slice_of_worlds: Record) -> None:
    """Every fault there is was injected, and much was said and sent."""
    counts = slice_of_worlds.counts

    assert {one.name for one in fields(Swarm)} <= set(counts.faults)
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
