"""The cloud on this machine: starts it, deploys the unchanged serverless.yml into it, and leaves nothing behind.

MiniStack keeps everything in memory and starts workers of its own, so it gets a process group of its own and the whole
group ends with it. Whatever it writes lies in build/cloud/<port> and goes too; build/cloud.log and build/deploy.log
stay and tell of the last run.
"""

import fcntl
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3
from botocore.config import Config

from infra.local.machine import HOST, LocalFailed, answers, clean_environment, end_group, free_port, is_free, tail

__all__ = ["Cloud", "CloudFailed", "free_port"]

ROOT = Path(__file__).resolve().parent.parent.parent
STACK = "aftercare-local"
REGION = "us-east-1"
PHONE_URL = "http://127.0.0.1:4570"
TWILIO_PARAMETER = "/aftercare/local/twilio"
PHONE_KEY_PARAMETER = "/aftercare/local/phone-key"
CLOCK_PARAMETER = "/aftercare/local/clock-offset"
START_SECONDS_MAX = 40.0
DEPLOY_SECONDS_MAX = 180.0
POLL_SECONDS = 0.05
KEY = "test"  # both halves of the credentials: nothing here checks them
ACCOUNT = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": KEY, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
BOTO = Config(connect_timeout=5, read_timeout=90, retries={"total_max_attempts": 1}, proxies={})


class CloudFailed(LocalFailed):
    """The local cloud did not do what was asked; says what and shows the end of the log."""


class Cloud:
    """One MiniStack on one port. A context manager: entering starts it, leaving by any way ends it.

    `root` is the checkout whose serverless.yml and build/local.zip are deployed.
    """

    def __init__(
        self, *, port: int, root: Path = ROOT, phone_url: str = PHONE_URL, say: Callable[[str], None] = print
    ) -> None:
        self.port = port
        self.endpoint = f"http://{HOST}:{port}"
        self._root = root
        self._phone_url = phone_url
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = root / "build" / "cloud" / str(port)
        self.log = root / "build" / "cloud.log"
        self.deploy_log = root / "build" / "deploy.log"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Returns once it answers. Raises CloudFailed; then, as after Ctrl-C, `stop` clears up."""
        if not is_free(self.port):
            raise CloudFailed(f"port {self.port} is taken: another local cloud may be running. Choose another port.")
        self._say(f"Starting the local cloud on port {self.port}")
        for name in ("tmp", "s3"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ministack"],
                cwd=self._folder,
                env=self._ministack_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone, and we end the group
            )
        self._wait_until_healthy(self._process)

    def stop(self) -> None:
        """Ends every process it started and removes what they wrote but the logs. Safe to repeat."""
        if self._process is None:
            return
        end_group(self._process)
        self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def deploy(self) -> dict[str, str]:
        """Packages stage local and deploys it; returns the stack's outputs. Needs build/local.zip."""
        osls = self._root / "node_modules" / ".bin" / "osls"
        if not osls.exists():
            raise CloudFailed("osls is not installed. Run: npm ci")
        self._say("Deploying serverless.yml into the local cloud")
        compiled = str(self._folder / "compiled")  # not .serverless: two local clouds must not share it
        self.deploy_log.write_bytes(b"")
        with self._only_one_deploys():
            for command in ("package", "deploy"):
                self._run([str(osls), command, "--stage", "local", "--region", REGION, "--package", compiled])
        return self.outputs()

    @contextmanager
    def _only_one_deploys(self) -> Iterator[None]:
        """osls keeps its state in one folder of the checkout, whoever deploys from it."""
        with (self._root / "build" / "deploy.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def outputs(self) -> dict[str, str]:
        """The stack's outputs by name: ApiUrl, HttpApiId, TableName, WakeQueueUrl…"""
        client = boto3.client("cloudformation", config=BOTO, **self.access)
        stack = client.describe_stacks(StackName=STACK)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def put_parameter(self, name: str, value: str, *, secret: bool) -> None:
        """Writes a parameter over what was there; a secret is encrypted as in AWS."""
        client = boto3.client("ssm", config=BOTO, **self.access)
        client.put_parameter(Name=name, Value=value, Type="SecureString" if secret else "String", Overwrite=True)

    def invoke(self, function: str, event: dict[str, Any] | None = None) -> Any:
        """Runs a function by its name in serverless.yml and returns its answer. Raises CloudFailed if it raised."""
        answer = self._lambda.invoke(FunctionName=f"{STACK}-{function}", Payload=json.dumps(event or {}).encode())
        payload = answer["Payload"].read().decode()
        if "FunctionError" in answer:
            raise CloudFailed(f"{function} raised: {payload}")
        return json.loads(payload) if payload else None

    @property
    def access(self) -> dict[str, Any]:
        """What any boto3 client or resource needs to reach this cloud."""
        return {
            "endpoint_url": self.endpoint,
            "region_name": REGION,
            "aws_access_key_id": KEY,
            "aws_secret_access_key": KEY,
        }

    @cached_property
    def _lambda(self) -> Any:
        return boto3.client("lambda", config=BOTO, **self.access)

    def _ministack_environment(self) -> dict[str, str]:
        return (
            clean_environment()
            | ACCOUNT
            | {
                "BIND_HOST": HOST,
                "GATEWAY_PORT": str(self.port),
                "LAMBDA_EXECUTOR": "local",
                "LOG_LEVEL": "WARNING",
                "MINISTACK_REGION": REGION,
                "S3_DATA_DIR": str(self._folder / "s3"),
                "TMPDIR": str(self._folder / "tmp"),
            }
        )

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not answers(f"{self.endpoint}/_ministack/health"):
            if process.poll() is not None:
                raise CloudFailed(f"the local cloud ended while starting:\n{tail(self.log)}")
            if time.monotonic() > deadline:
                raise CloudFailed(f"the local cloud did not answer in {START_SECONDS_MAX:.0f} s:\n{tail(self.log)}")
            time.sleep(POLL_SECONDS)

    def _run(self, command: list[str]) -> None:
        environment = (
            clean_environment()
            | ACCOUNT
            | {
                "AFTERCARE_PHONE_URL": self._phone_url,
                "AWS_ENDPOINT_URL": f"http://localhost:{self.port}",
                "GATEWAY_PORT": str(self.port),
                "NODE_NO_WARNINGS": "1",
                "NODE_OPTIONS": f"--require {json.dumps(str(ROOT / 'infra' / 'local' / 'localhost.cjs'))}",
                "SLS_AWS_MONITORING_FREQUENCY": "250",  # milliseconds; AWS needs patience, this cloud does not
            }
        )
        try:
            with self.deploy_log.open("ab") as log:
                subprocess.run(
                    command,
                    cwd=self._root,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    timeout=DEPLOY_SECONDS_MAX,
                    check=True,
                )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise CloudFailed(f"osls {command[1]} failed:\n{tail(self.deploy_log)}") from error
