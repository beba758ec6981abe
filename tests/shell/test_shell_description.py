"""The description of the API is one that a stranger's generator can read, and says all that a caller meets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from typer.testing import CliRunner

from functions.api.describing import described
from functions.api.models.form import Condition, Loss, Treatment
from functions.api.table import operations
from functions.operations.enrollment_form import EXCLUDED
from infra.cli.app import app
from schedules.pathways import released
from tests.shell.remembered import remembered

Node = dict[str, Any]
EVERY = [
    pytest.param(one, id=one["operationId"]) for methods in described()["paths"].values() for one in methods.values()
]


def nodes(value: Any) -> Iterator[Node]:
    """Every object of a document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


def contents(one: Node) -> Iterator[tuple[str, Node]]:
    yield from one.get("requestBody", {}).get("content", {}).items()
    for answer in one["responses"].values():
        yield from answer.get("content", {}).items()


def test_it_is_openapi_3_1() -> None:
    assert described()["openapi"] == "3.1.0"
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(described())] == []


def test_every_reference_leads_somewhere_and_nothing_is_left_over() -> None:
    named = {node["$ref"].rpartition("/")[2] for node in nodes(described()) if "$ref" in node}

    assert named == set(described()["components"]["schemas"])


def test_every_operation_has_a_name_of_its_own_and_is_routed() -> None:
    names = [one["operationId"] for methods in described()["paths"].values() for one in methods.values()]

    assert len(names) == len(set(names))
    assert set(names) == {one.name for one in operations() if one.is_described}


@pytest.mark.parametrize("one", EVERY)
def test_an_operation_says_what_it_does_who_may_and_how_it_fails(one: Node) -> None:
    assert one["summary"]
    assert len(one["description"]) > len(one["summary"])
    assert one["security"] == [] or "may" in one["description"]
    failing = {status: answer for status, answer in one["responses"].items() if status >= "400"}
    assert {"422", "500", "503"} <= set(failing)
    for answer in failing.values():
        assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


@pytest.mark.parametrize("one", EVERY)
def test_every_body_has_an_example_that_its_schema_allows(one: Node) -> None:
    for kind, content in contents(one):
        assert "example" in content, kind
        schema = {**content["schema"], "components": described()["components"]}
        if "json" in kind:
            assert [str(error) for error in jsonschema_rs.iter_errors(schema, content["example"])] == []


@pytest.mark.parametrize("one", EVERY)
def test_every_parameter_is_explained(one: Node) -> None:
    assert all(parameter["description"] for parameter in one.get("parameters", ()))


def test_what_may_be_chosen_is_what_there_is() -> None:
    keys = {key.partition("-")[::2] for key, _ in released()}

    assert (set(get_args(Loss)), set(get_args(Treatment))) == tuple(map(set, zip(*keys, strict=True)))
    assert set(get_args(Condition)) == set(EXCLUDED)


def test_the_command_and_the_address_say_the_same_to_everybody(tmp_path: Path) -> None:
    out = tmp_path / "openapi.json"

    CliRunner().invoke(app, ["openapi", "--out", str(out)])

    with remembered() as world:
        status, told = world.without_token().call("GET", "/v1/openapi.json", None)
    assert (status, told) == (200, json.loads(out.read_text("utf-8")))
