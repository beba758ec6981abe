"""The four facts a day is made of, each recorded once and ready to be lived again from its tape."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from infra.bench.stage import Stage, stage
from infra.bench.wire import Tape
from schedules.text import Direction

HARMLESS = "is it ok to take a bath yet?"
URGENT = "i passed out in the bathroom"
CALM_TEMPERATURE = "98.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """`again` brings the fact about anew; `tape` is what it asked of AWS and of Twilio, in order, when warm."""

    key: str
    name: str
    phone: str
    tape: Tape
    again: Callable[[], None]


@contextmanager
def a_wake() -> Iterator[Lived]:
    """A planned text leaves."""
    with stage() as one:
        one.live_to_next_text()
        yield _lived("wake", "a planned text is sent", one, one.wake)


@contextmanager
def a_stale_wake() -> Iterator[Lived]:
    with stage() as one:
        yield _lived("stale", "a wake with nothing to do", one, one.wake)


@contextmanager
def a_question() -> Iterator[Lived]:
    with stage() as one:
        yield _lived("question", "a harmless question is answered", one, one.says(HARMLESS))


@contextmanager
def an_answer() -> Iterator[Lived]:
    """To a check-in that is open."""
    with stage() as one:
        while one.enrollment.question is None:
            one.live_to_next_text()
            one.wake()
            one.confirm_all()
        one.clock.at += timedelta(minutes=7)
        yield _lived("answer", "a check-in is answered", one, one.says("yes it started last night"))


@contextmanager
def a_callback() -> Iterator[Lived]:
    with stage() as one:
        one.live_to_next_text()
        one.wake()
        texts = [text for text in one.world.store.texts(one.ref) if text.direction is Direction.OUT and text.sid]
        yield _lived("callback", "a text is delivered", one, one.reports(texts[-1], "delivered"))


@contextmanager
def an_urgent_reply() -> Iterator[Lived]:
    with stage() as one:
        yield _lived("urgent", "an urgent reply is answered and paged", one, one.says(URGENT))


FACTS = (a_wake, a_question, an_answer, a_callback, an_urgent_reply)


def _lived(key: str, name: str, one: Stage, work: Callable[[], None]) -> Lived:
    tape = one.heard.during(work)
    one.heard.stop()
    one.unplug()
    return Lived(key=key, name=name, phone=one.phone, tape=tape, again=work)
