"""Adding a clinic to a deployed stage with the operator's own AWS access."""

from datetime import UTC, datetime

import boto3
import typer
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter, ValidationError

from functions.adapters.dynamo import DynamoStore
from functions.operations.credentials import new_key
from functions.operations.ticking import begin_to_hear
from functions.ports import StoreDown
from messages.resources import ResourceError, lines
from schedules.clinic import Clinic

OK, REFUSED = 0, 1


def add(raw: str, *, table: str, phone_key_parameter: str, region: str) -> int:
    """The key is printed once: only its digest is stored."""
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
        key = _save(clinic, table, phone_key_parameter, region)
    except (ClientError, BotoCoreError, StoreDown) as error:
        typer.echo(f"AWS refused: {error}. Check the names, the region and your sign-in.", err=True)
        return REFUSED
    typer.echo(f"Clinic {clinic.clinic_id} is in place. Its API key, shown this once:")
    typer.echo(key)
    return OK


def _save(clinic: Clinic, table: str, phone_key_parameter: str, region: str) -> str:
    secret = boto3.client("ssm", region_name=region).get_parameter(Name=phone_key_parameter, WithDecryption=True)
    dynamo = boto3.client("dynamodb", region_name=region)
    store = DynamoStore(dynamo, table=table, phone_secret=lambda: secret["Parameter"]["Value"])
    store.save_clinic(clinic)
    begin_to_hear(store, clinic.clinic_id, datetime.now(UTC))
    return new_key(store, clinic.clinic_id, "first-key")
