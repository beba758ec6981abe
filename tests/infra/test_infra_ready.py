"""What packaging keeps of AWS's descriptions is all that our calls need."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest
from botocore.exceptions import ClientError
from botocore.handlers import BUILTIN_HANDLERS
from botocore.session import Session
from moto import mock_aws

from functions.adapters import aws
from infra.local.emulated import create_table
from infra.package import ROOT
from infra.ready import shapes

DESCRIBED = Path(botocore.__file__).parent / "data"
ADAPTERS = ROOT / "functions" / "adapters"
CLIENTS = {"_client", "_ssm", "ssm"}
"""What the adapters call a client of AWS."""
KEY = {"pk": {"S": "C#a"}, "sk": {"S": "SETTINGS"}}
Client = Callable[[str], Any]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """As in an archive, on an emulated AWS."""
    shapes.make(tmp_path / "shapes", DESCRIBED)
    monkeypatch.setattr(aws, "SHAPES", tmp_path / "shapes")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    aws.session.cache_clear()
    with mock_aws():
        yield aws.client
    aws.session.cache_clear()


def test_every_call_the_adapters_make_is_described() -> None:
    made = {name for path in ADAPTERS.glob("*.py") for name in calls_in(ast.parse(path.read_text("utf-8")))}

    assert made == {botocore.xform_name(call) for calls in shapes.CALLS.values() for call in calls}


@pytest.fixture
def table(client: Client) -> None:
    """Made with the whole descriptions: the calls of a deployment are no calls of ours."""
    create_table(boto3.client("dynamodb"), "aftercare")


@pytest.mark.parametrize("service", shapes.CALLS)
def test_a_client_goes_where_it_would_with_the_whole_descriptions(client: Client, service: str) -> None:
    made, whole = client(service), boto3.client(service)  # type: ignore[call-overload]

    assert made.meta.endpoint_url == whole.meta.endpoint_url
    assert made.meta.service_model.signing_name == whole.meta.service_model.signing_name
    assert all(hasattr(made, botocore.xform_name(call)) for call in shapes.CALLS[service])


@pytest.mark.parametrize("service", shapes.CALLS)
def test_a_call_goes_where_botos_rules_would_send_it_in_every_region(client: Client, service: str) -> None:
    ours, whole = aws.session(), Session()
    regions = [
        region
        for partition in whole.get_available_partitions()
        for region in whole.get_available_regions(service, partition)
    ]

    went = [[sent_to(one.create_client(service, region_name=region)) for region in regions] for one in (ours, whole)]

    assert went[0] == went[1]
    assert len(regions) > 20


@pytest.mark.parametrize("service", shapes.CALLS)
def test_every_handler_of_botos_own_that_concerns_a_call_of_ours_is_kept(service: str) -> None:
    aws.session.cache_clear()
    ours, whole = aws.session(), Session()
    model = whole.get_service_model(service)
    events = [
        f"{happens}.{name}{behind}"
        for happens in sorted({event.partition(".")[0] for event, *_ in BUILTIN_HANDLERS} - {"docs"})
        for name in (service, model.service_id.hyphenize())
        for behind in ("", *(f".{call}" for call in shapes.CALLS[service]))
    ]

    kept, all_of_them = ([handlers_of(one, event) for event in events] for one in (ours, whole))

    assert kept == all_of_them
    assert any(kept)
    aws.session.cache_clear()


def test_items_are_written_and_read(client: Client, table: None) -> None:
    dynamo = client("dynamodb")

    dynamo.put_item(TableName="aftercare", Item={**KEY, "value": {"S": "one"}})
    dynamo.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": "aftercare", "Item": {**KEY, "sk": {"S": "TEXT#1"}, "rank": {"N": "2"}}}},
            {"ConditionCheck": {"TableName": "aftercare", "Key": KEY, "ConditionExpression": "attribute_exists(pk)"}},
        ]
    )

    assert dynamo.get_item(TableName="aftercare", Key=KEY, ConsistentRead=True)["Item"]["value"] == {"S": "one"}
    found = dynamo.batch_get_item(RequestItems={"aftercare": {"Keys": [KEY], "ConsistentRead": True}})
    assert [item["value"] for item in found["Responses"]["aftercare"]] == [{"S": "one"}]
    page = dynamo.query(
        TableName="aftercare",
        KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues={":pk": {"S": "C#a"}, ":prefix": {"S": "TEXT#"}},
        ConsistentRead=True,
    )
    assert [item["rank"] for item in page["Items"]] == [{"N": "2"}]


def test_a_refusal_still_has_its_code(client: Client) -> None:
    with pytest.raises(ClientError) as refused:
        client("dynamodb").get_item(TableName="nowhere", Key=KEY)

    assert aws.code_of(refused.value) == "ResourceNotFoundException"


def test_a_canceled_transaction_still_has_its_reasons(client: Client, table: None) -> None:
    must_be_there = {"TableName": "aftercare", "Key": KEY, "ConditionExpression": "attribute_exists(pk)"}

    with pytest.raises(ClientError) as refused:
        client("dynamodb").transact_write_items(TransactItems=[{"ConditionCheck": must_be_there}])

    assert [one["Code"] for one in refused.value.response["CancellationReasons"]] == ["ConditionalCheckFailed"]


def test_a_secret_that_is_not_there_is_told_as_before(client: Client) -> None:
    ssm = client("ssm")

    with pytest.raises(ssm.exceptions.ParameterNotFound):
        ssm.get_parameter(Name="/none")


def test_every_region_with_the_service_is_known_in_every_partition(tmp_path: Path) -> None:
    shapes.make(tmp_path, DESCRIBED)
    kept = json.loads((tmp_path / "endpoints.json").read_text("utf-8"))
    whole = json.loads((DESCRIBED / "endpoints.json").read_text("utf-8"))

    for ours, theirs in zip(kept["partitions"], whole["partitions"], strict=True):
        assert ours["regions"] == theirs["regions"]
        assert all(ours["services"].get(name) == theirs["services"].get(name) for name in shapes.CALLS)


def sent_to(client: Any) -> tuple[str, str, str]:
    """The address of a call, and the service and region it is signed for."""
    operation = client.meta.service_model.operation_model(shapes.CALLS[client.meta.service_model.service_name][0])
    context = {"client_region": client.meta.region_name, "client_config": client.meta.config, "auth_type": "v4"}
    url, _, _ = client._resolve_endpoint_ruleset(operation, {"RequestItems": {"aftercare": {}}}, context)
    signer, signing = client._request_signer, context.get("signing", {})
    name, region = signing.get("signing_name"), signing.get("region")
    return url.rstrip("/"), name or signer._signing_name, region or signer._region_name


def handlers_of(session: Session, event: str) -> list[str]:
    found = session.get_component("event_emitter")._emitter._handlers.prefix_search(event)
    return [getattr(one, "__qualname__", type(one).__qualname__) for one in found]


def calls_in(tree: ast.AST) -> set[str]:
    """The methods of a client that are spoken of."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _name(node.value) in CLIENTS and node.attr != "exceptions"
    }


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
