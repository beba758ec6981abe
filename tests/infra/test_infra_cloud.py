"""serverless.yml deploys unchanged into the cloud on this machine, works there, and leaves nothing running.

The functions here are stand-ins that say what reached them: this proves the wiring, whatever the real ones do.
"""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from infra.local.cloud import Cloud, CloudFailed
from infra.local.machine import free_port, is_free, living_members

ROOT = Path(__file__).resolve().parent.parent.parent
WAIT_SECONDS_MAX = 20.0
ECHO = """
import json, os
import boto3
SEEN = ("PUBLIC_URL", "TWILIO_BASE_URL", "TABLE_NAME", "WAKE_QUEUE_URL", "INBOUND_QUEUE_URL")
def handler(event, context):
    told = {name: os.environ.get(name) for name in SEEN}
    read = {}
    for name in event.get("parameters", []):
        read[name] = boto3.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    if event.get("raise"):
        raise ValueError("as asked")
    return {"statusCode": 200, "body": json.dumps({"function": __name__, "event": event, "told": told, "read": read})}
"""
TAKE = """
def handler(event, context):
    failed = [record["messageId"] for record in event["Records"] if "poison" in record["body"]]
    return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}
"""
ECHOING = ("inbound_text", "delivery_status", "voice", "clinic", "console", "dispatch_due", "reconcile")
TAKING = ("advance", "inbound_retry")


