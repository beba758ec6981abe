"""Laws of whom we take for the provider: what requests would trust, though it is read once."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from requests.exceptions import ProxyError, SSLError

from functions.adapters.trusted import TrustingSession
from functions.adapters.twilio_gateway import TwilioGateway
from functions.ports_provider import Refused, SendOrder
from schedules.text import Failure
from tests.contract.providers import ACCOUNT, SERVICE, TOKEN

BUNDLE = "REQUESTS_CA_BUNDLE"
ENVIRONMENT = (
    BUNDLE,
    "CURL_CA_BUNDLE",
    *("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
    "NO_PROXY",
    "no_proxy",
)
SECONDS = 3
SIGNS = 5
"""The place of `key_cert_sign` among the uses of a key."""
ORDER = SendOrder(
    to="+12025550143",
    body="a private body",
    messaging_service=SERVICE,
    callback="https://example.org/status?text=1",
    valid_for=timedelta(minutes=10),
)


@dataclass(slots=True)
class Server:
    """Listens on 127.0.0.1 with a certificate for `localhost`, which `authority` vouches for."""

    port: int
    authority: Path
    connections: list[str]
    heard: list[str]

    def at(self, host: str) -> str:
        return f"https://{host}:{self.port}"


class Listening(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Whoever does not trust it breaks the connection off."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with_key, authority = certified(tmp_path)
    connections: list[str] = []
    heard: list[str] = []
    listening = Listening(("127.0.0.1", 0), handler(connections, heard))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(with_key)
    listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Server(listening.server_port, authority, connections, heard)
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def trusting(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Asks the server under a name, trusting its authority; the status of the answer."""
    monkeypatch.setenv(BUNDLE, str(server.authority))
    session = TrustingSession()
    session.headers["Connection"] = "close"
    return lambda host: session.get(server.at(host), timeout=SECONDS).status_code


def test_a_text_is_never_told_to_a_server_for_which_no_authority_vouches(server: Server) -> None:
    gateway = TwilioGateway(account_sid=ACCOUNT, auth_token=TOKEN, base_url=server.at("localhost"))

    sent = gateway.send(ORDER)

    assert sent == Refused(failure=Failure.AMBIGUOUS)
    assert server.heard == []


def test_a_certificate_of_another_host_is_refused_though_its_authority_is_trusted(
    server: Server, trusting: Callable[[str], int]
) -> None:
    assert trusting("localhost") == 200

    with pytest.raises(SSLError, match=r"certificate is not valid for '127\.0\.0\.1'"):
        trusting("127.0.0.1")
    assert len(server.heard) == 1


def test_whoever_trusts_another_authority_trusts_no_longer_those_that_come_with_requests(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv(BUNDLE, str(certified(other)[1]))

    with pytest.raises(SSLError):
        TrustingSession().get(server.at("localhost"), timeout=SECONDS)

    assert server.heard == []


def test_a_folder_that_names_no_authority_vouches_for_nobody(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = server.authority.parent / "empty"
    empty.mkdir()
    monkeypatch.setenv(BUNDLE, str(empty))

    with pytest.raises(SSLError):
        TrustingSession().get(server.at("localhost"), timeout=SECONDS)

    assert server.heard == []


def test_the_authorities_are_read_once_and_each_request_has_a_connection_of_its_own(
    server: Server, trusting: Callable[[str], int]
) -> None:
    first = trusting("localhost")
    server.authority.write_text("no certificate")
    second = trusting("localhost")

    assert (first, second) == (200, 200)
    assert len(server.connections) == 2


def test_a_proxy_of_the_environment_is_gone_through(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BUNDLE, str(server.authority))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    with pytest.raises(ProxyError):
        TrustingSession().get(server.at("localhost"), timeout=SECONDS)
    monkeypatch.setenv("NO_PROXY", "localhost")
    past_it = TrustingSession().get(server.at("localhost"), timeout=SECONDS)

    assert past_it.status_code == 200


def handler(connections: list[str], heard: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # which keeps a connection unless it is told not to

        def setup(self) -> None:
            super().setup()
            connections.append(self.client_address[0])

        def log_message(self, *_: Any) -> None: ...

        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the server's own name

    return Handler


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for `localhost` with its key, and the authority that signed it."""
    its_key, our_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    signs = x509.KeyUsage(*(place == SIGNS for place in range(9)))
    authority = certificate("an authority", its_key, its_key, x509.BasicConstraints(True, None), signs)
    ours = certificate("localhost", our_key, its_key, x509.SubjectAlternativeName([x509.DNSName("localhost")]))
    private = our_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with_key, vouching = folder / "server.pem", folder / "authority.pem"
    with_key.write_bytes(private + ours.public_bytes(Encoding.PEM))
    vouching.write_bytes(authority.public_bytes(Encoding.PEM))
    return with_key, vouching


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, signing: ec.EllipticCurvePrivateKey, *says: x509.ExtensionType
) -> x509.Certificate:
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, "an authority"))
    made = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(datetime.now(UTC) - timedelta(hours=1))
    made = made.not_valid_after(datetime.now(UTC) + timedelta(hours=1))
    its_own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    signers = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    for one in (*says, its_own, signers):
        made = made.add_extension(one, critical=isinstance(one, x509.BasicConstraints | x509.KeyUsage))
    return made.sign(signing, SHA256())
