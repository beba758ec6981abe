"""What each handset shows: days, bubbles and marks, in its own local time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infra.local.phone.calls import Call, CallStatus
from infra.local.phone.exchange import Exchange
from infra.local.phone.settings import Handset, HandsetKind
from infra.local.phone.texts import Direction, Status, Text

SCREENS_MAX = 12
TEXTS_SHOWN_MAX = 200
HTTP_OK = range(200, 300)


@dataclass(frozen=True)
class Line:
    """One row of a screen. `side`: came, typed, lost, call, rings, or day. `mark` says how far it got."""

    id: str
    side: str
    words: str
    at: str
    moment: str
    mark: str = ""
    troubled: bool = False


@dataclass(frozen=True)
class Screen:
    id: str
    label: str
    number: str
    is_staff: bool
    language: str
    clock: str
    moment: str
    place: str
    lines: tuple[Line, ...]


def screens_of(exchange: Exchange) -> list[Screen]:
    """The handsets laid out by name come first; a crowd beyond the limit is only in the record."""
    texts, now, calls = exchange.texts, exchange.clock.now(), list(exchange.calls.values())
    return [screen_of(handset, texts, now, calls) for handset in exchange.handsets[:SCREENS_MAX]]


def screen_of(handset: Handset, texts: Sequence[Text], now: datetime, calls: Sequence[Call] = ()) -> Screen:
    local = now.astimezone(handset.time_zone)
    rung = [call for call in calls if call.to == handset.number]
    own = [text for text in texts if text.handset_number == handset.number and _is_visible(text)]
    return Screen(
        id=f"handset-{handset.number.removeprefix('+')}",
        label=_number_in_words(handset.number) if handset.label == handset.number else handset.label,
        number=_number_in_words(handset.number),
        is_staff=handset.kind is HandsetKind.STAFF,
        language=handset.language,
        clock=f"{_day(local, with_year=False)}, {local:%H:%M}",
        moment=local.isoformat(timespec="minutes"),
        place=_place(handset.zone),
        lines=_lines([*own[-TEXTS_SHOWN_MAX:], *rung[-TEXTS_SHOWN_MAX:]], handset),
    )


def _is_visible(text: Text) -> bool:
    """What a person could see on the glass, and what never came to it."""
    return text.direction is Direction.INBOUND or text.status.is_final


def _shown_at(shown: Text | Call) -> datetime:
    return shown.at if isinstance(shown, Call) else shown.received_at or shown.changed_at


def _lines(texts: Sequence[Text | Call], handset: Handset) -> tuple[Line, ...]:
    lines: list[Line] = []
    day = ""
    for text in sorted(texts, key=_shown_at):
        local = _shown_at(text).astimezone(handset.time_zone)
        if (today := local.date().isoformat()) != day:
            day = today
            label = _day(local, with_year=True)
            lines.append(Line(f"{handset.number.removeprefix('+')}-{day}", "day", label, "", day))
        lines.append(_call_line(text, local) if isinstance(text, Call) else _line(text, local))
    return tuple(lines)


def _line(text: Text, local: datetime) -> Line:
    side = _side(text)
    mark, troubled = _mark(text)
    moment = local.isoformat(timespec="seconds")
    words = text.body or ("Picture" if text.media else "(no words)")
    return Line(text.sid, side, words, f"{local:%H:%M}", moment, mark, troubled)


def _call_line(call: Call, local: datetime) -> Line:
    rings = not call.status.is_final and call.answered_by is None
    words = " ".join(dict.fromkeys(call.said)) or ("It rings." if rings else "(no words)")
    moment = local.isoformat(timespec="seconds")
    mark, troubled = _call_mark(call)
    return Line(call.sid, "rings" if rings else "call", words, f"{local:%H:%M}", moment, mark, troubled)


def _call_mark(call: Call) -> tuple[str, bool]:
    if call.status in {CallStatus.BUSY, CallStatus.NO_ANSWER}:
        return ("Busy" if call.status is CallStatus.BUSY else "Not answered"), True
    if call.troubled:
        return "Ended without words", True
    if call.answered_by and call.answered_by.startswith("machine"):
        return "Met a voicemail", True
    keys = f", pressed {' '.join(call.pressed)}" if call.pressed else ""
    return (f"Answered{keys}" if call.answered_by else "Ringing"), False


def _side(text: Text) -> str:
    if text.direction is Direction.INBOUND:
        return "typed"
    return "lost" if text.status is Status.UNDELIVERED else "came"


def _mark(text: Text) -> tuple[str, bool]:
    """The words, and whether something went wrong."""
    if text.direction is not Direction.INBOUND:
        return ("Delivered", False) if text.received_at else (f"Never arrived (error {text.error})", True)
    if text.webhook is None:
        return "Sending", False
    if text.webhook.status in HTTP_OK:
        return "Sent", False
    if text.webhook.attempts == 0:
        return "Lost on the way", True
    return f"Not taken in ({text.webhook.status or 'no answer'})", True


def _day(local: datetime, *, with_year: bool) -> str:
    return f"{local:%A} {local.day} {local:%B}" + (f" {local.year}" if with_year else "")


def _place(zone: str) -> str:
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time" if "/" in zone else zone


def _number_in_words(number: str) -> str:
    """North American numbers in groups, others as they are."""
    if number.startswith("+1") and len(number) == len("+15550100001"):
        return f"+1 {number[2:5]} {number[5:8]} {number[8:]}"
    return number
