"""What a page of the console is asked and answers: requests, answers, and the headers that every answer bears."""

import base64
import binascii
import gzip
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from functions.ports_access import Draft

FIELDS_MAX = 300
FORM_BYTES_MAX = 1_000_000
PLACE_CHARACTERS_MAX = 120
"""Longer than any place in a list of ours; the table refuses what is longer than its keys."""
GZIP_BYTES_MIN = 1_400
"""What fits one packet gains nothing."""
GZIP_LEVEL = 6
FORM_TYPE = "application/x-www-form-urlencoded"
FILES_TYPE = "multipart/form-data"
SAFE_METHODS = frozenset({"GET", "HEAD"})
SEE_OTHER = 303


class BadForm(Exception):
    """What was sent is not a form a page of ours could have sent."""


def endless() -> bool:
    """There is time."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request of a browser. Names of headers are in small letters. `draft` is what she typed before her session
    ended, on the page it was typed on. `has_time` is asked before each of many steps."""

    method: str
    path: str
    query: Mapping[str, str]
    fields: tuple[tuple[str, str], ...]  # of the form, in its order; a box ticked twice stands twice
    cookies: Mapping[str, str]
    headers: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # what stood in the path: {"enrollment": "e1"}
    draft: Draft | None = None
    has_time: Callable[[], bool] = field(default_factory=lambda: endless)

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE_METHODS

    @property
    def is_htmx(self) -> bool:
        """Asked by a page of ours for a part of it."""
        return self.headers.get("hx-request") == "true"

    @property
    def here(self) -> str:
        """Path and query, to come back to."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    def place(self, name: str) -> str:
        """Where a page of a list begins; empty for the first."""
        return self.query.get(name, "")[:PLACE_CHARACTERS_MAX]

    def value(self, name: str) -> str:
        """The first field of this name, as typed; empty when there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`body` as bytes is sent as it is: a picture, a font, a sound."""

    status: int
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    def with_cookies(self, *cookies: str) -> "Answer":
        return replace(self, cookies=(*self.cookies, *cookies))


def page(html: str, *, status: int = 200) -> Answer:
    """A whole page, or the part of one that htmx asked for."""
    return Answer(status=status, body=html, headers={"Content-Type": "text/html; charset=utf-8"})


def sheet(name: str, csv: str) -> Answer:
    """A table to be kept under this name."""
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(status=200, body=csv, headers=headers)


def redirect(to: str, *, request: Request | None = None) -> Answer:
    """After a form: 303, so that going back never sends it twice. htmx is told to take the whole window there."""
    if request is not None and request.is_htmx:
        return Answer(status=204, headers={"HX-Redirect": to})
    return Answer(status=SEE_OTHER, headers={"Location": to})


def request_of(event: Mapping[str, Any], has_time: Callable[[], bool] = endless) -> Request:
    """From an HTTP API event, payload 2.0. Raises BadForm."""
    http = event["requestContext"]["http"]
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    cookies = event.get("cookies") or headers.get("cookie", "").split(";")
    method = str(http["method"]).upper()
    fields, files = ((), {}) if method in SAFE_METHODS else _sent(event, headers)
    return Request(
        method=method,
        path=str(event.get("rawPath", "/")).rstrip("/"),
        query=_asked(event.get("rawQueryString", "")),
        fields=fields,
        files=files,
        cookies=dict(_pair(one) for one in cookies if "=" in one),
        headers=headers,
        has_time=has_time,
    )


def _asked(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, max_num_fields=FIELDS_MAX))
    except ValueError:
        raise BadForm("too many fields") from None


Sent = tuple[tuple[tuple[str, str], ...], Mapping[str, bytes]]


def _sent(event: Mapping[str, Any], headers: Mapping[str, str]) -> Sent:
    """Only what a form sends: a page elsewhere cannot send JSON without asking first, but may try."""
    raw = event.get("body") or ""
    kind = headers.get("content-type", "").lower()
    if not raw:
        return (), {}
    try:
        body = base64.b64decode(raw, validate=True) if event.get("isBase64Encoded") else raw.encode()
        if kind.startswith(FILES_TYPE):
            return _with_files(body, headers["content-type"])
        if not kind.startswith(FORM_TYPE) or len(body) > FORM_BYTES_MAX:
            raise BadForm("another kind of body, or too long")
        return tuple(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")), {}
    except (ValueError, binascii.Error):
        raise BadForm("cannot be read") from None


def _with_files(body: bytes, content_type: str) -> Sent:
    """How large a file may be is its reader's to say, in words."""
    from python_multipart import parse_form  # noqa: PLC0415 - one page of the console sends files
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415

    fields: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}

    def take(one: Any) -> None:
        fields.append((one.field_name.decode(), (one.value or b"").decode()))

    def keep(one: Any) -> None:
        one.file_object.seek(0)
        files[one.field_name.decode()] = one.file_object.read()

    try:
        parse_form({"Content-Type": content_type.encode()}, io.BytesIO(body), take, keep)
    except FormParserError:
        raise BadForm("cannot be read") from None
    return tuple(fields[:FIELDS_MAX]), files


def _pair(cookie: str) -> tuple[str, str]:
    name, _, value = cookie.strip().partition("=")
    return name, value


def event_answer(answer: Answer, *, sign_in_origin: str, is_tls: bool, takes_gzip: bool = False) -> dict[str, Any]:
    """As the gateway takes it, with every header that keeps a page to itself. The gateway compresses nothing, and a
    page over a clinic's old line is mostly waiting: what is long goes compressed."""
    headers = {**protections(sign_in_origin, is_tls=is_tls), **answer.headers}
    raw = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
    packed = takes_gzip and len(raw) >= GZIP_BYTES_MIN and isinstance(answer.body, str)
    if packed:
        raw = gzip.compress(raw, GZIP_LEVEL, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    binary = packed or isinstance(answer.body, bytes)
    return {
        "statusCode": answer.status,
        "headers": headers,
        "cookies": list(answer.cookies),
        "body": base64.b64encode(raw).decode() if binary else answer.body,
        "isBase64Encoded": binary,
    }


def protections(sign_in_origin: str, *, is_tls: bool) -> dict[str, str]:
    """Nothing inline, nothing from elsewhere, nothing kept, in nobody's frame.

    A form may end on the sign-in page, since signing out leads there. The referrer goes to our own pages alone and not
    to nobody: with no-referrer a browser calls the origin of our own forms `null`, and we could not tell them from
    somebody else's.
    """
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
        f"connect-src 'self'; form-action 'self' {sign_in_origin}; base-uri 'none'; frame-ancestors 'none'"
    )
    secured = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"} if is_tls else {}
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
        **secured,
    }