def quiet(text: str) -> None:
    """Nobody reads along in a test."""


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a checkout needs to deploy, with stand-ins for the functions."""
    place = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "serverless.yml", place)
    shutil.copytree(ROOT / "infra" / "resources", place / "infra" / "resources")
    (place / "node_modules").symlink_to(ROOT / "node_modules")
    (place / "build").mkdir()
    with zipfile.ZipFile(place / "build" / "local.zip", "w") as archive:
        archive.writestr("functions/__init__.py", "")
        for name in (*ECHOING, *TAKING):
            archive.writestr(f"functions/{name}.py", TAKE if name in TAKING else ECHO)
    return place


@pytest.fixture(scope="session")
def cloud(checkout: Path, node_modules: None) -> Iterator[Cloud]:
    with Cloud(port=free_port(), root=checkout, phone_url="http://127.0.0.1:1", say=quiet) as running:
        running.deploy()
        yield running


@pytest.fixture
def client(cloud: Cloud) -> Iterator[Callable[[str], Any]]:
    """boto3 clients of the local cloud, closed again."""
    made: list[Any] = []

    def make(service: str) -> Any:
        made.append(boto3.client(service, **cloud.access))  # type: ignore[call-overload]
        return made[-1]

    yield make
    for one in made:
        one.close()


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("by_host", [True, False])
def test_a_webhook_reaches_its_function_by_either_address(cloud: Cloud, by_host: bool) -> None:
    api = cloud.outputs()["HttpApiId"]
    base = cloud.endpoint if by_host else f"{cloud.endpoint}/_aws/execute-api/{api}/$default"
    headers = {"Host": f"{api}.execute-api.localhost:{cloud.port}"} if by_host else {}

    answer = httpx.post(f"{base}/twilio/c1/inbound", data={"Body": "hello"}, headers=headers, timeout=30).json()

    assert answer["function"] == "functions.inbound_text"
    assert answer["event"]["version"] == "2.0"
    assert answer["event"]["routeKey"] == "POST /twilio/{clinic}/inbound"
    assert answer["event"]["rawPath"] == "/twilio/c1/inbound"
    assert answer["event"]["pathParameters"] == {"clinic": "c1"}


@pytest.mark.parametrize(
    ("method", "path", "function"),
    [
        ("POST", "/twilio/c1/status/e1/t1", "delivery_status"),
        ("GET", "/v1/openapi.json", "clinic"),
        ("GET", "/v1/docs", "clinic"),
        ("GET", "/console", "console"),
        ("POST", "/console/people/e1/pause", "console"),
        ("POST", "/twilio/c1/voice/e1/p1", "voice"),
        ("POST", "/twilio/c1/voice/e1/p1/pressed", "voice"),
    ],
)
def test_every_route_reaches_its_function(cloud: Cloud, method: str, path: str, function: str) -> None:
    base = f"{cloud.endpoint}/_aws/execute-api/{cloud.outputs()['HttpApiId']}/$default"

    answer = httpx.request(method, base + path, timeout=30).json()

    assert answer["function"] == f"functions.{function}"


@pytest.mark.parametrize("token", ["x", "a.b.c", "ak.lakeside.secret"])
def test_without_a_token_of_the_pool_the_api_is_not_reached(cloud: Cloud, token: str) -> None:
    base = f"{cloud.endpoint}/_aws/execute-api/{cloud.outputs()['HttpApiId']}/$default"

    answer = httpx.get(f"{base}/v1/enrollments/e1", headers={"Authorization": f"Bearer {token}"}, timeout=30)

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


def test_a_path_nobody_serves_is_not_found(cloud: Cloud) -> None:
    base = f"{cloud.endpoint}/_aws/execute-api/{cloud.outputs()['HttpApiId']}/$default"

    assert httpx.get(f"{base}/twilio/c1/inbound", timeout=30).status_code == 404


def test_a_function_is_told_where_everything_is(cloud: Cloud) -> None:
    outputs = cloud.outputs()

    told = json.loads(cloud.invoke("inbound_text")["body"])["told"]
    dispatching = json.loads(cloud.invoke("dispatch_due")["body"])["told"]

    assert told["PUBLIC_URL"] == outputs["ApiUrl"]
    assert told["PUBLIC_URL"] == f"http://{outputs['HttpApiId']}.execute-api.localhost:{cloud.port}"
    assert told["TWILIO_BASE_URL"] == "http://127.0.0.1:1"
    assert told["TABLE_NAME"] == outputs["TableName"]
    assert told["INBOUND_QUEUE_URL"] == outputs["InboundQueueUrl"]
    assert dispatching["WAKE_QUEUE_URL"] == outputs["WakeQueueUrl"]


def test_a_function_reads_the_secrets_and_the_clock_as_they_are_now(cloud: Cloud) -> None:
    names = {"/aftercare/local/twilio": "a-token", "/aftercare/local/clock-offset": "0"}
    for name, value in names.items():
        cloud.put_parameter(name, value, secret="twilio" in name)
    cloud.put_parameter("/aftercare/local/clock-offset", "3600", secret=False)

    read = json.loads(cloud.invoke("reconcile", {"parameters": list(names)})["body"])["read"]

    assert read == {"/aftercare/local/twilio": "a-token", "/aftercare/local/clock-offset": "3600"}


def test_a_function_that_raises_is_an_error_here(cloud: Cloud) -> None:
    with pytest.raises(CloudFailed, match="as asked"):
        cloud.invoke("reconcile", {"raise": True})


@pytest.mark.parametrize("queue", ["Wake", "Inbound"])
def test_of_a_batch_only_what_failed_comes_back(cloud: Cloud, client: Callable[[str], Any], queue: str) -> None:
    sqs, url = client("sqs"), cloud.outputs()[f"{queue}QueueUrl"]
    for body in ("good", "poison", "good"):
        sqs.send_message(QueueUrl=url, MessageBody=body)

    def left() -> tuple[int, int]:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return int(found[names[0]]), int(found[names[1]])

    assert eventually(lambda: left() == (0, 1))  # the poison waits, hidden, for its next try


def test_both_functions_of_every_minute_are_scheduled(client: Callable[[str], Any]) -> None:
    events = client("events")

    rules = events.list_rules()["Rules"]
    targets = {
        target["Arn"].rsplit(":", 1)[-1]
        for rule in rules
        for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    }

    assert [(rule["ScheduleExpression"], rule["State"]) for rule in rules] == [("rate(1 minute)", "ENABLED")] * 2
    assert targets == {"aftercare-local-dispatch_due", "aftercare-local-reconcile"}


def test_every_function_wears_a_role_of_its_own(client: Callable[[str], Any]) -> None:
    functions = client("lambda").list_functions()["Functions"]
    roles = [function["Role"].rsplit("/", 1)[-1] for function in functions]

    assert len(functions) == 10
    assert len(set(roles)) == 10
    for role in roles:
        assert client("iam").get_role(RoleName=role)["Role"]["RoleName"] == role


def test_leaving_by_any_way_ends_every_process_and_frees_the_port(tmp_path: Path) -> None:
    running = Cloud(port=free_port(), root=tmp_path, say=quiet)
    members: list[int] = []

    def interrupted() -> None:
        with running:
            assert running._process
            members.extend(living_members(running._process.pid))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert members
    assert living_members(members[0]) == []
    assert is_free(running.port)
    assert not (tmp_path / "build" / "cloud" / str(running.port)).exists()
    running.stop()  # once more does nothing


def test_the_workers_are_in_the_group_that_is_ended(cloud: Cloud) -> None:
    cloud.invoke("dispatch_due")
    assert cloud._process

    group = cloud._process.pid

    assert len(living_members(group)) > 1


def test_a_taken_port_is_said_plainly_and_nothing_is_started(cloud: Cloud, tmp_path: Path) -> None:
    second = Cloud(port=cloud.port, root=tmp_path, say=quiet)

    with pytest.raises(CloudFailed, match="taken"):
        second.start()

    second.stop()
    assert not is_free(cloud.port)


def test_a_deploy_that_fails_shows_why(tmp_path: Path, checkout: Path, cloud: Cloud) -> None:
    half = tmp_path / "half"
    shutil.copytree(checkout, half, symlinks=True, ignore=shutil.ignore_patterns("build"))
    (half / "build").mkdir()

    with pytest.raises(CloudFailed, match=r"(?s)osls \w+ failed.*local\.zip"):
        Cloud(port=cloud.port, root=half, say=quiet).deploy()


def test_without_the_packager_the_operator_is_told_how_to_get_it(tmp_path: Path, cloud: Cloud) -> None:
    with pytest.raises(CloudFailed, match="npm ci"):
        Cloud(port=cloud.port, root=tmp_path, say=quiet).deploy()
