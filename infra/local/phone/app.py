"""Puts the phone together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from infra.local.phone.carrier import Carrier
from infra.local.phone.clock import PhoneClock
from infra.local.phone.control import HANDLERS, Control
from infra.local.phone.exchange import Exchange
from infra.local.phone.inbound import Inbound
from infra.local.phone.page import Page
from infra.local.phone.rest import Rest
from infra.local.phone.ringing import Ringing
from infra.local.phone.settings import PhoneSettings
from infra.local.phone.time_machine import TimeMachine
from infra.local.phone.wire import Poster


def create_app(settings: PhoneSettings, time_machine: TimeMachine | None = None) -> Starlette:
    """Without a time machine the page has no buttons that move time."""
    exchange = Exchange(settings, PhoneClock())
    poster = Poster(settings.auth_token)
    carrier = Carrier(exchange, poster)
    ringing = Ringing(exchange, poster)
    inbound = Inbound(exchange, poster, carrier)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        yield
        await exchange.stop()
        await poster.aclose()

    routes = [
        *Rest(exchange, carrier, ringing).routes,
        *Control(exchange, inbound).routes,
        *Page(exchange, inbound, ringing, time_machine).routes,
    ]
    return Starlette(routes=routes, exception_handlers=HANDLERS, lifespan=lifespan)
