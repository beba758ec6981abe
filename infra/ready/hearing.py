"""The patterns of hearing, compiled: all that have a gate, and whatever else reading some texts of the exams asks for.

What is not among them is compiled when it is met, as all of them are where Python's version is another.
"""

import json
import marshal
import pickle
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any
from unittest.mock import patch

from infra.ready.data import PROTOCOL
from infra.training.gating import all_gated, rows
from messages.hearing import made_patterns, patterns, read
from messages.hearing.made_patterns import FIRST, MAGIC, NUMBER_BYTES
from messages.hearing.patterns import GATES_FILE
from messages.hearing.reading import Question
from messages.hearing.rules import RULES, Kept, places_of, sign_rules
from messages.hearing.several import KEYS, keys_of
from messages.language import Language
from messages.packaged import READY

compiler: Any = import_module("re._compiler")
parser: Any = import_module("re._parser")
"""Python's own, of no promised shape: a test holds it."""
TRAINING = Path(__file__).parent.parent / "training"
TEXTS_EACH = 40
"""Every fortieth of the exams and of the practice meets nearly every pattern."""
MARSHAL_VERSION = 2
"""Without references, which differ by what else a process has met."""
Patterns = dict[str, re.Pattern[str]]


def make(hearing: Path) -> None:
    """In that folder, by the very code in it."""
    made_here = ((GATES_FILE, patterns.gates_written()), (RULES, kept_rules()), (KEYS, keys_of_rows()))
    for name, made in made_here:
        (hearing / f"{name}{READY}").write_bytes(pickle.dumps(made, PROTOCOL))
    (hearing / made_patterns.FILE).write_bytes(packed(met()))


def kept_rules() -> Kept:
    """Each by itself, each pattern with its key, and none compiled; without the examples, which are for tests."""
    rules = [replace(rule, examples=()) for rule in sign_rules()]
    for rule in rules:
        _ = [one.key for one in (rule.beside, rule.unless, rule.unless_anywhere) if one]
    return places_of(rules), tuple(pickle.dumps(rule, PROTOCOL) for rule in rules)


def keys_of_rows() -> dict[str, str]:
    """What `messages.hearing.several` reads."""
    return {row.key: ",".join(part for pair in keys_of(row) for part in pair) for row in rows()}


def met() -> Patterns:
    """By key."""
    found: Patterns = {}

    def remembered(key: str, source: Callable[[], str]) -> re.Pattern[str]:
        return found.setdefault(key, re.compile(source()))

    with patch.object(patterns, "made", remembered):
        for one in all_gated():
            _ = one.pattern
        for rule in sign_rules():
            _ = [one.pattern for one in (rule.beside, rule.unless, rule.unless_anywhere) if one]
        for text, language, asked in _texts():
            read(text, language, asked)
    return found


def _texts() -> Iterator[tuple[str, Language, Question | None]]:
    """With the question that was open."""
    paths = [path for folder in ("exams", "practice") for path in sorted((TRAINING / folder).glob("*.jsonl"))]
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    for row in rows[::TEXTS_EACH]:
        asked = row.get("asked")
        yield row["text"], Language(row.get("lang", "en")), Question(asked) if asked else None


def packed(found: Patterns) -> bytes:
    """The file that `made_patterns` reads."""
    made = [_row(pattern) for _, pattern in sorted(found.items())]
    keys = array("Q", [int(key, 16) for key in sorted(found)])
    ends = array("I", accumulate(map(len, made), initial=FIRST))[1:]
    return MAGIC + len(made).to_bytes(NUMBER_BYTES, "little") + b"".join(made) + keys.tobytes() + ends.tobytes()


def _row(pattern: re.Pattern[str]) -> bytes:
    code = compiler._code(parser.parse(pattern.pattern, 0), 0)  # noqa: SLF001 - nothing public tells it
    told = (pattern.flags, made_patterns.packed(code), pattern.groups, dict(pattern.groupindex))
    return marshal.dumps(told, MARSHAL_VERSION)
