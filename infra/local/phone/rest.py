"""The part of Twilio's REST API that sending and reconciling use."""

import asyncio
import base64
import binascii
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from infra.local.phone.accepting import accept, refusal_of
from infra.local.phone.behavior import FaultName
from infra.local.phone.carrier import Carrier
from infra.local.phone.errors import Refusal, error_answer
from infra.local.phone.exchange import Exchange
from infra.local.phone.listing import numbers_page, page_of, resource_of
from infra.local.phone.rest_calls import call_resource, refusal_of_call
from infra.local.phone.ringing import Ringing
from infra.local.phone.wire import form_in

BASE = "/2010-04-01/Accounts/{account_sid}"
NUMBERS = "/v1/Services/{service_sid}/PhoneNumbers"


class DroppedResponse(Response):
    """Begins an answer and never ends it, so that the server closes the connection on the client."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


class Rest:
    def __init__(self, exchange: Exchange, carrier: Carrier, ringing: Ringing) -> None:
        self._exchange = exchange
        self._carrier = carrier
        self._ringing = ringing

    @property
    def routes(self) -> list[Route]:
        return [
            Route(f"{BASE}/Messages.json", self.create, methods=["POST"]),
            Route(f"{BASE}/Messages.json", self.list_page, methods=["GET"]),
            Route(f"{BASE}/Messages/{{sid}}.json", self.fetch, methods=["GET"]),
            Route(f"{BASE}/Calls.json", self.call, methods=["POST"]),
            Route(f"{BASE}/Calls/{{sid}}.json", self.fetch_call, methods=["GET"]),
            Route(NUMBERS, self.list_numbers, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        form = form_in(await request.body())
        to = form.get("To", "")
        if code := self._fault_before(to) or refusal_of(form, self._exchange):
            return error_answer(code)
        text = accept(form, self._exchange)
        shown = resource_of(text, self._exchange.settings.account_sid)
        self._carrier.carry(text)
        return await self._fault_after(text.to) or JSONResponse(shown, 201)

    async def call(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        form = form_in(await request.body())
        to = form.get("To", "")
        if code := self._fault_before(to) or refusal_of_call(form, self._exchange):
            return error_answer(code)
        call = self._exchange.add_call(
            to=to, from_=form["From"], url=form["Url"], status_callback=form.get("StatusCallback")
        )
        self._ringing.ring(call)
        shown = call_resource(call, self._exchange.settings.account_sid)
        return await self._fault_after(to) or JSONResponse(shown, 201)

    async def fetch_call(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        call = self._exchange.calls.get(request.path_params["sid"])
        if call is None:
            return error_answer(Refusal.NOT_FOUND)
        return JSONResponse(call_resource(call, self._exchange.settings.account_sid))

    def _fault_before(self, to: str) -> Refusal | None:
        dice = self._exchange.dice
        if dice.strikes(FaultName.CREATE_429, to):
            return Refusal.TOO_MANY
        return Refusal.SERVER_ERROR if dice.strikes(FaultName.CREATE_500_BEFORE, to) else None

    async def _fault_after(self, to: str) -> Response | None:
        dice = self._exchange.dice
        if dice.strikes(FaultName.CREATE_500_AFTER, to):
            return error_answer(Refusal.SERVER_ERROR)
        if dice.strikes(FaultName.CREATE_DROPPED, to):
            return DroppedResponse()
        if dice.strikes(FaultName.CREATE_HELD, to):
            await asyncio.sleep(dice.behavior.held_seconds)
        return None

    async def fetch(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        text = self._exchange.text(request.path_params["sid"])
        if text is None:
            return error_answer(Refusal.NOT_FOUND)
        return JSONResponse(resource_of(text, self._exchange.settings.account_sid))

    async def list_page(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        query = dict(request.query_params)
        if self._exchange.dice.strikes(FaultName.LIST_500, query.get("To") or query.get("From", "")):
            return error_answer(Refusal.SERVER_ERROR)
        try:
            return JSONResponse(page_of(self._exchange.texts, query, self._exchange.settings.account_sid))
        except ValueError:
            return error_answer(Refusal.INVALID_PARAMETER)

    async def list_numbers(self, request: Request) -> Response:
        if refusal := self._turned_away(request):
            return error_answer(refusal)
        service_sid = request.path_params["service_sid"]
        service = self._exchange.services.get(service_sid)
        if service is None:
            return error_answer(Refusal.NOT_FOUND)
        return JSONResponse(numbers_page(service_sid, service, self._exchange.settings.account_sid))

    def _turned_away(self, request: Request) -> Refusal | None:
        settings = self._exchange.settings
        expected = f"{settings.account_sid}:{settings.auth_token}"
        if not secrets.compare_digest(_credentials_in(request), expected.encode()):
            return Refusal.UNAUTHORIZED
        if request.path_params.get("account_sid", settings.account_sid) != settings.account_sid:
            return Refusal.NOT_FOUND
        return None


def _credentials_in(request: Request) -> bytes:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return b""
