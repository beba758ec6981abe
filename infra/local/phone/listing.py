"""Texts as Twilio's REST API shows them: one resource, filters, pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import urlencode

from infra.local.phone.errors import DELIVERY_WORDS
from infra.local.phone.settings import Service
from infra.local.phone.texts import Status, Text

PAGE_TEXTS = 50
PAGE_TEXTS_MAX = 1000

Query = Mapping[str, str]
Resource = dict[str, object]


def base_uri(account_sid: str) -> str:
    return f"/2010-04-01/Accounts/{account_sid}/Messages"


def resource_of(text: Text, account_sid: str) -> Resource:
    """Field for field Twilio's Message; `from` is null until a service has picked its sender."""
    uri = f"{base_uri(account_sid)}/{text.sid}"
    return {
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": format_datetime(text.at),
        "date_sent": format_datetime(text.sent_at) if text.sent_at else None,
        "date_updated": format_datetime(text.changed_at),
        "direction": text.direction.value,
        "error_code": text.error,
        "error_message": DELIVERY_WORDS.get(text.error, "Unknown error") if text.error else None,
        "from": None if text.status is Status.ACCEPTED else text.from_,
        "messaging_service_sid": text.service_sid,
        "num_media": str(text.media),
        "num_segments": str(text.segments),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status.value,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }


@dataclass(frozen=True)
class Span:
    """Instants from `start` up to, not including, `end`."""

    start: datetime
    end: datetime


def span_of(raw: str) -> Span:
    """A day (YYYY-MM-DD) or a second (ISO 8601, UTC). ValueError when it is neither."""
    if "T" not in raw:
        start = datetime.combine(date.fromisoformat(raw), time(), UTC)
        return Span(start, start + timedelta(days=1))
    at = datetime.fromisoformat(raw)
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return Span(at, at + timedelta(seconds=1))


@dataclass(frozen=True)
class Filter:
    """Both inequalities include the day or second they name; a text that has not left yet has no DateSent."""

    to: str | None
    from_: str | None
    on: Span | None
    after: Span | None
    before: Span | None

    @classmethod
    def of(cls, query: Query) -> "Filter":
        spans = {key: span_of(query[key]) for key in ("DateSent", "DateSent>", "DateSent<") if query.get(key)}
        return cls(
            to=query.get("To"),
            from_=query.get("From"),
            on=spans.get("DateSent"),
            after=spans.get("DateSent>"),
            before=spans.get("DateSent<"),
        )

    def takes(self, text: Text) -> bool:
        return self.to in {None, text.to} and self.from_ in {None, text.from_} and self._in_time(text.sent_at)

    def _in_time(self, at: datetime | None) -> bool:
        if at is None:
            return self.on is None and self.after is None and self.before is None
        return (
            (self.on is None or self.on.start <= at < self.on.end)
            and (self.after is None or self.after.start <= at)
            and (self.before is None or at < self.before.end)
        )


def page_of(texts: Sequence[Text], query: Query, account_sid: str) -> Resource:
    """Newest first. The token names the last text shown, so that pages hold still while new texts arrive."""
    size = min(max(int(query.get("PageSize", PAGE_TEXTS)), 1), PAGE_TEXTS_MAX)
    wanted = Filter.of(query)
    found = [text for text in reversed(texts) if wanted.takes(text)]
    rest = _after(found, query.get("PageToken", ""))
    shown, more = rest[:size], len(rest) > size
    number = int(query.get("Page", 0))
    uri = f"{base_uri(account_sid)}.json"
    kept = {key: value for key, value in query.items() if key not in {"Page", "PageToken", "PageSize"}}
    sized = kept | {"PageSize": str(size)}
    onward = sized | {"Page": str(number + 1), "PageToken": f"PA{shown[-1].sid}"} if more else None
    return {
        "end": number * size + max(len(shown) - 1, 0),
        "first_page_uri": f"{uri}?{urlencode(sized | {'Page': '0'})}",
        "messages": [resource_of(text, account_sid) for text in shown],
        "next_page_uri": f"{uri}?{urlencode(onward)}" if onward else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": None,
        "start": number * size,
        "uri": f"{uri}?{urlencode(sized | {'Page': str(number)})}",
    }


def numbers_page(service_sid: str, service: Service, account_sid: str) -> Resource:
    """The one number of a messaging service, as Twilio's messaging API lists them."""
    url = f"https://messaging.twilio.com/v1/Services/{service_sid}/PhoneNumbers"
    number = {
        "account_sid": account_sid,
        "capabilities": ["SMS"],
        "country_code": "US",
        "phone_number": service.sender,
        "service_sid": service_sid,
        "sid": f"PN{sha256(service.sender.encode()).hexdigest()[:32]}",
    }
    meta = {"key": "phone_numbers", "next_page_url": None, "page": 0, "page_size": PAGE_TEXTS, "url": url}
    return {"meta": meta, "phone_numbers": [number]}


def _after(found: list[Text], token: str) -> list[Text]:
    sids = [text.sid for text in found]
    last = token.removeprefix("PA")
    return found[sids.index(last) + 1 :] if last in sids else found
