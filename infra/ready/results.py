"""What some functions give, found out when the archive is made: tables that are long in the making and never change.

In the archive's bytecode each first looks for what it gives (`messages.packaged.made_ready`), and only without it makes
it, as a checkout always does.
"""

import ast
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from infra.ready.data import PROTOCOL
from infra.ready.values import placed
from messages.hearing.grouped import Grouped
from messages.hearing.vocabulary import ENGLISH, SPANISH, english_sound, spanish_sound
from messages.packaged import READY

HEARING = "messages/hearing"
GIVES: Mapping[str, Mapping[str, tuple[tuple[Any, ...], ...]]] = {
    f"{HEARING}/features.py": {"_lists": ((),)},
    f"{HEARING}/slips.py": {"_slips": ((),)},
    f"{HEARING}/spelling.py": {"_misspellings": ((),), "_mixed": ((),), "_short_misspellings": ((),)},
    f"{HEARING}/vocabulary.py": {
        "writers_of": ((),),
        "_followers": ((),),
        "words_of_rules": ((ENGLISH,), (SPANISH,)),
        "_sounding": ((ENGLISH, english_sound), (SPANISH, spanish_sound)),
    },
}
"""By module and function, with what each is called: the first argument, a string where there is one, tells all."""
GROUPED = frozenset({"writers_of"})
"""Where of thousands of words a text looks up its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    module: str  # its path below the folder
    function: str
    arguments: tuple[Any, ...]

    @property
    def file(self) -> str:
        """Beside the module."""
        stem = PurePosixPath(self.module).stem
        return f"{'.'.join([stem, self.function, *self.arguments[:1]])}{READY}"

    def given(self) -> Any:
        made = getattr(import_module(self.module.removesuffix(".py").replace("/", ".")), self.function)
        return made(*self.arguments)

    def kept(self) -> bytes:
        given = self.given()
        return pickle.dumps(Grouped.of(given) if self.function in GROUPED else given, PROTOCOL)


def results() -> Iterator[Result]:
    for module, functions in GIVES.items():
        for function, calls in functions.items():
            for arguments in calls:
                yield Result(module=module, function=function, arguments=arguments)


def make(folder: Path) -> None:
    """Beside those modules that are in the folder, by the very code in it."""
    for one in results():
        beside = folder / one.module
        if beside.is_file():
            beside.with_name(one.file).write_bytes(one.kept())


def read_back(module: ast.Module, name: str) -> ast.Module:
    """In place. `name`: the module's path below the folder."""
    functions = GIVES.get(name, {})
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            at = 1 if ast.get_docstring(node) is not None else 0
            node.body[at:at] = _first(node, PurePosixPath(name).stem)
    return module


def _first(node: ast.FunctionDef, stem: str) -> list[ast.stmt]:
    asked = f"'{stem}.{node.name}'" if not node.args.args else f"'{stem}.{node.name}.' + {node.args.args[0].arg}"
    code = f"from messages.packaged import made_ready\nmade = made_ready(__file__, {asked})"
    return placed(f"{code}\nif made is not None:\n    return made", node)
