"""Laws of secrets: kept a few minutes, and no longer once somebody was refused with one."""

import json
import time
from typing import Any

import pytest

from functions.adapters.late_gateway import LateGateway
from functions.adapters.secrets import KNOWN_SECONDS, Secrets, TwilioAccount
from functions.ports_provider import Accepted, Refused, SendOrder
from schedules.text import Failure

NAME = "/aftercare/twilio"


class Parameters:
    """SSM, as far as it is asked."""

    def __init__(self) -> None:
        self.token, self.asked = "first", 0

    def get_parameter(self, **_: Any) -> dict[str, dict[str, str]]:
        self.asked += 1
        return {"Parameter": {"Value": json.dumps({"account_sid": "AC1", "auth_token": self.token})}}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    at = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: at[0])
    return at


def test_a_secret_is_asked_for_once_in_five_minutes(clock: list[float]) -> None:
    ssm = Parameters()
    secrets = Secrets(ssm)  # type: ignore[arg-type]

    tokens = [secrets.twilio(NAME).auth_token for _ in range(3)]
    clock[0] += KNOWN_SECONDS
    ssm.token = "second"

    assert (tokens, secrets.twilio(NAME).auth_token, ssm.asked) == (["first"] * 3, "second", 2)


def test_a_token_that_was_refused_is_read_anew_and_ssm_is_not_asked_at_every_refusal(clock: list[float]) -> None:
    ssm = Parameters()
    secrets = Secrets(ssm)  # type: ignore[arg-type]
    secrets.twilio(NAME)
    ssm.token = "second"

    clock[0] += 40
    for _ in range(5):
        secrets.doubt(NAME)
        assert secrets.twilio(NAME).auth_token == "second"

    assert ssm.asked == 2


@pytest.mark.parametrize(
    ("answer", "doubted"),
    [
        (Refused(failure=Failure.LOCKED_OUT, error=20003), 1),
        (Refused(failure=Failure.CONFIGURATION, error=21606), 0),
        (Accepted(sid="SM1"), 0),
    ],
)
def test_a_refused_sign_in_brings_the_token_into_doubt_and_nothing_else_does(
    answer: Accepted | Refused, doubted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubts: list[int] = []
    account = TwilioAccount(account_sid="AC1", auth_token="token")
    gateway = LateGateway(lambda: account, base_url=None, doubt=lambda: doubts.append(1))

    class Provider:
        def send(self, _: SendOrder) -> Accepted | Refused:
            return answer

    monkeypatch.setattr(gateway, "_gateway", Provider)

    assert gateway.send(None) is answer  # type: ignore[arg-type]
    assert len(doubts) == doubted
