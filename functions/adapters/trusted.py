"""Whom we take for the provider: what requests would trust, read once and not anew for every connection.

Every request has a connection of its own, and reading the authorities for it took more processor time than all else
about a text together. The connections share what they are judged by and nothing besides.
"""

from functools import cache
from ssl import CERT_REQUIRED, SSLContext
from typing import Any
from urllib.parse import urlsplit

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context, resolve_cert_reqs


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
    def init_poolmanager(self, *settings: Any, **named: Any) -> None:
        """Not of what goes by way of a proxy: there urllib3 makes a context for each of the two ends."""
        super().init_poolmanager(*settings, **named)
        self.poolmanager.pool_classes_by_scheme = {"https": _TrustingPool}


class _TrustingConnection(HTTPSConnection):
    def connect(self) -> None:
        """At first as well as again. Authorities still named would be read into the shared context once more."""
        if self.ssl_context is None and resolve_cert_reqs(self.cert_reqs) is CERT_REQUIRED:
            self.ssl_context = _context(self.ca_certs, self.ca_cert_dir)
            self.ca_certs = self.ca_cert_dir = None
        super().connect()


class _TrustingPool(HTTPSConnectionPool):
    ConnectionCls = _TrustingConnection


@cache
def _context(file: str | None, folder: str | None) -> SSLContext:
    """It demands a certificate of these authorities for the very host, as urllib3's own contexts do."""
    context = create_urllib3_context()
    context.load_verify_locations(file, folder)
    return context
