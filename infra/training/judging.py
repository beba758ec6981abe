"""How well replies are read: every text judged by weights that never saw its writer, or by the ones we ship."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from infra.training.corpus import Labelled
from messages.hearing.model import CLASSES, Model, model, trained
from messages.hearing.reader import Findings, findings, settled, with_asides
from messages.hearing.reading import Band, Intent, Reading
from messages.hearing.weighing import odds_of_danger
from messages.hearing.weights import unpacked
from messages.language import Language

ALARMS = frozenset({Band.PAGE, Band.ASK})
GROUPS = 20
"""Of writers left out together: a twentieth of the texts less to learn from, a fifth of the time of one by one."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Heard:
    """One labelled text and what was found in it, before any threshold."""

    row: Labelled
    found: Findings

    @property
    def odds(self) -> float:
        return odds_of_danger(self.found.found, self.found.opinion)


@dataclass(frozen=True)
class Judged:
    row: Labelled
    reading: Reading
    odds: float = 0.0

    @property
    def missed(self) -> bool:
        """Danger that got neither page nor question: the worst this service can do."""
        return self.row.is_danger and self.reading.band not in ALARMS

    @property
    def label(self) -> Intent:
        return label_of(self.reading)


def label_of(reading: Reading) -> Intent:
    """The label of the triage guide that a reading comes down to; a doubt counts as what is doubted."""
    return Intent(reading.doubt.value) if reading.doubt is not None else reading.intent


def shipped(rows: Iterable[Labelled]) -> list[Judged]:
    """By the weights we ship."""
    heard = [Heard(row, _bare(findings(model(), row.plain, None))) for row in rows]
    return [replace(one, reading=with_asides(model(), one.row.plain, one.reading)) for one in settle(heard, model())]


def left_out(rows: Sequence[Labelled], numbers: Sequence[tuple[int, ...]], progress: Progress) -> list[Heard]:
    """Each writer read by weights that never saw her, nor a few others. `numbers[i]` are the features of `rows[i]`."""
    groups = parted(Counter(row.writer for row in rows))
    heard: list[Heard] = []
    with ProcessPoolExecutor(max_workers=os.cpu_count(), initializer=_share, initargs=(rows, numbers)) as pool:
        for done, own in enumerate(pool.map(_without, groups), 1):
            heard += own
            progress(f"{done} of {len(groups)} groups of writers left out: {', '.join(sorted(groups[done - 1]))}")
    return heard


def parted(texts: Mapping[str, int]) -> list[frozenset[str]]:
    """Writers in groups of about as many texts each, the same each time."""
    groups: list[set[str]] = [set() for _ in range(min(GROUPS, len(texts)))]
    sizes = [0] * len(groups)
    for writer, count in sorted(texts.items(), key=lambda one: (-one[1], one[0])):
        smallest = sizes.index(min(sizes))
        groups[smallest].add(writer)
        sizes[smallest] += count
    return [frozenset(group) for group in groups]


_SHARED: list[tuple[Sequence[Labelled], Sequence[tuple[int, ...]]]] = []


def _share(rows: Sequence[Labelled], numbers: Sequence[tuple[int, ...]]) -> None:
    """Handed to each process once, not with each writer."""
    _SHARED.append((rows, numbers))


def _without(writers: frozenset[str]) -> list[Heard]:
    from infra.training.fitting import fit, weights  # noqa: PLC0415 - scikit-learn is loaded by training alone

    rows, numbers = _SHARED[-1]
    others = [at for at, row in enumerate(rows) if row.writer not in writers]
    fitted = fit([rows[at] for at in others], [numbers[at] for at in others])
    other = trained(unpacked(weights(fitted, page_at=0, ask_at=0, leave_at=0, made_of=""), CLASSES))
    return [Heard(row, _bare(findings(other, row.plain, None))) for row in rows if row.writer in writers]


def _bare(found: Findings) -> Findings:
    """Without what reasons and topics are made of: they take the longest, and nobody asks for them here."""
    return replace(found, sensed=(), opinion=found.opinion and replace(found.opinion, seen=None))


def settle(heard: Iterable[Heard], thresholds: Model) -> list[Judged]:
    """What becomes of each text by these thresholds."""
    return [Judged(one.row, settled(thresholds, one.found), one.odds) for one in heard]


@dataclass
class Marks:
    """The counts everything else is computed from."""

    bands: dict[Intent, Counter[Band]] = field(default_factory=lambda: defaultdict(Counter))
    confusion: dict[Intent, Counter[Intent]] = field(default_factory=lambda: defaultdict(Counter))
    leaving: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (wanted, heard); danger left aside
    missed: list[Judged] = field(default_factory=list)
    false_pages: list[Judged] = field(default_factory=list)

    @property
    def dangers(self) -> int:
        return sum(sum(self.bands[intent].values()) for intent in self.bands if _is_danger(intent))

    @property
    def others(self) -> int:
        return sum(sum(self.bands[intent].values()) for intent in self.bands if not _is_danger(intent))

    @property
    def missed_rate(self) -> float:
        return _rate(len(self.missed), self.dangers)

    @property
    def paged_rate(self) -> float:
        return _rate(self._of(Band.PAGE, danger=True), self.dangers)

    @property
    def false_page_rate(self) -> float:
        return _rate(self._of(Band.PAGE, danger=False), self.others)

    @property
    def asked_rate(self) -> float:
        return _rate(self._of(Band.ASK, danger=False), self.others)

    @property
    def leaving_found(self) -> float:
        return _rate(self.leaving[True, True], self.leaving[True, True] + self.leaving[True, False])

    @property
    def leaving_true(self) -> float:
        """Of all texts that do not ask to leave, how many are left alone."""
        return _rate(self.leaving[False, False], self.leaving[False, False] + self.leaving[False, True])

    @property
    def right(self) -> float:
        return _rate(
            sum(row[intent] for intent, row in self.confusion.items()),
            sum(sum(row.values()) for row in self.confusion.values()),
        )

    def _of(self, band: Band, *, danger: bool) -> int:
        return sum(row[band] for intent, row in self.bands.items() if _is_danger(intent) is danger)


def marks(judged: Iterable[Judged], language: Language | None = None) -> Marks:
    found = Marks()
    for one in judged:
        if language is not None and one.row.language is not language:
            continue
        found.bands[one.row.label][one.reading.band] += 1
        found.confusion[one.row.label][one.label] += 1
        if not one.row.is_danger:
            found.leaving[one.row.label is Intent.OPT_OUT, one.reading.leaving] += 1
        if one.missed:
            found.missed.append(one)
        if not one.row.is_danger and one.reading.band is Band.PAGE:
            found.false_pages.append(one)
    found.missed.sort(key=lambda one: one.odds)
    found.false_pages.sort(key=lambda one: -one.odds)
    return found


def _is_danger(intent: Intent) -> bool:
    return intent in {Intent.CRISIS, Intent.EMERGENCY, Intent.URGENT}


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
