"""Twilio as our gateway: sends and calls, finds what became of it, lists what came in."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from requests.exceptions import RequestException
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from urllib3.exceptions import HTTPError

from functions.adapters.failures import call_state_of, failure_of, state_of
from functions.adapters.letters import encodable
from functions.adapters.twilio_http import CONNECT_SECONDS, READ_SECONDS, BoundedHttpClient, surely_unsent
from functions.adapters.twilio_rest import Client
from functions.ports_provider import Accepted, CallOrder, Found, Gap, GatewayDown, Inbound, Received, Refused, SendOrder
from schedules.text import Failure

SKEW = timedelta(minutes=2)
"""How far Twilio's clock and ours may be apart."""
QUEUED_MAX = timedelta(hours=10)
"""Twilio queues no text longer, so a listing by any of its dates is out of order by no more."""
PAGE_TEXTS = 50
FOUND_TEXTS_MAX = 200
RECEIVED_PAGE_TEXTS = 1000
NUMBERS_MAX = 20
"""Of a messaging service: each is a question every minute. A service with more cannot be heard whole."""
NUMBERS_KNOWN_SECONDS = 300.0
"""Less than `reconcile` looks back again, so that no text to a number that is new in a service is passed over."""
VALIDITY_SECONDS_MAX = 36000
RINGS_SECONDS = 28
"""Shorter than most voicemails wait; who does not answer by then has our text as well."""
MACHINE_SECONDS = 6
"""How long Twilio may listen who answered; then it is taken for a person, who must press a key anyway."""
CALL_SECONDS_MAX = 180
_NOT_FOUND = 404
_TOLD = (TwilioRestException, TwilioServiceException)
_UNREADABLE = (TwilioException, HTTPError, ValueError, TypeError, AttributeError, LookupError)
"""What the SDK raises over an answer that is not Twilio's, such as a proxy's page or half a body."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Of one messaging service, as Twilio told until that instant of the container's clock."""

    numbers: tuple[str, ...]
    until: float


class TwilioGateway:
    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        base_url: str | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        http = BoundedHttpClient(base_url=base_url, connect_seconds=connect_seconds, read_seconds=read_seconds)
        client: Any = Client(account_sid, auth_token, http_client=http)
        self._messages, self._calls, self._numbers = client.messages, client.calls, client.numbers
        self._known: dict[str, _Numbers] = {}

    def send(self, order: SendOrder) -> Accepted | Refused:
        return _creating(
            lambda: self._messages.create(
                to=order.to,
                messaging_service_sid=order.messaging_service,
                body=order.body,
                status_callback=order.callback,
                validity_period=min(max(int(order.valid_for.total_seconds()), 1), VALIDITY_SECONDS_MAX),
                smart_encoded=False,
                shorten_urls=False,
            )
        )

    def call(self, order: CallOrder) -> Accepted | Refused:
        return _creating(
            lambda: self._calls.create(
                to=order.to,
                from_=order.calls_from,
                url=order.words,
                status_callback=order.callback,
                status_callback_event=["initiated", "ringing", "answered", "completed"],
                machine_detection="Enable",
                machine_detection_timeout=MACHINE_SECONDS,
                timeout=RINGS_SECONDS,
                time_limit=CALL_SECONDS_MAX,
            )
        )

    def find(
        self, *, to: str, body: str, messaging_service: str, since: datetime, sid: str | None, not_sids: frozenset[str]
    ) -> Found | None:
        def asked() -> Found | None:
            if sid is not None:
                return _found(self._messages(sid).fetch())
            texts = self._messages.stream(to=to, limit=FOUND_TEXTS_MAX, page_size=PAGE_TEXTS)
            known = [text for text in _until(texts, since) if _may_be_it(text, messaging_service, not_sids)]
            ours = [text for text in known if (text.body or "").strip() == body.strip()]
            if not ours and any(not (text.body or "").strip() for text in known):
                raise GatewayDown("find: texts without their words")
            return _found(_oldest_first(ours)[0]) if ours else None

        return _finding(asked, by_sid=sid is not None)

    def find_call(self, sid: str) -> Found | None:
        return _finding(lambda: _found_call(self._calls(sid).fetch()), by_sid=True)

    def received(self, *, messaging_service: str, since: datetime, until: datetime | None, limit: int) -> Received:
        """Asked for by the service's own numbers: what came in may bear a number and no service, and a list of the
        whole account is full of what others sent."""
        try:
            numbers, gap = self._numbers_of(messaging_service)
            lists = [self._received_on(number, since, until, limit) for number in numbers]
        except _TOLD as error:
            raise GatewayDown(f"received: HTTP {error.status}") from None
        except (RequestException, *_UNREADABLE) as error:
            raise GatewayDown(f"received: {type(error).__name__}") from None
        if any(len(texts) >= limit for texts in lists):
            gap = Gap.CUT
        ours = [text for texts in lists for text in texts if text.direction == "inbound"]
        return Received(texts=tuple(_inbound(text) for text in _oldest_first(ours)), gap=gap)

    def _received_on(self, number: str, since: datetime, until: datetime | None, limit: int) -> list[Any]:
        named = {} if until is None else {"date_sent_before": until.astimezone(UTC) + SKEW}
        found: list[Any] = self._messages.list(
            to=number,
            date_sent_after=since.astimezone(UTC) - SKEW,
            limit=limit,
            page_size=min(limit, RECEIVED_PAGE_TEXTS),
            **named,
        )
        return found

    def _numbers_of(self, service: str) -> tuple[tuple[str, ...], Gap | None]:
        """While Twilio does not tell, those it told last, which may not be all."""
        known = self._known.get(service)
        if known is None or time.monotonic() >= known.until:
            try:
                told = self._numbers(service).list(limit=NUMBERS_MAX, page_size=NUMBERS_MAX)
                numbers = tuple(one.phone_number.strip() for one in told)
            except (RequestException, *_TOLD, *_UNREADABLE):
                if known is None:
                    raise
                return known.numbers, Gap.NUMBERS
            known = self._known[service] = _Numbers(numbers, time.monotonic() + NUMBERS_KNOWN_SECONDS)
        return known.numbers, None if 0 < len(known.numbers) < NUMBERS_MAX else Gap.NUMBERS


