"""The house: imports run one way, the core touches nothing outside itself, nothing happens at import."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("messages", "schedules", "functions", "infra")
"""Each may import the ones before it."""
PURE = ("messages", "schedules")
FORBIDDEN_IN_CORE = {"os", "random", "secrets", "socket", "subprocess", "urllib", "requests", "http", "threading"}
PROVIDERS = {"boto3", "botocore", "twilio"}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    later = ROOMS[ROOMS.index(room_of(path)) + 1 :]

    assert {name for name in imports_of(path) if name.split(".")[0] in later} == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in PURE], ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_core_uses_the_standard_library_alone_and_nothing_of_the_world(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports_of(path)}

    assert tops <= sys.stdlib_module_names | set(PURE)
    assert tops & FORBIDDEN_IN_CORE == set()


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in PURE], ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_core_never_reads_the_clock(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}

    assert called & {"now", "today", "utcnow", "monotonic", "time_ns"} == set()


def test_the_provider_and_aws_appear_only_in_the_adapters() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if room_of(path) != "infra" and PROVIDERS & {name.split(".")[0] for name in imports_of(path)}
    }

    assert all(user.startswith("functions/adapters/") for user in users)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_happens_at_import(path: Path) -> None:
    """A module's own level defines and assigns; it does not loop, open, print or run."""
    body = ast.parse(path.read_text("utf-8")).body
    doing = (ast.For, ast.While, ast.With, ast.Try)

    assert [node.lineno for node in body if isinstance(node, doing)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_small_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
