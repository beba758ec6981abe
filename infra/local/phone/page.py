"""The page on which the handsets lie side by side."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from infra.local.phone.behavior import Answering
from infra.local.phone.exchange import Exchange
from infra.local.phone.inbound import Inbound
from infra.local.phone.ringing import Ringing
from infra.local.phone.screens import SCREENS_MAX, screens_of
from infra.local.phone.time_machine import TimeMachine
from infra.local.phone.typed import Typed
from infra.local.phone.wire import form_in

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Skip:
    to: Literal["next", "tomorrow"]


SKIP = TypeAdapter(Skip)


class Page:
    def __init__(
        self, exchange: Exchange, inbound: Inbound, ringing: Ringing, time_machine: TimeMachine | None
    ) -> None:
        self._exchange = exchange
        self._inbound = inbound
        self._ringing = ringing
        self._time_machine = time_machine
        loader = FileSystemLoader(HERE / "templates")
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    @property
    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.whole, methods=["GET"], name="page"),
            Route("/_phone/screens", self.screens, methods=["GET"]),
            Route("/_phone/typed", self.typed, methods=["POST"]),
            Route("/_phone/answer", self.answer, methods=["POST"]),
            Route("/_phone/skip", self.skip, methods=["POST"]),
            Mount("/_phone/static", StaticFiles(directory=HERE / "static")),
        ]

    async def whole(self, request: Request) -> Response:
        """`said` is what the time machine answered a browser without scripts."""
        return self._drawn("page.html", said=request.query_params.get("said", ""))

    async def screens(self, request: Request) -> Response:  # noqa: ARG002
        return self._drawn("screens.html")

    def _drawn(self, name: str, **words: str) -> Response:
        hidden = max(len(self._exchange.handsets) - SCREENS_MAX, 0)
        drawn = self._templates.get_template(name).render(
            screens=screens_of(self._exchange), hidden=hidden, can_skip=self._time_machine is not None, **words
        )
        return Response(drawn, media_type="text/html", headers=HEADERS)

    async def typed(self, request: Request) -> Response:
        """The form of one handset; an empty box sends nothing."""
        form = form_in(await request.body())
        body = form.get("body", "").replace("\r\n", "\n").strip()
        number = form.get("from", "").replace(" ", "")
        known = {handset.number for handset in self._exchange.handsets}
        if body and number in known:
            await self._inbound.receive(Typed(from_=number, body=body))
        return RedirectResponse("/", 303)

    async def answer(self, request: Request) -> Response:
        """A button under a ringing call; one that rings no more is passed over."""
        form = form_in(await request.body())
        how = form.get("how", "")
        if how in set(Answering):
            self._ringing.answer(form.get("call", ""), Answering(how))
        return RedirectResponse("/", 303)

    async def skip(self, request: Request) -> Response:
        """A script sends JSON and is told in JSON; a plain form is sent back to the page with the words."""
        if self._time_machine is None:
            return JSONResponse({"error": "there is no time machine"}, 404)
        as_json = request.headers.get("content-type", "").startswith("application/json")
        content = await request.body()
        asked = SKIP.validate_json(content) if as_json else SKIP.validate_python(form_in(content))
        said = await self._time_machine.skip(asked.to)
        if as_json:
            return JSONResponse({"said": said})
        return RedirectResponse(str(request.url_for("page").include_query_params(said=said)), 303)
