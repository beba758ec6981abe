"""Our values written out, as an archive's bytecode has them, are what `dataclass` makes of them."""

import ast
import copy
import json
import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from infra.package import ROOT, our_files
from infra.ready.bytecode import bytecode
from infra.ready.making import compile_ours
from infra.ready.values import written_out

SAMPLE = '''
"""A module of values."""

from __future__ import annotations

from dataclasses import dataclass, field

HELD = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """With everything a field may say."""

    name: str
    secret: str = field(repr=False)
    age: int = 30
    marks: list[int] = field(default_factory=lambda: [1])
    seen: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        HELD.append(self.name)

    @property
    def is_old(self) -> bool:
        return self.age > 90


@dataclass(frozen=True, slots=True)
class Place:
    x: int
    y: int = 0


@dataclass(slots=True)
class Draft:
    count: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Itself:
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Ordered:
    rank: int
    name: str = field(default="", compare=False)


@dataclass(frozen=True)
class Parent:
    less: int = 0

    def __repr__(self) -> str:
        return "parent"


@dataclass(frozen=True)
class Child(Parent):
    more: int = 1
'''
DESCRIBE = """
import importlib, inspect, json, sys
from dataclasses import MISSING, fields
from pathlib import Path

def told(kind):
    parameters = inspect.signature(kind).parameters.values()
    return {
        "arguments": [f"{one.kind} {str(one.replace(annotation=inspect.Parameter.empty))}" for one in parameters],
        "fields": [
            [one.name, str(one.type), repr(one.default) if one.default is not MISSING else "none",
             one.default_factory is MISSING, one.kw_only, one.repr, one.compare, one.init]
            for one in fields(kind)
        ],
        "matched": kind.__match_args__,
        "slots": getattr(kind, "__slots__", None),
        "has_hash": kind.__hash__ is not None,
        "is_itself": kind.__eq__ is object.__eq__,
        "is_frozen": kind.__setattr__ is not object.__setattr__,
        "is_documented": bool(kind.__doc__),
    }

folder, found, written = Path(sys.argv[1]), {}, 0
for path in sorted(folder.rglob("*.py")):
    name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    for kind in vars(module).values():
        if isinstance(kind, type) and kind.__module__ == name and hasattr(kind, "__dataclass_fields__"):
            found[f"{name}.{kind.__qualname__}"] = told(kind)
            written += hasattr(kind, "__compared__")
print(json.dumps([found, written], sort_keys=True))
"""


def sample(rewritten: bool, monkeypatch: pytest.MonkeyPatch) -> Any:
    module = ModuleType("sample")
    monkeypatch.setitem(sys.modules, "sample", module)
    tree = ast.parse(SAMPLE)
    exec(compile(written_out(tree) if rewritten else tree, "sample.py", "exec"), module.__dict__)  # noqa: S102
    return module


@pytest.fixture(params=[False, True], ids=["dataclass", "written out"])
def kinds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    return sample(request.param, monkeypatch)


def test_the_sample_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sample(True, monkeypatch)

    written = {name for name, kind in vars(made).items() if isinstance(kind, type) and hasattr(kind, "__compared__")}
    assert written == {"Person", "Place", "Draft", "Nothing", "Ordered"}


def test_a_value_has_its_fields_and_its_defaults(kinds: Any) -> None:
    ada, bea = kinds.Person(name="Ada", secret="s"), kinds.Person(name="Bea", secret="s", marks=[2], age=91)

    assert (ada.age, ada.marks, ada.seen, ada.is_old) == (30, [1], None, False)
    assert (bea.age, bea.marks, bea.is_old) == (91, [2], True)
    assert ada.marks is not kinds.Person(name="Ada", secret="s").marks
    assert kinds.HELD == ["Ada", "Bea", "Ada"]
    assert [one.name for one in fields(ada)] == ["name", "secret", "age", "marks", "seen"]
    assert not hasattr(ada, "__dict__")


