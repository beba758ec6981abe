"""What a planned text was not sent for: each reason must hold by her record, and what waited until it was too late must
not have had a free hour to leave in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.ports import Commit, Ref
from infra.simulation.answering import Break
from infra.simulation.holding import holds
from infra.simulation.planned import is_in_hours, touchpoint_of
from messages.hearing.reading import Question
from schedules.calendar import due_at
from schedules.clinic import Clinic
from schedules.enrollment import Enrollment, Outcome, Person, Status
from schedules.pathways import Clock, Touchpoint
from schedules.steps import CATCH_UP, CATCH_UP_EXPIRES_AFTER, WELCOME
from schedules.text import Direction, Text, TextState, Withheld

FREE_MAX = timedelta(hours=5)
"""Of hours in which nothing kept a text back and it did not leave: an outage is an hour, and minutes are missed."""
_LOOKS = timedelta(minutes=30)
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Left:
    """What was left to her catch-up text, and how she stood when it was, or when her days were last counted anew."""

    keys: frozenset[str]
    then: Enrollment


@dataclass(slots=True)
class Withholding:
    left_to_it: dict[Ref, _Left] = field(default_factory=dict)

    def committed(
        self, ref: Ref, before: Enrollment | None, commit: Commit, clinic: Clinic, *, settled: datetime
    ) -> Iterator[Break]:
        """`settled`: since when the clinic's settings are as they are."""
        after = commit.enrollment
        switched = before is not None and before.switched_at != after.switched_at
        for text in commit.texts:
            if text.state is not TextState.WITHHELD or text.touchpoint is None or text.direction is not Direction.OUT:
                continue
            one = _Kept(text, before or after, after, clinic)
            if not (switched if text.withheld is Withheld.SWITCHED else one.is_so()):
                yield "withheld_in_vain", f"{text.text_id} was withheld as {text.withheld}, which is not so"
            elif text.withheld is Withheld.TOO_LATE and (free := one.free(settled)) >= FREE_MAX:
                yield "withheld_in_vain", f"{text.text_id} was withheld as too late though it had {free} to leave in"
            self._note(ref, text.touchpoint, after, left=one.is_left_to_catch_up)
        yield from self._counted_anew(ref, after)
        if after.status is not Status.ACTIVE and after.acted_at < after.on_pathway_since + CATCH_UP_EXPIRES_AFTER:
            self.left_to_it.pop(ref, None)  # ended while it waited

    def _note(self, ref: Ref, key: str, after: Enrollment, *, left: bool) -> None:
        held = self.left_to_it.get(ref)
        keys = held.keys if held else frozenset()
        if left:
            self.left_to_it[ref] = _Left(keys | {key}, held.then if held else after)
        elif held is not None:  # withheld anew, for another reason
            self.left_to_it[ref] = _Left(keys - {key}, held.then)

    def _counted_anew(self, ref: Ref, after: Enrollment) -> Iterator[Break]:
        """A date or her zone was changed: what the catch-up does not say by the new count either goes out by itself, or
        its time is over; the catch-up that is left has to say the rest."""
        held = self.left_to_it.get(ref)
        if held is None or _days(held.then) == _days(after):
            return
        keys = {key for key in held.keys if after.outcomes.get(key) is Outcome.WITHHELD}
        said = CATCH_UP in after.outcomes or after.on_pathway_since != held.then.on_pathway_since
        windows = {} if said else {key: _window(after, key) for key in keys}
        in_date = {key: one for key, one in windows.items() if one is not None and one.expires > after.acted_at}
        earlier = {key for key, one in in_date.items() if _is_earlier(one, after)}
        for key in sorted(in_date.keys() - earlier):
            yield "undecided", f"{key} was left to a catch-up that does not say it by the days as they are counted now"
        self.left_to_it[ref] = _Left(frozenset(earlier), after)

    def caught_up(self, ref: Ref, enrollment: Enrollment, now: datetime) -> Iterator[Break]:
        """In a world that has healed, once its time is over: what was left to it was said by it, or it was withheld
        with a reason of its own."""
        left = self.left_to_it.get(ref)
        if left is None or not left.keys or CATCH_UP in enrollment.outcomes:
            return
        if now >= left.then.on_pathway_since + CATCH_UP_EXPIRES_AFTER + FREE_MAX:
            yield "undecided", f"the catch-up that {enrollment.enrollment_id} was left to never came"


def apart(enrollment: Enrollment, text: Text, last: date | None) -> Iterator[Break]:
    """Whoever asked for fewer gets what is not for her safety a week after the planned text before it."""
    touchpoint = touchpoint_of(enrollment, text.touchpoint)
    if last is None or touchpoint is None or not enrollment.person.weekly:
        return
    on = _day(text.at, enrollment.person)
    routine = not touchpoint.safety and touchpoint.check_in is None
    if routine and on < last + timedelta(days=_WEEK_DAYS):
        days = (on - last).days
        yield (
            "too_often",
            f"{text.text_id} came {days} days after the one before, to whoever wants one a week",
        )


