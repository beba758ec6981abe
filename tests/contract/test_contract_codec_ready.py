"""What packaging reads off our values is what pydantic would read off them in the cloud."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.adapters import codec
from functions.adapters.codec import Undecodable, decode, encode
from functions.ports_access import Draft, Machine, Session, Staff
from functions.ports_erasing import BareConsent
from functions.roles import Role
from functions.sights import Audit, Card, Over, Said
from infra.package import ROOT
from infra.ready import schemas
from messages.hearing.reading import Intent
from messages.severity import Severity
from schedules.enrollment import Consent, Enrollment
from schedules.listing import listed
from schedules.text import TextState
from tests.contract.values import escalation, text
from tests.making import MONDAY, clinic, enrollment

ADAPTERS = ROOT / "functions" / "adapters"
CONSENT = Consent(method="staff", wording="consent-1.en", collected_by="ana", given_at=MONDAY, safe_phone=True)
VALUES = (
    Audit(at=MONDAY, author="desk", action="pause"),
    clinic(),
    enrollment(escalations=(escalation("esc-1", Severity.URGENT),)),
    escalation("esc-1", Severity.URGENT),
    text(),
    Card.of(enrollment()),
    Said.of(text()),
    listed(enrollment()),
    Over.of(escalation("esc-1", Severity.URGENT), enrollment()),
    Intent.CRISIS,
    TextState.SENT,
    BareConsent(consent=CONSENT, erased_at=MONDAY, left_at=None),
    Staff(staff_id="s", clinic_id="north", name="Ana", email="ana@north.example", role=Role.LEAD, invited_at=MONDAY),
    Machine(client_id="m", clinic_id="north", label="desk"),
    Session(key="k", clinic_id="north", staff_id="s", csrf="c", opened_at=MONDAY, seen_at=MONDAY),
    Draft(key="k", clinic_id="north", staff_id="s", path="/console/enroll", fields=(("a", "b"),), kept_at=MONDAY),
)

ALONE = """
import json, sys
from importlib import import_module
from pathlib import Path
from functions.adapters import codec

asked = json.load(sys.stdin)
codec.READY = Path(asked["ready"])
for name, raw in asked["told"].items():
    module, _, kind = asked["kinds"][name].rpartition(".")
    kind = getattr(import_module(module), kind)
    value = codec.decode(kind, raw)
    assert codec.decode(kind, codec.encode(value)) == value, kind
try:
    codec.decode(type(value), "{")
except codec.Undecodable:
    pass
assert "pydantic_core" not in sys.modules
alone = codec._core()
import pydantic, pydantic_core
assert pydantic_core.SchemaValidator is alone.SchemaValidator
assert pydantic.TypeAdapter(list[int]).validate_json("[1]") == [1]
"""


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As in an archive, where asking pydantic is an error."""
    (path := tmp_path / codec.READY.name).write_bytes(schemas.packed())
    monkeypatch.setattr(codec, "READY", path)
    forget()
    yield path
    forget()


def forget() -> None:
    for one in (codec._ready, codec._schema, codec._reader, codec._core):
        one.cache_clear()


def refuse(kind: Any) -> Any:
    raise AssertionError(f"pydantic was asked for {kind}")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_written_and_read_as_before(value: Any, ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(codec, "READY", ready.with_name("nowhere"))
        forget()
        written = encode(value)
    forget()
    monkeypatch.setattr(codec, "schema_by_pydantic", refuse)

    assert encode(value) == written
    assert decode(type(value), written) == value


def test_every_kind_the_adapters_read_is_made_ready() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in ADAPTERS.glob("*.py")]
    read = {name for tree in trees for name in kinds_in(tree)}

    assert read == {kind.__name__ for kind in schemas.KINDS}
    assert {type(value) for value in VALUES} == set(schemas.KINDS)


def test_what_an_older_release_did_not_know_takes_its_default(ready: Path) -> None:
    assert ready.exists()
    older = json.loads(encode(enrollment()))
    for name in ("anchors", "outcomes", "wake_at"):
        del older[name]

    read = decode(Enrollment, json.dumps(older))

    assert (read.anchors, read.outcomes, read.wake_at) == ({}, {}, None)


@pytest.mark.usefixtures("ready")
def test_what_cannot_be_read_is_still_told_without_her_words() -> None:
    with pytest.raises(Undecodable, match=r"^a stored Intent cannot be read by this release$"):
        decode(Intent, '"her words"')


def test_another_version_of_pydantics_core_is_left_alone(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "__version__", "0.0.0")
    ready.write_bytes(schemas.packed())
    forget()

    assert codec._ready() == {}


def test_the_core_alone_reads_and_writes_and_is_the_one_the_package_takes(ready: Path) -> None:
    """In a process of its own, as in a container: what is imported first decides."""
    told = {name: encode(value) for name, value in zip(map(str, range(len(VALUES))), VALUES, strict=True)}
    kinds = {name: codec.name_of(type(value)) for name, value in zip(told, VALUES, strict=True)}
    asked = {"ready": str(ready), "told": told, "kinds": kinds}

    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", ALONE], input=json.dumps(asked), capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert (done.returncode, done.stderr) == (0, "")


def kinds_in(tree: ast.AST) -> set[str]:
    """What `decode` is asked for."""
    return {
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "decode"
        and isinstance(node.args[0], ast.Name)
    }
