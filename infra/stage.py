"""A deployed stage as its operator reaches it: adapters made from the stack's outputs and the operator's own access."""

from collections.abc import Mapping
from typing import Any

import boto3

from functions.adapters.cognito_directory import CognitoDirectory
from functions.adapters.cognito_machines import CognitoMachines
from functions.adapters.dynamo_access import DynamoAccess


def access_of(outputs: Mapping[str, str], aws: Mapping[str, Any]) -> DynamoAccess:
    return DynamoAccess(boto3.client("dynamodb", **aws), table=outputs["TableName"])


def directory_of(outputs: Mapping[str, str], aws: Mapping[str, Any]) -> CognitoDirectory:
    return CognitoDirectory(boto3.client("cognito-idp", **aws), pool_id=outputs["StaffPoolId"])


def machines_of(outputs: Mapping[str, str], aws: Mapping[str, Any]) -> CognitoMachines:
    return CognitoMachines(
        boto3.client("cognito-idp", **aws),
        boto3.client("apigatewayv2", **aws),
        pool_id=outputs["StaffPoolId"],
        api_id=outputs["HttpApiId"],
        console=outputs["ConsoleClientId"],
    )


def outputs_of(stack: str, aws: Mapping[str, Any]) -> dict[str, str]:
    """The stack's outputs by name: TableName, StaffPoolId, SignInUrl…"""
    described = boto3.client("cloudformation", **aws).describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
