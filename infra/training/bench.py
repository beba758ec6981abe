"""`make bench-hearing`: how well and how fast replies are read, against the targets, on texts left out of training."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from infra.training.corpus import DANGERS, EXAMS, json_lines, labelled_file
from infra.training.judging import ALARMS, Judged, Marks, marks, shipped
from messages.hearing import model as weights_of
from messages.hearing import subjects
from messages.hearing.answers import answer_to
from messages.hearing.features import features
from messages.hearing.normalize import plain
from messages.hearing.reader import read
from messages.hearing.reading import Band, Intent, Part, Question, Topic
from messages.hearing.subjects import subjects_in
from messages.hearing.weights import unpacked
from messages.language import Language

INBOXES = (
    *("dev", "inbox-en", "inbox-es", "inbox-3-en", "inbox-3-es"),
    *("inbox-4-en", "inbox-4-es", "inbox-5-en", "inbox-5-es", "inbox-6-en", "inbox-6-es"),
    *("inbox-7-en", "inbox-7-es", "inbox-8-en", "inbox-8-es", "inbox-9-en", "inbox-9-es"),
    *("inbox-10-en", "inbox-10-es"),
)
"""Exams that look like a clinic's inbox: every label, both languages."""
HARD = (
    *("hard-body-en", "hard-body-es", "hard-body-es-2", "hard-crisis-en", "hard-crisis-es", "hard-crisis-es-2"),
    *("hard-mixed-en", "hard-others"),
)
"""Danger told by an image, a number or what others did, and the near twins of danger; written to be misread."""
PLAIN = (
    "plainly-3",
    "plainly-4",
    "plainly-5",
    "plainly-6",
    "plainly-8",
    "plainly-10",
    "plainly-11",
    "plainly-12",
    "plainly-13",
)
EVERYDAY = ("daily", "daily-4", "daily-5", "daily-6", "daily-7", "daily-9")
HALF_A_TENTH = 0.05


