"""How the functions run, what calls the operator, and what never leaves a laptop."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from cfnlint import ManualArgs, lint  # type: ignore[import-untyped]

from infra.package import ROOT

if TYPE_CHECKING:
    from tests.infra.conftest import Compiled

EVERY = {
    "AFTERCARE_STAGE",
    "POWERTOOLS_LOG_LEVEL",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_SERVICE_NAME",
    "TABLE_NAME",
}
CONVERSATION = EVERY | {"PUBLIC_URL", "TWILIO_PARAMETER", "PHONE_KEY_PARAMETER", "SENDER_EMAIL"}
TOLD = {
    "inbound_text": CONVERSATION | {"INBOUND_QUEUE_URL"},
    "delivery_status": CONVERSATION | {"INBOUND_QUEUE_URL"},
    "voice": CONVERSATION | {"INBOUND_QUEUE_URL"},
    "clinic": CONVERSATION | {"STAFF_POOL", "CONSOLE_CLIENT", "API_ID"},
    "console": CONVERSATION | {"STAFF_POOL", "CONSOLE_CLIENT", "SIGN_IN_URL"},
    "pages": EVERY - {"TABLE_NAME"},
    "dispatch_due": EVERY | {"WAKE_QUEUE_URL"},
    "reconcile": CONVERSATION,
    "advance": CONVERSATION,
    "inbound_retry": CONVERSATION,
}
LAPTOP_ONLY = {"CLOCK_PARAMETER", "TWILIO_BASE_URL"}
LINT_EXCEPTIONS = ["W3005"]  # the packager writes DependsOn beside the reference that already implies it: harmless


@pytest.mark.parametrize("stage", ["prod", "dev"])
def test_a_function_is_told_what_it_needs_and_no_secret(request: pytest.FixtureRequest, stage: str) -> None:
    compiled: Compiled = request.getfixturevalue(stage)

    told = {name: made["Environment"]["Variables"] for name, made in compiled.functions().items()}

    assert {name: set(variables) for name, variables in told.items()} == TOLD
    for variables in told.values():
        plain = {name: value for name, value in variables.items() if isinstance(value, str)}
        assert plain == {
            name: value
            for name, value in {
                "AFTERCARE_STAGE": stage,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                "POWERTOOLS_METRICS_NAMESPACE": f"Aftercare/{stage}",
                "POWERTOOLS_SERVICE_NAME": "aftercare",
                "TWILIO_PARAMETER": f"/aftercare/{stage}/twilio",  # the name of a secret, never its value
                "PHONE_KEY_PARAMETER": f"/aftercare/{stage}/phone-key",
                "SENDER_EMAIL": "",  # no e-mail unless a sender is given
            }.items()
            if name in variables
        }


@pytest.mark.parametrize("stage", ["prod", "dev"])
def test_nothing_of_the_laptop_is_packaged_for_aws(request: pytest.FixtureRequest, stage: str) -> None:
    compiled: Compiled = request.getfixturevalue(stage)

    text = json.dumps(compiled.template).lower()

    for word in ("local", "clock_parameter", "clock-offset", "twilio_base_url", "127.0.0.1"):
        assert word not in text


def test_the_laptop_has_a_clock_that_moves_and_a_phone_instead_of_twilio(local: Compiled) -> None:
    for name, function in local.functions().items():
        needed = {"dispatch_due": {"CLOCK_PARAMETER"}, "pages": set[str]()}.get(name, LAPTOP_ONLY)
        assert needed <= set(function["Environment"]["Variables"])


def test_production_without_somebody_to_call_is_refused(
    osls_package: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = osls_package("prod", "nobody-to-call")

    assert done.returncode != 0
    assert "AlarmEmail" in done.stdout + done.stderr


def test_a_custom_domain_is_what_twilio_signs(compiled: Callable[..., Compiled]) -> None:
    chosen = compiled("prod", alarmEmail="on-call@example.org", publicUrl="https://texts.example.org")

    assert chosen.functions()["inbound_text"]["Environment"]["Variables"]["PUBLIC_URL"] == "https://texts.example.org"


def test_functions_run_on_the_pinned_runtime(prod: Compiled) -> None:
    for function in prod.functions().values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])


def test_a_function_that_somebody_waits_for_ends_before_they_give_up(prod: Compiled) -> None:
    timeouts = {name: function["Timeout"] for name, function in prod.functions().items()}

    assert timeouts["inbound_text"] < 15  # Twilio gives up then, and shows the patient nothing
    assert timeouts["delivery_status"] < 15
    assert timeouts["voice"] < 15  # and somebody is told that an application error has occurred
    assert timeouts["clinic"] < 29  # the HTTP API gives up then


@pytest.mark.parametrize("function", ["dispatch_due", "reconcile"])
def test_a_function_of_every_minute_never_runs_beside_itself(prod: Compiled, function: str) -> None:
    resources = prod.template["Resources"]
    prefix = function.capitalize().replace("_", "Underscore")

    assert resources[f"{prefix}LambdaFunction"]["Properties"]["Timeout"] < 60
    assert resources[f"{prefix}EventsRuleSchedule1"]["Properties"]["ScheduleExpression"] == "rate(1 minute)"
    assert resources[f"{prefix}EventsRuleSchedule1"]["Properties"]["State"] == "ENABLED"
    assert resources[f"{prefix}LambdaEvConf"]["Properties"]["MaximumRetryAttempts"] == 0


def test_a_flood_is_turned_away_at_the_door(prod: Compiled) -> None:
    (stage,) = prod.of_type("AWS::ApiGatewayV2::Stage").values()

    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] > 0


def test_every_alarm_calls_somebody(prod: Compiled) -> None:
    for alarm in prod.of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]
        assert alarm["AlarmDescription"]
    assert prod.template["Parameters"]["AlarmEmail"]["Default"] == "on-call@example.org"


def test_dead_letters_waiting_failing_and_silence_are_all_alarmed(prod: Compiled) -> None:
    watched = {
        (alarm["MetricName"], json.dumps(dimension["Value"]))
        for alarm in prod.of_type("AWS::CloudWatch::Alarm").values()
        for dimension in alarm.get("Dimensions", [])
    }

    def names(metric: str) -> set[str]:
        return {value for name, value in watched if name == metric}

    dead = {name for name in prod.of_type("AWS::SQS::Queue") if "DeadLetter" in name}
    read = {"WakeQueue", "InboundQueue"}
    every_minute = ["DispatchUnderscoredueLambdaFunction", "ReconcileLambdaFunction"]
    assert names("ApproximateNumberOfMessagesVisible") == {json.dumps({"Fn::GetAtt": [q, "QueueName"]}) for q in dead}
    assert names("ApproximateAgeOfOldestMessage") == {json.dumps({"Fn::GetAtt": [q, "QueueName"]}) for q in read}
    assert names("Errors") == {json.dumps({"Ref": name}) for name in prod.of_type("AWS::Lambda::Function")}
    assert names("Invocations") == {json.dumps({"Ref": name}) for name in every_minute}


def test_what_the_functions_note_is_alarmed_under_its_own_stage(prod: Compiled) -> None:
    said = "".join(path.read_text("utf-8") for path in (ROOT / "functions").rglob("*.py"))
    happenings = [
        alarm
        for alarm in prod.of_type("AWS::CloudWatch::Alarm").values()
        if alarm["Namespace"].startswith("Aftercare/")
    ]

    assert len(happenings) >= 8
    for alarm in happenings:
        assert f'"{alarm["MetricName"]}"' in said
        assert alarm["Namespace"] == "Aftercare/prod"
    spaces = {
        function["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
        for function in prod.of_type("AWS::Lambda::Function").values()
    }
    assert spaces == {"Aftercare/prod"}


def test_silence_of_the_clock_is_an_alarm_even_when_no_number_comes_at_all(prod: Compiled) -> None:
    for alarm in prod.of_type("AWS::CloudWatch::Alarm").values():
        silence = alarm["MetricName"] == "Invocations"
        assert alarm["TreatMissingData"] == ("breaching" if silence else "notBreaching")


@pytest.mark.parametrize("stage", ["prod", "dev"])
def test_the_template_has_nothing_to_complain_about(request: pytest.FixtureRequest, stage: str) -> None:
    compiled: Compiled = request.getfixturevalue(stage)

    complaints = lint(
        compiled.path.read_text(), config=ManualArgs(ignore_checks=LINT_EXCEPTIONS, regions=["us-east-1"])
    )

    assert [str(complaint) for complaint in complaints] == []
