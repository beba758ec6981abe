"""Queues as bad as queues may be: deliveries held back, doubled and out of order, and of wakes also lost.

SQS loses nothing it took, and what the inbound queue was given is nowhere else: of that nothing is lost here either. A
wake that is lost stands for all that may befall one, dead letters included, since the next minute asks for it again.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from random import Random
from typing import Any

import boto3

from functions.adapters.queue import event_body, wake_bodies
from functions.ports import Ref
from infra.local.cloud import BOTO, STACK
from infra.local.house import House
from infra.local.phone import Direction

VISIBILITY_SECONDS = 20
HELD_SECONDS = 4
LATE_SECONDS_MAX = 12
"""Of real time. Hers may be hours further by then."""
REPLAYED_SECONDS_MAX = 60.0
POLL_SECONDS = 0.1
COPIES = 2
LATEST_TEXTS = 3


class Trick(StrEnum):
    NONE = "none"
    DOUBLE = "doubled"  # the wake comes several times at once, and texts already heard come by the inbound queue too
    LOSE = "lost"  # taken from the queue and never brought
    HOLD = "held"  # brought late, after the next minute has asked again
    LATE = "late"  # what the inbound queue has, and texts heard or not, each after another while and out of order


_OFTEN = {Trick.NONE: 4, Trick.DOUBLE: 3, Trick.LOSE: 2, Trick.HOLD: 2, Trick.LATE: 3}


def left_waiting(home: House) -> int:
    """Kept webhooks that were not replayed in time, those in the dead letters included."""
    sqs = boto3.client("sqs", config=BOTO, **home.cloud.access)
    outputs = home.cloud.outputs()
    until = time.monotonic() + REPLAYED_SECONDS_MAX
    while left := sum(_length(sqs, outputs[name]) for name in ("InboundQueueUrl", "InboundDeadLetterQueueUrl")):
        if time.monotonic() > until:
            break
        time.sleep(POLL_SECONDS)
    return left


def _length(sqs: Any, queue: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return sum(map(int, found.values()))


def come_again_after(home: House, seconds: int) -> None:
    """What a killed function held comes again after this: minutes in AWS, shorter here so that it happens."""
    sqs = boto3.client("sqs", config=BOTO, **home.cloud.access)
    outputs = home.cloud.outputs()
    for name in ("WakeQueueUrl", "InboundQueueUrl"):
        sqs.set_queue_attributes(QueueUrl=outputs[name], Attributes={"VisibilityTimeout": str(seconds)})


class Meddler:
    """Plays a trick of its seed's choice around each dispatch. `played` counts those that took hold."""

    def __init__(self, home: House, *, seed: int) -> None:
        self.played: Counter[Trick] = Counter()
        self._home = home
        self._random = Random(seed)  # noqa: S311 - chance to be replayed, not a secret
        self._sqs = boto3.client("sqs", config=BOTO, **home.cloud.access)
        self._lambda = boto3.client("lambda", config=BOTO, **home.cloud.access)
        outputs = home.cloud.outputs()
        self._wakes, self._inbound = outputs["WakeQueueUrl"], outputs["InboundQueueUrl"]
        come_again_after(home, VISIBILITY_SECONDS)

    def around(self, dispatch: Callable[[], None]) -> None:
        (trick,) = self._random.choices(list(_OFTEN), weights=list(_OFTEN.values()))
        if trick in {Trick.LOSE, Trick.HOLD}:
            with self._nothing_delivered("advance"):
                dispatch()
                taken = self._take(for_good=trick is Trick.LOSE)
            self.played += Counter({trick: taken})  # none when the dispatch itself was killed
            return
        if trick is Trick.LATE:
            with self._nothing_delivered("inbound_retry"):
                self._keep_again()
                self.played += Counter({trick: self._scatter()})
        dispatch()
        if trick is Trick.DOUBLE:
            self._double()

    @contextmanager
    def _nothing_delivered(self, function: str) -> Iterator[None]:
        mappings = self._lambda.list_event_source_mappings(FunctionName=f"{STACK}-{function}")["EventSourceMappings"]
        names = [one["UUID"] for one in mappings]
        for name in names:
            self._lambda.update_event_source_mapping(UUID=name, Enabled=False)
        try:
            yield
        finally:
            for name in names:
                self._lambda.update_event_source_mapping(UUID=name, Enabled=True)

    def _take(self, *, for_good: bool) -> int:
        taken = self._sqs.receive_message(
            QueueUrl=self._wakes, MaxNumberOfMessages=10, VisibilityTimeout=HELD_SECONDS
        ).get("Messages", [])
        for one in taken if for_good else ():
            self._sqs.delete_message(QueueUrl=self._wakes, ReceiptHandle=one["ReceiptHandle"])
        return len(taken)

    def _double(self) -> None:
        clinic = self._home.clinic.clinic_id
        refs = [Ref(clinic_id=clinic, enrollment_id=one) for one in sorted({one for one in self._enrollments() if one})]
        for body in wake_bodies(refs) * COPIES:
            self._sqs.send_message(QueueUrl=self._wakes, MessageBody=body)
        self._keep_again()
        self.played[Trick.DOUBLE] += 1

    def _keep_again(self) -> None:
        """The latest texts, as a function keeps those it cannot store; some of them nobody has heard yet."""
        clinic = self._home.clinic.clinic_id
        heard = [text for text in self._home.phone.record() if text.direction is Direction.INBOUND][-LATEST_TEXTS:]
        for text in heard:
            form = {"MessageSid": text.sid, "From": text.from_, "To": text.to, "Body": text.body, "NumMedia": "0"}
            kept = event_body("inbound", {**form, "path:clinic": clinic, "door:at": text.at.isoformat()})
            self._sqs.send_message(QueueUrl=self._inbound, MessageBody=kept)

    def _scatter(self) -> int:
        """How many wait now, each for as long as chance has it: as if their first receiver had died over them."""
        taken = self._sqs.receive_message(QueueUrl=self._inbound, MaxNumberOfMessages=10).get("Messages", [])
        for one in taken:
            late = self._random.randint(1, LATE_SECONDS_MAX)
            self._sqs.change_message_visibility(
                QueueUrl=self._inbound, ReceiptHandle=one["ReceiptHandle"], VisibilityTimeout=late
            )
        return len(taken)

    def _enrollments(self) -> Iterator[str]:
        for text in self._home.phone.record():
            yield (text.status_callback or "//").split("/")[-2]
