"""Calls in Twilio's REST API: created and fetched."""

from collections.abc import Mapping
from email.utils import format_datetime

from infra.local.phone.calls import Call
from infra.local.phone.errors import Refusal
from infra.local.phone.exchange import Exchange
from infra.local.phone.settings import is_number, is_web_address

Resource = dict[str, object]
RINGS_SECONDS_MAX = 600
MACHINE_SECONDS = range(3, 60)


def refusal_of_call(form: Mapping[str, str], exchange: Exchange) -> int | None:
    """Twilio's error code, None for a call it makes."""
    if not is_number(form.get("To", "")):
        return Refusal.INVALID_TO
    if not form.get("From"):
        return Refusal.NO_CALLER
    if exchange.service_of_sender(form["From"]) is None:
        return Refusal.NOT_OUR_CALLER
    if not is_web_address(form.get("Url", "")) or not is_web_address(form.get("StatusCallback", "http://localhost")):
        return Refusal.BAD_URL
    timeout, machine = form.get("Timeout", "60"), form.get("MachineDetectionTimeout", "30")
    if not timeout.isdigit() or not 1 <= int(timeout) <= RINGS_SECONDS_MAX:
        return Refusal.INVALID_PARAMETER
    if not machine.isdigit() or int(machine) not in MACHINE_SECONDS:
        return Refusal.INVALID_PARAMETER
    return exchange.dice.behavior.refusal_of(form["To"])


def call_resource(call: Call, account_sid: str) -> Resource:
    """Field for field Twilio's Call, as far as anybody reads it; it does not say what its URL was."""
    uri = f"/2010-04-01/Accounts/{account_sid}/Calls/{call.sid}"
    return {
        "account_sid": account_sid,
        "answered_by": call.answered_by,
        "api_version": "2010-04-01",
        "date_created": format_datetime(call.at),
        "date_updated": format_datetime(call.changed_at or call.at),
        "direction": "outbound-api",
        "duration": None,
        "from": call.from_,
        "parent_call_sid": None,
        "sid": call.sid,
        "status": "ringing" if call.status.value == "initiated" else call.status.value,
        "subresource_uris": {},
        "to": call.to,
        "uri": f"{uri}.json",
    }
