"""How we talk to AWS: bounded waits, bounded retries, and its failures told apart from everything else."""

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CONNECT_SECONDS = 1
READ_SECONDS = 2
ATTEMPTS_MAX = 2
"""The first included. A table that hangs must leave a webhook the time to keep her words in the queue instead."""

AWS_FAILURES = (ClientError, BotoCoreError)
"""All that boto raises when AWS refuses, is slow or is not there."""


def bounded() -> Config:
    """The region and, on the local stage, the endpoint come from the environment, as boto3 reads them."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS_MAX},
    )


def code_of(error: ClientError | BotoCoreError) -> str:
    """AWS's error code or boto's error type. Its text is left out: it may quote what we sent."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "Unknown")
    return type(error).__name__
