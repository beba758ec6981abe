"""The hosted sign-in page of the pool: where to send a browser, and what its code is worth."""

import base64
import binascii
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from functions.adapters import aws
from functions.adapters.aws import AWS_FAILURES, code_of
from functions.ports_access import PoolDown

CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0
SECRET_KNOWN_SECONDS = 300.0
SCOPES = "openid email profile"
_OK, _REFUSED = 200, 400
_JWT_PARTS = 3


class HostedSignIn:
    """`secret` gives the console's client secret; `origin` is the page's scheme and host."""

    def __init__(
        self, *, pool_id: str, client_id: str, origin: str, public_url: str, secret: Callable[[], str]
    ) -> None:
        region = pool_id.split("_", maxsplit=1)[0]
        self.issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool_id}"
        self.client_id = client_id
        self.origin = origin.rstrip("/")
        self._back = f"{public_url}/console/signed-in"
        self._out = f"{public_url}/console/signed-out"
        self._again = f"{public_url}/console/sign-in"
        self._secret = secret

    def address(self, *, state: str, nonce: str, challenge: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self._back,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.origin}/oauth2/authorize?{urlencode(asked)}"

    def farewell(self) -> str:
        return self._left_for(self._out)

    def anew(self) -> str:
        return self._left_for(self._again)

    def redeem(self, code: str, verifier: str) -> Mapping[str, Any] | None:
        """The signature is not checked: the token comes straight from the pool's token endpoint over TLS, which
        OpenID Connect Core 3.1.3.7 accepts in its place. On the local stage it comes over the loopback."""
        form = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": verifier,
        }
        status, body = self._post("/oauth2/token", form)
        if status == _REFUSED:
            return None
        if status != _OK:
            raise PoolDown(f"redeem a code: HTTP {status}")
        return claims_in(str(body.get("id_token", "")))

    def _left_for(self, then: str) -> str:
        return f"{self.origin}/logout?{urlencode({'client_id': self.client_id, 'logout_uri': then})}"

    def _post(self, path: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """A connection of its own: one kept while Lambda froze us may be dead."""
        basic = base64.b64encode(f"{self.client_id}:{self._secret()}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        try:
            with urllib3.PoolManager(retries=False, timeout=timeout) as pool:
                url = f"{self.origin}{path}"
                answer = pool.request("POST", url, body=urlencode(form), headers=headers, redirect=False)
                body = json.loads(answer.data)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise PoolDown(f"ask {urlsplit(self.origin).hostname}: {type(error).__name__}") from None
        return answer.status, body if isinstance(body, dict) else {}


class ClientSecret:
    """The console's client secret, from the pool itself: it stands in no template, parameter or environment.

    Known for some minutes; a rotated one is taken up without a deploy.
    """

    def __init__(self, *, pool_id: str, client_id: str, client: Any = None) -> None:
        self._asked = {"UserPoolId": pool_id, "ClientId": client_id}
        self._client = client or aws.client("cognito-idp")
        self._known: tuple[float, str] = (float("-inf"), "")

    def __call__(self) -> str:
        until, secret = self._known
        if time.monotonic() >= until:
            try:
                described = self._client.describe_user_pool_client(**self._asked)
            except AWS_FAILURES as error:
                raise PoolDown(f"read the console's client: {code_of(error)}") from None
            secret = str(described["UserPoolClient"]["ClientSecret"])
            self._known = (time.monotonic() + SECRET_KNOWN_SECONDS, secret)
        return secret


def claims_in(token: str) -> Mapping[str, Any]:
    """What a JWT claims, unchecked; nothing for what is none."""
    parts = token.split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "==")) if len(parts) == _JWT_PARTS else {}
    except (ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}
