"""A function may do what its own code calls, to its own resources, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.infra.conftest import Compiled

READS_AND_WRITES = {
    (f"dynamodb:{verb}", "Table")
    for verb in ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")
}
KEY_FOR_TABLE = {
    (f"kms:{verb}", "DataKey via dynamodb")
    for verb in ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo")
}
SECRETS = {
    ("ssm:GetParameter", "parameter/aftercare/prod/twilio"),
    ("ssm:GetParameter", "parameter/aftercare/prod/phone-key"),
    ("kms:Decrypt", "DataKey via ssm"),
}
MAILS = {("ses:SendEmail", "identity/nobody")}
CONVERSATION = READS_AND_WRITES | KEY_FOR_TABLE | SECRETS | MAILS
KEY_FOR_SENDING = {("kms:Decrypt", "DataKey via sqs"), ("kms:GenerateDataKey", "DataKey via sqs")}
KEEPS_INBOUND = {("sqs:SendMessage", "InboundQueue")} | KEY_FOR_SENDING
TAKING = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
STAFFING = (
    "AdminAddUserToGroup",
    "AdminCreateUser",
    "AdminDeleteUser",
    "AdminGetUser",
    "AdminListGroupsForUser",
    "AdminRemoveUserFromGroup",
    "AdminUserGlobalSignOut",
)
STAFF = {(f"cognito-idp:{verb}", "StaffPool") for verb in STAFFING}
LIST = "arn:${AWS::Partition}:apigateway:${AWS::Region}::/apis/${HttpApi}/authorizers"
MACHINES = {
    ("cognito-idp:CreateUserPoolClient", "StaffPool"),
    ("cognito-idp:DeleteUserPoolClient", "StaffPool"),
    ("apigateway:GET", LIST),
    ("apigateway:PATCH", f"{LIST}/${{HttpApiAuthorizerSignedIn}}"),
}
MAY = {
    "inbound_text": CONVERSATION | KEEPS_INBOUND,
    "delivery_status": CONVERSATION | KEEPS_INBOUND,
    "voice": CONVERSATION | KEEPS_INBOUND,
    "clinic": CONVERSATION | STAFF | MACHINES,
    "console": CONVERSATION | STAFF | {("cognito-idp:DescribeUserPoolClient", "StaffPool")},
    "pages": set(),
    "dispatch_due": {
        ("dynamodb:Query", "Table/index/due"),
        ("kms:Decrypt", "DataKey via dynamodb"),
        ("kms:DescribeKey", "DataKey via dynamodb"),
        ("sqs:SendMessage", "WakeQueue"),
        *KEY_FOR_SENDING,
    },
    "reconcile": CONVERSATION,
    "advance": CONVERSATION | {(f"sqs:{verb}", "WakeQueue") for verb in TAKING} | {("kms:Decrypt", "DataKey via sqs")},
    "inbound_retry": CONVERSATION
    | {(f"sqs:{verb}", "InboundQueue") for verb in TAKING}
    | {("kms:Decrypt", "DataKey via sqs")},
}
# In a key's own policy "*" means this key. The account's root must hold it, or nobody could ever mend the policy.
# The bucket's statement is a Deny, of everything that does not come over TLS.
UNAVOIDABLE = {
    ("DataKey", "TheAccountDecidesThroughItsRoles"),
    ("DataKey", "LogsOfThisStageOnly"),
    ("DataKey", "AlarmsMayPublish"),
    ("ServerlessDeploymentBucketPolicy", "Deny"),
}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(role: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for policy in role["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def target(resource: Any, condition: dict[str, Any]) -> str:
    """A resource in few words: Table, Table/index/due, parameter/…, DataKey via sqs."""
    if isinstance(resource, str):
        return resource
    name = ".".join(resource["Fn::GetAtt"]).removesuffix(".Arn") if "Fn::GetAtt" in resource else resource["Fn::Sub"]
    name = name.split("${AWS::AccountId}:")[-1].replace("${Table.Arn}", "Table")
    via = condition.get("StringEquals", {}).get("kms:ViaService", {}).get("Fn::Sub", "")
    return f"{name} via {via.split('.')[0]}" if via else name


def grants(role: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (action, target(resource, statement.get("Condition", {})))
        for statement in statements(role)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    }


@pytest.mark.parametrize("function", sorted(MAY))
def test_a_function_holds_exactly_its_grants(prod: Compiled, function: str) -> None:
    role = prod.functions()[function]["Role"]["Fn::GetAtt"][0]
    log = f"{function.capitalize().replace('_', 'Underscore')}LogGroup"
    own_log = {("logs:CreateLogStream", log), ("logs:PutLogEvents", log)}

    held = grants(prod.of_type("AWS::IAM::Role")[role])

    assert held == MAY[function] | own_log


def test_every_function_has_a_role_of_its_own_and_there_is_no_other(prod: Compiled) -> None:
    used = [function["Role"]["Fn::GetAtt"][0] for function in prod.functions().values()]

    assert sorted(prod.functions()) == sorted(MAY)
    assert len(set(used)) == len(used)
    assert set(used) == set(prod.of_type("AWS::IAM::Role"))
    for kind in ("Policy", "ManagedPolicy", "User", "Group"):
        assert prod.of_type(f"AWS::IAM::{kind}") == {}


def test_only_lambda_may_take_a_role_and_none_borrows_a_managed_policy(prod: Compiled) -> None:
    for role in prod.of_type("AWS::IAM::Role").values():
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]

        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert "ManagedPolicyArns" not in role


def test_no_function_holds_a_wildcard(prod: Compiled) -> None:
    for role in prod.of_type("AWS::IAM::Role").values():
        for action, resource in grants(role):
            assert "*" not in action + resource


def test_wildcards_elsewhere_are_the_known_ones(prod: Compiled) -> None:
    def walk(name: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            if "Effect" in value and any("*" in str(value.get(part)) for part in ("Action", "Resource")):
                yield name, str(value.get("Sid", value["Effect"]))
            for inner in value.values():
                yield from walk(name, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(name, inner)

    found = {hit for name, made in prod.template["Resources"].items() for hit in walk(name, made)}

    assert found == UNAVOIDABLE


def test_the_key_opens_only_through_the_service_that_holds_the_thing(prod: Compiled) -> None:
    for role in prod.of_type("AWS::IAM::Role").values():
        for statement in statements(role):
            if any(action.startswith("kms:") for action in as_list(statement["Action"])):
                assert statement["Condition"]["StringEquals"]["kms:ViaService"]


def test_a_service_gets_the_key_only_for_this_stage_and_account(prod: Compiled) -> None:
    _, logs, alarms = prod.of_type("AWS::KMS::Key")["DataKey"]["KeyPolicy"]["Statement"]

    groups = logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert all("/aftercare-prod" in group["Fn::Sub"] for group in groups)
    assert alarms["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_only_the_stage_on_a_laptop_reads_a_clock_and_the_pages_have_none(local: Compiled) -> None:
    (policy,) = local.of_type("AWS::IAM::Policy").values()

    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "ssm:GetParameter"
    assert statement["Resource"]["Fn::Sub"].endswith(":parameter/aftercare/local/clock-offset")
    assert {role["Ref"] for role in policy["Roles"]} == set(local.of_type("AWS::IAM::Role")) - {"PagesRole"}
