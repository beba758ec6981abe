"""How we talk to AWS: bounded waits, bounded retries, and its failures told apart from everything else."""

from functools import cache
from pathlib import Path
from typing import Any

from botocore import __version__
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, UnknownServiceError
from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.hooks import HierarchicalEmitter
from botocore.loaders import Loader
from botocore.session import Session

CONNECT_SECONDS = 1
READ_SECONDS = 2
ATTEMPTS_MAX = 2
"""The first included. A table that hangs must leave a webhook the time to keep her words in the queue instead."""

RULES = "endpoint-rule-set-1"
SHAPES = Path(__file__).with_name("shapes")
"""In an archive: what of AWS's service descriptions our calls need."""

EVENTS_OF = frozenset({"*", "cognito-identity-provider", "dynamodb", "sesv2", "sqs", "ssm"})
"""Our services, as boto's events call them."""

AWS_FAILURES = (ClientError, BotoCoreError)
"""All that boto raises when AWS refuses, is slow or is not there."""
CANCELED = "TransactionCanceledException"
"""DynamoDB's word for a transaction of which a condition did not hold, or that met another."""


def bounded(read_seconds: int = READ_SECONDS) -> Config:
    """The region and, on the local stage, the endpoint come from the environment, as boto3 reads them."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS_MAX},
    )


def client(service: str, *, read_seconds: int = READ_SECONDS) -> Any:
    """A client of its own, bounded in every wait.

    What we send is not checked here a second time, since AWS checks it; nor is the machine described anew for every
    call: the two take a quarter of a call's processor time.
    """
    plain = Config(parameter_validation=False, user_agent=f"aftercare Botocore/{__version__}")
    return session().create_client(service, config=bounded(read_seconds).merge(plain))


@cache
def session() -> Session:
    """One a container. Where packaging has made `shapes` ready it knows of AWS what we use, and nothing else: reading
    every service's endpoints takes longer than our own start. The same goes for boto's own handlers, most of which are
    for one other service or for its documentation."""
    hooks = HierarchicalEmitter()
    register = {REGISTER_FIRST: hooks.register_first, REGISTER_LAST: hooks.register_last}
    for event, handler, *place in BUILTIN_HANDLERS:
        if concerns_us(event):
            register.get(place[0] if place else None, hooks.register)(event, handler)
    made = Session(event_hooks=hooks, include_builtin_handlers=False)
    known = Descriptions(extra_search_paths=[str(SHAPES)], include_default_search_paths=not SHAPES.is_dir())
    made.register_component("data_loader", known)
    return made


class Descriptions(Loader):
    """Without the rules by which boto finds the endpoint anew for every call, a twelfth of its processor time: ours is
    the same for all calls, and stands in the list of endpoints. A test holds it to the rules in every region."""

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        if type_name == RULES:
            raise UnknownServiceError(service_name=service_name, known_service_names="none, since none has rules")
        return super().load_service_model(service_name, type_name, api_version)


def concerns_us(event: str) -> bool:
    """By an event's name: what happens, and behind it perhaps to which service."""
    happens, _, behind = event.partition(".")
    return happens != "docs" and (not behind or behind.partition(".")[0] in EVENTS_OF)


def code_of(error: ClientError | BotoCoreError) -> str:
    """AWS's error code or boto's error type. Its text is left out: it may quote what we sent."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "Unknown")
    return type(error).__name__
