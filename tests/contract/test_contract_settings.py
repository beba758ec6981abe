"""Laws of the clock and the secrets: time is aware and moves with its offset, a known secret outlives an outage."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from functions.adapters import clock, secrets
from functions.adapters.aws import READ_SECONDS
from functions.adapters.clock import OffsetTime, SystemTime, ssm_offset
from functions.adapters.secrets import Secrets, TwilioAccount
from functions.ports import SecretsDown

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


class Wire:
    """SSM that can be cut off, and counts what it was asked."""

    def __init__(self, ssm: SSMClient) -> None:
        self._ssm = ssm
        self.is_cut = False
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ssm, name)

    def get_parameter(self, **request: Any) -> Any:
        self.asked += 1
        if self.is_cut:
            raise EndpointConnectionError(endpoint_url="https://ssm")
        return self._ssm.get_parameter(**request)

    def write(self, name: str, value: str, kind: Literal["SecureString", "String"] = "SecureString") -> None:
        self._ssm.put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)


@pytest.fixture
def wire() -> Iterator[Any]:
    with mock_aws():
        yield Wire(boto3.client("ssm", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"))


def test_the_systems_time_is_now_in_utc() -> None:
    assert abs(SystemTime().now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert SystemTime().now().tzinfo is UTC


def test_time_moves_by_the_offset_which_is_not_read_more_than_once_a_second() -> None:
    read: list[float] = []

    def offset() -> float:
        read.append(86400.0)
        return read[-1]

    moved = OffsetTime(offset)
    first, second = moved.now(), moved.now()

    assert abs(first - datetime.now(UTC) - timedelta(days=1)) < timedelta(seconds=5)
    assert second >= first
    assert len(read) == 1


def test_a_new_offset_is_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "OFFSET_KNOWN_SECONDS", 0.0)
    offsets = iter([0.0, 3600.0])
    moved = OffsetTime(lambda: next(offsets))

    before, after = moved.now(), moved.now()

    assert after - before >= timedelta(hours=1)


def test_an_offset_nobody_has_set_is_none(wire: Any) -> None:
    read = ssm_offset("/local/clock", wire)

    before = read()
    wire.write("/local/clock", "90.5", kind="String")

    assert (before, read()) == (0.0, 90.5)


class Slow(BaseHTTPRequestHandler):
    """Parameters of a cloud that has more to do than it can: later than any table may answer."""

    def do_POST(self) -> None:
        time.sleep(READ_SECONDS + 0.5)
        body = json.dumps({"Parameter": {"Value": "90.5"}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def test_the_time_of_the_local_stage_is_waited_for_since_nobody_can_act_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "test")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_SSM", f"http://127.0.0.1:{server.server_port}")

        offset = ssm_offset("/local/clock")()
        server.shutdown()

    assert offset == 90.5


def test_twilios_account_is_read_with_both_tokens_and_shows_neither(wire: Any) -> None:
    stored = {"account_sid": "AC1", "auth_token": "new-token", "previous_auth_token": "old-token"}
    wire.write("/twilio", json.dumps(stored))

    account = Secrets(wire).twilio("/twilio")

    assert account == TwilioAccount(account_sid="AC1", auth_token="new-token", previous_auth_token="old-token")
    assert account.tokens == ("new-token", "old-token")
    assert "token'" not in repr(account)
    assert "old-token" not in repr(account)


def test_without_a_previous_token_only_the_current_one_counts(wire: Any) -> None:
    wire.write("/twilio", json.dumps({"account_sid": "AC1", "auth_token": "new-token"}))

    assert Secrets(wire).twilio("/twilio").tokens == ("new-token",)


@pytest.mark.parametrize("stored", ["not json", "[]", "{}", '{"account_sid": "AC1", "auth_token": ""}', "7"])
def test_a_secret_that_is_not_what_it_should_be_is_refused_without_quoting_it(wire: Any, stored: str) -> None:
    wire.write("/twilio", stored)

    with pytest.raises(SecretsDown, match="/twilio is not a JSON object with account_sid and auth_token"):
        Secrets(wire).twilio("/twilio")


def test_a_secret_is_read_once_in_five_minutes_and_then_anew(wire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wire.write("/phone", "first")
    known, fresh = Secrets(wire), Secrets(wire)
    before = known.phone_secret("/phone")
    wire.write("/phone", "second")
    within = known.phone_secret("/phone")
    monkeypatch.setattr(secrets, "KNOWN_SECONDS", 0.0)
    fresh.phone_secret("/phone")
    wire.write("/phone", "third")

    assert (before, within, fresh.phone_secret("/phone")) == ("first", "first", "third")


def test_a_secret_known_before_goes_on_being_used_while_it_cannot_be_read(
    wire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "KNOWN_SECONDS", 0.0)
    wire.write("/phone", "first")
    known = Secrets(wire)
    known.phone_secret("/phone")
    wire.is_cut = True

    read = [known.phone_secret("/phone") for _ in range(3)]

    assert read == ["first"] * 3
    assert wire.asked == 2


def test_a_secret_never_read_cannot_be_made_up(wire: Any) -> None:
    wire.is_cut = True

    with pytest.raises(SecretsDown, match="/phone: EndpointConnectionError"):
        Secrets(wire).phone_secret("/phone")
