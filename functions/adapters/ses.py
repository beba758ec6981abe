"""E-mail by SES, imported and built when one is first sent."""

from functools import cached_property
from typing import Any

import boto3
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from functions.adapters.aws import AWS_FAILURES, bounded, code_of
from functions.ports_provider import Accepted, MailOrder, Refused
from schedules.text import Failure

_FAILURES = {
    "TooManyRequestsException": Failure.THROTTLED,
    "LimitExceededException": Failure.THROTTLED,
    "ThrottlingException": Failure.THROTTLED,
    "InternalServiceErrorException": Failure.AMBIGUOUS,
}


class SesMailer:
    """`sender` is a verified address, or one of a verified domain."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    @cached_property
    def _client(self) -> Any:
        return boto3.client("sesv2", config=bounded())

    def mail(self, order: MailOrder) -> Accepted | Refused:
        try:
            sent = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [order.to]},
                Content={
                    "Simple": {
                        "Subject": {"Data": order.subject, "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": order.body, "Charset": "UTF-8"}},
                    }
                },
            )
        except (ConnectTimeoutError, EndpointConnectionError):
            return Refused(failure=Failure.RETRY)
        except ClientError as error:  # SES said no: it is our set-up, unless it says otherwise
            return Refused(failure=_FAILURES.get(code_of(error), Failure.CONFIGURATION))
        except AWS_FAILURES:
            return Refused(failure=Failure.AMBIGUOUS)
        return Accepted(sid=str(sent["MessageId"]))


class MemoryMailer:
    """Keeps what was sent; `refuses` says why nothing is taken."""

    def __init__(self, refuses: Failure | None = None) -> None:
        self.sent: list[MailOrder] = []
        self.refuses = refuses

    def mail(self, order: MailOrder) -> Accepted | Refused:
        if self.refuses is not None:
            return Refused(failure=self.refuses)
        self.sent.append(order)
        return Accepted(sid=f"mail-{len(self.sent)}")
