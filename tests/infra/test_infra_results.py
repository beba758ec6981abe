"""What a function gives in an archive is what it gives in a checkout, and found there without making it."""

import ast
import pickle
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from infra.package import ROOT
from infra.ready import results
from infra.ready.results import Result, read_back
from messages.hearing.grouped import Grouped

Compiled = Callable[[str, Path], Any]
ALL = list(results.results())
WRITERS = next(one for one in ALL if one.function == "writers_of")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("code")
    for module in results.GIVES:
        (made / module).parent.mkdir(parents=True, exist_ok=True)
        (made / module).write_bytes((ROOT / module).read_bytes())
    results.make(made)
    return made


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """A module as in an archive that lies there."""

    def there(module: str, beside: Path) -> Any:
        made = ModuleType("compiled")
        made.__file__ = str(beside / Path(module).name)
        monkeypatch.setitem(sys.modules, "compiled", made)
        tree = read_back(ast.parse((ROOT / module).read_text("utf-8")), module)
        exec(compile(tree, made.__file__, "exec"), made.__dict__)  # noqa: S102 - our own
        return made

    return there


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.file)
def test_it_is_found_beside_its_module(one: Result, folder: Path, compiled: Compiled) -> None:
    made = compiled(one.module, (folder / one.module).parent)
    arguments = [getattr(made, given.__name__) if callable(given) else given for given in one.arguments]

    assert getattr(made, one.function)(*arguments) == one.given()
    assert (folder / one.module).with_name(one.file).is_file()


def test_what_is_found_is_not_made(tmp_path: Path, compiled: Compiled) -> None:
    (tmp_path / WRITERS.file).write_bytes(pickle.dumps({"found": 1}))

    assert compiled(WRITERS.module, tmp_path).writers_of() == {"found": 1}


def test_what_is_not_found_is_made(tmp_path: Path, compiled: Compiled) -> None:
    (tmp_path / "vocabulary.txt").write_bytes((ROOT / WRITERS.module).with_name("vocabulary.txt").read_bytes())

    module = compiled(WRITERS.module, tmp_path)
    module.__package__ = "messages.hearing"

    assert module.writers_of() == WRITERS.given()


@pytest.mark.parametrize("module", results.GIVES)
def test_every_function_that_is_named_is_there_and_keeps_what_it_gives(module: str) -> None:
    names = vars(import_module(module.removesuffix(".py").replace("/", ".")))

    assert all(hasattr(names[function], "cache_info") for function in results.GIVES[module])


def test_every_other_module_stays_as_it_is() -> None:
    name = "schedules/enrollment.py"
    source = (ROOT / name).read_text("utf-8")

    assert ast.dump(read_back(ast.parse(source), name)) == ast.dump(ast.parse(source))


def test_grouped_words_are_looked_up_as_in_a_dictionary() -> None:
    given = WRITERS.given()
    grouped = Grouped.of(given)

    assert grouped == given
    assert len(grouped) == len(given)
    assert [grouped[word] for word in given] == [*given.values()]
    assert all(word in grouped and grouped.get(word, 0) == number for word, number in given.items())
    assert (grouped.get("xqzzv", 0), grouped.get(""), "xqzzv" in grouped) == (0, None, False)
    with pytest.raises(KeyError):
        grouped["xqzzv"]
