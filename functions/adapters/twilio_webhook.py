"""What Twilio posts to us: the form, its signature, and what a status report says. Nothing here ever raises."""

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from functions.adapters.failures import call_state_of, state_of
from functions.adapters.letters import encodable
from schedules.text import Failure, TextState

BODY_CHARACTERS_MAX = 100_000
"""Many times the longest text; more is not Twilio's and reads as an empty form."""
_CODE_DIGITS_MAX = 9


def parse_form(raw_body: str | None, *, is_base64: bool) -> dict[str, str]:
    """Decoded once, blanks kept. Bytes that are not UTF-8 become U+FFFD rather than cost her the reply.

    Twilio never repeats a field; were one repeated, the first counts.
    """
    raw = raw_body or ""
    if is_base64:
        try:
            raw = base64.b64decode(raw).decode(errors="replace")
        except (binascii.Error, ValueError):
            return {}
    if len(raw) > BODY_CHARACTERS_MAX:
        return {}
    pairs = parse_qsl(encodable(raw), keep_blank_values=True, errors="replace")
    return dict(reversed(pairs))


def signature_is_valid(url: str, form: Mapping[str, str], signature: str, tokens: Iterable[str]) -> bool:
    """Whether one of the account's tokens (two while it rotates) signed this form for exactly this URL."""
    given = encodable(signature).encode()
    fields = {encodable(name): encodable(value) for name, value in form.items()}
    expected = [
        str(RequestValidator(token).compute_signature(encodable(url), fields)).encode() for token in tokens if token
    ]
    return any([hmac.compare_digest(one, given) for one in expected])  # noqa: C419  # all of them: constant time


def status_state(form: Mapping[str, str]) -> tuple[TextState, Failure | None, int | None]:
    """Of a status callback: how far the text is, why it failed, and Twilio's error code."""
    code = form.get("ErrorCode", "")
    error = int(code) if code.isascii() and code.isdigit() and len(code) <= _CODE_DIGITS_MAX else None
    if "CallStatus" in form:
        return *call_state_of(form["CallStatus"], form.get("AnsweredBy", "")), error or None
    state, failure = state_of(form.get("MessageStatus") or form.get("SmsStatus", ""), error or None)
    return state, failure, error or None
