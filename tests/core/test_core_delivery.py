"""Delivery: what is not known to have arrived is asked about, grave texts are tried again, silence reaches a person."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from messages.hearing.reading import Intent, Sign
from schedules.decide import decide
from schedules.facts import DeliveryReported, Enrolled, Fact, ProviderHasNone, SendAnswered, Withdrawn, Woke
from schedules.text import Failure, Purpose, TextState, Withheld
from tests.making import MONDAY, NEW_YORK, Life, check_in, enrollment, life, program, reading, reply, touchpoint

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

    decision = lived.happens(
        DeliveryReported(text_id="t-day1", sid="SM7", state=TextState.SENT, purpose=Purpose.PLANNED)
    )

    assert decision.resend == ()
    assert [(moved.sid, moved.state) for moved in decision.moved] == [("SM7", TextState.SENT)]
    assert lived.enrollment.in_flight == ()


def test_a_text_the_provider_has_not_is_sent_again_only_after_the_grace_time() -> None:
    lived = sending()
    early = lived.happens(ProviderHasNone(text_id="t-day1"), after=91 * SECOND)
    assert early.resend == ()

    late = lived.happens(ProviderHasNone(text_id="t-day1"), after=2 * MINUTE)

    assert late.resend == ("t-day1",)


@pytest.mark.parametrize("hours", [0.1, 3])
def test_what_falls_due_while_our_sign_in_is_refused_leaves_once_it_is_mended(hours: float) -> None:
    """A token that was promoted early, or an account that is suspended for a while."""
    lived = sending()
    refused = SendAnswered(text_id="t-day1", failure=Failure.LOCKED_OUT, error=20003)
    mended = lived.now + timedelta(hours=hours)

    lived.happens(refused)
    while lived.now < mended:
        lived.happens(Woke(), after=MINUTE)
    again = lived.happens(ProviderHasNone(text_id="t-day1"), after=5 * MINUTE)

    assert again.resend == ("t-day1",)
    assert not lived.enrollment.unreachable


def test_what_the_provider_had_not_before_a_text_was_handed_over_again_says_nothing_of_it_now() -> None:
    """Two workers asked; the slower one tells what it learnt after the other has handed the text over."""
    lived = danger()
    asked_at = lived.now + MINUTE
    lived.happens(ProviderHasNone(text_id="SM1-safety", asked_at=asked_at), after=MINUTE)

    slower = lived.happens(ProviderHasNone(text_id="SM1-safety", asked_at=asked_at), after=50 * SECOND)
    again = lived.happens(ProviderHasNone(text_id="SM1-safety", asked_at=lived.now + SECOND), after=SECOND)

    assert (slower.resend, again.resend) == ((), ("SM1-safety",))


def test_what_went_again_unasked_is_looked_for_since_it_first_left() -> None:
    """Else its first copy is nobody's, and its second is taken for another text in these words."""
    lived = danger()
    first = lived.now

    asks = [ask for _ in range(20) for ask in lived.happens(Woke(), after=MINUTE).asks if ask.text_id == "SM1-safety"]

    flight = next(one for one in lived.enrollment.in_flight if one.text_id == "SM1-safety")
    assert flight.attempts > 1
    assert {ask.since for ask in asks} == {first}


def test_a_routine_text_out_of_date_is_not_sent_again() -> None:
    lived = sending()

    decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=timedelta(hours=7))

    assert decision.resend == ()
    assert [(moved.state, moved.withheld) for moved in decision.moved] == [(TextState.WITHHELD, Withheld.TOO_LATE)]


def test_an_unclear_answer_is_unknown_until_the_provider_has_been_asked() -> None:
    lived = sending()

    decision = lived.happens(SendAnswered(text_id="t-day1", failure=Failure.AMBIGUOUS))
    asked = lived.happens(Woke(), after=31 * SECOND)

    assert [moved.state for moved in decision.moved] == [TextState.UNKNOWN]
    assert decision.resend == ()
    assert [ask.text_id for ask in asked.asks] == ["t-day1"]


def test_a_provider_that_is_silent_for_four_hours_loses_no_text_that_is_in_date_by_then() -> None:
    lived = sending()
    begins = lived.now
    lived.happens(SendAnswered(text_id="t-day1", failure=Failure.AMBIGUOUS))
    while (rings := lived.enrollment.wake_at) is not None and rings < begins + timedelta(hours=4):
        lived.happens(Woke(), after=rings - lived.now)

    decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=begins + timedelta(hours=4) - lived.now)

    assert decision.resend == ("t-day1",)


