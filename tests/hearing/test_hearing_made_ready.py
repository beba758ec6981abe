"""What packaging makes ready is what reading it plainly gives: another hearing in the cloud would be a missed cry."""

import pickle
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.package import OURS, ROOT
from infra.ready import data, hearing
from infra.training import gating
from messages.hearing import made_patterns, patterns, rules, several
from messages.hearing.packaged import packaged
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


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A module's `__file__` where everything of hearing lies made ready."""
    folder = tmp_path_factory.mktemp("hearing")
    hearing.make(folder)
    return str(folder / "beside.py")


def test_gates_are_those_that_are_written(beside: str) -> None:
    opens, every = made_ready(beside, patterns.GATES_FILE) or ({}, "")

    assert {(need, key) for need, keys in opens.items() for key in keys.split()} == {
        (need, key) for key, needs in patterns.needs_by_key().items() for need in needs
    }
    assert set(every.split()) == patterns.needs_by_key().keys()


def test_rules_are_those_that_are_written(beside: str) -> None:
    places, kept = made_ready(beside, rules.RULES) or ({}, ())
    read_back = [pickle.loads(raw) for raw in kept]  # noqa: S301 - our own

    assert read_back == [replace(rule, examples=()) for rule in rules.sign_rules()]
    assert places == rules.places_of(rules.sign_rules())
    assert [one.key for rule in read_back for one in rule.says] == [
        one.key for rule in rules.sign_rules() for one in rule.says
    ]


@pytest.fixture
def forgotten() -> Iterator[None]:
    yield
    for one in (rules._kept, rules._read, several._keys_ready):
        one.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_a_row_of_patterns_has_the_keys_it_would_make(beside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [*gating.rows()]
    written = [several.keys_of(row) for row in made]

    monkeypatch.setattr(several, "__file__", beside)
    monkeypatch.setattr(several, "keys_of", None)
    several._keys_ready.cache_clear()

    assert [row.keys for row in made] == written


@pytest.mark.usefixtures("forgotten")
def test_a_text_opens_the_same_rules_where_they_are_made_ready(beside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = patterns.opened_by(" i passed out and there is blood everywhere ")
    written = [rule.id for rule in rules.rules_opened(opened)]

    monkeypatch.setattr(rules, "__file__", beside)
    rules._kept.cache_clear()
    read_back = [rule.id for rule in rules.rules_opened(opened)]

    assert rules._kept() is not None
    assert read_back == written
    assert 0 < len(written) < len(rules.sign_rules())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_parsed_data_is_the_file_parsed(path: Path, tmp_path: Path) -> None:
    (copy := tmp_path / path.name).write_bytes(path.read_bytes())
    data.make(tmp_path)

    assert copy.with_name(f"{path.name}{READY}").exists()
    assert table(str(tmp_path / "beside.py"), path.name) == tomllib.loads(path.read_text("utf-8"))
