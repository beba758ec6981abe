"""`make bench`: each figure can be measured, on sizes too small to time anything."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.bench import costs, effort, growth, page, starts, trips
from infra.bench.configuration import batch_size, functions, workers_max
from infra.bench.drain import Minute, Pace, counted
from infra.bench.facts import a_callback, an_urgent_reply
from infra.bench.figures import Figure, markdown
from infra.bench.first_events import EVENTS
from infra.bench.journey import lived
from infra.bench.metering import item_bytes
from infra.bench.prices import Charged, prices
from infra.bench.wire import TWILIO, OffTheTape, Player, dumped, loaded
from messages.language import Language

PACE = Pace(text=0.1, stale=0.01, workers=5, at_once=10, due_max=2000)


def test_a_fact_is_lived_again_from_its_tape_and_held_against_the_same_calls_bare() -> None:
    figure = effort.measured(a_callback, rounds=1, repeats=2)

    assert figure.key == "effort-callback"
    assert figure.value > 0


def test_a_tape_is_the_same_after_it_was_written_down_and_says_when_it_is_over() -> None:
    with an_urgent_reply() as fact:
        player = Player(loaded(dumped(fact.tape)))

    assert loaded(dumped(fact.tape)) == fact.tape
    assert {one.service for one in fact.tape} == {"dynamodb", TWILIO}
    for _ in fact.tape:
        player("POST", "https://example.org", None)
    with pytest.raises(OffTheTape):
        player("POST", "https://example.org", None)


def test_the_answer_to_danger_is_the_first_text_and_waits_for_four_calls_at_most() -> None:
    assert {one.key: one.holds for one in trips.figures()} == {"trips-aws": True, "trips-twilio": True}


def test_a_function_starts_in_a_process_of_its_own_and_answers() -> None:
    figures = {one.key: one for one in starts.figures(rounds=1, functions=frozenset({"pages"}))}

    assert figures.keys() == {"start-pages", "memory-pages"}
    assert 10 < figures["memory-pages"].value < 512


def test_every_function_that_is_deployed_has_a_first_event() -> None:
    assert EVENTS.keys() == functions().keys()


@pytest.mark.parametrize(
    ("due", "minutes_min", "minutes_max"),
    [(1, 0, 0.01), (2_000, 0.06, 0.1), (100_000, 3.3, 7)],
)
def test_a_crowd_is_drained_as_fast_as_workers_and_minutes_allow(
    due: int, minutes_min: float, minutes_max: float
) -> None:
    minutes = Minute(pace=PACE, due=due).drained() / 60

    assert max(minutes_min, PACE.ideal(due) / 60) <= minutes <= minutes_max


def test_the_pace_comes_from_the_real_wake_and_from_the_deployment() -> None:
    pace = counted()

    assert pace.text > 0.120 > pace.stale > 0
    assert (pace.workers, batch_size("advance")) == (workers_max("advance"), 1)


def test_calls_do_not_grow_with_those_who_sleep() -> None:
    few, many = growth.grown(10), growth.grown(3_000)

    assert (few.tick, few.text) == (many.tick, many.text)
    assert few.text.writes == 2


def test_items_are_metered_as_they_are_stored_and_a_patient_has_her_price() -> None:
    with lived("partner-support", Language.ENGLISH) as (journey, stage):
        stored: list[dict[str, Any]] = stage.world.store._table._client.scan(TableName="aftercare")["Items"]  # type: ignore[attr-defined]
    bill = costs.bill(journey)

    assert sorted(map(item_bytes, stored)) == sorted(map(item_bytes, journey.meter.items))
    assert journey.texts == bill.texts >= 4
    assert 0 < bill.aws < bill.carrier
    assert {one.key for one in costs.figures([bill])} >= {"write-units", "aws-dollars"}
    assert "partner-support" in costs.markdown([bill])


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    item = {"pk": {"S": "é"}, "n": {"N": "1234"}, "l": {"L": [{"S": "ab"}]}, "b": {"BOOL": True}}

    assert item_bytes(item) == (2 + 2) + (1 + 4) + (1 + 3 + 1 + 2) + (1 + 1)


@pytest.mark.parametrize("charged", list(Charged))
def test_every_price_is_dated_and_has_a_source(charged: Charged) -> None:
    price = prices()[charged]

    assert price.dollars > 0
    assert price.source.startswith("https://")
    assert price.confidence in {"H", "M", "L"}
    assert re.fullmatch(r"20\d\d(-\d\d){0,2}", price.verified_on)
    assert int(price.verified_on[:4]) <= date.today().year  # noqa: DTZ011 - a year is enough


def test_the_page_changes_between_its_markers_alone(tmp_path: Path) -> None:
    kept = tmp_path / "page.md"
    kept.write_text("before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter\n", "utf-8")
    figure = Figure(key="k", name="a measure", value=2, unit="x", target=1.5, note="two \\1")

    page.write({"figures": markdown([figure])}, kept)

    text = kept.read_text("utf-8")
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| a measure | 2 x | at most 1.50 x | not reached | two \\1 |" in text
    with pytest.raises(LookupError):
        page.write({"other": ""}, kept)


def test_the_page_of_this_project_holds_every_figure_of_a_whole_run_and_each_target_is_reached() -> None:
    text = page.PAGE.read_text("utf-8")

    for words in (
        *("processor: ", "urgent reply: calls to AWS", "urgent reply: calls to Twilio", "cold start: ", "memory: "),
        *("archive without boto3", "10,000 texts", "100,000 texts", "reads and writes a minute"),
        *(
            "reads and writes a text",
            "write units a text",
            "AWS, a patient",
            "carrier, a patient",
            "console: first load",
        ),
    ):
        assert f"| {words}" in text
    assert "| not reached |" not in text
    assert re.search(r"Made by `make bench` on 20\d\d-\d\d-\d\d, at [0-9a-f]{7,}", text)
