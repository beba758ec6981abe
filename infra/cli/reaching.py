"""A stage as its operator reaches it: by its name, through the stack's outputs, with the operator's own AWS access."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import typer
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)
from httpx import URL

from functions.adapters.aws import code_of
from functions.adapters.clock import OffsetTime, SystemTime, ssm_offset
from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_erasing import DynamoErasing
from functions.adapters.late_gateway import LateGateway
from functions.adapters.queue import SqsQueue
from functions.adapters.secrets import Secrets
from functions.operations.acting import Contended
from functions.operations.clinic_settings import Settings, read
from functions.operations.records import TooMany
from functions.operations.world import World
from functions.ports import SecretsDown, StoreDown
from functions.ports_access import PoolDown
from infra.local.cloud import BOTO, CLOCK_PARAMETER, KEY, REGION
from infra.local.machine import HOST
from infra.local.staying import Running, running
from infra.stage import outputs_of
from schedules.clinic import Clinic

LOCAL = "local"
REFUSED = 1
_UNKNOWN_CALLER = {
    *("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"),
    *("RequestExpired", "AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch"),
}
_MAY_NOT = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedAccess"}
_NO_STACK = "ValidationError"
"""How CloudFormation answers when there is no such stack."""
_SIGN_IN = (
    "AWS does not know who you are. Sign in (`aws sso login` or `aws configure`), or name a profile with --profile."
)


class NotReached(Exception):
    """The stage, or a clinic of it, cannot be worked on; says why and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """`aws` is what any further boto3 client of this stage needs."""

    stage: str
    outputs: Mapping[str, str]
    aws: Mapping[str, Any]
    world: World
    erasing: DynamoErasing
    local: Running | None

    @property
    def store(self) -> Any:
        return self.world.store

    def clinic(self, clinic_id: str) -> Clinic:
        """Raises NotReached where there is none."""
        return self.settings(clinic_id).clinic

    def settings(self, clinic_id: str) -> Settings:
        known = read(self.world, clinic_id)
        if known is None:
            raise NotReached(
                f"There is no clinic {clinic_id} on stage {self.stage}. `aftercare clinic list` shows all."
            )
        return known


def reach(*, stage: str = "", region: str = "", profile: str = "") -> Reached:
    """Without a stage the local one, when `aftercare up` is running. Raises NotReached and what boto raises."""
    local = running() if stage in {"", LOCAL} else None
    if local is None and stage in {"", LOCAL}:
        raise NotReached("Nothing is up on this machine. Run `aftercare up`, or name a deployed stage: --stage prod.")
    aws = _local_access(local) if local else _access(region, profile)
    stage = stage or LOCAL
    outputs = _outputs(stage, aws)
    secrets = Secrets(boto3.client("ssm", **aws))
    phone_key = _phone_key(secrets, stage)
    table: Any = boto3.client("dynamodb", **aws)
    world = World(
        store=DynamoStore(table, table=outputs["TableName"], phone_secret=lambda: phone_key),
        gateway=LateGateway(
            lambda: secrets.twilio(_parameter(stage, "twilio")), base_url=local.phone if local else None
        ),
        queue=SqsQueue(
            boto3.client("sqs", **aws), wake_url=outputs["WakeQueueUrl"], inbound_url=outputs["InboundQueueUrl"]
        ),
        time=OffsetTime(ssm_offset(CLOCK_PARAMETER, boto3.client("ssm", **aws))) if local else SystemTime(),
        note=lambda *_, **__: None,
        public_url=outputs["ApiUrl"],
        phone_key=lambda: phone_key,
    )
    erasing = DynamoErasing(table, table=outputs["TableName"], phone_secret=lambda: phone_key)
    return Reached(stage=stage, outputs=outputs, aws=aws, world=world, erasing=erasing, local=local)


@contextmanager
def explaining() -> Iterator[None]:
    """Whatever keeps a command from the stage, said in a line that tells how to mend it; exit code 1."""
    try:
        yield
    except NotReached as error:
        said = str(error)
    except (ClientError, BotoCoreError) as error:
        said = _mend(error)
    except (StoreDown, SecretsDown, PoolDown) as error:
        said = f"AWS did not do it: {error}. What was saved is whole; running the command again is safe."
    except Contended:
        said = "Others kept acting on her record meanwhile. Nothing was done by halves; run the command again."
    except TooMany as error:
        said = f"Not looked through: {error}. Nothing was found in part, and nothing was changed."
    else:
        return
    typer.echo(said, err=True)
    raise typer.Exit(REFUSED)


def _mend(error: ClientError | BotoCoreError) -> str:
    match error:
        case NoCredentialsError() | PartialCredentialsError():
            return _SIGN_IN
        case NoRegionError():
            return "No region is set. Name the one the stage was deployed to: --region us-east-1."
        case ProfileNotFound():
            return "Your AWS configuration has no such profile. `aws configure list-profiles` shows those it has."
        case EndpointConnectionError():
            return "AWS cannot be reached there. Check --region, and this machine's network."
    code = code_of(error)
    if code in _UNKNOWN_CALLER:
        return _SIGN_IN
    if code in _MAY_NOT:
        return (
            "Your AWS access may not do this. It needs to read the stack and its parameters, and to read and write "
            "its table; name another profile with --profile."
        )
    return f"AWS refused ({code}). Check --stage, --region and --profile."


def _access(region: str, profile: str) -> dict[str, Any]:
    session = boto3.Session(profile_name=profile or None, region_name=region or None)
    credentials = session.get_credentials()
    if credentials is None:
        raise NotReached(_SIGN_IN)
    if session.region_name is None:
        raise NoRegionError
    frozen = credentials.get_frozen_credentials()
    return {
        "region_name": session.region_name,
        "aws_access_key_id": frozen.access_key,
        "aws_secret_access_key": frozen.secret_key,
        "aws_session_token": frozen.token,
    }


def _local_access(local: Running) -> dict[str, Any]:
    """The local API's address carries the port of its cloud."""
    return {
        "endpoint_url": f"http://{HOST}:{URL(local.api).port}",
        "region_name": REGION,
        "aws_access_key_id": KEY,
        "aws_secret_access_key": KEY,
        "config": BOTO,
    }


def _outputs(stage: str, aws: Mapping[str, Any]) -> dict[str, str]:
    try:
        return outputs_of(f"aftercare-{stage}", aws)
    except ClientError as error:
        if code_of(error) != _NO_STACK:
            raise
    raise NotReached(
        f"There is no stack aftercare-{stage} in {aws['region_name']}. Name the region it was deployed to with "
        f"--region, or another stage with --stage, or deploy it (docs/deploying.md)."
    )


def _phone_key(secrets: Secrets, stage: str) -> str:
    """Read before anything else: with another key every phone would be a stranger's."""
    name = _parameter(stage, "phone-key")
    try:
        return secrets.phone_secret(name)
    except SecretsDown as error:
        raise NotReached(
            f"The phone key cannot be read ({error}). It is put there once (docs/deploying.md, Secrets); "
            "your access needs ssm:GetParameter and kms:Decrypt."
        ) from None


def _parameter(stage: str, name: str) -> str:
    return f"/aftercare/{stage}/{name}"
