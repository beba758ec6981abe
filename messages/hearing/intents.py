"""What she asks of us beside any danger: leaving first, then returning, help and the rest, as data orders it."""

import re
from dataclasses import dataclass
from functools import cache

from messages.hearing.normalize import Plain
from messages.hearing.packaged import packaged
from messages.hearing.patterns import any_of, compiled
from messages.hearing.reading import Evidence, Intent, Topic

TOPICS_MAX = 2
ONLY_THANKS = "only_thanks"
LOVE = "emojilove"
_FILE = "intents.toml"


@dataclass(frozen=True, slots=True)
class Said:
    """`first` is the most demanding request; `leaving` and `returning` stay true beside anything."""

    first: Intent | None
    leaving: bool
    returning: bool
    only_thanks: bool
    evidence: tuple[Evidence, ...]


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
        span = _span(ask, heard.words, trimmed)
        if span is not None:
            found.append((ask.intent, Evidence(rule=ask.id, phrase=heard.phrase(*span))))
    leaving = any(intent is Intent.OPT_OUT for intent, _ in found)
    returning = not leaving and any(intent is Intent.OPT_IN for intent, _ in found)
    only_thanks = any(evidence.rule == ONLY_THANKS for _, evidence in found) or _only_love(heard.words)
    if leaving and found[0][0] is Intent.OPT_OUT:
        found = [item for item in found if item[0] is Intent.OPT_OUT]
    return Said(
        first=found[0][0] if found else None,
        leaving=leaving,
        returning=returning,
        only_thanks=only_thanks,
        evidence=tuple(evidence for _, evidence in found[:1]),
    )


def topics_in(heard: Plain) -> tuple[Topic, ...]:
    """At most two, in the order she names them."""
    found = []
    for name, patterns in packaged(_FILE)["topics"].items():
        pattern = any_of(tuple(patterns), _FILE)
        if pattern is not None and (match := pattern.search(heard.words)):
            found.append((match.start(), Topic(name)))
    return tuple(topic for _, topic in sorted(found)[:TOPICS_MAX])


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
