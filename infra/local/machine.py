"""What the local cloud asks of this machine: ports, a clean environment, and an end to every process it started."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

import psutil

HOST = "127.0.0.1"
STOP_SECONDS_MAX = 10.0
POLL_SECONDS = 0.02
LOG_LINES_SHOWN = 25


class LocalFailed(Exception):
    """Something on this machine did not do what was asked."""


def clean_environment() -> dict[str, str]:
    """What a child may know of this machine: nobody's AWS account, no proxy, no variable a function might misread."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    no_account = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return kept | no_account | {"PYTHONDONTWRITEBYTECODE": "1"}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) != 0


def answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=2) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends the group that `process` leads and confirms that nobody is left. Its state is in memory: no farewell."""
    deadline = time.monotonic() + STOP_SECONDS_MAX
    while living_members(process.pid):
        if time.monotonic() > deadline:
            raise LocalFailed(f"processes {living_members(process.pid)} of the local cloud did not end")
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            break
        process.poll()
        time.sleep(POLL_SECONDS)
    process.wait(timeout=STOP_SECONDS_MAX)


def living_members(group: int) -> list[int]:
    """The processes of a group that still run. One that only waits to be reaped by its parent has ended."""
    return sorted(process.pid for process in psutil.process_iter() if group_of(process) == group)


def group_of(process: psutil.Process) -> int | None:
    try:
        return None if process.status() == psutil.STATUS_ZOMBIE else os.getpgid(process.pid)
    except (psutil.NoSuchProcess, ProcessLookupError, PermissionError):  # ended since we listed it, or not ours
        return None


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
