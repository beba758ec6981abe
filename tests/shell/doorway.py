"""The real handler behind a web server's interface: requests as the gateway would hand them on, in the test's own
process."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from functions import clinic
from tests.shell.claiming import Claims
from tests.shell.conftest import context

TOKEN = "Bearer of-the-test"
Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]
Doorway = Callable[[Environ, Start], Iterable[bytes]]


def doorway(claims: Claims, before_each: Callable[[], None]) -> Doorway:
    """The gateway verifies a token and hands on what it claims; without one it hands on nothing."""

    def serve(environ: Environ, start: Start) -> Iterable[bytes]:
        before_each()
        answer = clinic.handler(event_of(environ, claims), context())
        status = HTTPStatus(answer["statusCode"])
        start(f"{status.value} {status.phrase}", list(answer["headers"].items()))
        body = answer.get("body") or ""
        return [base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()]

    return serve


def _joined(query: str) -> dict[str, str]:
    """The gateway joins what is given more than once with commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def event_of(environ: Environ, claims: Claims) -> dict[str, Any]:
    """Version 2.0 of an HTTP API's event. Its headers are in lower case, and a body that is no text is in base64."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    headers |= {"content-type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    authorizer = {"jwt": {"claims": claims, "scopes": None}} if headers.get("authorization") == TOKEN else {}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": environ.get("QUERY_STRING", ""),
        "queryStringParameters": _joined(environ.get("QUERY_STRING", "")),
        "headers": headers,
        "requestContext": {
            "http": {"method": environ["REQUEST_METHOD"], "path": path},
            "stage": "$default",
            "authorizer": authorizer,
        },
        "body": base64.b64encode(raw).decode() if raw else None,
        "isBase64Encoded": bool(raw),
    }
