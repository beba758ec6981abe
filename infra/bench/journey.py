"""A patient's whole journey lived by the real code on an emulated AWS, with everything it asks written down."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from infra.bench.metering import Meter
from infra.bench.stage import Stage, stage
from infra.bench.wire import Exchange
from infra.content.journeys import sample
from messages.hearing.reading import Question
from messages.language import Language
from messages.segments import cost
from schedules.enrollment import Status
from schedules.text import Direction, TextState

ANSWERS_AFTER = timedelta(minutes=7)
ALARMS_MAX = 200
QUESTIONS_MAX = 4
"""Asked one after the other: the second half of a screen, the letters after an offer."""
CALLBACKS = ("queued", "sent", "delivered")
_CALM: Mapping[Question, tuple[str, str]] = {
    Question.BLEEDING_STARTED: ("yes", "si"),
    Question.BLEEDING_STOPPED: ("yes", "si"),
    Question.PERIOD_BACK: ("yes", "si"),
    Question.PADS_PER_HOUR: ("0", "0"),
    Question.TEMPERATURE: ("98.2", "36.8"),
    Question.PAIN: ("0", "0"),  # any pain after an ectopic pregnancy pages somebody
    Question.MOOD: ("4", "4"),
    Question.PHQ_INTEREST: ("0", "0"),
    Question.PHQ_DOWN: ("0", "0"),
    Question.TEST_RESULT: ("negative", "negativo"),
    Question.OFFER: ("2", "2"),
    Question.CHOICES: ("A", "A"),
    Question.DOOR: ("1", "1"),
    Question.DOUBT: ("2", "2"),
}


class NeverEnds(Exception):
    """An answer that was meant to be calm paged somebody, and nobody is there to take it."""


@dataclass(slots=True, kw_only=True)
class Journey:
    """What happened: she answered every check-in calmly, and the carrier delivered every text."""

    track: str
    language: Language
    wakes: int = 0
    replies: int = 0
    texts: int = 0
    segments_out: int = 0
    segments_in: int = 0
    meter: Meter


@contextmanager
def lived(track: str, language: Language) -> Iterator[tuple[Journey, Stage]]:
    """On the journey's own stage, where its table can still be looked into."""
    person = sample(track, language, frozenset())
    with stage(person.form(), began=person.enrolled_at) as one:
        found = Journey(track=track, language=language, meter=Meter())
        for _ in range(ALARMS_MAX):
            if one.enrollment.status is not Status.ACTIVE or not one.turn_to_alarm():
                break
            one.wake()
            found.wakes += 1
            one.confirm_all(*CALLBACKS)
            _answer(one, found)
        else:
            raise NeverEnds(f"{track}: {ALARMS_MAX} alarms and no end")
        _count(one, found)
        yield found, one


def journey(track: str, language: Language) -> Journey:
    with lived(track, language) as (found, _):
        return found


def _answer(one: Stage, found: Journey) -> None:
    for _ in range(QUESTIONS_MAX):
        question, asked = one.enrollment.question, one.enrollment.asked
        if asked is None or question is None or question.is_over:
            return
        one.clock.at += ANSWERS_AFTER
        one.says(_CALM[asked][found.language is Language.SPANISH])()
        found.replies += 1
        one.confirm_all(*CALLBACKS)


def _count(one: Stage, found: Journey) -> None:
    """What the table was asked before she came is no cost of hers, but it holds what she reads."""
    found.meter.take(_billed(one.heard.exchanges[: one.known]))
    found.meter.forget_counts()
    found.meter.take(_billed(one.heard.exchanges[one.known :]))
    for text in one.world.store.texts(one.ref):
        if text.direction is Direction.IN:
            found.segments_in += cost(text.body).segments
        elif text.state is not TextState.WITHHELD:
            found.texts += 1
            found.segments_out += text.segments


def _billed(exchanges: list[Exchange]) -> list[Exchange]:
    return [one for one in exchanges if one.service == "dynamodb" and one.operation != "CreateTable"]
