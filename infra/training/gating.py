"""`make gates`: which beginnings of words each long pattern needs, so that it is searched only where it may match.

Read off the parsed pattern: of a row of parts the rarest that must be there, of alternatives all of theirs. A pattern
that gives no such beginnings is left out, and is then searched in every text.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from messages.hearing import patterns
from messages.hearing.intents import said_alone, whole
from messages.hearing.packaged import packaged
from messages.hearing.parts import alternatives
from messages.hearing.patterns import BEGINNING_MAX, GATES_FILE, Gated, gated
from messages.hearing.rules import SIGN_FILES
from messages.hearing.several import Several, several
from messages.hearing.told import GATED
from messages.hearing.vocabulary import writers_of

kinds: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
"""Python's own, of no promised shape: a test holds it."""
LETTERS_MIN = 3  # of a word that may go on: fewer begin too many
MARK_USES = 100_000
"""More than any word has: nearly every text bears a comma."""
Needs = frozenset[str] | None
_GROUPS = {kinds.SUBPATTERN, kinds.ATOMIC_GROUP}
_REPEATS = {kinds.MAX_REPEAT, kinds.MIN_REPEAT}


@dataclass
class _Row:
    """A row of parts, read from left to right. `run`: the letters of the word so far, None where they are not known."""

    run: str | None
    needs: Needs = None

    def offer(self, needs: Needs) -> None:
        if needs is not None and (self.needs is None or _use(needs) < _use(self.needs)):
            self.needs = needs

    def close(self, *, whole: bool) -> None:
        """The word ends here, or goes on unknown."""
        if self.run and (whole or len(self.run) >= LETTERS_MIN):
            self.offer(frozenset([self.run[:BEGINNING_MAX]]))
        self.run = None


def needs_of(source: str) -> Needs:
    """Any match of the pattern has a word that begins with one of these; None where that cannot be told."""
    return _read(parser.parse(source), run=None)[0]


def _read(parts: Sequence[tuple[Any, Any]], *, run: str | None) -> tuple[Needs, str | None]:
    """`run`: the letters of the word so far where the row begins; with what it needs, those where it ends."""
    row = _Row(run)
    for kind, what in parts:
        if kind is kinds.LITERAL:
            _letter(row, chr(what))
        elif kind is kinds.ASSERT:
            _look(row, what)
        elif kind is kinds.BRANCH:
            _group(row, what[1])
        elif kind in _GROUPS:
            _group(row, [what[-1] if kind is kinds.SUBPATTERN else what])
        elif kind in _REPEATS:
            _repeat(row, *what)
        elif kind not in {kinds.ASSERT_NOT, kinds.AT}:
            row.close(whole=False)
    ended = row.run
    row.close(whole=False)
    return row.needs, ended


def _letter(row: _Row, letter: str) -> None:
    if letter == " ":
        row.close(whole=True)
        row.run = ""
    elif row.run is not None:
        row.run += letter


def _look(row: _Row, what: tuple[int, Any]) -> None:
    """A space looked for ahead ends a word; one behind begins it."""
    ahead, parts = what
    if list(parts) == [(kinds.LITERAL, ord(" "))]:
        row.close(whole=ahead > 0)
        row.run = None if ahead > 0 else ""


def _group(row: _Row, branches: Sequence[Any]) -> None:
    """All must give needs for the group to give any. A word may go on in it: 'no more' or 'nomore' is no(?: m|m)ore."""
    read = [_read(branch, run=row.run) for branch in branches]
    given = [needs for needs, _ in read if needs is not None]
    if len(given) == len(read):
        row.offer(frozenset().union(*given))
    ends = {ended for _, ended in read}
    row.run = ends.pop() if len(ends) == 1 else None


def _repeat(row: _Row, least: int, _most: int, parts: Any) -> None:
    """How often is not known, so that a word is known after it only where one begins, however often."""
    needs, ended = _read(parts, run=row.run)
    if least:
        row.offer(needs)
        again = ended == "" and _read(parts, run="")[1] == ""
    else:
        again = row.run == "" == ended
        row.close(whole=False)
    row.run = "" if again else None


def _use(needs: frozenset[str]) -> int:
    """How much they are used: the fewer texts have one, the better."""
    return sum(_used()[need] + 1 if need[0].isalnum() else MARK_USES for need in needs)


@cache
def _used() -> Counter[str]:
    used: Counter[str] = Counter()
    for word, writers in writers_of().items():
        for length in range(1, BEGINNING_MAX + 1):
            used[word[:length]] += writers
    return used


def all_gated() -> Iterator[Gated]:
    """Every pattern that may have a gate: of the sign rules, of the rows, of topics to close and of what is told."""
    for file in SIGN_FILES:
        for rule in packaged(file)["rule"]:
            yield from _each(rule["says"], file)
    for row in rows():
        yield from _each(row.texts, row.file)
    for closing in packaged("parts.toml")["closing"].values():
        yield from filter(None, (gated(tuple(closing.get(key, ())), "parts.toml") for key in ("names", "hints")))
    yield from filter(None, (gated(tuple(packaged("told.toml")["said"][shape]), "told.toml") for shape in GATED))


def rows() -> Iterator[Several]:
    """Of the intents, the parts and the topics."""
    for ask in packaged("intents.toml")["intent"]:
        said = several(tuple(ask.get("says", ())), "intents.toml")
        yield from filter(None, (whole(ask.get("whole", ())), said, said_alone(ask.get("clause", ()))))
    for part in packaged("parts.toml")["part"]:
        yield from filter(None, (several(alternatives(part), "parts.toml"),))
    for subject in packaged("topics.toml")["subject"]:
        yield from filter(None, (several(tuple(subject.get(key, ())), "topics.toml") for key in ("says", "hints")))


def _each(says: Sequence[str], file: str) -> Iterator[Gated]:
    yield from filter(None, (gated((pattern,), file) for pattern in says))


def written() -> str:
    """The file `messages.hearing.patterns` reads."""
    rows = {one.late.key: needs_of(one.source) for one in all_gated()}
    return "".join(f"{key} {' '.join(sorted(needs))}\n" for key, needs in sorted(rows.items()) if needs)


if __name__ == "__main__":
    path = Path(patterns.__file__).with_name(GATES_FILE)
    path.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(path.read_text(encoding='utf-8').splitlines())} patterns have a gate\n")
