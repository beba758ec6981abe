"""Twilio's HTTP client with bounded waits, no retries and nothing logged; and which failures surely sent nothing."""

from http.cookiejar import DefaultCookiePolicy
from logging import getLogger
from typing import Any
from urllib.parse import urlencode

from requests import PreparedRequest
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from urllib3.exceptions import MaxRetryError, NewConnectionError

from functions.adapters.trusted import TrustingSession

API = "https://api.twilio.com"
MESSAGING = "https://messaging.twilio.com"
CONNECT_SECONDS = 3.05
"""Just above the three seconds in which TCP repeats its first packet."""
READ_SECONDS = 8.0


class BoundedHttpClient(HttpClient):  # type: ignore[misc]
    """`base_url` stands for Twilio's own addresses on the local stage, where no proxy may come between.

    Every request has a connection of its own: one kept while Lambda froze us may be dead, and a text written to a
    dead connection is a text of which nobody knows.
    """

    def __init__(self, *, base_url: str | None, connect_seconds: float, read_seconds: float) -> None:
        super().__init__(logger=getLogger(__name__), is_async=False)
        self._base_url = base_url
        self._wait = (connect_seconds, read_seconds)
        self.session = TrustingSession()
        self.session.headers["Connection"] = "close"
        self.session.trust_env = base_url is None
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # nothing that threads would share

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: Any = None,  # noqa: ARG002 - ours hold
        allow_redirects: bool = False,
    ) -> Response:
        """As the SDK's own client sends it, without keeping for tests what threads would share, and without a log: the
        URL of a listing names a phone."""
        if self._base_url is not None and url.startswith((API, MESSAGING)):
            url = self._base_url.rstrip("/") + url.removeprefix(API).removeprefix(MESSAGING)
        asked = PreparedRequest()
        form = urlencode(data, doseq=True) if data else None
        asked.prepare(method, url, {**self.session.headers, **headers}, data=form, params=params, auth=auth)
        settings = self.session.merge_environment_settings(url, {}, None, None, None)
        answer = self.session.send(asked, allow_redirects=allow_redirects, timeout=self._wait, **settings)
        return Response(answer.status_code, answer.text, answer.headers)


def surely_unsent(error: RequestException) -> bool:
    """No connection came about, so not a byte of the text left us. Everything else may have sent it."""
    if isinstance(error, ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, RequestsConnectionError) and error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
