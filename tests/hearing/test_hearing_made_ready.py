"""What packaging makes ready is what reading it plainly gives: another hearing in the cloud would be a missed cry."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from infra.package import OURS, ROOT
from infra.ready import data, hearing
from messages.hearing import made_patterns, patterns
from messages.hearing.packaged import packaged
from messages.hearing.rules import RULES, rules_written, sign_rules
from messages.packaged import READY, made_ready, table

FILES = sorted(
    path for room in OURS for path in (ROOT / room).rglob("*.toml") if not path.name.startswith(data.NEVER_READ)
)


@pytest.fixture(scope="module")
def met() -> hearing.Patterns:
    return hearing.met()


def test_a_pattern_read_back_is_the_one_compiled(met: hearing.Patterns, tmp_path: Path) -> None:
    (path := tmp_path / made_patterns.FILE).write_bytes(hearing.packed(met))
    made = made_patterns.made_in(path)

    assert [key for key, one in met.items() if made.pattern(key, called=one.pattern) != one] == []


def test_every_pattern_with_a_gate_is_made_ready(met: hearing.Patterns) -> None:
    assert patterns.needs_by_key().keys() <= met.keys()


def test_what_was_not_made_ready_is_compiled(met: hearing.Patterns, tmp_path: Path) -> None:
    (path := tmp_path / made_patterns.FILE).write_bytes(hearing.packed({}))

    assert all(made_patterns.made_in(path).pattern(key, called=key) is None for key in met)


def test_what_another_python_made_is_left_alone(met: hearing.Patterns, tmp_path: Path) -> None:
    key, one = next(iter(met.items()))
    (path := tmp_path / made_patterns.FILE).write_bytes(b"another " + hearing.packed({key: one}))

    assert made_patterns.made_in(path).pattern(key, called=key) is None


def test_another_word_in_a_list_of_the_file_is_another_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    before = patterns.key_of("<lead> stop", "intents.toml")
    lists = {"words": {**packaged("intents.toml")["words"], "lead": "please"}}
    patterns._word_lists.cache_clear()
    monkeypatch.setattr(patterns, "packaged", lambda _: lists)

    assert patterns.key_of("<lead> stop", "intents.toml") != before

    patterns._word_lists.cache_clear()


def test_rules_and_gates_are_those_that_are_written(tmp_path: Path) -> None:
    hearing.make(tmp_path)

    rules = made_ready(str(tmp_path / "beside.py"), RULES)
    gates = made_ready(str(tmp_path / "beside.py"), patterns.GATES_FILE)

    assert rules == tuple(replace(rule, examples=()) for rule in rules_written())
    assert gates is not None
    assert [one.key for rule in rules for one in rule.says] == [one.key for rule in sign_rules() for one in rule.says]
    assert {(need, key) for need, keys in gates.items() for key in keys} == {
        (need, key) for key, needs in patterns.needs_by_key().items() for need in needs
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_parsed_data_is_the_file_parsed(path: Path, tmp_path: Path) -> None:
    (copy := tmp_path / path.name).write_bytes(path.read_bytes())
    data.make(tmp_path)

    assert copy.with_name(f"{path.name}{READY}").exists()
    assert table(str(tmp_path / "beside.py"), path.name) == tomllib.loads(path.read_text("utf-8"))
