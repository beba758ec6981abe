"""Every template of the console, whatever it shows: nothing inline, a token in every form, a label for every field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).parent.parent.parent / "functions/templates/console").glob("*.html"))
INLINE = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.?js:", re.IGNORECASE)
POSTED = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.{0,200})", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline_since_the_policy_of_every_page_forbids_it(path: Path) -> None:
    assert INLINE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_shown_unescaped(path: Path) -> None:
    assert re.findall(r"\|\s*safe|autoescape false|Markup", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_changes_something_bears_its_token(path: Path) -> None:
    assert all("csrf" in begun for begun in POSTED.findall(path.read_text("utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_attribute_is_written_as_a_value_whose_quotes_would_be_escaped(path: Path) -> None:
    assert re.findall(r"\{\{ ?'[^'}]*=\"", path.read_text("utf-8")) == []


def test_whoever_signs_out_while_something_is_typed_is_asked_first() -> None:
    signing_out = [
        form
        for path in TEMPLATES
        for form in re.findall(r"<form[^>]*>", path.read_text("utf-8"))
        if 'action="/console/sign-out' in form
    ]

    assert len(signing_out) == 2
    assert all("data-leaves" in form for form in signing_out)
    assert "form.dataset.leaves" in (TEMPLATES[0].parents[2] / "static" / "console.js").read_text("utf-8")
