"""A typed way to set the phone up, type on its handsets and read its record."""

import base64
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from infra.local.phone.behavior import Behavior
from infra.local.phone.calls import Call
from infra.local.phone.control import ANSWER, BEHAVIOR, CALLS, HANDSETS, RECORD, SERVICES
from infra.local.phone.settings import Handset, Service
from infra.local.phone.texts import Text
from infra.local.phone.typed import Received
from infra.local.phone.wire import FORM_TYPE, Answer, plain_only

POLL_SECONDS = 0.02


class PhoneClient:
    """Raises httpx.HTTPStatusError when the phone refuses what it was told."""

    def __init__(self, base_url: str, *, timeout_seconds: float = 40.0) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = httpx.Client(base_url=self.base_url, timeout=timeout_seconds, trust_env=False, verify=plain_only())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def is_up(self) -> bool:
        try:
            return self._http.get("/_phone/healthz").is_success
        except httpx.TransportError:
            return False

    def services(self, services: Mapping[str, Service]) -> None:
        self._put("services", SERVICES.dump_json(services))

    def handsets(self, handsets: Sequence[Handset]) -> None:
        self._put("handsets", HANDSETS.dump_json(list(handsets)))

    def handsets_now(self) -> list[Handset]:
        return HANDSETS.validate_json(self._get("handsets"))

    def behavior(self, behavior: Behavior) -> None:
        """Starts its dice afresh from its seed."""
        self._put("behavior", BEHAVIOR.dump_json(behavior))

    def behavior_now(self) -> Behavior:
        return BEHAVIOR.validate_json(self._get("behavior"))

    def clock(self, offset_seconds: float) -> datetime:
        """The phone's new time, in UTC."""
        answer = self._http.put("/_phone/clock", json={"offset_seconds": offset_seconds})
        return datetime.fromisoformat(answer.raise_for_status().json()["now"])

    def send(self, from_: str, to: str | None, body: str) -> int | None:
        """Types a text; the webhook's HTTP status, None when nobody answered or the text was lost."""
        return self.type_text(from_, to, body).status

    def type_text(
        self,
        from_: str,
        to: str | None,
        body: str = "",
        *,
        media: int = 0,
        form: Mapping[str, str] | None = None,
    ) -> Received:
        """`form` replaces or adds fields of the webhook, under a right signature."""
        typed = {"from": from_, "to": to, "body": body, "media": media, "form": dict(form or {})}
        return Received(**self._post("inbound", typed))

    def post_raw(
        self, service_sid: str, content: bytes, *, content_type: str = FORM_TYPE, signature: str = "right"
    ) -> Answer:
        """Any bytes to a service's webhook; `signature` is right, wrong or missing."""
        encoded = base64.b64encode(content).decode()
        post = {"service_sid": service_sid, "content_base64": encoded}
        return ANSWER.validate_python(self._post("raw", post | {"content_type": content_type, "signature": signature}))

    def record(self) -> list[Text]:
        """Every text, oldest first: the truth from which losses and doubles are counted."""
        return RECORD.validate_json(self._get("record"))

    def calls(self) -> list[Call]:
        """Every call, oldest first, with what was said and pressed in it."""
        return CALLS.validate_json(self._get("calls"))

    def wait_quiet(self, seconds_max: float = 20.0) -> None:
        """Returns when no text, callback or webhook is on its way. TimeoutError when that takes too long."""
        until = time.monotonic() + seconds_max
        while self._http.get("/_phone/quiet").raise_for_status().json()["in_flight"]:
            if time.monotonic() > until:
                raise TimeoutError(f"the phone was still busy after {seconds_max} s")
            time.sleep(POLL_SECONDS)

    def _put(self, door: str, content: bytes) -> None:
        self._http.put(f"/_phone/{door}", content=content).raise_for_status()

    def _get(self, door: str) -> bytes:
        return self._http.get(f"/_phone/{door}").raise_for_status().content

    def _post(self, door: str, said: Mapping[str, object]) -> dict[str, Any]:
        answered: dict[str, Any] = self._http.post(f"/_phone/{door}", json=said).raise_for_status().json()
        return answered
