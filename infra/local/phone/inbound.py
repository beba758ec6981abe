"""A text typed on a handset, on its way to our webhook."""

import asyncio

from infra.local.phone.behavior import FaultName
from infra.local.phone.carrier import Carrier
from infra.local.phone.exchange import Exchange
from infra.local.phone.keywords import Keyword, confirmation_of, keyword_in
from infra.local.phone.settings import OptOutHandling, Service
from infra.local.phone.texts import Direction, Draft, Status, Text, Webhook
from infra.local.phone.typed import RawPost, Received, Typed, UnknownServiceError
from infra.local.phone.wire import Answer, Poster, form_in

SIGNATURE = "X-Twilio-Signature"


class Inbound:
    def __init__(self, exchange: Exchange, poster: Poster, carrier: Carrier) -> None:
        self._exchange = exchange
        self._poster = poster
        self._carrier = carrier

    async def receive(self, typed: Typed) -> Received:
        """Twilio acts on its keywords first, then tells the webhook."""
        to = typed.to or self._exchange.correspondent_of(typed.from_) or ""
        found = self._exchange.service_of_sender(to)
        if found is None:
            raise UnknownServiceError(f"no service sends from {to or 'any number'}")
        service_sid, service = found
        text = self._take(typed, to, service_sid)
        keyword = self._act_on_keyword(text, service_sid, service)
        with self._exchange.busy():
            answer = await self._tell(text, service, self._form(text, typed, keyword, service))
        self._exchange.note_webhook(text.sid, Webhook(answer.status, answer.attempts))
        return Received(text.sid, answer.status, answer.attempts, answer.body)

    def _take(self, typed: Typed, to: str, service_sid: str) -> Text:
        return self._exchange.add(
            Draft(
                from_=typed.from_,
                to=to,
                body=typed.body,
                direction=Direction.INBOUND,
                status=Status.RECEIVED,
                service_sid=service_sid,
                media=typed.media,
            )
        )

    def _act_on_keyword(self, text: Text, service_sid: str, service: Service) -> Keyword | None:
        blocked = self._exchange.is_blocked(service_sid, text.from_)
        keyword = keyword_in(text.body, service, blocked=blocked)
        if keyword is None or service.opt_out is OptOutHandling.OFF:
            return None
        if keyword is Keyword.STOP:
            self._exchange.block(service_sid, text.from_)
        if keyword is Keyword.START:
            self._exchange.unblock(service_sid, text.from_)
        if not (blocked and keyword is Keyword.STOP):
            self._confirm(text, service_sid, confirmation_of(keyword, service))
        return keyword

    def _confirm(self, text: Text, service_sid: str, body: str) -> None:
        """The provider's own answer: no status callback, and no block can hold it back."""
        reply = self._exchange.add(
            Draft(
                from_=text.to,
                to=text.from_,
                body=body,
                direction=Direction.REPLY,
                status=Status.QUEUED,
                service_sid=service_sid,
            )
        )
        self._carrier.carry(reply)

    def _form(self, text: Text, typed: Typed, keyword: Keyword | None, service: Service) -> dict[str, str]:
        account_sid = self._exchange.settings.account_sid
        form = {
            "SmsMessageSid": text.sid,
            "NumMedia": str(text.media),
            "SmsSid": text.sid,
            "SmsStatus": "received",
            "Body": text.body,
            "To": text.to,
            "MessagingServiceSid": text.service_sid or "",
            "NumSegments": str(text.segments),
            "MessageSid": text.sid,
            "AccountSid": account_sid,
            "From": text.from_,
            "ApiVersion": "2010-04-01",
        }
        for n in range(text.media):
            form[f"MediaContentType{n}"] = "image/jpeg"
            form[f"MediaUrl{n}"] = f"http://localhost/media/{text.sid}/{n}"
        if keyword and service.opt_out is OptOutHandling.ADVANCED:
            form["OptOutType"] = keyword.value
        return form | typed.form

    async def _tell(self, text: Text, service: Service, form: dict[str, str]) -> Answer:
        dice = self._exchange.dice
        if dice.strikes(FaultName.INBOUND_LOST, text.from_):
            return Answer(None, 0)
        times = 2 if dice.strikes(FaultName.INBOUND_DUPLICATE, text.from_) else 1
        token = self._exchange.draw("IT")
        posts = (self._poster.post_form(service.inbound_url, form, token) for _ in range(times))
        return (await asyncio.gather(*posts))[0]

    async def post_raw(self, raw: RawPost) -> Answer:
        """Nothing is recorded: these bytes were never a text."""
        service = self._exchange.services.get(raw.service_sid)
        if service is None:
            raise UnknownServiceError(f"no service {raw.service_sid}")
        content = raw.content_base64
        signed = self._poster.signature(service.inbound_url, form_in(content))
        headers = {"Content-Type": raw.content_type, "I-Twilio-Idempotency-Token": self._exchange.draw("IT")}
        if raw.signature != "missing":
            headers[SIGNATURE] = signed if raw.signature == "right" else "bm90IG91ciBzaWduYXR1cmU="
        with self._exchange.busy():
            return await self._poster.post_bytes(service.inbound_url, content, headers)
