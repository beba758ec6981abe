"""Adding a clinic to a deployed stage with the operator's own AWS access."""

import boto3
from pydantic import ValidationError
from rich.console import Console

from functions.adapters.codec import decode
from functions.adapters.dynamo import dynamo_store
from functions.operations.credentials import new_key
from messages.resources import ResourceError, lines
from schedules.clinic import Clinic

OK, REFUSED = 0, 1


def add(raw: str, *, table: str, phone_key_parameter: str) -> int:
    """The key is printed once: only its digest is stored."""
    console = Console()
    try:
        clinic = decode(Clinic, raw)
        lines(clinic.country)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            console.print(f"  {'.'.join(str(part) for part in one['loc'])}: {one['msg']}")
        return REFUSED
    except (ValueError, ResourceError) as error:
        console.print(f"The settings cannot be used: {error}")
        return REFUSED
    secret = boto3.client("ssm").get_parameter(Name=phone_key_parameter, WithDecryption=True)["Parameter"]["Value"]
    store = dynamo_store(table=table, phone_secret=lambda: secret)
    store.save_clinic(clinic)
    console.print(f"Clinic {clinic.clinic_id} is in place. Its API key, shown this once:")
    console.print(new_key(store, clinic.clinic_id, "first-key"))
    return OK
