"""Which of the 133 facts a person can come to know, on which track, in which language, and by which message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from messages.catalogue import Contract, catalogue
from messages.facts import facts
from messages.hearing.reading import Question, Topic
from messages.language import Language
from messages.lint_text import Problem, at
from messages.opt_in import OptIn
from messages.pages import pages
from schedules.by_track import on_track, twins
from schedules.offering import answer_about
from schedules.pathways import Clock, Pathway, latest_version, pathway, released

ASKED = (
    *("answer.spotting", "answer.exposure", "answer.distress", "answer.guilt", "answer.warning_signs"),
    *("answer.human", "answer.read", "answer.unsure", "answer.hours"),
)
"""Answers to what is no question about one topic."""
_ON_CLOCKS: Mapping[str, frozenset[Clock]] = {
    "safety.tablet_day": frozenset({Clock.TABLETS}),
    "safety.no_bleeding": frozenset({Clock.TABLETS, Clock.DECISION}),
}
"""Safety texts that make sense on these clocks alone."""
_TRACKS: Mapping[str, tuple[str, ...]] = {
    "all": ("early", "late", "ectopic"),
    "all, ectopic first": ("early", "late", "ectopic"),
    "miscarriage": ("early", "late"),
    "miscarriage, not on tablet day": ("early", "late"),
    "early": ("early",),
    "late": ("late",),
    "early medication": ("early-medication",),
    "ectopic": ("ectopic",),
    "ectopic surgery": ("ectopic-salpingectomy", "ectopic-salpingotomy"),
}
"""What the fact sheet calls tracks, as beginnings of our pathway keys."""
SAFETY_ALONE = "late-waiting"
_AFTERWARDS = ("body.", "infect.", "precaution.")
"""What is only said once the loss has happened: until then texts carry safety and contact alone (A.6), and facts that
wait for a topic wait for the next track too (A.10b: on hold)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One fact on one track in one language. `messages`: keys of texts, and of pages as `page:<key>`."""

    fact: str
    track: str
    language: Language
    messages: tuple[str, ...]


def coverage(topics: frozenset[OptIn] = frozenset(OptIn)) -> Iterator[Reach]:
    """With these topics on; every fact on every track where the fact sheet wants it said."""
    for fact, row in facts().items():
        for track in tracks_of(row["tracks"]):
            if track == SAFETY_ALONE and (fact.startswith(_AFTERWARDS) or "gate" in row):
                continue
            for language in Language:
                found = tuple(sorted(_said(track, language, topics).get(fact, frozenset())))
                yield Reach(fact=fact, track=track, language=language, messages=found)


def problems() -> Iterator[Problem]:
    """A fact that nobody is told on a track where it belongs, by language."""
    unsaid: dict[tuple[str, Language], list[str]] = {}
    for one in coverage():
        if not one.messages:
            unsaid.setdefault((one.fact, one.language), []).append(one.track)
    for (fact, language), missing in unsaid.items():
        said = f"is said by no text and no page on {', '.join(missing)}"
        mend = "name it in the facts of a text that says it there, or of the page behind one"
        yield at("messages/facts.toml", fact, language, "unsaid", said=said, mend=mend)


@cache
def tracks() -> tuple[str, ...]:
    """Every pathway of somebody who had a loss."""
    return tuple(sorted({key for key, _ in released() if not key.startswith("partner")}))


def tracks_of(said: str) -> tuple[str, ...]:
    return tuple(track for track in tracks() if track.startswith(_TRACKS[said]))


@cache
def _said(track: str, language: Language, topics: frozenset[OptIn]) -> Mapping[str, frozenset[str]]:
    """Which messages and pages carry each fact, of those that can reach her."""
    book = catalogue()
    found: dict[str, set[str]] = {}
    for key in messages_on(track, topics):
        contract = book.contracts[key]
        if (key, language) in book.entries:
            for fact in contract.facts:
                found.setdefault(fact, set()).add(key)
            for page in pages_behind(contract):
                for fact in pages()[page].facts:
                    found.setdefault(fact, set()).add(f"page:{page}")
    return {fact: frozenset(keys) for fact, keys in found.items()}


def messages_on(track: str, topics: frozenset[OptIn]) -> frozenset[str]:
    """Planned on this track with these topics on, or the answer to something she may ask or tell."""
    version = pathway(track, latest_version(track))
    planned = {one.message for one in version.touchpoints if one.topic is None or one.topic in topics} | {
        one.message for one in version.catch_ups
    }
    answers = {answer_about(topic, topics, track) for topic in Topic}
    elsewhere = {key for instead in twins().values() for key in instead.values()}
    replies = {
        on_track(key, track)
        for key in catalogue().contracts
        if (key.startswith(("check.", "safety.", "notice.")) or key in ASKED) and key not in elsewhere
    }
    asked = {one.check_in.question for one in version.touchpoints if one.check_in}
    return frozenset(planned | answers | replies - _not_on(version, asked))


def _not_on(version: Pathway, asked: set[Question]) -> frozenset[str]:
    """Safety texts and notices that nothing on this track can call for."""
    never = {key for key, clocks in _ON_CLOCKS.items() if not clocks & {*version.clocks}}
    if Question.OFFER not in asked:
        never |= {"notice.topics_later", "notice.topics_never", "notice.topics_open", "notice.partner_asked"}
    return frozenset(never | ({"notice.welcome"} - {version.welcome}))


def pages_behind(contract: Contract) -> frozenset[str]:
    """The page a text links to, and those it leads on to."""
    reached = {contract.page} if contract.page else set()
    while more := {other for key in reached for other in pages()[key].also} - reached:
        reached |= more
    return frozenset(reached)


def gates() -> Mapping[str, frozenset[OptIn]]:
    """Of each gated fact the topics that may open it: those of the messages and pages that carry it."""
    gated = [fact for fact, row in facts().items() if "gate" in row]
    opened: dict[str, set[OptIn]] = {fact: set() for fact in gated}
    carriers = [(contract.facts, contract.topic) for contract in catalogue().contracts.values()]
    carriers += [(page.facts, page.gate) for page in pages().values()]
    for carried, topic in carriers:
        for fact in set(carried) & opened.keys():
            if topic is not None:
                opened[fact].add(OptIn(topic))
    return {fact: frozenset(topics) for fact, topics in opened.items()}
