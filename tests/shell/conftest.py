"""The real handlers on moto's AWS, with the phone of the local stage as the provider."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import boto3
import pytest
from moto import mock_aws
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from functions import clinic, inbound_text, running, wiring
from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_access import DynamoAccess
from functions.api import serving
from functions.ports import Store
from functions.ports_access import Access
from infra.local.emulated import create_table
from infra.local.phone import PhoneClient, PhoneSettings, Service, running_phone
from infra.local.sample import sample_clinic
from tests.contract.table import TABLE
from tests.shell.claiming import Claims, machine_of

ACCOUNT, TOKEN, SENDER = "AC" + "1" * 32, "token-of-the-test", "+12025550199"
PUBLIC_URL = "https://texts.example.org"
HER = "+12025550143"


@pytest.fixture(scope="session")
def provider() -> Iterator[PhoneClient]:
    with running_phone(PhoneSettings(account_sid=ACCOUNT, auth_token=TOKEN)) as phone:
        service = Service(sender=SENDER, inbound_url="http://127.0.0.1:9/nobody")
        phone.services({sample_clinic().messaging_service: service})
        yield phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The deployed service as its events see it."""

    store: Store
    access: Access
    claims: Claims
    phone: PhoneClient
    inbound_queue: str

    def text(self, body: str | bytes, *, sid: str = "SM1", sender: str = HER, **fields: str) -> dict[str, Any]:
        """A signed webhook of a text from her."""
        form = {"From": sender, "To": SENDER, "Body": body, "MessageSid": sid, "NumMedia": "0", **fields}
        return self.webhook("/twilio/lakeside/inbound", {"clinic": "lakeside"}, form)

    def webhook(self, path: str, names: dict[str, str], form: dict[str, Any], signature: str = "") -> dict[str, Any]:
        raw = urlencode(form)
        texts = {
            name: value.decode(errors="replace") if isinstance(value, bytes) else value for name, value in form.items()
        }
        signed = signature or RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{path}", texts)
        return {
            "rawPath": path,
            "rawQueryString": "",
            "headers": {"x-twilio-signature": signed},
            "pathParameters": names,
            "body": raw,
            "isBase64Encoded": False,
        }

    def inbound(self, event: dict[str, Any]) -> dict[str, Any]:
        return inbound_text.handler(event, context())

    def api(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        claims: Any = None,
        query: str = "",
        **headers: str,
    ) -> tuple[int, Any]:
        raw = json.dumps(body) if body is not None else None
        return self.api_raw(method, path, raw, claims=claims, query=query, **headers)

    def api_raw(
        self,
        method: str,
        path: str,
        body: str | None,
        *,
        claims: Any = None,
        query: str = "",
        **headers: str,
    ) -> tuple[int, Any]:
        event = {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": query,
            "queryStringParameters": dict(parse_qsl(query)),
            "headers": headers,
            "requestContext": {
                "http": {"method": method, "path": path},
                "stage": "$default",
                "authorizer": {"jwt": {"claims": self.claims if claims is None else claims, "scopes": None}},
            },
            "body": body,
            "isBase64Encoded": False,
        }
        answer = clinic.handler(event, context())
        return answer["statusCode"], _read(answer)


def _read(answer: dict[str, Any]) -> Any:
    kind, body = str(answer["headers"].get("Content-Type", "")), answer.get("body")
    return json.loads(body) if body and "json" in kind else body


def context() -> Any:
    return SimpleNamespace(
        function_name="test",
        memory_limit_in_mb=512,
        invoked_function_arn="arn:aws:lambda:us-east-1:000000000000:function:test",
        aws_request_id="request-1",
        get_remaining_time_in_millis=lambda: 50_000,
    )


@pytest.fixture
def shell(provider: PhoneClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AFTERCARE_STAGE": "local",
        "TABLE_NAME": TABLE,
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_PARAMETER": "/t/twilio",
        "PHONE_KEY_PARAMETER": "/t/phone",
        "TWILIO_BASE_URL": provider.base_url,
        "POWERTOOLS_SERVICE_NAME": "aftercare",
        "POWERTOOLS_METRICS_NAMESPACE": "Aftercare",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        _secrets()
        create_table(boto3.client("dynamodb"), TABLE)
        sqs = boto3.client("sqs")
        inbound = sqs.create_queue(QueueName="inbound")["QueueUrl"]
        monkeypatch.setenv("WAKE_QUEUE_URL", sqs.create_queue(QueueName="wake")["QueueUrl"])
        monkeypatch.setenv("INBOUND_QUEUE_URL", inbound)
        forget()
        store = DynamoStore(boto3.client("dynamodb"), table=TABLE, phone_secret=lambda: "secret")
        store.save_clinic(sample_clinic())
        access = DynamoAccess(boto3.client("dynamodb"), table=TABLE)
        claims = machine_of(access, "lakeside")
        yield Shell(store=store, access=access, claims=claims, phone=provider, inbound_queue=inbound)
        forget()


def forget() -> None:
    """A new container."""
    for built in (
        wiring.settings,
        wiring.queue,
        wiring.time,
        wiring.world,
        wiring.access,
        wiring._secrets,
        wiring._dynamodb,
        running.journal,
        wiring.directory,
        wiring.machines,
        serving.resolver,
    ):
        built.cache_clear()


@contextmanager
def listened(said: io.StringIO) -> Iterator[None]:
    """What the functions say, log lines and metrics, goes into `said`."""
    with redirect_stdout(said), redirect_stderr(said):
        yield


def _secrets() -> None:
    ssm = boto3.client("ssm")
    twilio = json.dumps({"account_sid": ACCOUNT, "auth_token": TOKEN})
    ssm.put_parameter(Name="/t/twilio", Value=twilio, Type="SecureString")
    ssm.put_parameter(Name="/t/phone", Value="secret", Type="SecureString")
