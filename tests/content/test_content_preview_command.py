"""The preview's command line, as a clinic's manual would give it: as JSON, as a page printed, as a page in a file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.cli.app import app

LINE = (
    *("preview", "--loss", "early", "--management", "medication", "--lang", "es"),
    *("--zone", "America/Chicago", "--anchor", "2026-03-01", "--topics", "intimacy"),
)


def said(*more: str) -> str:
    done = CliRunner().invoke(app, [*LINE, *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_as_json_each_text_has_its_time_touchpoint_kind_words_price_and_facts() -> None:
    found = json.loads(said("--json"))

    assert found
    for row in found:
        assert row.keys() >= {"at_local", "touchpoint", "kind", "text", "segments", "encoding", "facts"}


@pytest.mark.parametrize("flags", [("--html",), ()])
def test_a_page_goes_into_the_file_that_is_named(tmp_path: Path, flags: tuple[str, ...]) -> None:
    file = tmp_path / "booklet.html"

    said(*flags, str(file))

    assert file.read_text("utf-8").startswith("<!doctype html>")


def test_a_page_without_a_file_is_printed() -> None:
    assert said("--html").startswith("<!doctype html>")
