"""Carries an accepted text to its handset and reports on it, as well or as badly as told."""

import asyncio
from dataclasses import dataclass

from infra.local.phone.behavior import Dice, FaultName
from infra.local.phone.exchange import Exchange
from infra.local.phone.texts import Status, Text
from infra.local.phone.wire import Poster


@dataclass(frozen=True)
class Manner:
    """How the callbacks of one text are told."""

    never: bool
    reverse: bool
    times: int
    late_seconds: float

    @classmethod
    def drawn(cls, dice: Dice, number: str) -> "Manner":
        late = dice.strikes(FaultName.CALLBACKS_LATE, number)
        return cls(
            never=dice.strikes(FaultName.CALLBACKS_NEVER, number),
            reverse=dice.strikes(FaultName.CALLBACKS_REVERSED, number),
            times=2 if dice.strikes(FaultName.CALLBACKS_REPEATED, number) else 1,
            late_seconds=dice.behavior.late_seconds if late else 0.0,
        )


class Carrier:
    def __init__(self, exchange: Exchange, poster: Poster) -> None:
        self._exchange = exchange
        self._poster = poster

    def carry(self, text: Text) -> None:
        """Returns at once; the exchange is busy until the last callback has been answered."""
        self._exchange.spawn(self._carry(text))

    async def _carry(self, text: Text) -> None:
        """A slow callback never holds the text up, only the callbacks after it."""
        manner = Manner.drawn(self._exchange.dice, text.to)
        error = self._exchange.dice.behavior.failure_of(text.to)
        delay = self._exchange.settings.callback_delay_seconds
        await asyncio.sleep(delay)
        sent = self._exchange.move(text.sid, Status.SENT)
        telling = None if manner.reverse else self._exchange.spawn(self._tell(sent, manner))
        await asyncio.sleep(delay)
        final = Status.UNDELIVERED if error else Status.DELIVERED
        arrived = self._exchange.move(text.sid, final, error)
        if telling:
            await telling
        await self._tell(arrived, manner)
        if manner.reverse:
            await self._tell(sent, manner)

    async def _tell(self, text: Text, manner: Manner) -> None:
        if manner.never or not text.status_callback:
            return
        await asyncio.sleep(manner.late_seconds)
        form = report_on(text, self._exchange.settings.account_sid)
        for _ in range(manner.times):
            await self._poster.post_form(text.status_callback, form, self._exchange.draw("IT"))


def report_on(text: Text, account_sid: str) -> dict[str, str]:
    """The form of a status callback; RawDlrDoneDate is YYMMDDhhmm and carries no zone."""
    form = {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "MessageStatus": text.status.value,
        "SmsStatus": text.status.value,
        "To": text.to,
        "From": text.from_,
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
    }
    if text.service_sid:
        form["MessagingServiceSid"] = text.service_sid
    if text.error:
        form["ErrorCode"] = str(text.error)
    if text.status.is_final:
        form["RawDlrDoneDate"] = text.changed_at.strftime("%y%m%d%H%M")
    return form
