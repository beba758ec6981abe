"""Labelled texts: a line that nobody has read yet is never trained on."""

import json
from pathlib import Path

import pytest

from infra.training.corpus import BadText, labelled_file
from messages.hearing.reading import Intent

LINE = {"id": "a1", "lang": "en", "text": "is a swim ok", "label": "question"}


def written(folder: Path, **more: object) -> Path:
    path = folder / "marked.jsonl"
    path.write_text(json.dumps({**LINE, **more}), "utf-8")
    return path


@pytest.mark.parametrize("reviewed", [False, None, "no", "true", 0, 1])
def test_a_line_nobody_has_read_is_refused_and_says_how_to_mend_it(tmp_path: Path, reviewed: object) -> None:
    with pytest.raises(BadText, match=r"marked.jsonl line 1: .*take out every name.*set \"reviewed\" to true"):
        labelled_file(written(tmp_path, reviewed=reviewed))


@pytest.mark.parametrize("more", [{}, {"reviewed": True}])
def test_a_line_that_was_read_or_was_never_exported_is_taken(tmp_path: Path, more: dict[str, object]) -> None:
    assert [row.label for row in labelled_file(written(tmp_path, **more))] == [Intent.QUESTION]
