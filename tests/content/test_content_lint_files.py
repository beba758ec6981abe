"""A slip that keeps a file from being read is a named problem with file and key, and never a traceback."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from infra.cli import linting
from infra.content.coverage import tracks_of
from messages.facts import facts
from messages.lint_files import FACT_TRACKS, file_problems
from messages.lint_text import Problem
from schedules import lint_files as pathway_files

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("messages", "schedules"):
        left_out = shutil.ignore_patterns("__pycache__", "*.py", "*.bin", "hearing")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=left_out)
    return tmp_path


def found(copy: Path) -> list[Problem]:
    return [*file_problems(copy / "messages"), *pathway_files.file_problems(copy / "schedules")]


def test_what_is_shipped_can_be_read(copy: Path) -> None:
    assert found(copy) == []


@pytest.mark.parametrize(
    ("file", "change", "key", "said"),
    [
        ("messages/catalogue/es.toml", ('["heart.time"]\ntext = "', '["heart.time"]\ntext = '), "heart.time", "TOML"),
        ("messages/lint_words.toml", ("[kinds]", "[kinds"), "kinds", "TOML"),
        ("messages/catalogue/en.toml", ("# English", '["broken\n# English'), "broken", "cannot be read as TOML"),
        (
            "messages/catalogue/en.toml",
            ('["heart.time"]\ntext = ', '["heart.time"]\ntxt = '),
            "heart.time",
            "no 'text'",
        ),
        (
            "messages/catalogue/en.toml",
            ('["heart.time"]\ntext = "', '["heart.time"]\ntext = " " #'),
            "heart.time",
            "will not do",
        ),
        ("messages/catalogue/contract.toml", ('topic = "dates"', 'topic = "weather"'), "answer.due_date", "'weather'"),
        (
            "messages/catalogue/contract.toml",
            ('topic = "dates"', 'topics = "dates"'),
            "answer.due_date",
            "nobody reads",
        ),
        ("messages/facts.toml", ('basis = "stated"', 'basis = "heard"'), "body.bleed-duration", "'heard'"),
        ("messages/facts.toml", ('tracks = "miscarriage"', 'tracks = "some"'), "body.bleed-duration", "'some'"),
        ("messages/resources/us.toml", ("verified_on = 2026-11-21\nhours", "hours"), "us", "no 'verified_on'"),
        (
            "messages/resources/us.toml",
            ("verified_on = 2026-11-21\nhours", 'verified_on = "soon"\nhours'),
            "us",
            "'soon'",
        ),
        (
            "messages/resources/us.toml",
            ('confidence = "high"\nverified_on = 2026-11-21\nsources', 'confidence = "high"\nsources'),
            "us.support 1",
            "no 'verified_on'",
        ),
        ("messages/resources/us.toml", ('country = "us"', 'country = "uk"'), "us", "says it is of 'uk'"),
        ("messages/pages/water.toml", ("title =", "titel ="), "water.en", "no 'title'"),
        ("messages/pages/water.toml", ("topics = [", 'topics = ["weather", '), "water", "'weather'"),
        ("messages/phrases.toml", ('es = "una pérdida"', ""), "loss.neutral", "no 'es'"),
        ("schedules/pathways/late-waiting.1.toml", ('clock = "', 'clock = "tea'), "late-waiting", "'tea"),
        ("schedules/pathways/late-waiting.1.toml", ("day = 0", 'day = "first"'), "late-waiting", "'first'"),
        ("schedules/pathways/late-waiting.1.toml", ("safety = true", "saftey = true"), "late-waiting", "'saftey'"),
        ("schedules/pathways/late-waiting.1.toml", ("version = 1", "version = 2"), "late-waiting", "version 2"),
        ("schedules/pathways/late-waiting.1.toml", ("[[touchpoint]]", "[[touchpoint]"), "touchpoint", "TOML"),
        ("schedules/pathways/released.lock", ("late-waiting.1 ", "late-waiting.1"), "released.lock", "nobody can read"),
        ("schedules/topics.toml", ("numbness =", "numness ="), "topics", "'numness'"),
    ],
)
def test_a_slip_is_named_with_its_file_and_key(
    copy: Path, file: str, change: tuple[str, str], key: str, said: str
) -> None:
    whole = (copy / file).read_text("utf-8")
    assert change[0] in whole

    (copy / file).write_text(whole.replace(*change, 1), "utf-8")

    slips = found(copy)
    assert {one.file for one in slips} == {file}
    assert any(one.key.startswith(key) and said in one.said for one in slips), [str(one) for one in slips]


def test_a_file_that_is_gone_is_named(copy: Path) -> None:
    (copy / "messages/facts.toml").unlink()

    assert [(one.file, one.said) for one in found(copy)] == [("messages/facts.toml", "is missing")]


def test_what_cannot_be_read_is_said_alone(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    broken = copy / "messages/catalogue/es.toml"
    broken.write_text(broken.read_text("utf-8") + "[[", "utf-8")
    slips = file_problems(copy / "messages")
    monkeypatch.setattr("messages.lint_files.file_problems", lambda: slips)

    linted = linting.lint(date(2026, 12, 1))

    assert [one.file for one in linted.problems] == ["messages/catalogue/es.toml"]


def test_the_tracks_of_facts_are_those_coverage_knows() -> None:
    assert {row["tracks"] for row in facts().values()} <= FACT_TRACKS
    assert all(tracks_of(said) for said in FACT_TRACKS)


def test_a_program_reads_problems_and_notes() -> None:
    tree = linting.lint(date(2027, 12, 1)).as_tree()

    assert tree["problems"] == []
    assert {"stale", "draft"} == {row["rule"] for row in tree["notes"]}
    assert {"file", "key", "language", "rule", "said", "mend"} == set(tree["notes"][0])
    assert len(linting.noted(linting.lint(date(2026, 12, 1)).notes)) == 1
