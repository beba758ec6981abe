"""The webhooks: refused unless signed, stored once, kept when the table is down, silent about whom they concern."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from functions import advance, delivery_status, dispatch_due, inbound_retry, reconcile, wiring
from functions.adapters.clock import SystemTime
from functions.adapters.dynamo import DynamoStore
from functions.adapters.dynamo_table import DynamoTable
from functions.adapters.twilio_gateway import TwilioGateway
from functions.ports import Ref
from functions.ports_provider import SendOrder
from infra.local.sample import sample_clinic
from infra.pocket import sample_form
from schedules.text import Direction, TextState
from tests.shell.conftest import HER, SENDER, Shell, context, forget, listened


def enrolled(shell: Shell, **changes: Any) -> Ref:
    form = sample_form(datetime.now(UTC), **changes)
    status, made = shell.api("POST", "/v1/enrollments", form, **{"idempotency-key": "k1"})
    assert status == 201
    return Ref(clinic_id="lakeside", enrollment_id=made["enrollment_id"])


def heard(shell: Shell, ref: Ref) -> list[str]:
    return [text.body for text in shell.store.texts(ref) if text.direction is Direction.IN]


@pytest.mark.parametrize("signature", ["wrong", " "])
def test_an_unsigned_or_wrongly_signed_webhook_is_refused_with_no_body_and_nothing_stored(
    shell: Shell, signature: str
) -> None:
    ref = enrolled(shell)
    event = shell.text("i passed out")
    event["headers"] = {"x-twilio-signature": signature}

    answer = shell.inbound(event)

    assert (answer["statusCode"], answer["body"]) == (403, "")
    assert heard(shell, ref) == []


def test_a_webhook_signed_for_another_address_or_other_words_is_refused(shell: Shell) -> None:
    ref = enrolled(shell)
    moved = {**shell.text("i passed out"), "rawPath": "/twilio/other/inbound"}
    changed = {**shell.text("i passed out"), "body": shell.text("all fine")["body"]}

    assert [shell.inbound(event)["statusCode"] for event in (moved, changed)] == [403, 403]
    assert heard(shell, ref) == []


def test_a_signed_text_is_stored_and_answered_with_empty_twiml(shell: Shell) -> None:
    ref = enrolled(shell)

    answer = shell.inbound(shell.text("i passed out in the bathroom"))

    assert answer["statusCode"] == 200
    assert answer["headers"]["Content-Type"] == "text/xml"
    assert answer["body"].endswith("<Response/>")
    assert heard(shell, ref) == ["i passed out in the bathroom"]


def test_the_answer_to_danger_waits_for_four_round_trips_at_most(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolled(shell)
    shell.inbound(shell.text("all fine here", sid="SM1"))  # the container is warm
    asked: list[str] = []
    aws: Any = BaseClient
    call = aws._make_api_call

    def counted(client: Any, operation: str, arguments: Any) -> Any:
        asked.append(operation)
        return call(client, operation, arguments)

    real_send = TwilioGateway.send

    def sent(gateway: TwilioGateway, order: SendOrder) -> Any:
        asked.append("text")
        return real_send(gateway, order)

    monkeypatch.setattr(aws, "_make_api_call", counted)
    monkeypatch.setattr(TwilioGateway, "send", sent)
    shell.inbound(shell.text("i passed out in the bathroom", sid="SM2"))

    assert asked.index("text") <= 4


@pytest.mark.parametrize("body", ["", "   ", "🩹🩹", b"\xff\xfe\x00bleed", "x" * 9000, "👍" * 900])
def test_a_malformed_body_is_stored_and_shown_to_a_person(shell: Shell, body: str | bytes) -> None:
    ref = enrolled(shell)

    answer = shell.inbound(shell.text(body))

    assert answer["statusCode"] == 200
    assert len(heard(shell, ref)) == 1


def test_a_picture_alone_is_stored_and_shown_to_a_person(shell: Shell) -> None:
    ref = enrolled(shell)

    shell.inbound(shell.text("", NumMedia="1", MediaUrl0="https://example.org/1"))

    assert [one.escalation.reason.value for one in shell.store.inbox("lakeside")] == ["unsure"]
    assert heard(shell, ref) == [""]


def test_a_form_without_a_sender_does_not_trouble_anybody(shell: Shell) -> None:
    event = shell.webhook("/twilio/lakeside/inbound", {"clinic": "lakeside"}, {"Body": "x", "MessageSid": "SM1"})

    assert shell.inbound(event)["statusCode"] == 200


def test_a_signed_text_for_a_clinic_that_is_not_set_up_is_kept(shell: Shell) -> None:
    form = {"From": HER, "To": SENDER, "Body": "i passed out", "MessageSid": "SM1"}

    answer = shell.inbound(shell.webhook("/twilio/nowhere/inbound", {"clinic": "nowhere"}, form))

    assert answer["statusCode"] == 200
    assert len(sqs_event(shell.inbound_queue)["Records"]) == 1


def test_a_text_that_comes_to_the_address_of_another_clinic_is_taken_in_where_its_service_is(shell: Shell) -> None:
    ref = enrolled(shell)
    shell.store.save_clinic(sample_clinic("hillside"))
    form = {"From": HER, "To": SENDER, "Body": "i want to die", "MessageSid": "SM1"}
    form["MessagingServiceSid"] = sample_clinic().messaging_service

    shell.inbound(shell.webhook("/twilio/hillside/inbound", {"clinic": "hillside"}, form))

    assert heard(shell, ref) == ["i want to die"]
    assert shell.store.inbox("hillside") == []


def test_a_text_from_a_service_that_is_nobodys_is_heard_where_it_came(shell: Shell) -> None:
    ref = enrolled(shell)

    shell.inbound(shell.text("i want to die", MessagingServiceSid="MG" + "f" * 32))

    assert heard(shell, ref) == ["i want to die"]


def test_the_same_webhook_three_times_is_one_text(shell: Shell) -> None:
    ref = enrolled(shell)

    for _ in range(3):
        assert shell.inbound(shell.text("thank you"))["statusCode"] == 200

    assert heard(shell, ref) == ["thank you"]


def test_with_the_table_down_her_words_are_kept_and_replayed(shell: Shell) -> None:
    ref = enrolled(shell)
    point_at_no_table()

    answer = shell.inbound(shell.text("i passed out and there is a lot of blood"))
    assert answer["statusCode"] == 200
    assert heard(shell, ref) == []
    forget()
    replayed = inbound_retry.handler(sqs_event(shell.inbound_queue), context())

    assert replayed == {"batchItemFailures": []}
    assert heard(shell, ref) == ["i passed out and there is a lot of blood"]
    assert [one.escalation.severity.value for one in shell.store.inbox("lakeside")] == ["emergency"]


def test_a_kept_stop_counts_from_when_it_came_and_not_from_when_it_is_replayed(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, began = enrolled(shell), datetime.now(UTC)
    monkeypatch.setattr(SystemTime, "now", lambda _: began)
    point_at_no_table()
    shell.inbound(shell.text("STOP", sid="SMstop", OptOutType="STOP"))
    forget()
    monkeypatch.setattr(SystemTime, "now", lambda _: began + timedelta(minutes=3))
    shell.inbound(shell.text("START", sid="SMstart", OptOutType="START"))

    inbound_retry.handler(sqs_event(shell.inbound_queue), context())

    after = shell.store.enrollment(ref)
    assert sorted(heard(shell, ref)) == ["START", "STOP"]
    assert after is not None
    assert after.left_at is None


def test_with_table_and_queue_down_the_provider_is_told_to_try_again(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(shell)
    monkeypatch.setenv("INBOUND_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/000000000000/gone")
    forget()
    point_at_no_table()

    assert shell.inbound(shell.text("i passed out"))["statusCode"] == 500


def test_a_text_whose_webhook_was_lost_is_found_at_the_provider_and_answered(shell: Shell) -> None:
    ref = enrolled(shell)
    shell.phone.wait_quiet()
    shell.phone.send(HER, SENDER, "i passed out")  # its webhook goes nowhere

    found = reconcile.handler({}, context())
    again = reconcile.handler({}, context())

    assert (found["found"], again["found"]) == (1, 0)
    assert heard(shell, ref) == ["i passed out"]


def test_status_reports_out_of_order_and_repeated_move_a_text_forward_only(shell: Shell) -> None:
    ref = enrolled(shell)
    shell.phone.wait_quiet()
    shell.inbound(shell.text("HELP"))  # answered at any hour; a welcome may wait for the morning
    shell.phone.wait_quiet()
    answered = next(text for text in shell.store.texts(ref) if text.direction is Direction.OUT and text.sid)
    path = f"/twilio/lakeside/status/{ref.enrollment_id}/{answered.text_id}"
    names = {"clinic": "lakeside", "enrollment": ref.enrollment_id, "text": answered.text_id}

    for status in ("delivered", "sent", "delivered", "queued"):
        form = {"MessageSid": answered.sid or "", "MessageStatus": status}
        answer = delivery_status.handler(shell.webhook(path, names, form), context())
        assert answer["statusCode"] == 200

    after = shell.store.text(ref, answered.text_id)
    assert after is not None
    assert after.state is TextState.DELIVERED


def test_the_minute_queues_who_is_due_and_the_wake_advances_her(shell: Shell) -> None:
    enrolled(shell)

    dispatch_due.handler({}, context())
    queue = boto3.client("sqs").get_queue_url(QueueName="wake")["QueueUrl"]
    event = sqs_event(queue) or {"Records": []}

    assert event["Records"] == [] or advance.handler(event, context()) == {"batchItemFailures": []}


def test_a_wake_message_that_is_no_wake_message_fails_alone(shell: Shell) -> None:
    ref = enrolled(shell)
    good = json.dumps({"refs": [[ref.clinic_id, ref.enrollment_id]]})
    event = {"Records": [record("good", good), record("bad", "not json")]}

    assert advance.handler(event, context()) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


def test_no_log_line_holds_a_number_a_word_of_hers_or_of_ours(shell: Shell) -> None:
    with listened(said := io.StringIO()):
        enrolled(shell)
        shell.inbound(shell.text("my stomach hurts terribly and i feel faint"))
        shell.inbound(shell.text("who is this", sender="+12025550188", sid="SM2"))
        point_at_no_table()
        shell.inbound(shell.text("this text meets a broken table", sid="SM3"))

    lines = said.getvalue()
    assert '"message":"webhook_kept"' in lines  # a log line
    assert '"webhook_kept":[1.0]' in lines  # a metric
    for secret in (HER, HER.lstrip("+"), "12025550188", "stomach", "broken table", "Lakeside Clinic"):
        assert secret not in lines


def point_at_no_table() -> None:
    """The table is gone for this container."""
    store = wiring.world().store
    assert isinstance(store, DynamoStore)
    store._table = DynamoTable(boto3.client("dynamodb"), "gone")


def sqs_event(queue: str) -> dict[str, Any]:
    """What SQS would hand to the function, and takes back."""
    sqs = boto3.client("sqs")
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    return {"Records": [record(one["MessageId"], one["Body"]) for one in found]}


def record(name: str, body: str) -> dict[str, Any]:
    return {"messageId": name, "body": body, "eventSource": "aws:sqs", "receiptHandle": name, "attributes": {}}
