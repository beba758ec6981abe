"""A client of the clinic's API, as a clinic's own program would be one: by client credentials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from infra.local.phone.wire import plain_only
from infra.local.tokens import Tokens

PAGES_MAX = 200


@dataclass(slots=True)
class ClinicApi:
    """Raises httpx.HTTPStatusError when a request is refused. `machine` is as infra/local/tokens.py has it."""

    base_url: str
    clinic_id: str
    machine: str
    _http: httpx.Client = field(init=False)
    _tokens: Tokens = field(init=False)

    def __post_init__(self) -> None:
        self._http = _client_for(httpx.URL(self.base_url))
        self._tokens = Tokens(self.machine, _client_for)

    def close(self) -> None:
        self._http.close()

    def enroll(self, form: Mapping[str, Any], *, request_key: str) -> dict[str, Any]:
        answer = self.send("POST", "/v1/enrollments", form, {"Idempotency-Key": request_key})
        return dict(answer.raise_for_status().json())

    def read(self, enrollment_id: str) -> dict[str, Any]:
        return dict(self.send("GET", f"/v1/enrollments/{enrollment_id}").raise_for_status().json())

    def inbox(self) -> list[dict[str, Any]]:
        """What is open, page by page."""
        found: list[dict[str, Any]] = []
        query = ""
        for _ in range(PAGES_MAX):
            page = self.send("GET", f"/v1/escalations{query}").raise_for_status().json()
            found += page["escalations"]
            if page["next"] is None:
                break
            query = f"?cursor={page['next']}"
        return found

    def on_escalation(self, enrollment_id: str, escalation_id: str, act: str) -> None:
        self.send("POST", f"/v1/escalations/{enrollment_id}/{escalation_id}/{act}").raise_for_status()

    def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        known = {"Authorization": self.bearer(), **(headers or {})}
        return self._http.request(method, path, json=body, headers=known)

    def bearer(self) -> str:
        """What proves who is calling, for an hour."""
        return self._tokens.bearer()


def _client_for(url: httpx.URL) -> httpx.Client:
    """Any *.localhost name is this machine."""
    here = url.copy_with(host="127.0.0.1") if url.host.endswith("localhost") else url
    host = f"{url.host}:{url.port}" if url.port else url.host
    trust = plain_only() if url.scheme == "http" else True  # loading the trusted roots takes long
    return httpx.Client(base_url=here, headers={"Host": host}, timeout=60, trust_env=False, verify=trust)