def test_what_can_wait_is_tried_three_times_the_last_an_hour_after_the_one_before() -> None:
    lived = sending()
    tried = [lived.now]
    while lived.now < tried[0] + timedelta(hours=5):
        decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=MINUTE)
        if decision.resend:
            tried.append(lived.now)
            lived.happens(SendAnswered(text_id="t-day1", failure=Failure.AMBIGUOUS))

    assert len(tried) == 3
    assert tried[2] - tried[1] >= timedelta(hours=1)
    assert lived.enrollment.in_flight == ()


def test_the_last_try_comes_before_its_time_is_over() -> None:
    lived = life(touchpoint("day1", 1, expires_after_hours=1), touchpoint("day9", 9))
    lived.now = begins = MONDAY + timedelta(days=1)
    lived.enrollment = decide(lived.program, lived.enrollment, Woke(), lived.now).enrollment
    lived.happens(ProviderHasNone(text_id="t-day1"), after=4 * MINUTE)

    soon = lived.happens(ProviderHasNone(text_id="t-day1"), after=4 * MINUTE)
    late = lived.happens(ProviderHasNone(text_id="t-day1"), after=lived.enrollment.in_flight[0].check_at - lived.now)

    assert (soon.resend, late.resend) == ((), ("t-day1",))
    assert timedelta(minutes=50) < lived.now - begins < timedelta(hours=1)


def test_a_grave_answer_is_tried_again_until_it_is_known_to_have_left() -> None:
    lived = danger()
    resent = 0
    for _ in range(40):
        decision = lived.happens(ProviderHasNone(text_id="SM1-safety"), after=MINUTE)
        resent += decision.resend.count("SM1-safety")

    assert resent == 5
    history = [entry.action for entry in lived.enrollment.escalations[0].history]
    assert "reply_not_delivered" in history


def test_of_an_answer_to_danger_that_nobody_can_tell_of_somebody_is_told_to_phone_her() -> None:
    lived = danger()
    for _ in range(180):
        lived.happens(Woke(), after=MINUTE)

    history = [entry.action for entry in lived.enrollment.escalations[0].history]
    assert "reply_not_delivered" in history


def test_an_old_refusal_takes_nobody_out_who_has_come_back_since() -> None:
    lived = sending()
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)), after=MINUTE)
    lived.happens(reply(reading(intent=Intent.OPT_IN), sid="SM2", carrier="START"), after=MINUTE)

    lived.happens(SendAnswered(text_id="t-day1", failure=Failure.OPTED_OUT, error=21610), after=MINUTE)

    assert lived.enrollment.left_at is None


def failed(text_id: str, at: datetime, failure: Failure = Failure.RETRY, error: int = 30017) -> DeliveryReported:
    return DeliveryReported(
        text_id=text_id,
        sid=f"sid-{text_id}",
        state=TextState.UNDELIVERED,
        purpose=Purpose.PLANNED,
        failure=failure,
        error=error,
        decided_at=at,
        touchpoint="day1",
    )


def planned(**more: object) -> Life:
    """The carrier has day1, in the morning of the day before day2."""
    begun = life(touchpoint("day1", 1, expires_after_hours=72, **more), touchpoint("day2", 2), touchpoint("day30", 30))
    begun.live_until(MONDAY + timedelta(days=1, hours=2))
    assert begun.sent()[-1] == "day1"
    return begun


def days_of(lived: Life) -> list[tuple[str | None, int]]:
    return [(text.touchpoint, text.at.day) for text in lived.texts if text.state is TextState.SENDING]


@pytest.mark.parametrize("failure", [Failure.RETRY, Failure.THROTTLED, Failure.AMBIGUOUS])
def test_a_planned_text_that_fails_on_its_way_is_said_once_more_on_another_day(failure: Failure) -> None:
    lived = planned()

    lived.happens(failed("t-day1", lived.now, failure), after=MINUTE)
    lived.live_until(MONDAY + timedelta(days=2, hours=1))
    again = lived.texts[-1]
    lived.happens(failed(again.text_id, lived.now, failure), after=MINUTE)
    lived.live_until(MONDAY + timedelta(days=9))

    assert days_of(lived)[1:] == [("day1", 3), ("day1", 4), ("day2", 5)]
    assert again.text_id != "t-day1"


@pytest.mark.parametrize("failure", [Failure.PERMANENT, Failure.CONFIGURATION, Failure.OPTED_OUT])
def test_what_no_second_try_can_mend_has_none(failure: Failure) -> None:
    lived = planned()

    lived.happens(failed("t-day1", lived.now, failure), after=MINUTE)
    lived.live_until(MONDAY + timedelta(days=9))

    assert [touchpoint for touchpoint, _ in days_of(lived)].count("day1") == 1


