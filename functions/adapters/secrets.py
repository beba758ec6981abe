"""Secrets from SSM SecureString parameters, kept a few minutes, so that a rotated one is taken up without a deploy."""

import json
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from functions.adapters import aws
from functions.adapters.aws import AWS_FAILURES, code_of
from functions.ports import SecretsDown

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

KNOWN_SECONDS = 300.0
ASK_AGAIN_SECONDS = 30.0
"""While SSM is down, a secret known before goes on being used: her answer must not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """`previous_auth_token` is accepted on webhooks while the token rotates."""

    account_sid: str
    auth_token: str = field(repr=False)
    previous_auth_token: str | None = field(default=None, repr=False)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Those that may have signed a webhook, the current one first."""
        return (self.auth_token, self.previous_auth_token) if self.previous_auth_token else (self.auth_token,)


class Secrets:
    """Asked by parameter name, whenever one is needed."""

    def __init__(self, client: "SSMClient | None" = None) -> None:
        self._ssm: SSMClient = client or aws.client("ssm")
        self._known: dict[str, tuple[float, str]] = {}
        self._reading = Lock()

    def twilio(self, name: str) -> TwilioAccount:
        """From JSON: account_sid, auth_token and perhaps previous_auth_token."""
        raw = self._read(name)
        try:
            stored: dict[str, Any] = json.loads(raw)
            account_sid, auth_token = stored["account_sid"], stored["auth_token"]
        except (ValueError, KeyError, TypeError):
            account_sid = auth_token = ""
        if not (account_sid and auth_token):
            raise SecretsDown(f"{name} is not a JSON object with account_sid and auth_token")
        return TwilioAccount(
            account_sid=account_sid, auth_token=auth_token, previous_auth_token=stored.get("previous_auth_token")
        )

    def doubt(self, name: str) -> None:
        """Somebody was refused with it: it is read anew when it is needed next, but not at every refusal."""
        with self._reading:
            until, known = self._known.get(name, (float("-inf"), ""))
            if until - time.monotonic() < KNOWN_SECONDS - ASK_AGAIN_SECONDS:
                self._known[name] = (float("-inf"), known)

    def phone_secret(self, name: str) -> str:
        """What veils phones in keys: the same for ever."""
        return self._read(name)

    def _read(self, name: str) -> str:
        """One thread asks, the others wait for what it is told: SSM allows few questions a second."""
        with self._reading:
            return self._known_or_read(name)

    def _known_or_read(self, name: str) -> str:
        until, known = self._known.get(name, (float("-inf"), ""))
        if time.monotonic() < until:
            return known
        try:
            known = self._ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
            self._known[name] = (time.monotonic() + KNOWN_SECONDS, known)
        except AWS_FAILURES as error:
            if not known:
                raise SecretsDown(f"{name}: {code_of(error)}") from None
            self._known[name] = (time.monotonic() + ASK_AGAIN_SECONDS, known)
        return known
