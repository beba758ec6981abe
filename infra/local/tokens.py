"""A machine's tokens, by client credentials: fetched when needed, and anew before they end."""

import time
from collections.abc import Callable

import httpx

EARLY_SECONDS = 60.0
"""A token with less time than this left is not begun with."""


class Tokens:
    """`machine` is all a machine needs in one line: `https://ID:SECRET@` and the host of the sign-in page.

    Raises httpx.HTTPStatusError when the pool does not know it, httpx.InvalidURL for what is no address.
    """

    def __init__(self, machine: str, client_for: Callable[[httpx.URL], httpx.Client]) -> None:
        self._url = httpx.URL(machine)
        self._client_for = client_for
        self._until, self._token = float("-inf"), ""

    def bearer(self) -> str:
        if time.monotonic() >= self._until:
            where = self._url.copy_with(username=None, password=None)
            with self._client_for(where) as http:
                told = {"grant_type": "client_credentials"}
                answer = http.post("/oauth2/token", data=told, auth=(self._url.username, self._url.password))
            body = answer.raise_for_status().json()
            self._token = str(body["access_token"])
            self._until = time.monotonic() + float(body["expires_in"]) - EARLY_SECONDS
        return f"Bearer {self._token}"


def machine_line(sign_in_url: str, client_id: str, secret: str) -> str:
    """What `Tokens` is made from."""
    return str(httpx.URL(sign_in_url).copy_with(username=client_id, password=secret))
