"""Builds the world once a container, from the environment. Nothing else here or below looks anything up."""

import os
from functools import cache
from typing import Any

from functions.adapters import aws
from functions.adapters.clock import OffsetTime, SystemTime, ssm_offset
from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_access import DynamoAccess
from functions.adapters.late_gateway import LateGateway
from functions.adapters.queue import SqsQueue, sqs_queue
from functions.adapters.secrets import Secrets, TwilioAccount
from functions.adapters.ses import SesMailer
from functions.operations.reception import Reception
from functions.operations.world import World
from functions.ports import Time
from functions.ports_access import Directory, Machines
from functions.running import note
from functions.settings import Settings, from_environment


@cache
def settings() -> Settings:
    return from_environment(os.environ)


@cache
def queue() -> SqsQueue:
    """By itself: it must work when the table and the provider do not."""
    return sqs_queue(wake_url=settings().wake_queue_url, inbound_url=settings().inbound_queue_url)


@cache
def world() -> World:
    return World(
        store=DynamoStore(_dynamodb(), table=settings().table, phone_secret=_phone_secret),
        gateway=LateGateway(twilio_account, base_url=settings().twilio_base_url or None, doubt=_doubt_account),
        queue=queue(),
        time=time(),
        note=note,
        public_url=settings().public_url,
        phone_key=_phone_secret,
        mailer=SesMailer(settings().sender_email) if settings().sender_email else None,
    )


@cache
def access() -> DynamoAccess:
    return DynamoAccess(_dynamodb(), table=settings().table)


@cache
def directory() -> Directory:
    """For the console and the routes about staff, which alone pay for its imports."""
    from functions.adapters.cognito_directory import cognito_directory  # noqa: PLC0415 - see above

    return cognito_directory(pool_id=settings().staff_pool)


@cache
def machines() -> Machines:
    """For the routes about machines, which alone pay for its imports."""
    from functions.adapters.cognito_machines import cognito_machines  # noqa: PLC0415 - see above

    known = settings()
    return cognito_machines(pool_id=known.staff_pool, api_id=known.api_id, console=known.console_client)


@cache
def reception() -> Reception:
    """The console's, which alone pays for its imports."""
    from functions.adapters.cognito import ClientSecret, HostedSignIn  # noqa: PLC0415 - see above

    known = settings()
    secret = ClientSecret(pool_id=known.staff_pool, client_id=known.console_client)
    return Reception(
        access=access(),
        directory=directory(),
        page=HostedSignIn(
            pool_id=known.staff_pool,
            client_id=known.console_client,
            origin=known.sign_in_url,
            public_url=known.public_url,
            secret=secret,
        ),
        time=SystemTime(),
        note=note,
        public_url=known.public_url,
        world=world(),
    )


def twilio_account() -> TwilioAccount:
    """Read afresh every few minutes, so that a rotated token is taken up without a deploy."""
    return _secrets().twilio(settings().twilio_parameter)


def _doubt_account() -> None:
    _secrets().doubt(settings().twilio_parameter)


def _phone_secret() -> str:
    return _secrets().phone_secret(settings().phone_key_parameter)


@cache
def _dynamodb() -> Any:
    """One client, and one connection, for all that is in the table."""
    return aws.client("dynamodb")


@cache
def _secrets() -> Secrets:
    return Secrets()


@cache
def time() -> Time:
    """By itself, as the queue."""
    parameter = settings().clock_parameter
    return OffsetTime(ssm_offset(parameter)) if parameter else SystemTime()
