"""Whom we take for the provider: what requests would trust, read once and not anew for every connection.

Every request has a connection of its own, and reading the authorities for it took more processor time than all else
about a text together. The connections share what they are judged by and nothing besides.
"""

from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

from requests import Session
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util.ssl_ import create_urllib3_context


class TrustingSession(Session):
    """Asks the environment for proxies and authorities once a host: it is the same for as long as a container lives."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, dict[str, Any]] = {}
        self.mount("https://", _TrustingAdapter(max_retries=0))

    def merge_environment_settings(self, url: str, *settings: Any) -> dict[str, Any]:  # the last four never change
        host = urlsplit(url).netloc
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = super().merge_environment_settings(url, *settings)
        return {**known}


class _TrustingAdapter(HTTPAdapter):
    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        host, asked = super().build_connection_pool_key_attributes(request, verify, cert)
        if asked["cert_reqs"] == "CERT_REQUIRED":
            asked["ssl_context"] = _context(asked.pop("ca_certs", None), asked.pop("ca_cert_dir", None))
        return host, asked

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Authorities that are named to a connection are read into its context once more. One to a proxy needs them
        named: with a proxy it makes a context of its own."""
        super().cert_verify(conn, url, verify, cert)
        if conn.proxy is None and conn.cert_reqs == "CERT_REQUIRED":
            conn.ca_certs = conn.ca_cert_dir = None


@cache
def _context(file: str | None, folder: str | None) -> SSLContext:
    """Of these authorities, else of those that come with requests. It demands a certificate of theirs for the very
    host, as urllib3's own contexts do."""
    context = create_urllib3_context()
    context.load_verify_locations(file if file or folder else DEFAULT_CA_BUNDLE_PATH, folder)
    return context
