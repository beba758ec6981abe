"""Delivery: what is not known to have arrived is asked about, grave texts are tried again, silence reaches a person."""

from datetime import timedelta

import pytest

from messages.hearing.reading import Sign
from schedules.decide import decide
from schedules.facts import DeliveryReported, ProviderHasNone, SendAnswered, Woke
from schedules.text import Failure, TextState
from tests.making import MONDAY, Life, enrollment, life, program, reading, reply, touchpoint

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def sending() -> Life:
    """The touchpoint is claimed and not yet handed over: what a crash after the commit leaves behind."""
    begun = life(touchpoint("day1", 1, expires_after_hours=6), touchpoint("day9", 9))
    begun.now = MONDAY + timedelta(days=1)
    decision = decide(begun.program, begun.enrollment, Woke(), begun.now)
    begun.enrollment = decision.enrollment
    return begun


def danger() -> Life:
    """A danger sign was heard; the safety answer and the page are claimed and not yet handed over."""
    begun = life(touchpoint("day9", 9))
    begun.now = MONDAY + timedelta(days=3)
    decision = decide(begun.program, begun.enrollment, reply(reading(Sign.FAINTED)), begun.now)
    begun.enrollment = decision.enrollment
    return begun


def test_a_text_lost_between_commit_and_provider_is_asked_about() -> None:
    lived = sending()

    decision = lived.happens(Woke(), after=91 * SECOND)

    assert [ask.text_id for ask in decision.asks] == ["t-day1"]


def test_a_text_the_provider_has_is_adopted_and_not_sent_again() -> None:
    lived = sending()
    lived.happens(Woke(), after=91 * SECOND)

    decision = lived.happens(DeliveryReported(text_id="t-day1", sid="SM7", state=TextState.SENT))

    assert decision.resend == ()
    assert [(moved.sid, moved.state) for moved in decision.moved] == [("SM7", TextState.SENT)]
    assert lived.enrollment.in_flight == ()


def test_a_text_the_provider_has_not_is_sent_again_only_after_the_grace_time() -> None:
    lived = sending()
    early = lived.happens(ProviderHasNone(text_id="t-day1"), after=91 * SECOND)
    assert early.resend == ()

    late = lived.happens(ProviderHasNone(text_id="t-day1"), after=2 * MINUTE)

    assert late.resend == ("t-day1",)


def test_a_routine_text_out_of_date_is_not_sent_again() -> None:
    lived = sending()

    decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=timedelta(hours=7))

    assert decision.resend == ()
    assert [moved.state for moved in decision.moved] == [TextState.REJECTED]


def test_an_unclear_answer_is_unknown_until_the_provider_has_been_asked() -> None:
    lived = sending()

    decision = lived.happens(SendAnswered(text_id="t-day1", failure=Failure.AMBIGUOUS))
    asked = lived.happens(Woke(), after=31 * SECOND)

    assert [moved.state for moved in decision.moved] == [TextState.UNKNOWN]
    assert decision.resend == ()
    assert [ask.text_id for ask in asked.asks] == ["t-day1"]


def test_a_grave_answer_is_tried_again_until_it_is_known_to_have_left() -> None:
    lived = danger()
    resent = 0
    for _ in range(40):
        decision = lived.happens(ProviderHasNone(text_id="SM1-safety"), after=MINUTE)
        resent += len(decision.resend)

    assert resent == 5
    history = [entry.action for entry in lived.enrollment.escalations[0].history]
    assert "reply_not_delivered" in history


@pytest.mark.parametrize("failure", [Failure.PERMANENT, Failure.CONFIGURATION, Failure.OPTED_OUT])
def test_a_safety_answer_that_cannot_arrive_is_told_to_whoever_is_on_call(failure: Failure) -> None:
    lived = danger()

    lived.happens(SendAnswered(text_id="SM1-safety", failure=failure, error=30005))

    assert lived.sent(to_staff=True) == ["page.more"]


def test_a_page_that_cannot_arrive_climbs_at_once() -> None:
    lived = danger()
    page = next(one.text_id for one in lived.enrollment.in_flight if one.text_id.startswith("p-"))

    lived.happens(SendAnswered(text_id=page, failure=Failure.PERMANENT, error=21211))
    lived.live_until(lived.now + 31 * SECOND)

    assert [text.contact_id for text in lived.texts if text.contact_id] == ["ben"]


def test_a_number_that_does_not_work_opens_a_matter_for_staff_and_never_opts_her_out() -> None:
    lived = sending()

    lived.happens(SendAnswered(text_id="t-day1", failure=Failure.PERMANENT, error=30005))

    assert lived.enrollment.unreachable
    assert lived.enrollment.left_at is None
    assert [one.reason.value for one in lived.enrollment.escalations] == ["unreachable"]


def test_a_carrier_stop_found_while_sending_is_recorded_as_leaving() -> None:
    lived = sending()

    lived.happens(SendAnswered(text_id="t-day1", failure=Failure.OPTED_OUT, error=21610))

    assert lived.enrollment.left_at is not None
    assert lived.sent()[-1] != "notice.goodbye"


def test_two_texts_in_a_row_that_do_not_arrive_open_a_matter() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day2", 2))
    for text_id in ("t-a", "t-b"):
        lived.happens(
            DeliveryReported(text_id=text_id, sid=text_id, state=TextState.UNDELIVERED, failure=Failure.RETRY)
        )

    assert [one.reason.value for one in lived.enrollment.escalations] == ["unreachable"]


def test_one_delivery_makes_earlier_failures_forgotten() -> None:
    lived = life(touchpoint("day1", 1), person={"failures_in_a_row": 1})

    lived.happens(DeliveryReported(text_id="t-welcome", sid="SM5", state=TextState.DELIVERED))

    assert lived.enrollment.failures_in_a_row == 0


def test_a_safety_answer_not_confirmed_within_a_minute_is_noted_for_staff() -> None:
    lived = danger()
    lived.happens(SendAnswered(text_id="SM1-safety", sid="SM8"))
    lived.happens(Woke(), after=61 * SECOND)

    lived.happens(DeliveryReported(text_id="SM1-safety", sid="SM8", state=TextState.SENT))

    history = [entry.action for entry in lived.enrollment.escalations[0].history]
    assert "reply_not_confirmed_in_time" in history


def test_asking_about_a_text_ends() -> None:
    lived = danger()
    asks = 0
    for _ in range(500):
        if lived.enrollment.wake_at is None or not lived.enrollment.in_flight:
            break
        lived.now = lived.enrollment.wake_at
        decision = decide(lived.program, lived.enrollment, Woke(), lived.now)
        lived.enrollment = decision.enrollment
        asks += len(decision.asks)

    assert 0 < asks < 2000


def test_an_answer_about_a_text_nobody_claimed_changes_nothing() -> None:
    begun = enrollment()
    of = program(touchpoint("day9", 9))
    settled = decide(of, begun, Woke(), MONDAY).enrollment

    decision = decide(of, settled, SendAnswered(text_id="nobody", sid="SM1"), MONDAY)

    assert not decision.changes(settled)
