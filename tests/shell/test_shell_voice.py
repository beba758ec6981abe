"""Laws of a call's webhooks, through the real handler: who presses a key is believed, and nobody else."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest

from functions import delivery_status, inbound_retry, voice, webhooks, wiring
from functions.operations import calling
from functions.operations.acting import Act, Acted, act, always
from functions.operations.world import World
from functions.ports import Ref, StoreDown
from infra.local.sample import sample_clinic
from schedules.escalation import Escalation, EscalationState
from schedules.facts import Assigned
from schedules.text import Channel, Direction, Text, TextState
from tests.shell.conftest import HER, SENDER, Shell, context, listened
from tests.shell.test_shell_webhooks import enrolled, point_at_no_table, sqs_event

SAID = re.compile(r"<Say[^>]*>([^<]*)</Say>")


@pytest.fixture
def paged(shell: Shell) -> Ref:
    """She wrote of danger; the first nurse was texted and called."""
    shell.store.save_clinic(replace(sample_clinic(), calls_from=SENDER))
    ref = enrolled(shell)
    shell.inbound(shell.text("i passed out in the bathroom"))
    shell.phone.wait_quiet()
    return ref


def calls(shell: Shell, ref: Ref) -> list[Text]:
    return [text for text in shell.store.texts(ref) if text.channel is Channel.CALL]


def matter(shell: Shell, ref: Ref) -> Escalation:
    (found,) = shell.store.escalations(ref)
    return found


def webhook(shell: Shell, ref: Ref, text: Text, *, end: str = "", signature: str = "", **form: str) -> dict[str, Any]:
    path = f"/twilio/{ref.clinic_id}/voice/{ref.enrollment_id}/{text.text_id}{end}"
    names = {"clinic": ref.clinic_id, "enrollment": ref.enrollment_id, "text": text.text_id}
    answered = {"CallSid": text.sid or "CA1", "CallStatus": "in-progress", "AnsweredBy": "human", **form}
    return shell.webhook(path, names, answered, signature)


def answered(shell: Shell, ref: Ref, text: Text, **form: str) -> str:
    response = voice.handler(webhook(shell, ref, text, **form), context())
    assert response["statusCode"] == 200
    return str(response["body"])


def pressed(shell: Shell, ref: Ref, text: Text, key: str) -> str:
    return answered(shell, ref, text, end="/pressed", Digits=key)


def test_who_picks_up_hears_how_urgent_it_is_twice_and_may_press_a_key(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    twiml = answered(shell, paged, call)

    words = SAID.findall(twiml)
    assert words[0] == words[1] == call.body
    assert (
        f'action="https://texts.example.org/twilio/lakeside/voice/{paged.enrollment_id}/{call.text_id}/pressed"'
        in twiml
    )
    assert "passed out" not in twiml
    assert HER not in twiml


def test_one_takes_it_stops_the_pages_and_tells_her(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    said = SAID.findall(pressed(shell, paged, call, "1"))
    again = SAID.findall(pressed(shell, paged, call, "1"))

    one = matter(shell, paged)
    assert (one.state, one.acknowledged_by, one.next_page_at) == (EscalationState.ACKNOWLEDGED, "nurse", None)
    assert said == again
    assert said[0].startswith("Thank you. It is yours now")
    told = [text.message for text in shell.store.texts(paged) if text.direction is Direction.OUT]
    assert told.count("safety.acknowledged") == 1
    assert told.count("page.acknowledged") == 1


def test_two_calls_the_next_person_and_takes_nothing(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    said = SAID.findall(pressed(shell, paged, call, "2"))

    assert said == ["Thank you. The next person is being told now."]
    assert matter(shell, paged).acknowledged_by is None
    assert [text.contact_id for text in calls(shell, paged)] == ["nurse", "lead"]


def test_a_voicemail_hears_nothing_and_takes_nothing(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    twiml = answered(shell, paged, call, AnsweredBy="machine_start")

    assert SAID.findall(twiml) == []
    assert "<Hangup/>" in twiml
    assert matter(shell, paged).acknowledged_by is None
    assert calls(shell, paged)[0].state is TextState.UNDELIVERED


@pytest.mark.parametrize("key", ["3", "#", "", "11"])
def test_another_key_asks_again(shell: Shell, paged: Ref, key: str) -> None:
    (call,) = calls(shell, paged)

    twiml = pressed(shell, paged, call, key)

    assert "<Gather" in twiml
    assert matter(shell, paged).acknowledged_by is None


def test_who_picks_up_late_hears_that_somebody_has_it(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)
    code = matter(shell, paged).code
    shell.inbound(shell.text(code, sid="SM2", sender="+12025550112"))

    twiml = answered(shell, paged, call)

    assert SAID.findall(twiml) == ["Somebody has taken this already. Nothing is needed from you. Thank you."]
    assert SAID.findall(pressed(shell, paged, call, "1")) == SAID.findall(twiml)
    assert matter(shell, paged).acknowledged_by == "lead"


def test_an_unsigned_key_is_refused(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    event = webhook(shell, paged, call, end="/pressed", signature="bm90IG91cnM=", Digits="1")

    assert voice.handler(event, context()) == {"statusCode": 403, "body": ""}
    assert matter(shell, paged).acknowledged_by is None


def test_a_key_that_could_not_be_noted_takes_nothing_later_in_the_name_of_whoever_was_told_so(
    shell: Shell, paged: Ref
) -> None:
    """She may have gone back to sleep: the pages go on, whatever an older release has kept."""
    (call,) = calls(shell, paged)
    point_at_no_table()

    said = SAID.findall(pressed(shell, paged, call, "1"))
    from tests.shell.conftest import forget  # noqa: PLC0415

    forget()
    names = {"clinic": paged.clinic_id, "enrollment": paged.enrollment_id, "text": call.text_id}
    webhooks.keep("voice", webhooks.Webhook(path=names, form={"Digits": "1", "CallSid": call.sid or ""}))
    kept = sqs_event(shell.inbound_queue)
    replayed = inbound_retry.handler(kept, context())

    assert len(said) == 2
    assert said[0].startswith("Something is not working here")
    assert len(kept["Records"]) == 1
    assert replayed == {"batchItemFailures": []}
    assert matter(shell, paged).acknowledged_by is None


def test_a_key_that_was_noted_is_said_to_be_though_what_follows_from_it_was_not(
    shell: Shell, paged: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    (call,) = calls(shell, paged)

    def acts(world: World, one: Act) -> Acted:
        act(world, one)
        raise StoreDown("what the provider said of the text to her")

    monkeypatch.setattr(calling, "act", acts)

    (words,) = SAID.findall(pressed(shell, paged, call, "1"))

    assert words.startswith("Thank you. It is yours now")


def test_a_text_is_no_call_and_nobody_takes_a_page_by_it(shell: Shell, paged: Ref) -> None:
    page = next(text for text in shell.store.texts(paged) if text.contact_id and text.channel is Channel.SMS)

    twiml = pressed(shell, paged, page, "1")

    assert SAID.findall(twiml) == []
    assert matter(shell, paged).acknowledged_by is None


def test_a_call_reports_where_texts_do(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)
    path = f"/twilio/{paged.clinic_id}/status/{paged.enrollment_id}/{call.text_id}"
    names = {"clinic": paged.clinic_id, "enrollment": paged.enrollment_id, "text": call.text_id}

    for status in ("ringing", "no-answer", "ringing"):
        form = {"CallSid": call.sid or "", "CallStatus": status}
        delivery_status.handler(shell.webhook(path, names, form), context())

    assert calls(shell, paged)[0].state is TextState.UNDELIVERED


def test_no_log_line_of_a_call_holds_a_number_or_a_word(shell: Shell, paged: Ref) -> None:
    (call,) = calls(shell, paged)

    with listened(said := io.StringIO()):
        answered(shell, paged, call)
        pressed(shell, paged, call, "1")

    assert '"message":"call_pressed"' in said.getvalue()
    for secret in (HER.lstrip("+"), "12025550111", "on-call", "Lakeside", matter(shell, paged).code):
        assert secret not in said.getvalue()


def test_who_is_called_about_what_was_handed_to_her_hears_that_it_waits_for_her_and_takes_it(
    shell: Shell, paged: Ref
) -> None:
    shell.inbound(shell.text(matter(shell, paged).code, sid="SM2", sender="+12025550111"))
    handed = Assigned(by="nurse", escalation_id=matter(shell, paged).escalation_id, to="lead")
    act(wiring.world(), Act(ref=paged, make=always(handed)))
    call = next(text for text in calls(shell, paged) if text.contact_id == "lead")

    twiml = answered(shell, paged, call)
    said = SAID.findall(pressed(shell, paged, call, "1"))

    assert "<Gather" in twiml
    assert "taken this already" not in twiml
    assert said == ["Thank you. It is yours now, and paging has stopped. Please open the inbox and contact them."]
    assert (matter(shell, paged).acknowledged_by, matter(shell, paged).assigned_to) == ("lead", None)
