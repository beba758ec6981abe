"""`aftercare train`: leave every writer out once, set the thresholds by what that shows, fit on everything, and write
the weights and docs/hearing.md."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.training import vocabulary
from infra.training.corpus import Labelled, fingerprint, labelled, questions
from infra.training.fitting import fit, fit_topics, numbers_of, topic_weights, weights
from infra.training.judging import Heard, Progress, left_out, settle
from infra.training.report import with_new_head, written
from messages.hearing import subjects
from messages.hearing.model import CLASSES, WEIGHTS_FILE, Model, trained
from messages.hearing.reading import Intent
from messages.hearing.vocabulary import PAIRS_FILE, WORDS_FILE
from messages.hearing.weighing import pages_alone
from messages.hearing.weights import packaged_weights, unpacked

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "messages" / "hearing" / WEIGHTS_FILE
TOPIC_WEIGHTS = WEIGHTS.with_name(subjects.WEIGHTS_FILE)
REPORT = ROOT / "docs" / "hearing.md"

HARDER_THAN_LIFE = (
    *("near-", "indirect-", "everyday-", "leaving-", "parts-", "plain-", "short-", "calm-", "subjects-", "answers-"),
    *("gaps-", "spent-plain", "spent-everyday", "spent-leaving"),
)
"""Writers who wrote only one kind of text, or only texts on the line: no measure of an ordinary inbox."""
FALSE_PAGES = 0.018
FALSE_ALARMS = 0.13
"""Of the texts without danger by the other writers, many of which are near twins of danger: how many may page, and how
many may page or be asked. An ordinary inbox has about half of that (docs/hearing.md, the exams)."""
PAGE_FROM = 4.25
"""Log odds. No lower, however few page: below it everyday sentences do ("my friend fainted when she gave blood")."""
ASK_FROM = -3.4
"""Log odds. No higher, however many of the near twins are asked: of texts nobody had seen, one danger in a hundred lay
just above, and of an ordinary inbox one text in twenty is asked."""
FALSE_LEAVING = 0.01
"""Of all texts that do not ask to leave, near misses by the hundred among them."""


@dataclass(frozen=True)
class Limits:
    page_at: float
    ask_at: float
    leave_at: float


def teach(progress: Progress) -> Model:
    """Takes a quarter of an hour on two cores. The same texts give the same weights."""
    rows = labelled()
    began = time.monotonic()
    progress(f"{len(rows)} texts by {len({row.writer for row in rows})} writers")
    numbers = [numbers_of(row.plain) for row in rows]
    write_vocabulary(rows)
    heard = left_out(rows, numbers, progress)
    made, size = _fitted(rows, numbers, limits_for(heard), progress)
    seconds = time.monotonic() - began
    REPORT.write_text(written(rows, settle(heard, made), made, size, seconds), encoding="utf-8")
    return made


def teach_quickly(progress: Progress) -> Model:
    """Everything fitted anew at the thresholds that are there, in two minutes; of the account only its head changes,
    and says that the rest was counted before."""
    rows = labelled()
    progress(f"{len(rows)} texts by {len({row.writer for row in rows})} writers")
    numbers = [numbers_of(row.plain) for row in rows]
    write_vocabulary(rows)
    before = trained(packaged_weights(WEIGHTS_FILE, CLASSES))
    made, size = _fitted(rows, numbers, Limits(before.page_at, before.ask_at, before.leave_at), progress)
    REPORT.write_text(with_new_head(REPORT.read_text(encoding="utf-8"), rows, made, size), encoding="utf-8")
    return made


def _fitted(
    rows: Sequence[Labelled], numbers: Sequence[tuple[int, ...]], limits: Limits, progress: Progress
) -> tuple[Model, int]:
    """On everything, and written; with the size of both files."""
    progress(f"page from {limits.page_at:.2f}, ask from {limits.ask_at:.2f}, leave from {limits.leave_at:.2f}")
    packed = weights(
        fit(rows, numbers),
        page_at=limits.page_at,
        ask_at=limits.ask_at,
        leave_at=limits.leave_at,
        made_of=fingerprint(),
    )
    WEIGHTS.write_bytes(packed)
    topics = topic_weights(fit_topics(questions()), made_of=fingerprint())
    TOPIC_WEIGHTS.write_bytes(topics)
    return trained(unpacked(packed, CLASSES)), len(packed) + len(topics)


def write_vocabulary(rows: Sequence[Labelled]) -> None:
    WEIGHTS.with_name(WORDS_FILE).write_text(vocabulary.words(rows), encoding="utf-8")
    WEIGHTS.with_name(PAIRS_FILE).write_text(vocabulary.pairs(rows), encoding="utf-8")


def limits_for(heard: Sequence[Heard]) -> Limits:
    """The lowest thresholds that keep within the bounds above, on texts by writers the weights never saw."""
    ordinary = [one for one in heard if not one.row.is_danger and not one.row.writer.startswith(HARDER_THAN_LIFE)]
    open_to = sorted((one.odds for one in ordinary if not _pages_anyway(one)), reverse=True)
    already = len(ordinary) - len(open_to)
    page_at = max(_lowest(open_to, int(FALSE_PAGES * len(ordinary)) - already), PAGE_FROM)
    ask_at = min(_lowest(open_to, int(FALSE_ALARMS * len(ordinary)) - already), ASK_FROM)
    staying = [one for one in heard if one.row.label is not Intent.OPT_OUT and not one.row.is_danger]
    left = sum(one.found.said.leaving for one in staying)
    odds = sorted(
        (
            one.found.opinion.calm_odds(Intent.OPT_OUT)
            for one in staying
            if one.found.opinion and not one.found.said.leaving and one.found.said.part is None
        ),
        reverse=True,
    )
    return Limits(page_at, ask_at, _lowest(odds, int(FALSE_LEAVING * len(staying)) - left))


def _pages_anyway(one: Heard) -> bool:
    return any(pages_alone(sign, one.found.opinion) for sign in one.found.found)


def _lowest(odds: Sequence[float], allowed: int) -> float:
    """The threshold that `allowed` of these reach, no more."""
    place = min(max(allowed, 0), len(odds) - 1)
    return odds[place] + 1e-3
