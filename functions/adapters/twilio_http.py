"""Twilio's HTTP client with bounded waits, no retries and nothing logged; and which failures surely sent nothing."""

from copy import copy
from http.cookiejar import DefaultCookiePolicy
from typing import Any

from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from urllib3.exceptions import MaxRetryError, NewConnectionError

from functions.adapters.trusted import TrustingSession

API = "https://api.twilio.com"
MESSAGING = "https://messaging.twilio.com"
CONNECT_SECONDS = 3.05
"""Just above the three seconds in which TCP repeats its first packet."""
READ_SECONDS = 8.0


class BoundedHttpClient(TwilioHttpClient):  # type: ignore[misc]
    """`base_url` stands for Twilio's own addresses on the local stage, where no proxy may come between.

    Every request has a connection of its own: one kept while Lambda froze us may be dead, and a text written to a
    dead connection is a text of which nobody knows.
    """

    def __init__(self, *, base_url: str | None, connect_seconds: float, read_seconds: float) -> None:
        super().__init__(pool_connections=False)
        self.session = TrustingSession()
        self._base_url = base_url
        self.timeout = (connect_seconds, read_seconds)  # requests takes the pair, which the SDK's constructor does not
        self.session.headers["Connection"] = "close"
        self.session.trust_env = base_url is None
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # nothing that threads would share

    def request(self, method: str, url: str, **rest: Any) -> Any:  # the SDK's own names pass through
        if self._base_url is not None and url.startswith((API, MESSAGING)):
            url = self._base_url.rstrip("/") + url.removeprefix(API).removeprefix(MESSAGING)
        mine = copy(self)  # the SDK hands its answer on in an attribute, where another thread may put another text's
        return super(BoundedHttpClient, mine).request(method, url, **{**rest, "timeout": None})

    def log_request(self, kwargs: Any) -> None:
        """Nothing: the URL of a listing names a phone."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Nothing."""


def surely_unsent(error: RequestException) -> bool:
    """No connection came about, so not a byte of the text left us. Everything else may have sent it."""
    if isinstance(error, ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, RequestsConnectionError) and error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