def test_a_question_that_never_reached_her_is_asked_anew_and_was_not_met_with_silence() -> None:
    lived = planned(check_in=check_in("mood"))

    lived.happens(failed("t-day1", MONDAY + timedelta(days=1)), after=MINUTE)
    ended = lived.enrollment.question
    lived.live_until(MONDAY + timedelta(days=2, hours=1))
    asked = lived.enrollment.question

    assert ended is None
    assert asked is not None
    assert asked.asked_at.day == 4


def test_what_was_opened_has_arrived_whatever_the_carrier_says_later() -> None:
    """On a discreet phone a text announces, and its question is open once she has asked to read."""
    lived = planned(check_in=check_in("mood"))
    decided_at = lived.now - timedelta(hours=2)
    question = lived.enrollment.question
    assert question is not None
    lived.enrollment = replace(lived.enrollment, question=replace(question, asked_at=lived.now))

    lived.happens(failed("t-day1", decided_at), after=MINUTE)

    assert lived.enrollment.question is not None
    assert lived.enrollment.said_again == frozenset()


def test_a_reminder_that_fails_is_no_reason_to_ask_anew() -> None:
    lived = planned(check_in=check_in("mood"))

    lived.happens(failed("n-t-day1", lived.now), after=MINUTE)

    assert lived.enrollment.question is not None
    assert lived.enrollment.said_again == frozenset()


def test_what_is_out_of_date_by_then_or_of_somebody_who_left_is_not_said_again() -> None:
    late, gone = planned(), planned()

    late.happens(failed("t-day1", late.now), after=timedelta(days=3))
    gone.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)), after=MINUTE)
    gone.happens(failed("t-day1", MONDAY + timedelta(days=1)), after=MINUTE)

    assert (late.enrollment.said_again, gone.enrollment.said_again) == (frozenset(), frozenset())


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_refusal_told_by_callback_is_as_old_as_its_text(comes_back: bool) -> None:
    """The carrier took the text, then stopped it; its word comes after she is back, or after she has left for good."""
    lived = sending()
    decided_at = lived.now
    lived.happens(SendAnswered(text_id="t-day1", sid="SM7"), after=SECOND)
    if comes_back:
        lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)), after=MINUTE)
        lived.happens(reply(reading(intent=Intent.OPT_IN), sid="SM2", carrier="START"), after=MINUTE)

    lived.happens(
        DeliveryReported(
            text_id="t-day1",
            sid="SM7",
            state=TextState.UNDELIVERED,
            purpose=Purpose.PLANNED,
            failure=Failure.OPTED_OUT,
            error=21610,
            decided_at=decided_at,
        ),
        after=MINUTE,
    )

    assert (lived.enrollment.left_at is None) is comes_back


@pytest.mark.parametrize("failure", [Failure.PERMANENT, Failure.CONFIGURATION, Failure.OPTED_OUT])
def test_a_safety_answer_that_cannot_arrive_is_told_to_whoever_is_on_call(failure: Failure) -> None:
    lived = danger()

    lived.happens(SendAnswered(text_id="SM1-safety", failure=failure, error=30005))

    assert lived.sent(to_staff=True) == ["page.undelivered"]


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
            DeliveryReported(
                text_id=text_id,
                sid=text_id,
                state=TextState.UNDELIVERED,
                purpose=Purpose.PLANNED,
                failure=Failure.RETRY,
            )
        )

    assert [one.reason.value for one in lived.enrollment.escalations] == ["unreachable"]


def test_one_delivery_makes_earlier_failures_forgotten() -> None:
    lived = life(touchpoint("day1", 1), person={"failures_in_a_row": 1})

    lived.happens(DeliveryReported(text_id="t-welcome", sid="SM5", state=TextState.DELIVERED, purpose=Purpose.NOTICE))

    assert lived.enrollment.failures_in_a_row == 0


def test_a_safety_answer_not_confirmed_within_a_minute_is_noted_for_staff() -> None:
    lived = danger()
    lived.happens(SendAnswered(text_id="SM1-safety", sid="SM8"))
    lived.happens(Woke(), after=61 * SECOND)

    lived.happens(DeliveryReported(text_id="SM1-safety", sid="SM8", state=TextState.SENT, purpose=Purpose.SAFETY))

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


def test_a_check_in_that_never_left_asks_nothing_and_means_no_silence() -> None:
    lived = life(touchpoint("mood", 1, check_in=check_in("mood", silence="escalate")), touchpoint("day9", 9))
    lived.now = MONDAY + timedelta(days=1)
    lived.enrollment = decide(lived.program, lived.enrollment, Woke(), lived.now).enrollment

    lived.happens(SendAnswered(text_id="t-mood", failure=Failure.CONFIGURATION, error=21703))
    lived.live_until(MONDAY + timedelta(days=8))

    assert "nudge.mood" not in lived.sent()
    assert lived.enrollment.escalations == ()


