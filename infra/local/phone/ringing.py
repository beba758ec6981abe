"""Rings a handset, asks our webhook what to say, posts the key pressed, and reports on the call."""

import asyncio
from dataclasses import replace

from infra.local.phone.behavior import Answering
from infra.local.phone.calls import Call, CallStatus
from infra.local.phone.carrier import Manner
from infra.local.phone.exchange import Exchange
from infra.local.phone.twiml import Script, script_of
from infra.local.phone.wire import Poster

BY_HAND_SECONDS = 25.0
PRESSES_MAX = 3
_FINAL = {Answering.BUSY: CallStatus.BUSY, Answering.NO_ANSWER: CallStatus.NO_ANSWER}


class Ringing:
    def __init__(self, exchange: Exchange, poster: Poster) -> None:
        self._exchange = exchange
        self._poster = poster
        self._by_hand: dict[str, asyncio.Future[Answering]] = {}

    def ring(self, call: Call) -> None:
        """Returns at once; the exchange is busy until the last callback has been answered."""
        self._exchange.spawn(self._ring(call.sid, Manner.drawn(self._exchange.dice, call.to)))

    def answer(self, sid: str, how: Answering) -> bool:
        """By somebody at the page. False: it does not ring any more."""
        waiting = self._by_hand.get(sid)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(how)
        return True

    async def _ring(self, sid: str, manner: Manner) -> None:
        for status in (CallStatus.INITIATED, CallStatus.RINGING):
            await self._moves(sid, status, manner)
        how = await self._how(sid)
        if how.is_answered:
            await self._moves(sid, CallStatus.IN_PROGRESS, manner)
            await self._talks(sid, how)
        await self._moves(sid, _FINAL.get(how, CallStatus.COMPLETED), manner)

    async def _how(self, sid: str) -> Answering:
        how = self._exchange.dice.behavior.answering_of(self._exchange.calls[sid].to)
        if how is not Answering.BY_HAND:
            return how
        waiting: asyncio.Future[Answering] = asyncio.get_running_loop().create_future()
        self._by_hand[sid] = waiting
        try:
            async with asyncio.timeout(BY_HAND_SECONDS):
                return await waiting
        except TimeoutError:
            return Answering.NO_ANSWER

    async def _talks(self, sid: str, how: Answering) -> None:
        self._change(sid, answered_by=how.answered_by)
        script = await self._asks(sid, self._exchange.calls[sid].url)
        for _ in range(PRESSES_MAX):
            if script is None or script.action is None or how.key is None:
                break
            self._change(sid, pressed=(*self._exchange.calls[sid].pressed, how.key))
            script = await self._asks(sid, script.action, Digits=how.key)
        if script is not None and script.action is not None:
            self._hears(sid, script.otherwise)

    async def _asks(self, sid: str, url: str, **more: str) -> Script | None:
        form = self._form(self._exchange.calls[sid]) | more
        answer = await self._poster.post_form(url, form, self._exchange.draw("IT"))
        script = script_of(answer.body) if answer.status == 200 else None  # noqa: PLR2004 - HTTP
        if script is None:
            self._change(sid, troubled=True)
        else:
            self._hears(sid, script.said)
        return script

    def _hears(self, sid: str, said: tuple[str, ...]) -> None:
        self._change(sid, said=(*self._exchange.calls[sid].said, *dict.fromkeys(said)))

    def _change(self, sid: str, **changes: object) -> None:
        self._exchange.calls[sid] = replace(self._exchange.calls[sid], **changes)  # type: ignore[arg-type]

    async def _moves(self, sid: str, status: CallStatus, manner: Manner) -> None:
        await asyncio.sleep(self._exchange.settings.callback_delay_seconds)
        call = self._exchange.calls[sid] = self._exchange.calls[sid].moved(status, self._exchange.clock.now())
        if manner.never or not call.status_callback:
            return
        await asyncio.sleep(manner.late_seconds)
        for _ in range(manner.times):
            await self._poster.post_form(call.status_callback, self._form(call), self._exchange.draw("IT"))

    def _form(self, call: Call) -> dict[str, str]:
        form = {
            "CallSid": call.sid,
            "CallStatus": call.status.value,
            "From": call.from_,
            "To": call.to,
            "Direction": "outbound-api",
            "AccountSid": self._exchange.settings.account_sid,
            "ApiVersion": "2010-04-01",
        }
        return form | ({"AnsweredBy": call.answered_by} if call.answered_by else {})
