"""What her question names: the most specific topic owns her words first, and what is left is read for the next."""

import re
from dataclasses import dataclass
from functools import cache

from messages.hearing.normalize import Plain
from messages.hearing.packaged import packaged
from messages.hearing.patterns import Late, any_of, later, opened_by
from messages.hearing.reading import Topic
from messages.hearing.several import Several, several

TOPICS_MAX = 2
MATCHES_MAX = 8  # of one topic in one text
LONG_WORDS_MIN = 35  # from here on a text tells a story, and only its questions say what it asks
_FILE = "topics.toml"


@dataclass(frozen=True, slots=True)
class _Subject:
    """`says` names the topic; `hints` are heard only when nothing is named. Without a topic the words are hers,
    but no answer of ours fits them. `alone`: other subjects count only beside it when she asks a second thing."""

    topic: Topic | None
    says: Several | None
    hints: Several | None
    unless: Late | None
    alone: bool


@dataclass(frozen=True, slots=True)
class _Name:
    topic: Topic | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """At most two topics, in the order she names them. `hinted`: she names none and only talks around one."""

    topics: tuple[Topic, ...]
    hinted: bool = False


def topics_named(heard: Plain) -> Named:
    """By the rules alone; none when unsure."""
    words = _asked(heard.words)
    if _found("elsewhere", heard.words) and not _found("hers", heard.words):
        return Named(())
    named = _named(words)
    if not named:
        return Named(_hinted(words), hinted=True)
    topics = [name.topic for name in sorted(named, key=lambda name: name.start) if name.topic is not None]
    return Named(tuple(topics[:TOPICS_MAX]))


def asks_how_to_reach_us(heard: Plain) -> bool:
    """And nothing besides."""
    return _found("reaching", heard.words)


def _asked(words: str) -> str:
    """Of a long text only the sentences that end in a question mark, in place; all of a short one."""
    if "?" not in words or len(words.split()) < LONG_WORDS_MIN:
        return words
    return re.sub(r"(?<= )[^.?]+(?= [.]|$)", lambda told: re.sub(r"[^ ]", "_", told.group()), words)


def _named(words: str) -> list[_Name]:
    """Each subject where it is first named, the most specific first; a second topic only when she asks for it too."""
    named: list[_Name] = []
    opened = opened_by(words)
    left, several = words, _found("asks_more", words) and _found("joined", words)
    for subject in _subjects():
        name, left = _owned(subject.says, subject, words, left, opened)
        if name is None or any(one.topic is name.topic for one in named):
            continue
        others = [one for one in named if one.topic is not None]
        if name.topic is None or several or not others or any(_listed(words, one, name) for one in others):
            named.append(name)
        if subject.alone and not several:
            break
    return named


def _listed(words: str, one: _Name, other: _Name) -> bool:
    """Named in one breath: 'sex, tampons or swimming'."""
    first, second = sorted((one, other), key=lambda name: name.start)
    between = f" {words[first.end : second.start].strip()} "
    pattern = any_of(tuple(packaged(_FILE)["asking"]["listed"]), _FILE)
    return pattern is not None and pattern.fullmatch(between, 1) is not None


def _hinted(words: str) -> tuple[Topic, ...]:
    """Hints are too weak for two answers: the most specific alone."""
    left, opened = words, opened_by(words)
    for subject in _subjects():
        name, left = _owned(subject.hints, subject, words, left, opened)
        if name is not None:
            return (name.topic,) if name.topic is not None else ()
    return ()


def _owned(
    says: Several | None, subject: _Subject, words: str, left: str, opened: frozenset[str]
) -> tuple[_Name | None, str]:
    """Where the subject is first heard in what is left, and what it leaves to the others."""
    match = None if says is None else says.search(left, opened)
    if says is None or match is None:
        return None, left
    if subject.unless is not None and subject.unless.search(words):
        return None, left
    first: _Name | None = None
    for _ in range(MATCHES_MAX):
        if match is None or match.start() == match.end():
            break
        first = first or _Name(subject.topic, match.start(), match.end())
        left = left[: match.start()] + re.sub(r"[^ ]", "_", match.group()) + left[match.end() :]
        match = says.search(left, opened)
    return first, left


def _found(name: str, words: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["asking"][name]), _FILE)
    return pattern is not None and pattern.search(words) is not None


@cache
def _subjects() -> tuple[_Subject, ...]:
    return tuple(
        _Subject(
            topic=Topic(entry["topic"]) if "topic" in entry else None,
            says=several(tuple(entry.get("says", ())), _FILE),
            hints=several(tuple(entry.get("hints", ())), _FILE),
            unless=later(tuple(entry.get("unless", ())), _FILE),
            alone=entry.get("alone", False),
        )
        for entry in packaged(_FILE)["subject"]
    )
