"""The phone's own doors under /_phone: set it up, make it misbehave, read what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.phone.behavior import Behavior, Dice
from infra.local.phone.calls import Call
from infra.local.phone.exchange import Exchange
from infra.local.phone.inbound import Inbound
from infra.local.phone.settings import STRICT, Handset, Service
from infra.local.phone.texts import Text
from infra.local.phone.typed import RawPost, Typed, UnknownServiceError
from infra.local.phone.wire import Answer

OFFSET_SECONDS_MAX = 20 * 366 * 86_400


@dataclass(frozen=True)
class ClockSetting:
    """Seconds the phone is ahead of real time."""

    __pydantic_config__ = STRICT

    offset_seconds: Annotated[float, Field(ge=0, le=OFFSET_SECONDS_MAX)]


SERVICES = TypeAdapter(Mapping[str, Service])
HANDSETS = TypeAdapter(list[Handset])
BEHAVIOR = TypeAdapter(Behavior)
CLOCK = TypeAdapter(ClockSetting)
TYPED = TypeAdapter(Typed)
RAW_POST = TypeAdapter(RawPost)
RECORD = TypeAdapter(list[Text])
CALLS = TypeAdapter(list[Call])
ANSWER = TypeAdapter(Answer)


class Control:
    def __init__(self, exchange: Exchange, inbound: Inbound) -> None:
        self._exchange = exchange
        self._inbound = inbound

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/_phone/services", self.services, methods=["GET", "PUT"]),
            Route("/_phone/handsets", self.handsets, methods=["GET", "PUT"]),
            Route("/_phone/behavior", self.behavior, methods=["GET", "PUT"]),
            Route("/_phone/clock", self.clock, methods=["GET", "PUT"]),
            Route("/_phone/inbound", self.inbound, methods=["POST"]),
            Route("/_phone/raw", self.raw, methods=["POST"]),
            Route("/_phone/record", self.record, methods=["GET"]),
            Route("/_phone/calls", self.calls, methods=["GET"]),
            Route("/_phone/quiet", self.quiet, methods=["GET"]),
            Route("/_phone/healthz", self.healthz, methods=["GET"]),
        ]

    async def services(self, request: Request) -> Response:
        if request.method == "PUT":
            self._exchange.services = dict(SERVICES.validate_json(await request.body()))
        return json_answer(SERVICES.dump_json(self._exchange.services))

    async def handsets(self, request: Request) -> Response:
        if request.method == "PUT":
            self._exchange.lay_out(HANDSETS.validate_json(await request.body()))
        return json_answer(HANDSETS.dump_json(self._exchange.handsets))

    async def behavior(self, request: Request) -> Response:
        """What is in force now, with the calls that next_calls still has to strike."""
        if request.method == "PUT":
            self._exchange.dice = Dice(BEHAVIOR.validate_json(await request.body()))
        return json_answer(BEHAVIOR.dump_json(self._exchange.dice.behavior))

    async def clock(self, request: Request) -> Response:
        clock = self._exchange.clock
        if request.method == "PUT":
            wanted = CLOCK.validate_json(await request.body())
            if not clock.move(wanted.offset_seconds):
                return _problem(409, "the phone's time never runs backwards")
        return JSONResponse({"offset_seconds": clock.offset_seconds, "now": clock.now().isoformat()})

    async def inbound(self, request: Request) -> Response:
        typed = TYPED.validate_json(await request.body())
        received = await self._inbound.receive(typed)
        return JSONResponse(vars(received))

    async def raw(self, request: Request) -> Response:
        answer = await self._inbound.post_raw(RAW_POST.validate_json(await request.body()))
        return json_answer(ANSWER.dump_json(answer))

    async def record(self, request: Request) -> Response:  # noqa: ARG002
        """Oldest first."""
        return json_answer(RECORD.dump_json(self._exchange.texts, by_alias=True))

    async def calls(self, request: Request) -> Response:  # noqa: ARG002
        """Oldest first."""
        return json_answer(CALLS.dump_json(list(self._exchange.calls.values()), by_alias=True))

    async def quiet(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse({"in_flight": self._exchange.in_flight})

    async def healthz(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse({"status": "ok"})


def json_answer(content: bytes) -> Response:
    return Response(content, media_type="application/json")


def _problem(status: int, words: str) -> Response:
    return JSONResponse({"error": words}, status)


async def answer_invalid(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Every wrong field at once, in pydantic's words, and never the value that was wrong."""
    if not isinstance(error, ValidationError):
        raise error
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return JSONResponse({"error": "not understood", "fields": found}, 400)


async def answer_no_service(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return _problem(404, str(error))


HANDLERS = {ValidationError: answer_invalid, UnknownServiceError: answer_no_service}