def _creating(create: Callable[[], Any]) -> Accepted | Refused:
    """What Twilio answered, or that nobody knows."""
    try:
        made = create()
    except _TOLD as error:
        return Refused(failure=failure_of(code=error.code, status=error.status), error=error.code)
    except RequestException as error:
        return Refused(failure=Failure.RETRY if surely_unsent(error) else Failure.AMBIGUOUS)
    except _UNREADABLE:
        return Refused(failure=Failure.AMBIGUOUS)
    return Accepted(sid=made.sid) if isinstance(made.sid, str) else Refused(failure=Failure.AMBIGUOUS)


def _finding(asked: Callable[[], Found | None], *, by_sid: bool) -> Found | None:
    try:
        return asked()
    except _TOLD as error:
        if error.status == _NOT_FOUND and by_sid:
            return None
        raise GatewayDown(f"find: HTTP {error.status}") from None
    except (RequestException, *_UNREADABLE) as error:
        raise GatewayDown(f"find: {type(error).__name__}") from None


def _found_call(call: Any) -> Found:
    state, failure = call_state_of(str(call.status), str(call.answered_by or ""))
    return Found(sid=call.sid, state=state, failure=failure)


def _until(newest_first: Iterable[Any], since: datetime) -> Iterator[Any]:
    """Texts made since then. A text that waits in Twilio's queue has no date of sending, so none is asked for."""
    for text in newest_first:
        if text.date_created < since - SKEW - QUEUED_MAX:
            return
        if text.date_created >= since - SKEW:
            yield text


def _oldest_first(newest_first: list[Any]) -> list[Any]:
    """Twilio's dates are whole seconds: within one, its own order is all there is."""
    texts = newest_first[::-1]
    texts.sort(key=lambda text: text.date_created)
    return texts


def _may_be_it(text: Any, service: str, not_sids: frozenset[str]) -> bool:
    """The same words to the same phone may be another clinic's; and of a text whose words Twilio no longer tells, as
    with redaction, nobody can say that it is not ours."""
    return _is_outbound(text) and text.messaging_service_sid == service and text.sid not in not_sids


def _is_outbound(text: Any) -> bool:
    return str(text.direction).startswith("outbound")


def _found(text: Any) -> Found:
    error = text.error_code if isinstance(text.error_code, int) else None
    state, failure = state_of(str(text.status), error)
    return Found(sid=text.sid, state=state, failure=failure, error=error)


def _inbound(text: Any) -> Inbound:
    has_media = str(text.num_media or "0") != "0"
    body = encodable(text.body or "")  # JSON may hold half an emoji, which no record can
    return Inbound(sid=text.sid, sender=text.from_, body=body, at=text.date_created, has_media=has_media)
