"""The whole service on this machine: package, local cloud, phone, a clinic with its machine. Entered, left as one."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import boto3

from functions.adapters.dynamo import DynamoStore
from functions.operations.machines import EVERY_SCOPE, let_in
from infra.local.clinic_api import ClinicApi
from infra.local.cloud import (
    BOTO,
    CLOCK_PARAMETER,
    PHONE_KEY_PARAMETER,
    ROOT,
    TWILIO_PARAMETER,
    Cloud,
    free_port,
)
from infra.local.phone import Handset, HandsetKind, PhoneClient, PhoneSettings, Service, create_app
from infra.local.phone.running import serving
from infra.local.sample import sample_clinic
from infra.local.staff import Login, invite_everybody
from infra.local.time_machine import LocalTime
from infra.local.tokens import machine_line
from infra.package import Target, build
from infra.stage import access_of, machines_of
from schedules.clinic import Clinic

ACCOUNT = "AC" + "0" * 32
SENDER = "+12025550199"
Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class House:
    """Everything a demonstration or a curious person needs."""

    cloud: Cloud
    phone: PhoneClient
    store: DynamoStore
    api: ClinicApi
    local: LocalTime
    clinic: Clinic
    console: str
    logins: tuple[Login, ...]

    def log_lines(self) -> list[str]:
        """Every line the functions have logged since the start."""
        logs = boto3.client("logs", config=BOTO, **self.cloud.access)
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
        events: list[str] = []
        for group in groups:
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
                events += [str(event["message"]) for event in page["events"]]
        return events


class _Buttons:
    """The phone's page is there before the cloud is; its buttons work from then on."""

    local: LocalTime | None = None

    async def skip(self, to: str) -> str:
        return await self.local.skip(to) if self.local else "The local cloud is still starting."


@contextmanager
def house(*, say: Say, cloud_port: int = 0, phone_port: int = 0) -> Iterator[House]:
    """Port 0 takes a free one. Leaves no process behind, however it is left."""
    token, phone_key = secrets.token_hex(16), secrets.token_hex(16)
    buttons = _Buttons()
    say("Packing the functions")
    build(Target.LOCAL)
    app = create_app(PhoneSettings(account_sid=ACCOUNT, auth_token=token), buttons)
    with (
        serving(app, phone_port) as phone_url,
        PhoneClient(phone_url) as phone,
        Cloud(port=cloud_port or free_port(), root=ROOT, phone_url=phone_url, say=say) as cloud,
    ):
        cloud.put_parameter(TWILIO_PARAMETER, json.dumps({"account_sid": ACCOUNT, "auth_token": token}), secret=True)
        cloud.put_parameter(PHONE_KEY_PARAMETER, phone_key, secret=True)
        cloud.put_parameter(CLOCK_PARAMETER, "0", secret=False)
        made = _furnish(cloud, phone, cloud.deploy(), phone_key)
        buttons.local = made.local
        with closing(made.api):
            yield made


def _furnish(cloud: Cloud, phone: PhoneClient, outputs: dict[str, Any], phone_key: str) -> House:
    clinic = replace(sample_clinic(), calls_from=SENDER)
    dynamo = boto3.client("dynamodb", config=BOTO, **cloud.access)
    store = DynamoStore(dynamo, table=outputs["TableName"], phone_secret=lambda: phone_key)
    store.save_clinic(clinic)
    aws = {"config": BOTO, **cloud.access}
    machine = _machine(outputs, aws, store, clinic.clinic_id)
    url = outputs["ApiUrl"]
    phone.services(
        {clinic.messaging_service: Service(sender=SENDER, inbound_url=f"{url}/twilio/{clinic.clinic_id}/inbound")}
    )
    phone.handsets(
        [
            Handset(number=one.phone, label=f"On call: {one.contact_id}", zone=clinic.zone, kind=HandsetKind.STAFF)
            for one in clinic.ladder
        ]
    )
    return House(
        cloud=cloud,
        phone=phone,
        store=store,
        api=ClinicApi(base_url=url, clinic_id=clinic.clinic_id, machine=machine),
        local=LocalTime(cloud=cloud, phone=phone, table=outputs["TableName"], zone=clinic.zone),
        clinic=clinic,
        console=outputs["ConsoleUrl"],
        logins=invite_everybody(outputs, aws, clinic.clinic_id),
    )


def _machine(outputs: dict[str, Any], aws: dict[str, Any], store: DynamoStore, clinic_id: str) -> str:
    of_clinic = (clinic_id, "front-desk")
    made = let_in(store, access_of(outputs, aws), machines_of(outputs, aws), of_clinic, may=EVERY_SCOPE)
    return machine_line(outputs["SignInUrl"], made.client_id, made.secret)
