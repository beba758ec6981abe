"""Builds the world once a container, from the environment. Nothing else here or below looks anything up."""

import os
from functools import cache

from functions.adapters.clock import OffsetTime, SystemTime, ssm_offset
from functions.adapters.dynamo import DynamoStore
from functions.adapters.queue import SqsQueue
from functions.adapters.secrets import Secrets
from functions.adapters.twilio_gateway import TwilioGateway
from functions.operations.world import World
from functions.ports import Time
from functions.running import note
from functions.settings import Settings, from_environment


@cache
def settings() -> Settings:
    return from_environment(os.environ)


@cache
def secrets() -> Secrets:
    return Secrets(twilio_parameter=settings().twilio_parameter, phone_key_parameter=settings().phone_key_parameter)


@cache
def queue() -> SqsQueue:
    """By itself: it must work when the table and the provider do not."""
    return SqsQueue(wake_url=settings().wake_queue_url, inbound_url=settings().inbound_queue_url)


@cache
def world() -> World:
    phone_key = secrets().phone_key() if settings().phone_key_parameter else b""  # a function that needs none has none
    return World(
        store=DynamoStore(table=settings().table, phone_key=phone_key),
        gateway=TwilioGateway(secrets=secrets(), base_url=settings().twilio_base_url or None),
        queue=queue(),
        time=_time(),
        note=note,
        public_url=settings().public_url,
        phone_key=phone_key,
    )


def _time() -> Time:
    parameter = settings().clock_parameter
    return OffsetTime(ssm_offset(parameter)) if parameter else SystemTime()
