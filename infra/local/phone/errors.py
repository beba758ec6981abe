"""Twilio's errors as its REST API states them: HTTP status, code, words."""

from enum import IntEnum

from starlette.responses import JSONResponse


class Refusal(IntEnum):
    """The value is Twilio's error code."""

    INVALID_PARAMETER = 20001
    UNAUTHORIZED = 20003
    NOT_FOUND = 20404
    TOO_MANY = 20429
    SERVER_ERROR = 20500
    BAD_URL = 21205
    NOT_OUR_CALLER = 21210
    INVALID_TO = 21211
    NO_CALLER = 21213
    NO_BODY = 21602
    NO_SENDER = 21603
    NO_TO = 21604
    NOT_OUR_SENDER = 21606
    BAD_CALLBACK = 21609
    OPTED_OUT = 21610
    NOT_MOBILE = 21614
    BODY_TOO_LONG = 21617
    BAD_SERVICE = 21705

    @property
    def http_status(self) -> int:
        return _HTTP.get(self, 400)

    @property
    def words(self) -> str:
        return _WORDS[self]


_HTTP = {
    Refusal.UNAUTHORIZED: 401,
    Refusal.NOT_FOUND: 404,
    Refusal.TOO_MANY: 429,
    Refusal.SERVER_ERROR: 500,
}
_WORDS = {
    Refusal.INVALID_PARAMETER: "Invalid parameter",
    Refusal.UNAUTHORIZED: "Authenticate",
    Refusal.NOT_FOUND: "The requested resource was not found",
    Refusal.TOO_MANY: "Too Many Requests",
    Refusal.SERVER_ERROR: "An internal server error has occurred",
    Refusal.BAD_URL: "Url is not a valid URL",
    Refusal.NOT_OUR_CALLER: "'From' phone number not verified",
    Refusal.NO_CALLER: "A 'From' phone number is required to call.",
    Refusal.INVALID_TO: "Invalid 'To' Phone Number",
    Refusal.NO_BODY: "Message body is required.",
    Refusal.NO_SENDER: "A 'From' phone number is required.",
    Refusal.NO_TO: "A 'To' phone number is required.",
    Refusal.NOT_OUR_SENDER: "The 'From' phone number is not a valid message-capable Twilio phone number.",
    Refusal.BAD_CALLBACK: "The 'StatusCallback' URL is not a valid URL.",
    Refusal.OPTED_OUT: "Attempt to send to unsubscribed recipient",
    Refusal.NOT_MOBILE: "'To' number is not a valid mobile number",
    Refusal.BODY_TOO_LONG: "The concatenated message body exceeds the 1600 character limit",
    Refusal.BAD_SERVICE: "The 'MessagingServiceSid' is invalid",
}

DELIVERY_WORDS = {
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Carrier violation",
    30008: "Unknown error",
}


def error_answer(code: int) -> JSONResponse:
    """A code outside the table above is stated as HTTP 400 with Twilio's number and general words."""
    known = Refusal(code) if code in list(Refusal) else None
    status = known.http_status if known else 400
    words = known.words if known else "The request could not be carried out"
    more = f"https://www.twilio.com/docs/errors/{code}"
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if known is Refusal.UNAUTHORIZED else None
    body = {"code": code, "message": words, "more_info": more, "status": status}
    return JSONResponse(body, status, headers)
