"""A phone on a thread of this process, for tests and demonstrations."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import AF_INET, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

import uvicorn
from starlette.types import ASGIApp

from infra.local.phone.app import create_app
from infra.local.phone.client import PhoneClient
from infra.local.phone.settings import PhoneSettings
from infra.local.phone.time_machine import TimeMachine

START_SECONDS_MAX = 10.0
STOP_SECONDS_MAX = 10.0


@contextmanager
def running_phone(settings: PhoneSettings, time_machine: TimeMachine | None = None) -> Iterator[PhoneClient]:
    with serving(create_app(settings, time_machine)) as base_url, PhoneClient(base_url) as client:
        yield client


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Any ASGI app on a loopback port, 0 for a free one; its base URL."""
    # With the protocol left at 0 asyncio does not set TCP_NODELAY, and every answer waits 40 ms.
    with socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) as listener:
        listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        config = uvicorn.Config(app, log_level="critical", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_until_started(server)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS_MAX)


def _wait_until_started(server: uvicorn.Server) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the server did not start")
        time.sleep(0.005)
