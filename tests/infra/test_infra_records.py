"""What a person wrote is encrypted, kept, recoverable, and let go of when its time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.infra.conftest import Compiled

KEY_ARN = {"Fn::GetAtt": ["DataKey", "Arn"]}
FOURTEEN_DAYS = 14 * 24 * 3600


def test_the_table_is_encrypted_with_our_key_recoverable_and_expires_items(prod: Compiled) -> None:
    (table,) = prod.of_type("AWS::DynamoDB::Table").values()

    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ARN}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_has_one_sparse_index_of_keys_alone(prod: Compiled) -> None:
    (table,) = prod.of_type("AWS::DynamoDB::Table").values()

    (index,) = table["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "due"
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["wake_shard", "wake_at"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]


@pytest.mark.parametrize("record", ["Table", "DataKey"])
def test_a_record_outlives_its_stack(prod: Compiled, dev: Compiled, record: str) -> None:
    for stage in (prod, dev):
        made = stage.template["Resources"][record]

        assert made["DeletionPolicy"] == "RetainExceptOnCreate"  # only a first deploy that fails cleans up after itself
        assert made["UpdateReplacePolicy"] == "Retain"


def test_nobody_deletes_the_table_of_production_by_hand(prod: Compiled, dev: Compiled) -> None:
    assert prod.of_type("AWS::DynamoDB::Table")["Table"]["DeletionProtectionEnabled"] is True
    assert dev.of_type("AWS::DynamoDB::Table")["Table"]["DeletionProtectionEnabled"] is False


def test_the_key_rotates(prod: Compiled) -> None:
    assert prod.of_type("AWS::KMS::Key")["DataKey"]["EnableKeyRotation"] is True


def test_every_queue_and_topic_is_encrypted_with_our_key(prod: Compiled) -> None:
    kept = prod.of_type("AWS::SQS::Queue") | prod.of_type("AWS::SNS::Topic")

    assert {name for name, made in kept.items() if made["KmsMasterKeyId"] != {"Ref": "DataKey"}} == set()


def test_every_queue_that_is_read_has_dead_letters_kept_for_fourteen_days(prod: Compiled) -> None:
    queues = prod.of_type("AWS::SQS::Queue")
    read = {
        mapping["EventSourceArn"]["Fn::GetAtt"][0]
        for mapping in prod.of_type("AWS::Lambda::EventSourceMapping").values()
    }

    assert read == {"WakeQueue", "InboundQueue"}
    for name in read:
        redrive = queues[name]["RedrivePolicy"]
        dead_letters = queues[redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]]
        assert dead_letters["MessageRetentionPeriod"] == FOURTEEN_DAYS
        assert redrive["maxReceiveCount"] >= 3


def test_a_message_reaches_the_dead_letters_before_it_expires(prod: Compiled) -> None:
    for queue in prod.of_type("AWS::SQS::Queue").values():
        if "RedrivePolicy" in queue:
            tries_seconds = queue["RedrivePolicy"]["maxReceiveCount"] * queue["VisibilityTimeout"]
            assert tries_seconds < queue["MessageRetentionPeriod"] < FOURTEEN_DAYS


def test_a_message_stays_hidden_for_six_times_its_functions_timeout(prod: Compiled) -> None:
    functions = prod.of_type("AWS::Lambda::Function")
    queues = prod.of_type("AWS::SQS::Queue")
    for mapping in prod.of_type("AWS::Lambda::EventSourceMapping").values():
        timeout = functions[mapping["FunctionName"]["Fn::GetAtt"][0]]["Timeout"]
        assert queues[mapping["EventSourceArn"]["Fn::GetAtt"][0]]["VisibilityTimeout"] >= 6 * timeout


def test_a_batch_that_fails_in_part_is_repeated_in_part_with_bounded_concurrency(prod: Compiled) -> None:
    for mapping in prod.of_type("AWS::Lambda::EventSourceMapping").values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["BatchSize"] <= 10
        assert mapping["ScalingConfig"]["MaximumConcurrency"] <= 10


@pytest.mark.parametrize(("stage", "days"), [("prod", 400), ("dev", 14)])
def test_every_log_is_encrypted_and_ends(request: pytest.FixtureRequest, stage: str, days: int) -> None:
    compiled: Compiled = request.getfixturevalue(stage)
    groups = compiled.of_type("AWS::Logs::LogGroup")

    assert len(groups) == len(compiled.functions()) + 1  # each function's, and the API's
    for group in groups.values():
        assert group["RetentionInDays"] == days
        assert group["KmsKeyId"] == KEY_ARN


def test_the_access_log_names_the_route_and_no_identifier(prod: Compiled) -> None:
    (stage,) = prod.of_type("AWS::ApiGatewayV2::Stage").values()

    logged = stage["AccessLogSettings"]["Format"]
    assert "$context.routeKey" in logged
    for private in ("$context.path", "queryString", "body", "header", "authorizer", "userAgent"):
        assert private not in logged
