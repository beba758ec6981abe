"""Texts, calls and numbers of a Twilio account, by the SDK's own requests, pages and errors, without its classes.

Importing those reads a hundred modules, half as long as everything else of a cold start; we need three of them.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from twilio.base import deserialize, serialize  # type: ignore[import-untyped]
from twilio.base.client_base import ClientBase  # type: ignore[import-untyped]
from twilio.base.domain import Domain  # type: ignore[import-untyped]
from twilio.base.page import Page  # type: ignore[import-untyped]
from twilio.base.version import Version  # type: ignore[import-untyped]

from functions.adapters.twilio_http import API, MESSAGING, BoundedHttpClient

_VERSION = "2010-04-01"
_JSON = {"Accept": "application/json"}
_FORM = {**_JSON, "Content-Type": "application/x-www-form-urlencoded"}
"""Copied for each request: the SDK writes into what it is given."""
_DATES = frozenset({"date_created", "date_sent", "date_updated", "start_time", "end_time"})
_NAMES = {"from_": "From", "date_sent_after": "DateSent>", "date_sent_before": "DateSent<"}
"""Of parameters that are not their own name in Twilio's letters."""


class Client:
    def __init__(self, account_sid: str, auth_token: str, *, http_client: BoundedHttpClient) -> None:
        client = ClientBase(account_sid, auth_token, http_client=http_client)
        version = Version(Domain(client, API), _VERSION)
        self.messages = Resource(version, f"/Accounts/{account_sid}/Messages.json")
        self.calls = Resource(version, f"/Accounts/{account_sid}/Calls.json")
        self._messaging = Version(Domain(client, MESSAGING), "v1")

    def numbers(self, messaging_service: str) -> "Resource":
        """From which a messaging service sends, and on which it receives."""
        return Resource(self._messaging, f"/Services/{messaging_service}/PhoneNumbers")


class Record:
    """One message or call as Twilio tells it; whatever it does not tell is None."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._get = told.get

    def __getattr__(self, name: str) -> Any:
        told = self._get(name.rstrip("_"))
        return deserialize.rfc2822_datetime(told) if name in _DATES else told

    @cached_property
    def date_created(self) -> datetime | None:
        """Asked for once for each comparison of a sort."""
        made: datetime | None = deserialize.rfc2822_datetime(self._get("date_created"))
        return made

    @property
    def error_code(self) -> Any:
        return deserialize.integer(self._get("error_code"))


class Resource:
    """As the SDK's own, as far as we use it. Parameters are written as there: `status_callback` is StatusCallback."""

    def __init__(self, version: Any, path: str) -> None:
        self._version = version
        self._path = path

    def create(self, **named: Any) -> Record:
        return Record(self._version.create("POST", self._path, data=_written(named), headers={**_FORM}))

    def __call__(self, sid: str) -> "One":
        return One(self._version, f"{self._path.removesuffix('.json')}/{sid}.json")

    def stream(self, *, limit: int, **named: Any) -> Iterator[Record]:
        """Page after page, as they are asked for. `page_size` is one of the parameters."""
        told = self._version.page("GET", self._path, params=_written(named), headers={**_FORM})
        yield from self._version.stream(_Records(self._version, told), limit)

    def list(self, *, limit: int, **named: Any) -> list[Record]:
        return [*self.stream(limit=limit, **named)]


class One:
    def __init__(self, version: Any, path: str) -> None:
        self._version = version
        self._path = path

    def fetch(self) -> Record:
        return Record(self._version.fetch("GET", self._path, headers={**_JSON}))


class _Records(Page):  # type: ignore[misc]
    def get_instance(self, payload: dict[str, Any]) -> Record:
        return Record(payload)


def _written(named: Mapping[str, Any]) -> dict[str, Any]:
    return {_NAMES.get(name) or name.title().replace("_", ""): _value(value) for name, value in named.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return serialize.iso8601_datetime(value)
    return serialize.boolean_to_string(value) if isinstance(value, bool) else value