def test_what_is_missing_or_unknown_is_refused(kinds: Any) -> None:
    for wrong in ({"name": "Ada"}, {"name": "Ada", "secret": "s", "other": 1}):
        with pytest.raises(TypeError):
            kinds.Person(**wrong)
    with pytest.raises(TypeError):
        kinds.Person("Ada", "s")


def test_a_secret_is_not_shown(kinds: Any) -> None:
    assert repr(kinds.Person(name="Ada", secret="s")) == "Person(name='Ada', age=30, marks=[1], seen=None)"
    assert repr(kinds.Nothing()) == "Nothing()"


def test_equal_values_are_equal_and_hash_alike(kinds: Any) -> None:
    one = kinds.Person(name="Ada", secret="s", marks=(), seen="today")

    assert one == kinds.Person(name="Ada", secret="s", marks=(), seen=None)
    assert hash(one) == hash(replace(one, seen=None))
    assert one != replace(one, age=31)
    assert kinds.Place(1) != (1, 0)
    assert kinds.Nothing() == kinds.Nothing() != kinds.Place(1)
    assert kinds.Itself(name="a") != kinds.Itself(name="a")
    with pytest.raises(TypeError):
        hash(kinds.Draft())


def test_a_frozen_value_stays_as_it_is(kinds: Any) -> None:
    one = kinds.Person(name="Ada", secret="s")

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        one.name = "Bea"
    with pytest.raises((AttributeError, TypeError)):
        one.other = "Bea"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name
    draft = kinds.Draft()
    draft.count += 1
    assert draft == kinds.Draft(count=1)


def test_a_value_is_copied_pickled_replaced_and_matched(kinds: Any) -> None:
    one = kinds.Person(name="Ada", secret="s", marks=[3])

    assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == copy.deepcopy(one) == one  # noqa: S301 - our own
    assert replace(one, age=1).age == 1
    match kinds.Place(1, 2):
        case kinds.Place(x, y):
            assert (x, y) == (1, 2)
    assert kinds.Child(1).more == 1


def test_values_have_an_order_where_it_is_asked_for(kinds: Any) -> None:
    one, two = kinds.Ordered(1, "b"), kinds.Ordered(2, "a")

    assert sorted([two, one]) == [one, two]
    assert (one < two, one <= two, one > two, one >= two) == (True, True, False, False)
    assert one <= kinds.Ordered(1, "c")
    with pytest.raises(TypeError):
        _ = one < 2
    with pytest.raises(TypeError):
        _ = kinds.Place(1) < kinds.Place(2)


def test_every_value_of_ours_is_told_as_dataclass_tells_it(tmp_path: Path) -> None:
    code, cache = tmp_path / "code", tmp_path / "cache"
    for name, path in our_files(ROOT):
        (code / name).parent.mkdir(parents=True, exist_ok=True)
        (code / name).write_bytes(path.read_bytes())
    compile_ours(code, cache=cache)

    plain, written = (described(code, prefix) for prefix in (tmp_path / "none", cache))

    assert written[0] == plain[0]
    assert plain[1] == 0
    assert written[1] > 0.9 * len(plain[0]) > 200


def described(code: Path, cache: Path) -> tuple[dict[str, Any], int]:
    told = {**os.environ, "PYTHONPATH": str(code), "PYTHONPYCACHEPREFIX": str(cache), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-P", "-c", DESCRIBE, str(code)]
    done = subprocess.run(command, env=told, cwd=code, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    found, written = json.loads(done.stdout)
    return found, written


def test_every_line_keeps_its_number(tmp_path: Path) -> None:
    name = ROOT / "schedules" / "enrollment.py"

    tree = written_out(ast.parse(name.read_text("utf-8")))

    again = ast.parse(name.read_text("utf-8"))
    numbers = {node.name: node.lineno for node in ast.walk(again) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    kept = {node.name: node.lineno for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert numbers.items() <= kept.items()


def test_bytecode_is_the_same_each_time() -> None:
    source = (ROOT / "schedules" / "enrollment.py").read_bytes()

    assert bytecode(source, "enrollment.py", is_ours=True) == bytecode(source, "enrollment.py", is_ours=True)
