"""Law: whatever the core calls a matter, the console and the API find it under that name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions import console
from functions.api.parameters import EscalationId
from functions.web.now_pages import DONE_WORDS
from functions.web.routes import find
from schedules.draft import Draft
from schedules.pathways import pathway, released
from tests.making import enrollment, program
from tests.shell.browsing import front

SCHEDULES = Path(__file__).parents[2] / "schedules"
NAMING = {"escalate", "page_for", "_screen"}
"""Whose `key` becomes the id of a matter."""
SID = "S" * 64
"""The longest that is kept of a provider's id."""
TOUCHPOINT = max((one.key for key, version in released() for one in pathway(key, version).touchpoints), key=len)


def silence_of(touchpoint: str) -> str:
    return Draft(program=program(), now=enrollment().acted_at, enrollment=enrollment(replanned=1234)).silence_of(
        touchpoint
    )


STANDS_FOR = {
    "cause": SID,
    "doubt.escalation_id": f"e-{SID}",
    "draft.enrollment.version": "1234567",
    "draft.silence_of(question.touchpoint)": silence_of(TOUCHPOINT),
    "draft.silence_of(touchpoint.key)": silence_of(TOUCHPOINT),
    "fact.sid": SID,
    "flight.text_id": f"{SID}-question",
}
"""The longest of each part. A part that is not here yet is a new kind of id: say how long it may be."""


def keys_in_code() -> Iterator[ast.expr]:
    for source in sorted(SCHEDULES.glob("*.py")):
        for function in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                yield from keys_in(function)


def keys_in(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """As they are written there; a key that was handed on is found where it was made."""
    nodes = list(ast.walk(function))
    calls = [one for one in nodes if isinstance(one, ast.Call) and ast.unparse(one.func) in NAMING]
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "key"]
    if any(ast.unparse(one) == "key" for one in given):
        yield from (one.value for one in nodes if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "key")
    yield from (one for one in given if ast.unparse(one) != "key")


def made_of(key: ast.expr) -> str:
    if not isinstance(key, ast.JoinedStr):
        return STANDS_FOR[ast.unparse(key)]
    parts = [
        str(one.value) if isinstance(one, ast.Constant) else STANDS_FOR[ast.unparse(one.value)]
        for one in key.values
        if isinstance(one, ast.Constant | ast.FormattedValue)
    ]
    return "".join(parts)


def ids() -> list[str]:
    named = {f"e-{made_of(key)}" for key in keys_in_code()}
    silent = {f"e-{silence_of(one.key)}" for key, version in released() for one in pathway(key, version).touchpoints}
    return sorted(named | silent | {"e-test-1764446400", f"e-on-call-{'n' * 40}-1234567"})


@pytest.mark.parametrize("escalation_id", ids())
def test_every_matter_the_core_can_name_is_found_by_the_console_and_the_api(escalation_id: str) -> None:
    with front():
        found = {name: find(console.routes(), "POST", path_of(escalation_id, name)) for name in DONE_WORDS}

    assert {name: one[1]["escalation"] for name, one in found.items() if one} == dict.fromkeys(
        DONE_WORDS, escalation_id
    )
    assert any(re.fullmatch(pattern, escalation_id) for pattern in api_patterns())


def path_of(escalation_id: str, name: str) -> str:
    return f"/console/matters/e4f0c2a9d1b7e83650f1/{escalation_id}/{name}"


def api_patterns() -> list[str]:
    said = [getattr(one, "pattern", None) for one in EscalationId.__metadata__[0].metadata]  # type: ignore[attr-defined]
    return [pattern for pattern in said if pattern]
