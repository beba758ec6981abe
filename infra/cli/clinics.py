"""Adding a clinic to a deployed stage with the operator's own AWS access."""

from datetime import UTC, datetime

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter, ValidationError

from functions.adapters.dynamo import DynamoStore
from functions.operations.machines import EVERY_SCOPE, let_in
from functions.operations.ticking import begin_to_hear
from functions.ports import StoreDown
from functions.ports_access import PoolDown
from infra.local.tokens import machine_line
from infra.stage import access_of, machines_of, outputs_of
from messages.resources import ResourceError, lines
from schedules.clinic import Clinic

OK, REFUSED = 0, 1


def add(raw: str, *, table: str, phone_key_parameter: str, region: str) -> int:
    """Names everything that is wrong with the settings."""
    try:
        clinic = TypeAdapter(Clinic).validate_json(raw)
        lines(clinic.country)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            typer.echo(f"  {'.'.join(str(part) for part in one['loc']) or 'settings'}: {one['msg']}", err=True)
        return REFUSED
    except ResourceError as error:
        typer.echo(f"The settings cannot be used: {error}", err=True)
        return REFUSED
    try:
        _save(clinic, table, phone_key_parameter, region)
    except (ClientError, BotoCoreError, StoreDown) as error:
        typer.echo(f"AWS refused: {error}. Check the names, the region and your sign-in.", err=True)
        return REFUSED
    typer.echo(f"Clinic {clinic.clinic_id} is in place.")
    return OK


def add_machine(clinic_id: str, label: str, *, stack: str, region: str) -> int:
    """The secret is printed once: the pool keeps it, we do not."""
    aws = {"region_name": region}
    try:
        outputs = outputs_of(stack, aws)
        store = DynamoStore(boto3.client("dynamodb", region_name=region), table=outputs["TableName"], phone_secret=str)
        if store.clinic(clinic_id) is None:
            typer.echo(f"There is no clinic {clinic_id}. Add it first.", err=True)
            return REFUSED
        made = let_in(store, access_of(outputs, aws), machines_of(outputs, aws), (clinic_id, label), may=EVERY_SCOPE)
    except (ClientError, BotoCoreError, StoreDown, PoolDown) as error:
        typer.echo(f"AWS refused: {error}. Check the names, the region and your sign-in.", err=True)
        return REFUSED
    typer.echo(f"{label} may call the API of {clinic_id}. Its line, shown this once:")
    typer.echo(machine_line(outputs["SignInUrl"], made.client_id, made.secret))
    return OK


def _save(clinic: Clinic, table: str, phone_key_parameter: str, region: str) -> None:
    secret = boto3.client("ssm", region_name=region).get_parameter(Name=phone_key_parameter, WithDecryption=True)
    dynamo = boto3.client("dynamodb", region_name=region)
    store = DynamoStore(dynamo, table=table, phone_secret=lambda: secret["Parameter"]["Value"])
    store.save_clinic(clinic)
    begin_to_hear(store, clinic.clinic_id, datetime.now(UTC))
