"""The provider and the phones: keeps what every phone received, answers or not, and reports when it likes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from functions.adapters.failures import call_state_of, failure_of, state_of
from functions.adapters.memory_gateway import listed
from functions.ports_provider import Accepted, CallOrder, Found, Gap, GatewayDown, Inbound, Received, Refused, SendOrder
from infra.simulation.claims import NO_SUCH_NUMBER, STOPPED
from infra.simulation.engine import Engine
from infra.simulation.laws import Laws
from infra.simulation.swarm import HALF, odds
from schedules.text import Failure

Rings = Callable[["Rung"], None]
Arrives = Callable[["Carried"], None]
Reports = Callable[["Carried | Rung", dict[str, str]], None]
SKEW = timedelta(minutes=2)
REQUEST_MAX = timedelta(seconds=11)
"""Then the client hangs up (`twilio_http.py`)."""
THROTTLED = 20429
PHONE_OFF = 30003
SERVER_ERROR = 20503
LISTED_FEW_MAX = 2
"""Texts in a list that is cut."""
LISTED_LATE_MAX = 20.0
ROUTINE_LISTED_LATE_MAX = 150.0
"""Seconds until a text that the provider took shows in its own list: of what must arrive, and of the rest. Our grace is
longer."""


@dataclass(slots=True, kw_only=True)
class Carried:
    """One text the provider has. `text` is the end of its callback: clinic, enrollment and text id."""

    sid: str
    order: SendOrder
    at: datetime
    listed_at: datetime
    text: tuple[str, str, str]
    status: str = "accepted"
    error: int | None = None


@dataclass(slots=True, kw_only=True)
class Rung:
    """One call the provider makes."""

    sid: str
    order: CallOrder
    at: datetime
    text: tuple[str, str, str]
    status: str = "ringing"
    answered_by: str = ""


@dataclass(slots=True)
class Provider:
    """A Gateway. `arrives` is called when a phone has the text, `rings` when a phone is picked up or not, `reports`
    when a status callback goes out, `unsent` when a text never left."""

    engine: Engine
    laws: Laws
    arrives: Arrives
    reports: Reports
    rings: Rings = lambda _: None
    unsent: Callable[[SendOrder | CallOrder], None] = lambda _: None
    is_down: bool = False
    dead_phones: set[str] = field(default_factory=set)
    _blocked: set[tuple[str, str]] = field(default_factory=set)
    _by_sid: dict[str, Carried] = field(default_factory=dict)
    _by_phone: dict[str, list[Carried]] = field(default_factory=dict)
    _calls: dict[str, Rung] = field(default_factory=dict)
    _received: dict[str, list[tuple[datetime, Inbound]]] = field(default_factory=dict)
    _bare: set[str] = field(default_factory=set)  # sids of texts that came in and name no service

    def send(self, order: SendOrder) -> Accepted | Refused:
        return self._takes(order, lambda: self._carry(order).sid)

    def call(self, order: CallOrder) -> Accepted | Refused:
        return self._takes(order, lambda: self._ring(order).sid)

    def _takes(self, order: SendOrder | CallOrder, does: Callable[[], str]) -> Accepted | Refused:
        engine = self.engine
        begun = engine.at
        engine.reach()
        self.laws.attempted(*_named_in(order.callback))
        if engine.at > begun + REQUEST_MAX:  # the client has hung up
            engine.faults["send_lost"] += 1
            self.unsent(order)
            return Refused(failure=Failure.AMBIGUOUS)
        if self.is_down or engine.happens("send_lost"):
            self.unsent(order)
            return Refused(failure=Failure.AMBIGUOUS)
        if engine.happens("send_unreached"):
            self.unsent(order)
            return Refused(failure=Failure.RETRY)
        if engine.happens("send_throttled"):
            return Refused(failure=Failure.THROTTLED, error=THROTTLED)
        if isinstance(order, SendOrder) and (order.messaging_service, order.to) in self._blocked:
            return Refused(failure=Failure.OPTED_OUT, error=STOPPED)
        if engine.happens("send_refused"):
            return Refused(failure=failure_of(code=NO_SUCH_NUMBER, status=400), error=NO_SUCH_NUMBER)
        if engine.happens("send_failed"):
            if odds(engine.chance, HALF):
                does()
            else:
                self.unsent(order)
            engine.touched()
            return Refused(failure=failure_of(code=SERVER_ERROR, status=503), error=SERVER_ERROR)
        sid = does()
        engine.touched()
        return Refused(failure=Failure.AMBIGUOUS) if engine.happens("send_unheard") else Accepted(sid=sid)

    def find(
        self, *, to: str, body: str, messaging_service: str, since: datetime, sid: str | None, not_sids: frozenset[str]
    ) -> Found | None:
        self._asked()
        if sid is not None:
            return _found(self._by_sid.get(sid))
        texts = (one for one in self._by_phone.get(to, []) if one.listed_at <= self.engine.at)
        ours = (one for one in texts if (one.order.messaging_service, one.order.body) == (messaging_service, body))
        return _found(next((one for one in ours if one.sid not in not_sids and one.at >= since - SKEW), None))

    def find_call(self, sid: str) -> Found | None:
        self._asked()
        return _found_call(self._calls.get(sid))

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        self._asked()
        engine = self.engine
        shown = [one for at, one in self._received.get(messaging_service, []) if at <= engine.at]
        if len(shown) > 1 and engine.happens("list_cut"):
            limit = engine.chance.randint(1, LISTED_FEW_MAX)
        if not self._bare or not engine.happens("numbers_unknown"):
            return listed(shown, since=since, until=until, limit=limit)
        named = [one for one in shown if one.sid not in self._bare]
        return replace(listed(named, since=since, until=until, limit=limit), gap=Gap.NUMBERS)

    def takes(self, service: str, inbound: Inbound, keyword: str | None) -> None:
        """A phone wrote. The provider itself acts on a bare STOP or START."""
        if keyword == "STOP":
            self._blocked.add((service, inbound.sender))
        elif keyword == "START":
            self._blocked.discard((service, inbound.sender))
        late = self.engine.seconds(1, LISTED_LATE_MAX) if self.engine.happens("listed_late") else timedelta()
        self._received.setdefault(service, []).append((self.engine.at + late, inbound))
        if self.engine.happens("service_missing"):
            self._bare.add(inbound.sid)

    def _asked(self) -> None:
        self.engine.reach()
        if self.is_down or self.engine.happens("ask_in_vain"):
            raise GatewayDown("simulated")

    def _carry(self, order: SendOrder) -> Carried:
        engine = self.engine
        clinic_id, enrollment_id, text_id = _named_in(order.callback)
        most = LISTED_LATE_MAX if self.laws.must_arrive(clinic_id, enrollment_id, text_id) else ROUTINE_LISTED_LATE_MAX
        late = engine.seconds(1, most) if engine.happens("listed_late") else timedelta()
        carried = Carried(
            sid=f"SM{len(self._by_sid) + 1:032x}",
            order=order,
            at=engine.at,
            listed_at=engine.at + late,
            text=(clinic_id, enrollment_id, text_id),
        )
        self._by_sid[carried.sid] = carried
        self._by_phone.setdefault(order.to, []).append(carried)
        engine.tell(f"the provider takes {text_id} of {enrollment_id}")
        self.laws.carried(clinic_id, enrollment_id, text_id, order)
        self._fate(carried)
        return carried

    def _ring(self, order: CallOrder) -> Rung:
        engine = self.engine
        clinic_id, enrollment_id, text_id = _named_in(order.callback)
        rung = Rung(
            sid=f"CA{len(self._calls) + 1:032x}",
            order=order,
            at=engine.at,
            text=(clinic_id, enrollment_id, text_id),
        )
        self._calls[rung.sid] = rung
        engine.tell(f"the provider calls about {text_id} of {enrollment_id}")
        self.laws.carried(clinic_id, enrollment_id, text_id, order)
        self.tells(rung, "initiated")
        engine.later(engine.seconds(2, 25), "", lambda: self.rings(rung))
        return rung

    def tells(self, rung: Rung, status: str) -> None:
        """A call moves on, and its callback sets out, or does not."""
        engine = self.engine
        rung.status = status
        if engine.happens("callback_never"):
            return
        form = {"CallSid": rung.sid, "CallStatus": status, "AnsweredBy": rung.answered_by}
        for _ in range(2 if engine.happens("callback_twice") else 1):
            slow = engine.seconds(600, 20_000) if engine.happens("callback_late") else engine.seconds(1, 20)
            engine.later(slow, "", lambda: self.reports(rung, form))

    def _fate(self, carried: Carried) -> None:
        engine = self.engine
        fails = carried.order.to in self.dead_phones or engine.happens("undelivered")
        last, error = ("undelivered", PHONE_OFF) if fails else ("delivered", None)
        most = carried.order.valid_for.total_seconds()
        under_way = engine.seconds(0, most) if engine.happens("carried_late") else engine.seconds(1, min(12, most))
        engine.later(under_way, "", lambda: self._settles(carried, last, error))
        if engine.happens("callback_never"):
            return
        words = [("sent", None), (last, error)]
        if engine.happens("callback_contrary"):
            words.append(("delivered", None) if fails else ("undelivered", PHONE_OFF))
        if engine.happens("callback_twice"):
            words += words
        for status, code in words:
            slow = engine.seconds(600, 20_000) if engine.happens("callback_late") else engine.seconds(1, 20)
            slow = max(slow, under_way) if status != "sent" else slow
            form = {"MessageSid": carried.sid, "MessageStatus": status, "ErrorCode": str(code or "")}
            engine.later(slow, "", lambda form=form: self.reports(carried, form))  # type: ignore[misc]

    def _settles(self, carried: Carried, status: str, error: int | None) -> None:
        carried.status, carried.error = status, error
        if status == "delivered":
            self.laws.shown(carried.text, carried.at)
            self.arrives(carried)


def _named_in(callback: str) -> tuple[str, str, str]:
    """Clinic, enrollment and text, as the end of a status callback has them."""
    clinic_id, _, enrollment_id, text_id = callback.rsplit("/", 4)[1:]
    return clinic_id, enrollment_id, text_id


def _found_call(rung: Rung | None) -> Found | None:
    if rung is None:
        return None
    state, failure = call_state_of(rung.status, rung.answered_by)
    return Found(sid=rung.sid, state=state, failure=failure)


def _found(carried: Carried | None) -> Found | None:
    if carried is None:
        return None
    state, failure = state_of(carried.status, carried.error)
    return Found(sid=carried.sid, state=state, failure=failure, error=carried.error)
