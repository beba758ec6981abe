"""The labelled texts. One file a writer, so that a writer can be left out whole."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from messages.hearing.model import CLASSES, VIOLENCE
from messages.hearing.normalize import Plain, plain
from messages.hearing.reading import Intent, Part, Topic
from messages.language import Language

TEXTS = Path(__file__).parent / "texts"
EXAMS = Path(__file__).parent / "exams"
PRACTICE = Path(__file__).parent / "practice"
_SEEN_THROUGH = ("concepts.toml", "features.py", "normalize.py", "spelling.py", "vocabulary.py", "words.toml")
DANGERS = frozenset({Intent.CRISIS, Intent.EMERGENCY, Intent.URGENT})


class BadText(ValueError):
    """A line that is no labelled text; says the file, the line and what is wrong."""


@dataclass(frozen=True)
class Labelled:
    """`violence` marks the crises whose danger is a person; the reader answers those in neutral words. `part` says what
    a pause wants less of; without it, a few days off. `topics` is what a question is about, None where nobody said."""

    id: str
    writer: str
    language: Language
    text: str
    label: Intent
    violence: bool = False
    part: Part | None = None
    topics: tuple[Topic, ...] | None = None

    @property
    def is_danger(self) -> bool:
        return self.label in DANGERS

    @property
    def target(self) -> int:
        """Its class to the model, a place in CLASSES."""
        if self.label is Intent.PAUSE:
            return CLASSES.index(f"part:{(self.part or Part.NOT_NOW).value}")
        return CLASSES.index(VIOLENCE if self.violence else self.label.value)

    @cached_property
    def plain(self) -> Plain:
        return plain(self.text)


def labelled(folder: Path = TEXTS) -> list[Labelled]:
    """Every text of a folder, files in order of name. Raises BadText."""
    return [row for path in sorted(folder.glob("*.jsonl")) for row in labelled_file(path)]


def labelled_file(path: Path) -> list[Labelled]:
    return [_row(path, number, entry) for number, entry in json_lines(path)]


@dataclass(frozen=True)
class Question:
    """A text and what it asks about; no topics where no answer of ours fits."""

    writer: str
    plain: Plain
    topics: tuple[Topic, ...]


EVERYDAY_EACH = 4
"""Every fourth text of everyday life is shown as one that asks about nothing."""


def questions() -> list[Question]:
    """All that topics are learnt from: the texts that have them, spent exams of questions, some of everyday life."""
    rows = labelled()
    asked = [Question(row.writer, row.plain, row.topics) for row in rows if row.topics is not None]
    asked += [
        Question(path.stem, plain(str(entry["text"])), tuple(Topic(name) for name in entry["topics"]))
        for path in sorted(PRACTICE.glob("topics*.jsonl"))
        for _, entry in json_lines(path)
    ]
    everyday = [row for row in rows if row.writer.startswith("everyday") and row.label is Intent.OTHER]
    return [*asked, *(Question(row.writer, row.plain, ()) for row in everyday[::EVERYDAY_EACH])]


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line of a JSON Lines file with its number; empty lines are passed over. Raises BadText."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as broken:
            raise BadText(f"{path.name} line {number}: not JSON ({broken.msg})") from broken
        if not isinstance(entry, dict):
            raise BadText(f"{path.name} line {number}: a JSON object is needed")
        yield number, entry


def _row(path: Path, number: int, entry: Mapping[str, Any]) -> Labelled:
    if entry.get("reviewed", True) is not True:
        mend = 'take out every name and whatever else tells who she is, then set "reviewed" to true'
        raise BadText(f"{path.name} line {number}: nobody has read this text yet; {mend}")
    try:
        return Labelled(
            id=str(entry.get("id", number)),
            writer=path.stem,
            language=Language(entry["lang"]),
            text=str(entry["text"]),
            label=Intent(entry["label"]),
            violence=bool(entry.get("violence", False)),
            part=Part(entry["part"]) if entry.get("part") else None,
            topics=tuple(Topic(name) for name in entry["topics"]) if "topics" in entry else None,
        )
    except KeyError as missing:
        raise BadText(f"{path.name} line {number}: {missing.args[0]!r} is missing") from missing
    except ValueError as wrong:
        raise BadText(f"{path.name} line {number}: {wrong}") from wrong


def fingerprint() -> str:
    """Of everything the weights are made of: the texts, and the code and words that turn a text into features."""
    hearing = Path(__file__).parents[2] / "messages" / "hearing"
    parts = [*sorted(TEXTS.glob("*.jsonl")), *sorted(PRACTICE.glob("topics*.jsonl"))]
    parts += [hearing / name for name in _SEEN_THROUGH]
    digest = hashlib.sha256()
    for path in parts:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
