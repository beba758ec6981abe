"""Leaving in part: which of our texts she wants less of, short of leaving, as data orders it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from messages.hearing.normalize import Plain
from messages.hearing.packaged import packaged
from messages.hearing.patterns import Gated, Late, any_of, gated, later, opened_by, pattern_of
from messages.hearing.reading import Part, Topic
from messages.hearing.several import Several, several

CLOSING_MAX = 6
STEM_LETTERS = 4  # of the words a rule needs, looked up before its search
NAMED_MAX = 12  # mentions of topics in one text
TOPIC_WORD = "topicword"  # stands in the rules for whatever topic she names
_FILE = "parts.toml"
_MARKS = frozenset(".,?()-")
_OPENINGS = {"asks": "lead", "pide": "es_lead", "begins": "begin"}
_TURNS = (". ", "? ", ", ", " but ", " no ", " not ", " pero ")


@dataclass(frozen=True, slots=True)
class _Rule:
    part: Part
    needs: frozenset[str]
    says: Several | None
    beside: Late | None
    unless: Late | None


@dataclass(frozen=True)
class _Named:
    """Her words with each topic she names replaced by one word, and where each stands."""

    words: str
    topics: tuple[tuple[int, Topic], ...] = ()

    @cached_property
    def opened(self) -> frozenset[str]:
        return opened_by(self.words)


def part_of(heard: Plain) -> tuple[Part | None, tuple[Topic, ...]]:
    """The part and, with Part.TOPIC alone, the topics she closes; a topic refused but not known is no part."""
    words = heard.words
    if printed := printed_in(words):
        return Part.TOPIC, printed
    if _says_never(words):
        return None, ()
    plainly, named = _Named(words), [_with_topics(words, key) for key in ("names", "hints")]
    stems = frozenset(word[:STEM_LETTERS] for word in words.split())
    for rule in _rules():
        if rule.needs and rule.needs.isdisjoint(stems):
            continue
        if rule.part is not Part.TOPIC:
            if _span(rule, plainly):
                return rule.part, ()
        elif closing := next((closed for each in named if (closed := _closed(rule, each))), ()):
            return Part.TOPIC, closing
    return None, ()


def printed_in(words: str) -> tuple[Topic, ...]:
    """The topics of a text that refuses what our own texts name and says nothing else, in her order."""
    plainly = " ".join(word for word in words.split() if word not in _MARKS)
    if not _refusal().fullmatch(f" {plainly} "):
        return ()
    found = (match.lastgroup or "" for match in _printed_names().finditer(f" {plainly} "))
    return _first(Topic(topic.removeprefix("letter_")) for topic in found)


@cache
def _refusal() -> re.Pattern[str]:
    printed = packaged(_FILE)["printed"]
    named = "|".join(name for kind in ("names", "letters") for names in printed[kind].values() for name in names)
    polite, between = f"(?:{printed['polite']} ){{0,4}}", f"(?:{printed['between']} ){{0,5}}"
    again = f"(?:(?:{printed['lists']} ){{0,2}}{between}(?:{named}) ){{0,5}}"
    return pattern_of(f" {polite}{printed['verbs']} {polite}{between}(?:{named}) {again}{between}{polite}")


@cache
def _printed_names() -> re.Pattern[str]:
    """Names before letters: "a next pregnancy" is no A."""
    printed = packaged(_FILE)["printed"]
    groups = (f"(?P<{topic}>{'|'.join(names)})" for topic, names in printed["names"].items())
    letters = (f"(?P<letter_{topic}>{'|'.join(names)})" for topic, names in printed["letters"].items())
    return pattern_of(f"(?<= )(?:{'|'.join([*groups, *letters])})(?= )")


def part_meant(heard: Plain, part: Part) -> tuple[Part | None, tuple[Topic, ...]]:
    """A part the model alone heard: it counts where her words speak of texts, of times, or of a topic by name."""
    words, data = heard.words, packaged(_FILE)
    against = any_of(tuple(data["meant"]["unless"].get(part, ())), _FILE)
    if _says_never(words) or (against and against.search(words)):
        return None, ()
    if part is Part.TOPIC:
        named = (_with_topics(words, key).topics for key in ("names", "hints"))
        closing = next((_first(topic for _, topic in each) for each in named if each), ())
        return part, closing
    speaks = any_of(tuple(data["meant"][part]), _FILE)
    return (part, ()) if speaks and speaks.search(words) else (None, ())


def _first(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(topics))[:CLOSING_MAX]


def _closed(rule: _Rule, named: _Named) -> tuple[Topic, ...]:
    """The topics inside what the rule heard, in her order; none when she names none."""
    span = _span(rule, named) if named.topics else None
    if span is None:
        return ()
    end = _end_of_list(named.words, span[1])
    return _first(topic for at, topic in named.topics if span[0] <= at < end)


def _end_of_list(words: str, end: int) -> int:
    """The end of what she refuses in one breath: "the sex ones and the naming ones"."""
    listed = any_of(tuple(packaged(_FILE)["listed"]), _FILE)
    match = listed.match(words, max(words.rfind(" ", 0, end), 0) + 1) if listed else None
    return match.end() if match else end


def _span(rule: _Rule, named: _Named) -> tuple[int, int] | None:
    words = named.words
    match = rule.says.search(words, named.opened) if rule.says else None
    if match is None or (rule.beside and not rule.beside.search(words)) or (rule.unless and rule.unless.search(words)):
        return None
    return match.span()


def _with_topics(words: str, key: str) -> _Named:
    """The longest name wins where two overlap; a topic she says she keeps stays as she wrote it."""
    opened = opened_by(words)
    found = sorted(
        (match.start(), -match.end(), topic)
        for topic, patterns in _closings()
        if (gate := patterns[key]) and gate.is_open(opened)
        for match in gate.pattern.finditer(words)
    )
    pieces, topics, done, length = [""], [], 0, 0
    for start, minus_end, topic in found[:NAMED_MAX]:
        if start < done or _keeps(words[:start]):
            continue
        length += start - done
        topics.append((length, topic))
        pieces += [words[done:start], f"{TOPIC_WORD} " if words[-minus_end - 1] == " " else TOPIC_WORD]
        length += len(pieces[-1])
        done = -minus_end
    return _Named("".join([*pieces, words[done:]]), tuple(topics))


def _keeps(before: str) -> bool:
    kept = any_of(tuple(packaged(_FILE)["kept"]), _FILE)
    clause = before[max(before.rfind(mark) for mark in _TURNS) + 1 :]
    return kept is not None and kept.search(f" {clause}") is not None


def _says_never(words: str) -> bool:
    pattern = any_of(tuple(packaged(_FILE)["never"]), _FILE)
    return pattern is not None and pattern.search(words) is not None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            part=Part(entry["part"]),
            needs=frozenset(entry.get("needs", "").split()),
            says=several(alternatives(entry), _FILE),
            beside=later(tuple(entry.get("beside", ())), _FILE),
            unless=later(tuple(entry.get("unless", ())), _FILE),
        )
        for entry in packaged(_FILE)["part"]
    )


def alternatives(entry: dict[str, list[str]]) -> tuple[str, ...]:
    """Every pattern of one entry of the file, with its opening."""
    opened = [f"<{opening}>{one}" for key, opening in _OPENINGS.items() for one in entry.get(key, ())]
    return (*opened, *entry.get("says", ()))


@cache
def _closings() -> tuple[tuple[Topic, dict[str, Gated | None]], ...]:
    return tuple(
        (Topic(name), {key: gated(tuple(entry.get(key, ())), _FILE) for key in ("names", "hints")})
        for name, entry in packaged(_FILE)["closing"].items()
    )
