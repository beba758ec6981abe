"""`aftercare up` and `aftercare down`: the local service in a process of its own, and where to find it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console

from infra.local.cloud import ROOT
from infra.local.house import house
from infra.local.sample import sample_clinic
from infra.local.staff import Login

ADDRESS = ROOT / "build" / "up.json"
LOG = ROOT / "build" / "up.log"
START_SECONDS_MAX = 180.0
STOP_SECONDS_MAX = 30.0
OK, FAILED = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where the local service is to be found. `machine` opens its invented clinic alone."""

    pid: int
    phone: str
    api: str
    machine: str
    console: str
    logins: tuple[Login, ...]


def running(address: Path = ADDRESS) -> Running | None:
    """What is up now, or None."""
    try:
        told = json.loads(address.read_text("utf-8"))
        found = Running(**{**told, "logins": tuple(Login(**one) for one in told["logins"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if _lives(found.pid) else None


def start(*, cloud_port: int, phone_port: int, as_json: bool) -> int:
    console = Console(stderr=as_json)
    up = running()
    if up is None:
        up = _start(cloud_port, phone_port, console)
    if up is None:
        console.print(f"The local service did not start. The end of {LOG.relative_to(ROOT)}:\n{_tail()}")
        return FAILED
    if as_json:
        print(json.dumps(asdict(up)))
        return OK
    console.print(f"The phones   {up.phone}")
    console.print(f"The console  {up.console}")
    for one in up.logins:
        console.print(f"  as {one.role:9}{one.email}  {one.password}", markup=False)
    console.print(f"The API      {up.api}")
    console.print(f"Its machine  {up.machine}", soft_wrap=True)
    clinic = sample_clinic().clinic_id
    console.print(f"To enroll somebody: `aftercare enroll --clinic {clinic} --file FORM.json`; then press Next text.")
    console.print("`make down` stops it.")
    return OK


def stop() -> int:
    """Also when nothing is up: down means down."""
    console = Console()
    up = running()
    if up is None:
        console.print("Nothing is up.")
        return OK
    os.kill(up.pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS_MAX
    while _lives(up.pid):
        if time.monotonic() > until:
            console.print(f"Process {up.pid} did not stop; its log is {LOG.relative_to(ROOT)}.")
            return FAILED
        time.sleep(0.1)
    ADDRESS.unlink(missing_ok=True)
    console.print("Stopped.")
    return OK


def _start(cloud_port: int, phone_port: int, console: Console) -> Running | None:
    ADDRESS.parent.mkdir(exist_ok=True)
    ADDRESS.unlink(missing_ok=True)
    command = [sys.executable, "-m", "infra.local.staying", str(cloud_port), str(phone_port)]
    with LOG.open("wb") as log:
        child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    until = time.monotonic() + START_SECONDS_MAX
    with console.status("Starting the local cloud, deploying, starting the phones"):
        while time.monotonic() < until and child.poll() is None:
            up = running()
            if up is not None:
                return up
            time.sleep(0.2)
    if child.poll() is None:
        child.terminate()
    return None


def stay(cloud_port: int, phone_port: int) -> None:
    """Keeps the house until SIGTERM or Ctrl-C, then leaves nothing behind."""
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    with house(say=print, cloud_port=cloud_port, phone_port=phone_port) as home:
        up = Running(
            pid=os.getpid(),
            phone=home.phone.base_url,
            api=home.api.base_url,
            machine=home.api.machine,
            console=home.console,
            logins=home.logins,
        )
        ADDRESS.write_text(json.dumps(asdict(up)), "utf-8")
        asked_to_stop.wait()
    ADDRESS.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _tail() -> str:
    return "\n".join(LOG.read_text(errors="replace").splitlines()[-15:]) if LOG.exists() else ""


if __name__ == "__main__":
    stay(int(sys.argv[1]), int(sys.argv[2]))
