"""Whole journeys as a clinician reads them: replayed through the real operations, and the same to the letter."""

import difflib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conversation.transcribing import FOLDER, STOPPED, NotATranscript, parse, replayed

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
HEAD = "track: early-medication\nlanguage: English\nzone: America/Chicago\nday 0: {day}\n\n"


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_the_journey_is_as_written(path: Path, request: pytest.FixtureRequest) -> None:
    before = path.read_text("utf-8")
    after = replayed(parse(before))
    if request.config.getoption("--rewrite", default=False):
        path.write_text(after, "utf-8")
        return

    difference = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{path.name} as written", f"{path.name} as it happens", lineterm=""
    )

    assert before == after, "\n".join(difference)
    assert STOPPED not in after


def test_only_what_she_and_staff_say_is_read() -> None:
    written = (
        "Day 2 · Wed 4 Mar 09:00\n  Clinic> hello\n    there\n  She> is this\n    normal\n"
        "  (escalation: soon, unsure, open)\n  Staff> desk: close all\n  On call> nurse: hello\n"
    )

    script = parse(HEAD.format(day="Mon 2 Mar 2026") + written)

    assert [(one.who, one.words) for one in script.said] == [("She", "is this normal"), ("Staff", "desk: close all")]


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    script = parse(HEAD.format(day="Sat 7 Mar 2026") + "Day 1 · Sun 8 Mar 02:30\n  She> hello\n")

    with pytest.raises(NotATranscript, match="does not exist"):
        replayed(script)


def test_a_time_that_comes_twice_is_told_apart() -> None:
    first, second = "Day 1 · Sun 1 Nov 01:30 (CDT)\n  She> hello\n\n", "Day 1 · Sun 1 Nov 01:30 (CST)\n  She> hello\n"

    script = parse(HEAD.format(day="Sat 31 Oct 2026") + first + second)
    instants = [script.local(one.day, one.at, one.fold) for one in script.said]

    assert instants[1] - instants[0] == timedelta(hours=1)
    assert {first.splitlines()[0], second.splitlines()[0]} <= set(replayed(script).splitlines())


def test_a_head_that_says_too_little_is_refused() -> None:
    with pytest.raises(NotATranscript, match="day 0"):
        parse("track: early-medication\nlanguage: English\nzone: America/Chicago\n")
