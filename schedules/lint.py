"""Everything wrong with the shipped pathways, all at once, in the words of `messages.lint`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise

from messages.catalogue import catalogue
from messages.lint_text import Problem, at
from messages.lint_words import words
from schedules.lint_files import file_problems
from schedules.lint_gates import ungated
from schedules.lint_never import never_sent
from schedules.pathways import CatchUp, Clock, Pathway, Touchpoint, digest, digests_at_release, pathway, released
from schedules.wanted import closing

TOUCHPOINTS_MAX = 34
"""Of one pathway, though many exclude each other; whole journeys are counted by tests/content."""
EARLIEST, LATEST = time(9), time(19, 45)
NUDGE_ROOM = timedelta(hours=4)
"""A reminder is worth sending only if she still has this long to answer."""
_MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001 - a wall clock to count days on, never an instant


def problems() -> list[Problem]:
    """What cannot be read keeps everything else from being judged, and is named alone."""
    return file_problems() or [*_versions(released()), *_edited(released()), *_closing(), *_shipped()]


def _shipped() -> Iterator[Problem]:
    for key, version in released():
        yield from check(pathway(key, version))


def check(one: Pathway, messages: frozenset[str] | None = None) -> list[Problem]:
    """Every problem of one pathway; `messages` are the keys it may send, by default those shipped."""
    known = frozenset(catalogue().contracts) if messages is None else messages
    found = [*_shape(one), *_messages(one, known), *_days(one), *_catch_ups(one), *never_sent(one), *ungated(one)]
    file = f"schedules/pathways/{one.key}.{one.version}.toml"
    return [at(file, key, None, rule, said=said, mend=mend) for key, rule, said, mend in found]


Finding = tuple[str, str, str, str]


def _versions(shipped: Sequence[tuple[str, int]]) -> Iterator[Problem]:
    """Versions run 1, 2, 3: a gap means that a released file was removed, and somebody may be pinned to it."""
    for key in sorted({key for key, _ in shipped}):
        versions = sorted(version for known, version in shipped if known == key)
        if versions != list(range(1, len(versions) + 1)):
            said = f"has the versions {versions}"
            yield at(
                f"schedules/pathways/{key}.*.toml", key, None, "versions", said=said, mend="keep every released version"
            )


def _edited(shipped: Sequence[tuple[str, int]]) -> Iterator[Problem]:
    """People are in the middle of a released version: an edit would move them without anybody deciding so."""
    for key, version in shipped:
        name = f"{key}.{version}"
        if digests_at_release().get(name) != digest(key, version):
            yield at(
                f"schedules/pathways/{name}.toml",
                key,
                None,
                "edited",
                said="is not as it was released",
                mend=f"write the change as version {version + 1}; if nobody is on it yet, put `{name} "
                f"{digest(key, version)}` into released.lock",
            )


def _closing() -> Iterator[Problem]:
    """A topic can only close texts that exist."""
    for message in sorted(closing().keys() - catalogue().contracts.keys()):
        said = "is closed by a topic and nobody wrote it"
        yield at("schedules/topics.toml", message, None, "message", said=said, mend="take it out, or write it")


def _shape(one: Pathway) -> Iterator[Finding]:
    if len(one.touchpoints) > TOUCHPOINTS_MAX:
        yield one.key, "many", f"plans {len(one.touchpoints)} texts; {TOUCHPOINTS_MAX} are allowed", "leave some out"
    for key, count in Counter(touchpoint.key for touchpoint in one.touchpoints).items():
        if count > 1:
            yield key, "twice", "stands twice", "give each touchpoint its own key"
    for touchpoint in one.touchpoints:
        if not EARLIEST <= touchpoint.at <= LATEST:
            yield touchpoint.key, "hour", f"is planned for {touchpoint.at:%H:%M}", "plan it from 09:00 to 19:45"
        if touchpoint.expires_after <= timedelta(0):
            yield touchpoint.key, "expiry", "is worthless before it is due", "give it time"
        for clock in {touchpoint.clock, touchpoint.until} - {None}:
            if clock not in one.clocks:
                yield touchpoint.key, "clock", f"counts on {clock}, which this pathway lacks", "name it in clocks"
        yield from _check_in(touchpoint)
    yield from _asked_before(one)


def _check_in(touchpoint: Touchpoint) -> Iterator[Finding]:
    check_in = touchpoint.check_in
    if check_in is None or check_in.nudge is None:
        return
    if check_in.nudge != f"nudge.{check_in.question.value}":
        yield touchpoint.key, "nudge", f"reminds with {check_in.nudge}", "remind of the question that was asked"
    if check_in.window < check_in.nudge_after + NUDGE_ROOM:
        yield touchpoint.key, "nudge", "closes before she can answer the reminder", "remind earlier or wait longer"


def _asked_before(one: Pathway) -> Iterator[Finding]:
    for touchpoint in one.touchpoints:
        asked = (
            other
            for other in one.touchpoints
            if other.check_in and other.check_in.question is touchpoint.unless and _due(other) < _due(touchpoint)
        )
        if touchpoint.unless is not None and not any(asked):
            yield touchpoint.key, "unless", f"depends on {touchpoint.unless}, never asked before", "ask it earlier"


def _messages(one: Pathway, known: frozenset[str]) -> Iterator[Finding]:
    for touchpoint in one.touchpoints:
        nudge = touchpoint.check_in.nudge if touchpoint.check_in else None
        for message in filter(None, (touchpoint.message, nudge)):
            if message not in known:
                yield touchpoint.key, "message", f"sends {message!r}, which nobody wrote", "write it"
            elif not words().is_kind("planned", message):
                yield touchpoint.key, "message", f"sends {message!r}, which is no planned text", "choose a planned one"
    for catch_up in one.catch_ups:
        if catch_up.message not in known:
            yield catch_up.message, "message", "is sent as catch-up and nobody wrote it", "write it"


def _days(one: Pathway) -> Iterator[Finding]:
    """On each clock: in order, one planned text a day with its reminder counted, one open question at a time."""
    for clock in one.clocks:
        planned = [touchpoint for touchpoint in one.touchpoints if touchpoint.clock is clock]
        for touchpoint, follower in pairwise(planned):
            if _due(follower) <= _due(touchpoint):
                yield follower.key, "order", f"stands after {touchpoint.key}", "list touchpoints by day"
        days = Counter(day for touchpoint in planned for day in _texting_days(touchpoint))
        for day in sorted(day for day, count in days.items() if count > 1):
            yield one.key, "day", f"plans two texts on {clock} day {day}, reminders counted", "move one of them"
        yield from _open_questions([touchpoint for touchpoint in planned if touchpoint.check_in])


def _open_questions(asking: Sequence[Touchpoint]) -> Iterator[Finding]:
    for touchpoint, follower in pairwise(sorted(asking, key=_due)):
        if touchpoint.check_in and _due(touchpoint) + touchpoint.check_in.window > _due(follower):
            yield follower.key, "window", f"asks while {touchpoint.key} is still open", "ask later"


def _texting_days(touchpoint: Touchpoint) -> tuple[int, ...]:
    if touchpoint.check_in is None or touchpoint.check_in.nudge is None:
        return (touchpoint.day,)
    return (touchpoint.day, (_due(touchpoint) + touchpoint.check_in.nudge_after - _MONDAY).days)


def _due(touchpoint: Touchpoint) -> datetime:
    return datetime.combine(_MONDAY.date(), touchpoint.at) + timedelta(days=touchpoint.day)


def _catch_ups(one: Pathway) -> Iterator[Finding]:
    for clock in one.clocks:
        rows = sorted((row for row in one.catch_ups if row.clock is clock), key=lambda row: row.from_day)
        yield from _rows(clock, rows)
        safety = any(touchpoint.safety and touchpoint.clock is clock for touchpoint in one.touchpoints)
        if safety and not rows:
            yield one.key, "catch_up", f"has safety texts on {clock} and no catch-up", "write one"


def _rows(clock: Clock, rows: Sequence[CatchUp]) -> Iterator[Finding]:
    for row in rows:
        if row.to_day < row.from_day or row.from_day < 0:
            yield row.message, "catch_up", f"covers days {row.from_day} to {row.to_day}", "count forward"
    for row, follower in pairwise(rows):
        if follower.from_day != row.to_day + 1:
            said = f"begins on {clock} day {follower.from_day}; the one before ends on day {row.to_day}"
            yield follower.message, "catch_up", said, "leave neither gap nor overlap"
