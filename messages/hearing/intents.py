"""What she asks of us beside any danger: leaving first, then returning, help and the rest, as data orders it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from messages.hearing.normalize import Plain
from messages.hearing.packaged import packaged
from messages.hearing.parts import part_of
from messages.hearing.patterns import Late, any_of, compiled, later, opened_by
from messages.hearing.reading import Evidence, Intent, Part, Topic
from messages.hearing.several import Several, several
from messages.hearing.slips import mended_slips

LONE_STOP = "leaving.word"
WHOLLY = frozenset({LONE_STOP, "leaving.wholly"})  # she says that no part is meant
SLIP = "leaving.slip"
ONLY_THANKS = "only_thanks"
HELP_WORD = "help"
LOVE = "emojilove"
_FILE = "intents.toml"
_BESIDE_ANYTHING = frozenset({Intent.OPT_OUT, Intent.OPT_IN, ONLY_THANKS})  # heard even after the first

CLAUSES_MAX = 60
"""Of a longer row of them the first and the last are tried: each is searched on its own."""


@dataclass(frozen=True, slots=True)
class Said:
    """`first` is the most demanding request; `leaving` and `returning` stay true beside anything but `part`.

    She leaves wholly or in part: a lone STOP is wholly, and where the two are in doubt it is the part.
    """

    first: Intent | None
    leaving: bool
    returning: bool
    only_thanks: bool
    help_word: bool
    evidence: tuple[Evidence, ...]
    part: Part | None = None
    closing: tuple[Topic, ...] = ()
    staying: bool = False  # wants our texts to go on, or stops something else: no guess may take her off


@dataclass(frozen=True, slots=True)
class _Ask:
    id: str
    intent: Intent
    whole: Several | None
    says: Several | None
    clause: Several | None
    beside: Late | None
    unless: Late | None


def heard_intents(heard: Plain) -> Said:
    """A part wins over leaving, unless she says that all is meant; a word of leaving may be spelt one slip wrong."""
    found = _found(heard)
    part, closing = (None, ()) if any(evidence.rule in WHOLLY for _, evidence in found) else part_of(heard)
    if part is not None:
        found = [
            (Intent.PAUSE, Evidence(rule=f"part.{part}", phrase=heard.phrase(0, len(heard.words)))),
            *(item for item in found if item[0] not in {Intent.OPT_OUT, Intent.OPT_IN}),
        ]
    elif not _leaves(found) and _leaves_by_slip(heard):
        found = [(Intent.OPT_OUT, Evidence(rule=SLIP, phrase=heard.phrase(0, len(heard.words))))]
    leaving = _leaves(found)
    if leaving and found[0][0] is Intent.OPT_OUT:
        found = [item for item in found if item[0] is Intent.OPT_OUT]
    return Said(
        first=found[0][0] if found else None,
        leaving=leaving,
        returning=not leaving and any(intent is Intent.OPT_IN for intent, _ in found),
        only_thanks=_thanks_only(heard.words, found),
        help_word=any(evidence.rule == HELP_WORD for _, evidence in found),
        evidence=tuple(evidence for _, evidence in found[:1]),
        part=part,
        closing=closing,
        staying=not leaving and _stays(heard.words),
    )


def _found(heard: Plain) -> list[tuple[Intent, Evidence]]:
    trimmed, opened = _trimmed(heard.words), opened_by(heard.words)
    found: list[tuple[Intent, Evidence]] = []
    for ask in _asks():
        if found and ask.id not in _BESIDE_ANYTHING and ask.intent not in _BESIDE_ANYTHING:
            continue
        span = _span(ask, heard.words, trimmed, opened)
        if span is not None:
            found.append((ask.intent, Evidence(rule=ask.id, phrase=heard.phrase(*span))))
    return found


def _leaves(found: list[tuple[Intent, Evidence]]) -> bool:
    return any(intent is Intent.OPT_OUT for intent, _ in found)


def _leaves_by_slip(heard: Plain) -> bool:
    """Only where the text, spelt right, leaves wholly: 'stoip', 'qui t', 'remvoe my number'."""
    mended = mended_slips(_trimmed(heard.words).split())
    if mended is None:
        return False
    again = replace(heard, words=f" {' '.join(mended)} ")
    return _leaves(_found(again)) and part_of(again)[0] is None


def _stays(words: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["staying"]), _FILE)
    return pattern is not None and pattern.search(words) is not None


def _thanks_only(words: str, found: list[tuple[Intent, Evidence]]) -> bool:
    return any(evidence.rule == ONLY_THANKS for _, evidence in found) or _only_love(words)


def _span(ask: _Ask, words: str, trimmed: str, opened: frozenset[str]) -> tuple[int, int] | None:
    if ask.whole is not None and any(pattern.fullmatch(trimmed, 1) for pattern in ask.whole.open(opened)):
        return 0, len(words)
    match = (ask.says.search(words, opened) if ask.says else None) or _clause(ask, words, opened)
    if match is None or (ask.beside and not ask.beside.search(words)) or (ask.unless and ask.unless.search(words)):
        return None
    return match.span()


def _clause(ask: _Ask, words: str, opened: frozenset[str]) -> re.Match[str] | None:
    """The first clause that says it and nothing more: tried only where a clause begins, which keeps it quick."""
    said = () if ask.clause is None else ask.clause.open(opened)
    found = (pattern.match(words, at) for pattern in said for at in _clauses(words))
    return next((match for match in found if match), None)


@lru_cache(1)
def _clauses(words: str) -> tuple[int, ...]:
    opens = compiled(packaged(_FILE)["words"]["opens"], _FILE)
    begins = (1, *(match.end() for match in opens.finditer(words)))
    return begins if len(begins) <= CLAUSES_MAX else begins[: CLAUSES_MAX // 2] + begins[-CLAUSES_MAX // 2 :]


def _only_love(words: str) -> bool:
    return set(words.split()) == {LOVE}


def _trimmed(words: str) -> str:
    """Only words: punctuation and pictures dropped, as carriers do not."""
    kept = [word for word in words.split() if word[0].isalnum() and not word.startswith("emoji")]
    return f" {' '.join(kept)} "


@cache
def _asks() -> tuple[_Ask, ...]:
    return tuple(
        _Ask(
            id=entry["id"],
            intent=Intent(entry["intent"]),
            whole=whole(entry.get("whole", ())),
            says=several(tuple(entry.get("says", ())), _FILE),
            clause=said_alone(entry.get("clause", ())),
            beside=later(tuple(entry.get("beside", ())), _FILE),
            unless=later(tuple(entry.get("unless", ())), _FILE),
        )
        for entry in packaged(_FILE)["intent"]
    )


def whole(patterns: Sequence[str]) -> Several | None:
    """One pattern, for a text that says this and nothing besides."""
    return several((f"(?:{'|'.join(patterns)}) ",), _FILE) if patterns else None


def said_alone(patterns: Sequence[str]) -> Several | None:
    """For a clause that does."""
    said = f"(?:<lead> ){{0,8}}(?:{'|'.join(patterns)})(?: <tail>){{0,6}} <halt>"
    return several((said,), _FILE) if patterns else None
