"""The phone: a stand-in for Twilio with handsets you can look at."""

from infra.local.phone.app import create_app
from infra.local.phone.behavior import Answering, Behavior, Fault, FaultName
from infra.local.phone.calls import Call, CallStatus
from infra.local.phone.client import PhoneClient
from infra.local.phone.running import running_phone
from infra.local.phone.settings import Handset, HandsetKind, OptOutHandling, PhoneSettings, Service
from infra.local.phone.texts import Direction, Status, Text
from infra.local.phone.time_machine import TimeMachine

__all__ = [
    "Answering",
    "Behavior",
    "Call",
    "CallStatus",
    "Direction",
    "Fault",
    "FaultName",
    "Handset",
    "HandsetKind",
    "OptOutHandling",
    "PhoneClient",
    "PhoneSettings",
    "Service",
    "Status",
    "Text",
    "TimeMachine",
    "create_app",
    "running_phone",
]
