"""Signed posts to our own webhooks, and to nothing beyond this machine."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urldefrag, urlencode

import httpx
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

CONNECT_SECONDS_MAX = 5.0
ANSWER_SECONDS_MAX = 15.0
RETRIES_MAX = 5
CONNECTIONS_MAX = 50
FORM_TYPE = "application/x-www-form-urlencoded; charset=UTF-8"


def plain_only() -> ssl.SSLContext:
    """Trusts no certificate at all: this machine speaks plain HTTP, and loading the usual ones takes time."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class LoopbackTransport(httpx.AsyncBaseTransport):
    """Every *.localhost name is this machine; the Host header keeps the public name. Others are refused."""

    def __init__(self) -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS_MAX)
        self._inner = httpx.AsyncHTTPTransport(limits=limits, trust_env=False, verify=plain_only())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if host not in {"127.0.0.1", "::1", "localhost"} and not host.endswith(".localhost"):
            raise httpx.ConnectError(f"the phone calls only this machine, not {host}", request=request)
        if host.endswith("localhost"):
            request.url = request.url.copy_with(host="127.0.0.1")
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


@dataclass(frozen=True)
class RetryRule:
    """Twilio's connection overrides in a URL fragment: `#rc=2&rp=ct,5xx` (count, and on what)."""

    retries: int
    on: frozenset[str]

    @classmethod
    def of(cls, fragment: str) -> "RetryRule":
        given = parse_qs(fragment)
        count = given.get("rc", ["1"])[0]
        retries = min(int(count), RETRIES_MAX) if count.isdigit() else 1
        return cls(retries, frozenset(given.get("rp", ["ct"])[0].split(",")))

    def allows(self, reason: str) -> bool:
        return reason != "ok" and (reason in self.on or "all" in self.on)


@dataclass(frozen=True)
class Answer:
    """`status` is None when nobody answered in time."""

    status: int | None
    attempts: int
    body: str = ""


class Poster:
    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)
        timeout = httpx.Timeout(ANSWER_SECONDS_MAX, connect=CONNECT_SECONDS_MAX, pool=None)
        self._http = httpx.AsyncClient(transport=LoopbackTransport(), timeout=timeout, verify=plain_only())

    async def aclose(self) -> None:
        await self._http.aclose()

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        """Over the URL as configured, port and query as written, without its fragment."""
        return str(self._validator.compute_signature(urldefrag(url).url, dict(form)))

    async def post_form(self, url: str, form: Mapping[str, str], token: str) -> Answer:
        """Retries as the URL's fragment says, by default once when no connection could be made."""
        headers = {
            "X-Twilio-Signature": self.signature(url, form),
            "I-Twilio-Idempotency-Token": token,
            "Content-Type": FORM_TYPE,
        }
        return await self._post(url, urlencode(form).encode(), headers)

    async def post_bytes(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return await self._post(url, content, dict(headers))

    async def _post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        address, fragment = urldefrag(url)
        rule = RetryRule.of(fragment)
        answer = Answer(None, 0)
        for attempt in range(1, rule.retries + 2):
            answer, reason = await self._post_once(address, content, headers, attempt)
            if not rule.allows(reason):
                break
        return answer

    async def _post_once(
        self, url: str, content: bytes, headers: Mapping[str, str], attempt: int
    ) -> tuple[Answer, str]:
        """The second value says what a retry rule may be about: ct, rt, 4xx, 5xx, or ok."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                answer = await self._http.post(url, content=content, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return Answer(None, attempt), "ct"
        except (httpx.TransportError, TimeoutError):
            return Answer(None, attempt), "rt"
        reason = f"{answer.status_code // 100}xx" if answer.is_error else "ok"
        return Answer(answer.status_code, attempt, answer.text), reason


def form_in(content: bytes) -> dict[str, str]:
    """A form as the provider's own clients send it: blank values kept, the last of repeated names wins."""
    return dict(parse_qsl(content.decode("utf-8", errors="replace"), keep_blank_values=True))
