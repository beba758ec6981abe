"""Words: every text of a pathway on its day, as patients of this clinic get it, and what she may be told besides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby

from functions.screens import speaking
from functions.screens.worded import Bubble, Wording, wording
from functions.screens.words_when import condition, counted, hour_of
from messages.catalogue import catalogue
from messages.hearing.reading import Question, Topic
from messages.language import Language
from messages.opt_in import ASKED_AS, OptIn
from messages.review import is_signed
from schedules.by_track import on_track, twins
from schedules.clinic import Clinic
from schedules.offering import answer_about
from schedules.pathways import Clock, Pathway, Touchpoint, latest_version, pathway, released

DAYS_IN_WEEK = 7
Besides = tuple[str, str, str, tuple[str, ...]]
_BESIDES: tuple[Besides, ...] = (
    ("safety", "What keeps her safe", "At any hour, when what she writes may be dangerous.", ("safety.", "ask.doubt.")),
    ("checks", "After her answer to a check-in", "At once.", ("check.",)),
    ("notices", "About the texts themselves", "Leaving, coming back, pauses, topics.", ("notice.",)),
)
"""Key, title, occasion, and how the keys of these messages begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InLanguage:
    """`signed` of the `messages` on the page behind `path` have a signature for these very words."""

    name: str
    path: str
    messages: int
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A line of the list of pathways, with each language in which it can be read."""

    key: str
    name: str
    version: int
    languages: tuple[InLanguage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One text at its place. `again` is the reminder that follows when she is silent."""

    when: str
    only: str
    bubble: Bubble
    again: Bubble | None = None
    again_when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    key: str
    title: str
    about: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`weeks` count from the first date of the pathway, `other` parts from other dates."""

    key: str
    name: str
    version: int
    language: str  # for the page's lang
    languages: tuple[tuple[str, str, bool], ...]
    drafts: int
    messages: int
    counts_from: str
    parts: tuple[Part, ...]
    besides: tuple[Part, ...]


def tracks() -> tuple[Track, ...]:
    return tuple(_track(key) for key in sorted({key for key, _ in released()}))


def shown(track: str, language: Language, clinic: Clinic, *, site: str, at: datetime) -> Shown:
    """`track` is one that is released; `at` gives texts that say an hour one to say."""
    version = latest_version(track)
    current, said = pathway(track, version), wording(clinic, language, site=site, at=at)
    parts = (*_weeks(current, said), *_other_clocks(current, said), *_late(current, said))
    besides = (_answers(track, said), *_besides(current, said))
    places = [place for part in (*parts, *besides) for place in part.places]
    distinct = {one.key: one for place in places for one in (place.bubble, place.again) if one is not None}
    return Shown(
        key=track,
        name=speaking.track(track),
        version=version,
        language=language.value,
        languages=tuple((speaking.LANGUAGES[one], path_of(track, one), one is language) for one in Language),
        drafts=sum(not one.is_signed for one in distinct.values()),
        messages=len(distinct),
        counts_from=counted(current.clocks[0]),
        parts=parts,
        besides=tuple(part for part in besides if part.places),
    )


def path_of(track: str, language: Language) -> str:
    return f"/console/words/{track}?lang={language.value}"


def _track(key: str) -> Track:
    return Track(
        key=key,
        name=speaking.track(key),
        version=latest_version(key),
        languages=tuple(_in_language(key, one) for one in Language),
    )


def _in_language(key: str, language: Language) -> InLanguage:
    entries = [catalogue().entry(message, language) for message in _on_its_page(key)]
    return InLanguage(
        name=speaking.LANGUAGES[language],
        path=path_of(key, language),
        messages=len(entries),
        signed=sum(is_signed(one.review, one.wording) for one in entries),
    )


@cache
def _on_its_page(key: str) -> frozenset[str]:
    """Each text of a pathway once: what `shown` shows, without rendering it."""
    current = pathway(key, latest_version(key))
    nudges = {one.check_in.nudge for one in current.touchpoints if one.check_in and one.check_in.nudge}
    planned = {one.message for one in current.touchpoints} | {one.message for one in current.catch_ups}
    answers = {answer for topic in Topic for answer in _closed_and_full(topic, key)}
    besides = {message for _, messages in _occasions(current) for message in messages}
    return frozenset({current.welcome} | planned | nudges | answers | besides)


def _weeks(current: Pathway, said: Wording) -> Iterator[Part]:
    """On the first clock, oldest first; days before it make the week before the first."""
    first = current.clocks[0]
    ordered = _ordered(one for one in current.touchpoints if one.clock is first)
    for week, of_week in groupby(ordered, key=lambda one: one.day // DAYS_IN_WEEK):
        welcome = [_welcome(current, said)] if week == 0 else []
        places = (*welcome, *(_place(one, said) for one in of_week))
        yield Part(key=f"week-{week + 1}", title=f"Week {week + 1}", about="", places=places)


def _welcome(current: Pathway, said: Wording) -> Place:
    return Place(when="At once when she is enrolled", only="", bubble=said.bubble(current.welcome))


def _other_clocks(current: Pathway, said: Wording) -> Iterator[Part]:
    for clock in Clock:
        ordered = _ordered(one for one in current.touchpoints if one.clock is clock)
        if ordered and clock is not current.clocks[0]:
            title = f"Counted from {counted(clock)}"
            places = tuple(_place(one, said) for one in ordered)
            yield Part(key=f"clock-{clock.value}", title=title, about="Once that day is known.", places=places)


def _ordered(touchpoints: Iterable[Touchpoint]) -> list[Touchpoint]:
    return sorted(touchpoints, key=lambda one: (one.day, one.at))


def _place(one: Touchpoint, said: Wording) -> Place:
    asks = one.check_in
    nudge = asks.nudge if asks else None
    hours = asks.nudge_after // timedelta(hours=1) if asks else 0
    return Place(
        when=f"{_day(one)}, {hour_of(one.at, said.program.clinic)}",
        only=condition(one),
        bubble=said.bubble(one.message),
        again=said.bubble(nudge) if nudge else None,
        again_when=f"{hours} hours later, if she is silent" if nudge else "",
    )


def _day(one: Touchpoint) -> str:
    if one.day < 0:
        return f"{-one.day} day{'' if one.day == -1 else 's'} before"
    return f"Day {one.day}"


def _late(current: Pathway, said: Wording) -> Iterator[Part]:
    places = tuple(
        Place(
            when=f"At once, when enrolled {one.from_day} to {one.to_day} days after {counted(one.clock)}",
            only="instead of the safety texts whose day has passed",
            bubble=said.bubble(one.message),
        )
        for one in current.catch_ups
    )
    if places:
        yield Part(key="late", title="When she is enrolled late", about="", places=places)


def _answers(track: str, said: Wording) -> Part:
    """Each topic in its full answer, and before that the short one where it is closed until she asks for it."""
    places = []
    for topic in Topic:
        closed, full = _closed_and_full(topic, track)
        name = speaking.plain(topic.value).capitalize()
        if closed != full:
            asked = speaking.plain(ASKED_AS[topic].value)
            places.append(Place(when=name, only="until she asks for the topic", bubble=said.bubble(closed)))
            places.append(Place(when=name, only=f"once she has asked for {asked}", bubble=said.bubble(full)))
        else:
            places.append(Place(when=name, only="", bubble=said.bubble(full)))
    return Part(key="answers", title="Answers by topic", about="At once, when she asks.", places=tuple(places))


def _closed_and_full(topic: Topic, track: str) -> tuple[str, str]:
    return answer_about(topic, frozenset(), track), answer_about(topic, frozenset(OptIn), track)


def _besides(current: Pathway, said: Wording) -> Iterator[Part]:
    for (key, title, about, _), messages in _occasions(current):
        places = tuple(Place(when=_occasion(one), only="", bubble=said.bubble(one)) for one in messages)
        yield Part(key=key, title=title, about=about, places=places)


def _occasions(current: Pathway) -> Iterator[tuple[Besides, tuple[str, ...]]]:
    """In the words of this track. A check-in that is never asked on it is never answered."""
    elsewhere = {key for instead in twins().values() for key in instead.values()}
    asked = {one.check_in.question.value for one in current.touchpoints if one.check_in} | {Question.DOUBT.value}
    for besides in _BESIDES:
        found = [one for one in sorted(catalogue().contracts) if one.startswith(besides[-1]) and one not in elsewhere]
        if besides[0] == "checks":
            found = [one for one in found if one.split(".")[1] in asked]
        yield besides, tuple(dict.fromkeys(on_track(one, current.key) for one in found))


def _occasion(key: str) -> str:
    return speaking.plain(key.partition(".")[2].replace(".", ": ")).capitalize()
