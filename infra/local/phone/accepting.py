"""Whether the provider takes a text, and the text it then has."""

from collections.abc import Mapping

from infra.local.phone.errors import Refusal
from infra.local.phone.exchange import Exchange
from infra.local.phone.settings import is_number, is_web_address
from infra.local.phone.texts import Direction, Draft, Status, Text

BODY_CHARACTERS_MAX = 1600
VALIDITY_SECONDS_MAX = 36_000

Form = Mapping[str, str]


def refusal_of(form: Form, exchange: Exchange) -> int | None:
    """Twilio's error code, None for a text it takes."""
    return _bad_address(form) or _bad_content(form) or _bad_sender(form, exchange) or _held_back(form, exchange)


def _bad_address(form: Form) -> Refusal | None:
    if not form.get("To"):
        return Refusal.NO_TO
    return None if is_number(form["To"]) else Refusal.INVALID_TO


def _bad_content(form: Form) -> Refusal | None:
    body = form.get("Body", "")
    if not body and "MediaUrl" not in form:
        return Refusal.NO_BODY
    if len(body) > BODY_CHARACTERS_MAX:
        return Refusal.BODY_TOO_LONG
    if not is_web_address(form.get("StatusCallback", "http://localhost")):
        return Refusal.BAD_CALLBACK
    validity = form.get("ValidityPeriod", "1")
    if not validity.isdigit() or not 1 <= int(validity) <= VALIDITY_SECONDS_MAX:
        return Refusal.INVALID_PARAMETER
    return None


def _bad_sender(form: Form, exchange: Exchange) -> Refusal | None:
    """With a service the sender is the service's own, whatever From says."""
    if sid := form.get("MessagingServiceSid"):
        return None if sid in exchange.services else Refusal.BAD_SERVICE
    if not form.get("From"):
        return Refusal.NO_SENDER
    return None if exchange.service_of_sender(form["From"]) else Refusal.NOT_OUR_SENDER


def _held_back(form: Form, exchange: Exchange) -> int | None:
    """A block holds for every sender of a service, named by its sid or by its number."""
    sid = form.get("MessagingServiceSid") or _service_of(form["From"], exchange)
    if exchange.is_blocked(sid, form["To"]):
        return Refusal.OPTED_OUT
    return exchange.dice.behavior.refusal_of(form["To"])


def _service_of(sender: str, exchange: Exchange) -> str:
    found = exchange.service_of_sender(sender)
    return found[0] if found else sender


def accept(form: Form, exchange: Exchange) -> Text:
    """A service starts at `accepted` and picks its sender later; a bare number starts at `queued`."""
    service_sid = form.get("MessagingServiceSid") or None
    service = exchange.services[service_sid] if service_sid else None
    return exchange.add(
        Draft(
            from_=service.sender if service else form["From"],
            to=form["To"],
            body=form.get("Body", ""),
            direction=Direction.API,
            status=Status.ACCEPTED if service else Status.QUEUED,
            service_sid=service_sid,
            status_callback=form.get("StatusCallback") or (service.status_callback if service else None),
            media=1 if "MediaUrl" in form else 0,
        )
    )
