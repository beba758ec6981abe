"""What keeps a pathway, the lock or the list of closing topics from being read: each slip with its file and key."""

import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from messages.hearing.reading import Question, Topic
from messages.lint_schema import Field, Kind, misfits, read_toml, table, tables, text, texts
from messages.lint_text import Problem, at
from messages.opt_in import OptIn
from schedules.pathways import Clock, Silence

_CLOCKS = frozenset(one.value for one in Clock)
_QUESTIONS = frozenset(one.value for one in Question)
_OPT_INS = frozenset(one.value for one in OptIn)
_NUMBER = Field(kind=Kind.NUMBER)
_CHECK_IN = {
    "question": text(one_of=_QUESTIONS),
    "nudge": text(required=False),
    "nudge_after_hours": _NUMBER,
    "window_hours": _NUMBER,
    "silence": text(one_of=frozenset(one.value for one in Silence)),
}
_TOUCHPOINT = {
    "key": text(),
    "message": text(),
    "clock": text(one_of=_CLOCKS),
    "day": _NUMBER,
    "at": Field(kind=Kind.TIME),
    "expires_after_hours": _NUMBER,
    "safety": Field(kind=Kind.FLAG, required=False),
    "until": text(required=False, one_of=_CLOCKS),
    "unless": text(required=False, one_of=_QUESTIONS),
    "once": text(required=False, one_of=_QUESTIONS),
    "milk": Field(kind=Kind.FLAG, required=False),
    "topic": text(required=False, one_of=_OPT_INS),
    "instead": texts(one_of=_OPT_INS),
    "check_in": table(_CHECK_IN, required=False),
}
_PATHWAY = {
    "key": text(),
    "version": _NUMBER,
    "clocks": texts(required=True, one_of=_CLOCKS),
    "welcome": text(required=False),
    "touchpoint": tables(_TOUCHPOINT, required=True),
    "catch_up": tables({"message": text(), "clock": text(one_of=_CLOCKS), "from_day": _NUMBER, "to_day": _NUMBER}),
}
_CLOSING = {topic.value: texts() for topic in Topic}
_NAME = re.compile(r"(?P<key>[a-z-]+)\.(?P<version>\d+)\.toml")
_LOCKED = re.compile(r"[a-z-]+\.\d+ [0-9a-f]{16}")
_FOLDER = "schedules/pathways"


def file_problems(root: Traversable | None = None) -> list[Problem]:
    """`root`: the folder of this package, to judge a copy."""
    root = root or resources.files("schedules")
    folder = sorted(root.joinpath("pathways").iterdir(), key=lambda one: one.name)
    return [
        *(problem for source in folder if source.name.endswith(".toml") for problem in _pathway(source)),
        *_lock(root.joinpath("pathways", "released.lock")),
        *_closing(root.joinpath("topics.toml")),
    ]


def _pathway(source: Traversable) -> Iterator[Problem]:
    file = f"{_FOLDER}/{source.name}"
    named = _NAME.fullmatch(source.name)
    if named is None:
        yield at(file, source.name, None, "file", said="has a strange name", mend="call it <key>.<version>.toml")
        return
    read = read_toml(source, file)
    if isinstance(read, Problem):
        yield read
        return
    yield from misfits(read, _PATHWAY, file=file, key=named["key"])
    if read.get("clocks") == []:
        yield at(file, named["key"], None, "file", said="has no clock", mend="name what its days are counted from")
    said = (read.get("key", named["key"]), str(read.get("version", named["version"])))
    if said != (named["key"], named["version"]):
        told = f"says it is {said[0]} version {said[1]}"
        yield at(file, named["key"], None, "file", said=told, mend="make name and file agree")


def _lock(source: Traversable) -> Iterator[Problem]:
    file = f"{_FOLDER}/released.lock"
    if not source.is_file():
        yield at(file, "released.lock", None, "file", said="is missing", mend="put it back")
        return
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        if line and not line.startswith("#") and not _LOCKED.fullmatch(line):
            said = f"has a line {number} nobody can read: {line!r}"
            yield at(file, "released.lock", None, "file", said=said, mend="write `<key>.<version> <digest>`")


def _closing(source: Traversable) -> Iterator[Problem]:
    file = "schedules/topics.toml"
    read = read_toml(source, file)
    if isinstance(read, Problem):
        yield read
        return
    yield from misfits(read, _CLOSING, file=file, key="topics")
