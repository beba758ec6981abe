"""What she asks of us beside any danger: leaving first, then returning, help and the rest, as data orders it."""

import re
from dataclasses import dataclass
from functools import cache

from messages.hearing.normalize import Plain
from messages.hearing.packaged import packaged
from messages.hearing.parts import part_of
from messages.hearing.patterns import any_of, compiled
from messages.hearing.reading import Evidence, Intent, Part, Topic

LONE_STOP = "leaving.word"
ONLY_THANKS = "only_thanks"
LOVE = "emojilove"
_FILE = "intents.toml"
_BESIDE_ANYTHING = frozenset({Intent.OPT_OUT, Intent.OPT_IN, ONLY_THANKS})  # heard even after the first


@dataclass(frozen=True, slots=True)
class Said:
    """`first` is the most demanding request; `leaving` and `returning` stay true beside anything but `part`.

    She leaves wholly or in part: a lone STOP is wholly, and where the two are in doubt it is the part.
    """

    first: Intent | None
    leaving: bool
    returning: bool
    only_thanks: bool
    evidence: tuple[Evidence, ...]
    part: Part | None = None
    closing: tuple[Topic, ...] = ()
    staying: bool = False  # wants our texts to go on, or stops something else: no guess may take her off


@dataclass(frozen=True, slots=True)
class _Ask:
    id: str
    intent: Intent
    whole: re.Pattern[str] | None
    says: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None


def heard_intents(heard: Plain) -> Said:
    trimmed = _trimmed(heard.words)
    found: list[tuple[Intent, Evidence]] = []
    for ask in _asks():
        if found and ask.id not in _BESIDE_ANYTHING and ask.intent not in _BESIDE_ANYTHING:
            continue
        span = _span(ask, heard.words, trimmed)
        if span is not None:
            found.append((ask.intent, Evidence(rule=ask.id, phrase=heard.phrase(*span))))
    alone = any(evidence.rule == LONE_STOP for _, evidence in found)
    part, closing = (None, ()) if alone else part_of(heard)
    if part is not None:
        found = [
            (Intent.PAUSE, Evidence(rule=f"part.{part}", phrase=heard.phrase(0, len(heard.words)))),
            *(item for item in found if item[0] not in {Intent.OPT_OUT, Intent.OPT_IN}),
        ]
    leaving = any(intent is Intent.OPT_OUT for intent, _ in found)
    if leaving and found[0][0] is Intent.OPT_OUT:
        found = [item for item in found if item[0] is Intent.OPT_OUT]
    return Said(
        first=found[0][0] if found else None,
        leaving=leaving,
        returning=not leaving and any(intent is Intent.OPT_IN for intent, _ in found),
        only_thanks=_thanks_only(heard.words, found),
        evidence=tuple(evidence for _, evidence in found[:1]),
        part=part,
        closing=closing,
        staying=not leaving and _stays(heard.words),
    )


def _stays(words: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["staying"]), _FILE)
    return pattern is not None and pattern.search(words) is not None


def _thanks_only(words: str, found: list[tuple[Intent, Evidence]]) -> bool:
    return any(evidence.rule == ONLY_THANKS for _, evidence in found) or _only_love(words)


def _span(ask: _Ask, words: str, trimmed: str) -> tuple[int, int] | None:
    if ask.whole is not None and ask.whole.fullmatch(trimmed, 1):
        return 0, len(words)
    match = ask.says.search(words) if ask.says else None
    if match is None or (ask.beside and not ask.beside.search(words)) or (ask.unless and ask.unless.search(words)):
        return None
    return match.span()


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
            whole=_whole(entry.get("whole", [])),
            says=any_of(tuple(entry.get("says", ())), _FILE),
            beside=any_of(tuple(entry.get("beside", ())), _FILE),
            unless=any_of(tuple(entry.get("unless", ())), _FILE),
        )
        for entry in packaged(_FILE)["intent"]
    )


def _whole(patterns: list[str]) -> re.Pattern[str] | None:
    return compiled(f"(?:{'|'.join(patterns)}) ", _FILE) if patterns else None
