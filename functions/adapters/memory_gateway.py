"""A provider in memory: keeps every text as the phone received it, and answers as its script says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from functions.adapters.failures import call_state_of, failure_of, state_of
from functions.ports_provider import Accepted, CallOrder, Found, Gap, GatewayDown, Inbound, Received, Refused, SendOrder
from schedules.text import Failure

SKEW = timedelta(minutes=2)


class Turn(StrEnum):
    """What becomes of one send."""

    ACCEPT = "accept"
    UNHEARD = "unheard"  # the provider has it, and we do not hear so
    LOST = "lost"  # the provider has nothing, and we do not know
    UNREACHED = "unreached"  # no connection came about: surely not sent
    THROTTLE = "throttle"


@dataclass(slots=True, kw_only=True)
class Carried:
    """A text the provider has. `status` is Twilio's word."""

    sid: str
    order: SendOrder
    at: datetime
    status: str = "accepted"
    error: int | None = None


@dataclass(slots=True, kw_only=True)
class Called:
    """A call the provider made or makes."""

    sid: str
    order: CallOrder
    at: datetime
    status: str = "queued"
    answered_by: str = ""


class MemoryGateway:
    """`turns` says what becomes of each send in order, an int being the error code of a refusal; when it ends, all
    are accepted. `silences` says of each question whether the provider is down; when it ends, it never is."""

    def __init__(
        self, now: Callable[[], datetime], *, turns: Iterable[Turn | int] = (), silences: Iterable[bool] = ()
    ) -> None:
        self._now = now
        self._turns = iter(turns)
        self._silences = iter(silences)
        self._by_recipient: dict[str, list[Carried]] = {}
        self._by_sid: dict[str, Carried] = {}
        self._calls: dict[str, Called] = {}
        self._received: dict[str, list[Inbound]] = {}

    @property
    def carried(self) -> list[Carried]:
        """Every text that went out, oldest first."""
        return list(self._by_sid.values())

    @property
    def called(self) -> list[Called]:
        """Every call that was made, oldest first."""
        return list(self._calls.values())

    def to(self, phone: str) -> list[str]:
        """The bodies a phone received, oldest first."""
        return [text.order.body for text in self._by_recipient.get(phone, [])]

    def report(self, sid: str, status: str, error: int | None = None) -> None:
        """The carrier's word on a text, found by whoever asks from now on."""
        self._by_sid[sid].status, self._by_sid[sid].error = status, error

    def report_call(self, sid: str, status: str, answered_by: str = "") -> None:
        self._calls[sid].status, self._calls[sid].answered_by = status, answered_by

    def receive(self, messaging_service: str, inbound: Inbound) -> None:
        """A text from a phone, whether or not its webhook arrives."""
        self._received.setdefault(messaging_service, []).append(inbound)

    def send(self, order: SendOrder) -> Accepted | Refused:
        return self._turn(lambda: self._carry(order))

    def call(self, order: CallOrder) -> Accepted | Refused:
        return self._turn(lambda: self._ring(order))

    def _turn(self, does: Callable[[], str]) -> Accepted | Refused:
        turn = next(self._turns, Turn.ACCEPT)
        if not isinstance(turn, Turn):
            return Refused(failure=failure_of(code=turn, status=400), error=turn)
        match turn:
            case Turn.ACCEPT:
                return Accepted(sid=does())
            case Turn.UNHEARD:
                does()
                return Refused(failure=Failure.AMBIGUOUS)
            case Turn.LOST:
                return Refused(failure=Failure.AMBIGUOUS)
            case Turn.UNREACHED:
                return Refused(failure=Failure.RETRY)
            case Turn.THROTTLE:
                return Refused(failure=Failure.THROTTLED, error=20429)

    def find(
        self, *, to: str, body: str, messaging_service: str, since: datetime, sid: str | None, not_sids: frozenset[str]
    ) -> Found | None:
        self._answer()
        if sid is not None:
            known = self._by_sid.get(sid)
            return None if known is None else _found(known)
        for text in self._by_recipient.get(to, []):
            is_ours = (text.order.messaging_service, text.order.body) == (messaging_service, body)
            if is_ours and text.sid not in not_sids and text.at >= since - SKEW:
                return _found(text)
        return None

    def find_call(self, sid: str) -> Found | None:
        self._answer()
        return _found_call(self._calls.get(sid))

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        self._answer()
        return listed(self._received.get(messaging_service, []), since=since, until=until, limit=limit)

    def _answer(self) -> None:
        if next(self._silences, False):
            raise GatewayDown("the provider is silent")

    def _carry(self, order: SendOrder) -> str:
        text = Carried(sid=f"SM{len(self._by_sid) + 1:032x}", order=order, at=self._now())
        self._by_sid[text.sid] = text
        self._by_recipient.setdefault(order.to, []).append(text)
        return text.sid

    def _ring(self, order: CallOrder) -> str:
        call = Called(sid=f"CA{len(self._calls) + 1:032x}", order=order, at=self._now())
        self._calls[call.sid] = call
        return call.sid


def listed(received: Iterable[Inbound], *, since: datetime, until: datetime | None, limit: int) -> Received:
    """As the provider lists them: where there are more, the newest."""
    asked = [one for one in received if since - SKEW <= one.at and (until is None or one.at <= until + SKEW)]
    asked.sort(key=lambda one: one.at)
    return Received(texts=tuple(asked[-limit:]), gap=Gap.CUT if len(asked) >= limit else None)


def _found_call(call: Called | None) -> Found | None:
    if call is None:
        return None
    state, failure = call_state_of(call.status, call.answered_by)
    return Found(sid=call.sid, state=state, failure=failure)


def _found(text: Carried) -> Found:
    state, failure = state_of(text.status, text.error)
    return Found(sid=text.sid, state=state, failure=failure, error=text.error)