@pytest.mark.parametrize(
    "meanwhile",
    [reply(reading(intent=Intent.OPT_OUT, leaving=True)), Withdrawn(by="ana")],
    ids=["she left", "she was withdrawn"],
)
def test_a_text_that_got_lost_is_not_sent_again_to_somebody_who_left_or_was_withdrawn(meanwhile: Fact) -> None:
    lived = sending()
    lived.happens(meanwhile, after=MINUTE)

    decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=4 * MINUTE)

    assert decision.resend == ()


def test_a_lost_check_in_is_not_sent_again_into_a_crisis() -> None:
    lived = sending()
    lived.happens(reply(reading(Sign.SUICIDE)), after=MINUTE)

    decision = lived.happens(ProviderHasNone(text_id="t-day1"), after=4 * MINUTE)

    assert "t-day1" not in decision.resend


def test_a_lost_text_is_not_sent_again_at_night() -> None:
    lived = life(touchpoint("day1", 1, at=time(19, 40), expires_after_hours=40))
    lived.now = MONDAY + timedelta(days=1, hours=9, minutes=40)
    lived.enrollment = decide(lived.program, lived.enrollment, Woke(), lived.now).enrollment

    night = lived.happens(ProviderHasNone(text_id="t-day1"), after=timedelta(hours=5))
    due = next(one for one in lived.enrollment.in_flight if one.text_id == "t-day1").check_at

    assert night.resend == ()
    assert due.astimezone(ZoneInfo(NEW_YORK)).time() == time(9)


def test_an_answer_to_danger_goes_again_unasked_when_the_provider_cannot_be_asked() -> None:
    lived = danger()
    resent: list[str] = []
    for _ in range(12):
        lived.now += MINUTE
        decision = decide(lived.program, lived.enrollment, Woke(), lived.now)
        lived.enrollment = decision.enrollment
        resent += decision.resend

    assert "SM1-safety" in resent


def test_a_page_that_fails_says_nothing_about_her_phone() -> None:
    lived = life(touchpoint("day9", 9))

    for number in range(3):
        lived.happens(
            DeliveryReported(
                text_id=f"p-{number}",
                sid="SM1",
                state=TextState.UNDELIVERED,
                purpose=Purpose.PAGE,
                failure=Failure.OPTED_OUT,
            )
        )

    assert lived.enrollment.left_at is None
    assert lived.enrollment.failures_in_a_row == 0


def test_one_dead_phone_on_call_does_not_make_everybody_elses_ring_without_pause() -> None:
    lived = danger()
    paged = 0
    for _ in range(120):
        if lived.enrollment.wake_at is None:
            break
        lived.now = max(lived.now, lived.enrollment.wake_at)
        decision = decide(lived.program, lived.enrollment, Woke(), lived.now)
        lived.enrollment = decision.enrollment
        for text in decision.texts:
            dead = text.contact_id == "ben"
            answer = SendAnswered(text_id=text.text_id, sid="x", failure=Failure.PERMANENT if dead else None)
            lived.enrollment = decide(lived.program, lived.enrollment, answer, lived.now).enrollment
            paged += not dead and text.contact_id is not None
        if lived.now > MONDAY + timedelta(days=3, hours=2):
            break

    assert paged < 20


def test_a_provider_that_is_busy_costs_no_attempt() -> None:
    lived = sending()
    for _ in range(30):
        lived.happens(SendAnswered(text_id="t-day1", failure=Failure.THROTTLED, error=20429), after=MINUTE)

    assert lived.happens(ProviderHasNone(text_id="t-day1"), after=MINUTE).resend == ("t-day1",)


def test_a_welcome_that_got_lost_is_not_sent_again_at_night() -> None:
    evening = MONDAY.astimezone(ZoneInfo(NEW_YORK)).replace(hour=19, minute=40)
    of = program()
    sent = decide(of, enrollment(evening), Enrolled(), evening)
    night = evening + timedelta(minutes=10)

    decision = decide(of, sent.enrollment, ProviderHasNone(text_id="t-welcome"), night)

    again = next(one for one in decision.enrollment.in_flight if one.text_id == "t-welcome").check_at
    assert [text.text_id for text in sent.texts] == ["t-welcome"]
    assert decision.resend == ()
    assert again.astimezone(ZoneInfo(NEW_YORK)).time() == time(9)
