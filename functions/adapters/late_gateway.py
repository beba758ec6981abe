"""The provider's gateway, imported and built when a text is first sent: half of all containers never send one."""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from functions.adapters.secrets import TwilioAccount
from functions.ports import SecretsDown
from functions.ports_provider import Accepted, CallOrder, Found, GatewayDown, Received, Refused, SendOrder
from schedules.text import Failure

if TYPE_CHECKING:
    from functions.adapters.twilio_gateway import TwilioGateway

GUESSER = "charset_normalizer"


class LateGateway:
    """Built again when the account's token has been rotated. `doubt` is told of each time that it was refused."""

    def __init__(
        self,
        account: Callable[[], TwilioAccount],
        *,
        base_url: str | None,
        doubt: Callable[[], None] = lambda: None,
    ) -> None:
        self._account = account
        self._doubt = doubt
        self._base_url = base_url
        self._built: tuple[TwilioAccount, TwilioGateway] | None = None
        self._building = Lock()

    def send(self, order: SendOrder) -> Accepted | Refused:
        try:
            gateway = self._gateway()
        except SecretsDown:
            return Refused(failure=Failure.RETRY)  # surely not sent
        return self._told(gateway.send(order))

    def call(self, order: CallOrder) -> Accepted | Refused:
        try:
            gateway = self._gateway()
        except SecretsDown:
            return Refused(failure=Failure.RETRY)
        return self._told(gateway.call(order))

    def find_call(self, sid: str) -> Found | None:
        return self._asked().find_call(sid)

    def find(
        self, *, to: str, body: str, messaging_service: str, since: datetime, sid: str | None, not_sids: frozenset[str]
    ) -> Found | None:
        return self._asked().find(
            to=to, body=body, messaging_service=messaging_service, since=since, sid=sid, not_sids=not_sids
        )

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        return self._asked().received(messaging_service=messaging_service, since=since, until=until, limit=limit)

    def _told(self, answer: Accepted | Refused) -> Accepted | Refused:
        if isinstance(answer, Refused) and answer.failure is Failure.LOCKED_OUT:
            self._doubt()
        return answer

    def _asked(self) -> "TwilioGateway":
        try:
            return self._gateway()
        except SecretsDown as error:
            raise GatewayDown(str(error)) from None

    def _gateway(self) -> "TwilioGateway":
        account = self._account()
        with self._building:
            if self._built is None or self._built[0] != account:
                with nothing_guessed():
                    from functions.adapters.twilio_gateway import TwilioGateway  # noqa: PLC0415 - see the first line

                made = TwilioGateway(
                    account_sid=account.account_sid, auth_token=account.auth_token, base_url=self._base_url
                )
                self._built = (account, made)
            return self._built[1]


@contextmanager
def nothing_guessed() -> Iterator[None]:
    """requests can do without what guesses the letters of an answer that does not name them, and is then content with
    UTF-8. Twilio names them, and the tables to guess by are a thirtieth of a cold start."""
    sys.modules.setdefault(GUESSER, None)  # type: ignore[arg-type]  # None: there is no such module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it cannot guess
            yield
    finally:
        if sys.modules.get(GUESSER) is None:
            sys.modules.pop(GUESSER, None)
