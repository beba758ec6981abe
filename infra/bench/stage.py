"""One enrolled person on an emulated AWS, with the world as `wiring` builds it: whose facts the figures are made of."""

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws

from functions import console, running, wiring
from functions.adapters.clock import SystemTime
from functions.adapters.twilio_webhook import status_state
from functions.api import serving
from functions.operations.acting import program_for
from functions.operations.enrolling import Made, enroll
from functions.operations.receiving import Arrived, receive
from functions.operations.reporting import report
from functions.operations.ticking import advance
from functions.operations.world import World
from functions.ports import Ref
from infra.bench.recording import Recorder, recorder
from infra.content.samples import NotEnrolled
from infra.local.emulated import create_table
from infra.local.sample import sample_clinic
from infra.pocket import Turned, sample_form
from schedules.decide import decide
from schedules.enrollment import Enrollment
from schedules.facts import Woke
from schedules.text import Direction, Text, TextState

TABLE = "aftercare"
BEGAN = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
"""A Monday morning at her place."""
ACCOUNT, TOKEN = "AC" + "1" * 32, "token-of-the-bench"
PUBLIC_URL = "https://texts.example.org"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AFTERCARE_STAGE": "bench",
    "TABLE_NAME": TABLE,
    "PUBLIC_URL": PUBLIC_URL,
    "TWILIO_PARAMETER": "/bench/twilio",
    "PHONE_KEY_PARAMETER": "/bench/phone-key",
    "WAKE_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/wake",
    "INBOUND_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/inbound",
    "STAFF_POOL": "us-east-1_bench",
    "CONSOLE_CLIENT": "console",
    "SIGN_IN_URL": "https://sign-in.example.org",
    "POWERTOOLS_SERVICE_NAME": "aftercare",
    "POWERTOOLS_METRICS_NAMESPACE": "Aftercare/bench",
    "NO_PROXY": "*",
}
WAKES_MAX = 400


@dataclass(slots=True)
class Stage:
    """`world` is the one of the real wiring; the clock stands where it was turned to."""

    clock: Turned
    heard: Recorder
    ref: Ref
    phone: str
    unplug: Callable[[], None]  # ends the emulated AWS; the world and its clients stay
    known: int  # exchanges before she was enrolled
    replies: int = 0

    @property
    def world(self) -> World:
        return wiring.world()

    @property
    def enrollment(self) -> Enrollment:
        found = self.world.store.enrollment(self.ref)
        if found is None:
            raise LookupError("nobody is enrolled")
        return found

    def wake(self) -> None:
        advance(self.world, self.ref)

    def says(self, body: str) -> Callable[[], None]:
        """Her next text, to be taken in any number of times on a tape."""
        self.replies += 1
        arrived = Arrived(sid=f"SM{self.replies:032x}", sender=self.phone, body=body)
        return lambda: _ignored(receive(self.world, self.ref.clinic_id, arrived))

    def reports(self, text: Text, status: str) -> Callable[[], None]:
        form = {"MessageSid": text.sid or "", "MessageStatus": status}
        return lambda: _ignored(report(self.world, self.ref, text.text_id, form, status_state))

    def confirm_all(self, *statuses: str) -> int:
        """The carrier's word on every text of hers that waits for it; how many texts those were."""
        confirmed = 0
        for text in self.world.store.texts(self.ref):
            if text.direction is Direction.OUT and text.sid and not text.state.is_final:
                confirmed += 1
                for status in statuses or ("delivered",):
                    self.reports(text, status)()
        return confirmed

    def turn_to_alarm(self) -> bool:
        """False: nothing more will happen by itself."""
        wake_at = self.enrollment.wake_at
        if wake_at is not None:
            self.clock.at = max(self.clock.at, wake_at)
        return wake_at is not None

    def live_to_next_text(self) -> None:
        """Until the very alarm at which a planned text leaves; that wake is still to come."""
        for _ in range(WAKES_MAX):
            if not self.turn_to_alarm():
                break
            before = self.enrollment
            if _will_text(self):
                return
            self.wake()
            self.confirm_all()
            if self.enrollment == before:
                break
        raise LookupError("no planned text is to come")


def _ignored(_: object) -> None:
    return None


def _will_text(stage: Stage) -> bool:
    """Looked up in a preview, so that the wake itself stays to be measured."""
    found = stage.world.store.clinic(stage.ref.clinic_id)
    if found is None:
        return False
    program = program_for(found, stage.enrollment, site=PUBLIC_URL)
    decided = decide(program, stage.enrollment, Woke(), stage.clock.at)
    return any(text.state is TextState.SENDING for text in decided.texts)


@contextmanager
def stage(form: Mapping[str, Any] | None = None, *, began: datetime = BEGAN) -> Iterator[Stage]:
    """Enrolled at `began`; the welcome is sent and confirmed. Log lines go nowhere."""
    clock = Turned(began)
    emulated = ExitStack()
    with patch.dict(os.environ, ENVIRONMENT), emulated, plugged_in(emulated) as heard, silence():
        deploy()
        with patch.object(SystemTime, "now", lambda _: clock.now()):
            forget()
            world, clinic_settings = wiring.world(), sample_clinic()
            world.store.save_clinic(clinic_settings)
            known = len(heard.exchanges)
            asked = form or sample_form(began)
            made = enroll(world, clinic_settings, asked, key="bench", by="bench")
            if not isinstance(made, Made):
                raise NotEnrolled(f"the sample form was refused: {made}")
            ref = Ref(clinic_id=clinic_settings.clinic_id, enrollment_id=made.enrollment_id)
            found = Stage(clock=clock, heard=heard, ref=ref, phone=asked["phone"], unplug=emulated.close, known=known)
            clock.at += timedelta(seconds=20)
            found.confirm_all()
            yield found
        forget()


@contextmanager
def plugged_in(emulated: ExitStack) -> Iterator[Recorder]:
    """Who listens comes after the emulator, which is in every session made from now on."""
    emulated.enter_context(mock_aws())
    with recorder() as heard:
        yield heard


@contextmanager
def silence() -> Iterator[None]:
    with redirect_stdout(io.StringIO()):
        yield


def forget() -> None:
    """A new container."""
    built = (wiring.settings, wiring.queue, wiring.world, wiring.access, wiring.reception, wiring.directory)
    answering = (running.journal, serving.resolver, console.routes)
    for one in (*built, *answering, wiring._secrets, wiring._dynamodb):  # noqa: SLF001 - no function needs to forget them
        one.cache_clear()


def deploy() -> None:
    """What the template makes of table, queues and secrets."""
    create_table(boto3.client("dynamodb"), TABLE)
    for name in ("wake", "inbound"):
        boto3.client("sqs").create_queue(QueueName=name)
    secret = json.dumps({"account_sid": ACCOUNT, "auth_token": TOKEN})
    for name, value in (("/bench/twilio", secret), ("/bench/phone-key", "secret")):
        boto3.client("ssm").put_parameter(Name=name, Value=value, Type="SecureString")


def context() -> Any:
    """What Lambda passes beside the event."""
    return SimpleNamespace(
        function_name="bench",
        memory_limit_in_mb=1024,
        invoked_function_arn="arn:aws:lambda:us-east-1:000000000000:function:bench",
        aws_request_id="request-1",
        get_remaining_time_in_millis=lambda: 50_000,
    )