@dataclass(frozen=True)
class Line:
    name: str
    value: float
    target: float
    at_least: bool
    unit: str
    count: int

    @property
    def holds(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target


def lines() -> Iterator[Line]:
    inbox = [one for name in INBOXES for one in _judged(EXAMS / f"{name}.jsonl")]
    found = marks(inbox)
    yield _share("danger with neither page nor question", found.missed_rate, 0.01, found.dangers)
    yield _share("other texts that page", found.false_page_rate, 0.03, found.others)
    yield _share("other texts that are asked back", found.asked_rate, 0.10, found.others)
    english, spanish = (marks(inbox, language) for language in (Language.ENGLISH, Language.SPANISH))
    yield _share("English and Spanish apart, missed", abs(english.missed_rate - spanish.missed_rate), 0.02, len(inbox))
    apart = abs(_alarms(english) - _alarms(spanish))
    yield _share("English and Spanish apart, false alarms", apart, 0.02, len(inbox))
    hard = marks([one for name in HARD for one in _judged(EXAMS / f"{name}.jsonl")])
    yield _share("danger missed where it was written to be", hard.missed_rate, 0.02, hard.dangers)
    plainly = [one for name in PLAIN for one in _judged(EXAMS / f"{name}.jsonl")]
    paged = sum(one.reading.band is Band.PAGE for one in plainly) / len(plainly)
    yield _share("plain statements paged", paged, 1.0, len(plainly), at_least=True)
    yield from _with_a_question_open()
    everyday = [one for name in EVERYDAY for one in _judged(EXAMS / f"{name}.jsonl")]
    rung = sum(one.reading.band is Band.PAGE for one in everyday) / len(everyday)
    yield _share("everyday texts that page", rung, 0.005, len(everyday))
    leaving = marks([*inbox, *_judged(EXAMS / "quitting-4.jsonl")])
    wishes = leaving.leaving[True, True] + leaving.leaving[True, False]
    yield _share("wishes to leave heard", leaving.leaving_found, 0.98, wishes, at_least=True)
    stays = sum(leaving.leaving.values()) - wishes
    yield _share("other texts not taken for leaving", leaving.leaving_true, 0.98, stays, at_least=True)
    yield _answers()
    yield _topics()
    yield _parts()
    yield from _costs(inbox)


def _with_a_question_open() -> Iterator[Line]:
    """An open check-in must make no cry quiet, and a plain answer no alarm."""
    bands: dict[bool, list[Band]] = {True: [], False: []}
    for _, entry in json_lines(EXAMS / "answered.jsonl"):
        grave = Intent(entry["label"]) in DANGERS
        bands[grave].append(read(entry["text"], Language(entry["lang"]), Question(entry["asked"])).band)
    quiet = sum(one not in ALARMS for one in bands[True]) / len(bands[True])
    yield _share("danger missed with a check-in open", quiet, 0.01, len(bands[True]))
    asked = sum(one is Band.ASK for one in bands[False]) / len(bands[False])
    yield _share("answers in words that are asked back", asked, 0.20, len(bands[False]))


def _judged(path: Path) -> list[Judged]:
    return shipped(labelled_file(path))


def _alarms(found: Marks) -> float:
    return found.false_page_rate + found.asked_rate


def _share(name: str, value: float, target: float, count: int, *, at_least: bool = False) -> Line:
    return Line(name, value * 100, target * 100, at_least, "%", count)


def _answers() -> Line:
    entries = [entry for _, entry in json_lines(EXAMS / "check-ins-2.jsonl")]
    right = 0
    for entry in entries:
        answer = answer_to(plain(entry["text"]).words, Question(entry["asked"]))
        wanted = entry["value"]
        if answer is None or wanted is None:
            right += answer is None and wanted is None
        else:
            right += abs(float(answer.value) - float(wanted)) <= HALF_A_TENTH
    return _share("check-in answers right", right / len(entries), 0.97, len(entries), at_least=True)


def _topics() -> Line:
    """Of the questions with an answer of ours: nothing wrong goes out, and something right does."""
    entries = [entry for _, entry in json_lines(EXAMS / "subjects.jsonl")]
    right = 0
    for entry in entries:
        wanted = {Topic(one) for one in entry["topics"]}
        heard = set(subjects_in(asked := plain(entry["text"]), tuple(features(asked.words))).topics)
        right += heard <= wanted and bool(heard) == bool(wanted)
    return _share("topics of a question right", right / len(entries), 0.85, len(entries), at_least=True)


def _parts() -> Line:
    entries = [entry for _, entry in json_lines(EXAMS / "partly-2.jsonl")]
    right = 0
    for entry in entries:
        reading = read(entry["text"], Language(entry["lang"]), None)
        wanted = Part(entry["part"]) if entry["part"] else None
        right += reading.part is wanted and set(reading.closing) == {Topic(one) for one in entry["closing"]}
    return _share("leaving in part heard right", right / len(entries), 0.90, len(entries), at_least=True)


def _costs(inbox: list[Judged]) -> Iterator[Line]:
    folder = Path(weights_of.__file__).parent
    files = [((folder / one.WEIGHTS_FILE).read_bytes(), one.CLASSES) for one in (weights_of, subjects)]
    yield Line("weights", sum(len(data) for data, _ in files) / 1e6, 4.0, at_least=False, unit="MB", count=len(files))
    loads = [_milliseconds(lambda: [unpacked(data, classes) for data, classes in files]) for _ in range(5)]
    yield Line("load", statistics.median(loads), 40.0, at_least=False, unit="ms", count=len(loads))
    texts = [one.row.text for one in inbox]
    times = [_milliseconds(partial(read, text, Language.ENGLISH, None)) for text in texts]
    yield Line("one text, median", statistics.median(times), 2.0, at_least=False, unit="ms", count=len(times))
    noise = "é🩸x7 " * 200_000
    yield Line("a megabyte of noise", _milliseconds(lambda: read(noise, Language.ENGLISH, None)), 50.0, False, "ms", 1)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """Prints the table; with --json, the figures for a program. Exit code 1 when a target is not reached."""
    found = list(track(lines(), description="Reading the exams", transient=True, disable=not sys.stdout.isatty()))
    if "--json" in sys.argv:
        print(json.dumps([{**one.__dict__, "holds": one.holds} for one in found], indent=2))
    else:
        table = Table("measure", "figure", "target", "of", "")
        for one in found:
            sign = "at least" if one.at_least else "at most"
            mark = "[green]reached[/green]" if one.holds else "[red]not reached[/red]"
            table.add_row(
                one.name, f"{one.value:.2f} {one.unit}", f"{sign} {one.target:g} {one.unit}", f"{one.count:,}", mark
            )
        Console().print(table)
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
