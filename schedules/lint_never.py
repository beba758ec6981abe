"""A touchpoint that nobody can ever get: it waits for what cannot come, or gives way to what is always there."""

from collections.abc import Iterator
from datetime import timedelta

from schedules.pathways import Clock, Pathway, Touchpoint

_MILK = "late-"
"""Pathways of somebody whose milk may come in (fact sheet A.4)."""
Finding = tuple[str, str, str, str]


def never_sent(one: Pathway) -> Iterator[Finding]:
    for touchpoint in one.touchpoints:
        found = (*_until(one, touchpoint), *_asked(one, touchpoint), *_topics(touchpoint), *_milk(one, touchpoint))
        for said, mend in found:
            yield touchpoint.key, "never", f"can never be sent: {said}", mend
    yield from _catch_ups(one)


def _until(one: Pathway, touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    """The first clock is known from enrollment on, and the touchpoint's own by the time it falls due."""
    if touchpoint.until is None:
        return
    if touchpoint.until is one.clocks[0]:
        yield f"it is dropped once {touchpoint.until} is known, which is so from the first day", "name another clock"
    elif touchpoint.until is touchpoint.clock:
        yield f"it counts on {touchpoint.until} and is dropped once that is known", "name another clock"


def _asked(one: Pathway, touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    if touchpoint.once is None:
        return
    if touchpoint.once is touchpoint.unless:
        yield f"it waits for a yes to {touchpoint.once} and is dropped after one", "keep one of the two"
    asking = [other for other in one.touchpoints if other.check_in and other.check_in.question is touchpoint.once]
    if not asking:
        yield f"it waits for a yes to {touchpoint.once}, which this pathway never asks", "ask it, or do not wait"
    elif all(_too_late(other, touchpoint) for other in asking):
        yield f"it waits for a yes to {touchpoint.once}, first asked when this is out of date", "ask it earlier"


def _too_late(asking: Touchpoint, waiting: Touchpoint) -> bool:
    same = asking.clock is waiting.clock
    return same and _since(asking) >= _since(waiting) + waiting.expires_after


def _since(touchpoint: Touchpoint) -> timedelta:
    return timedelta(days=touchpoint.day, hours=touchpoint.at.hour, minutes=touchpoint.at.minute)


def _topics(touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    if touchpoint.topic is not None and touchpoint.topic in touchpoint.instead:
        yield f"it waits for {touchpoint.topic} and gives way to it", "keep one of the two"


def _milk(one: Pathway, touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    if touchpoint.milk and not one.key.startswith(_MILK):
        yield "milk comes in after a later loss alone", "leave it out of this pathway"


def _catch_ups(one: Pathway) -> Iterator[Finding]:
    """A catch-up says what safety texts said before she was enrolled; where none can lie behind her, it never goes."""
    for catch_up in one.catch_ups:
        behind = [touchpoint for touchpoint in one.touchpoints if touchpoint.safety and _lies_behind(touchpoint)]
        if not behind:
            said = "can never be sent: no safety text of this pathway can lie behind somebody enrolled late"
            yield catch_up.message, "never", said, "mark what it stands for as safety, or take it out"


def _lies_behind(touchpoint: Touchpoint) -> bool:
    return touchpoint.clock is not Clock.DUE