def _days(enrollment: Enrollment) -> tuple[object, ...]:
    """All that her days are counted by."""
    return enrollment.on_pathway_since, enrollment.anchors, enrollment.person.zone


@dataclass(frozen=True, slots=True)
class _Window:
    due: datetime
    expires: datetime


def _window(enrollment: Enrollment, key: str) -> _Window | None:
    since = enrollment.on_pathway_since
    if key in {WELCOME, CATCH_UP}:
        return _Window(since, since + CATCH_UP_EXPIRES_AFTER)
    touchpoint = touchpoint_of(enrollment, key)
    due = due_at(touchpoint, enrollment) if touchpoint else None
    return _Window(due, due + touchpoint.expires_after) if touchpoint and due else None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A planned text that was withheld, and how she stood before and after."""

    text: Text
    before: Enrollment
    after: Enrollment
    clinic: Clinic

    def is_so(self) -> bool:
        match self.text.withheld:
            case Withheld.LEFT:
                return self.after.left_at is not None
            case Withheld.ENDED:
                return self.after.status is not Status.ACTIVE
            case Withheld.PHONE_GIVEN:
                return self.before.phone_given
        window, touchpoint = _window(self.after, self._key), touchpoint_of(self.after, self._key)
        if window is not None and self.text.withheld is Withheld.TOO_LATE:
            return self.text.at >= window.expires
        return window is not None and touchpoint is not None and self._is_of_her(touchpoint, window)

    def free(self, settled: datetime) -> timedelta:
        """How long, while all stood as before, it could have left and did not."""
        window, free = _window(self.before, self._key), timedelta()
        if window is None or window != _window(self.after, self._key):  # a date was told or moved just now
            return free
        at = max(window.due, self.before.acted_at, settled)
        while at < window.expires:
            free += _LOOKS if self._could_leave(at) else timedelta()
            at += _LOOKS
        return free

    @property
    def is_left_to_catch_up(self) -> bool:
        window = _window(self.after, self._key)
        early = self.text.withheld is Withheld.BEFORE_ENROLLMENT
        return early and window is not None and window.expires > self.after.on_pathway_since

    @property
    def _key(self) -> str:
        return self.text.touchpoint or ""

    def _is_of_her(self, touchpoint: Touchpoint, window: _Window) -> bool:
        """Reasons that lie in what the touchpoint is about."""
        person, after = self.after.person, self.after
        asks = touchpoint.check_in.question if touchpoint.check_in else None
        match self.text.withheld:
            case Withheld.BEFORE_ENROLLMENT:
                over = window.expires <= after.on_pathway_since
                return over or (touchpoint.safety and not touchpoint.milk and _is_earlier(window, after))
            case Withheld.SUPERSEDED:
                moot = touchpoint.until in after.anchors or bool(touchpoint.instead & person.topics)
                said = touchpoint.unless is not None and after.said_yes(touchpoint.unless)
                return moot or said or asks is Question.OFFER
            case Withheld.NOT_HERS:
                return touchpoint.milk and not after.milk
            case Withheld.TOPIC_OFF:
                off = touchpoint.topic is not None and touchpoint.topic not in person.topics & self.clinic.topics
                return off or asks is Question.OFFER or bool(person.closed_topics)
            case Withheld.NOT_WANTED:
                return person.only_safety and not touchpoint.safety
            case Withheld.NOT_YET:
                waits = touchpoint.once is not None and not after.said_yes(touchpoint.once)
                return waits and self.text.at >= window.expires
        return False

    def _could_leave(self, at: datetime) -> bool:
        before, person, touchpoint = self.before, self.before.person, touchpoint_of(self.before, self._key)
        if before.left_at is not None or before.status is not Status.ACTIVE or before.phone_given:
            return False
        routine, on, last = touchpoint is not None and not touchpoint.safety, _day(at, person), before.last_planned_on
        pause = timedelta(days=_WEEK_DAYS if routine and person.weekly else 1)
        waits = WELCOME not in before.outcomes or (last is not None and on < last + pause)
        if self._key != WELCOME and (waits or (routine and on == before.anchors.get(Clock.DUE))):
            return False
        return is_in_hours(person, self.clinic, at) and not any(holds(before, at, key=self._key, since=at))


def _is_earlier(window: _Window, enrollment: Enrollment) -> bool:
    """Of a day of hers before the one on which her pathway began."""
    return _day(window.due, enrollment.person) < _day(enrollment.on_pathway_since, enrollment.person)


def _day(at: datetime, person: Person) -> date:
    return at.astimezone(ZoneInfo(person.zone)).date()
