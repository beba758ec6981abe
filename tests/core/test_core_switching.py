"""Another kind of care: the old pathway ends on record, the new one begins with its own safety; nothing twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from messages.hearing.reading import Answer, Intent, Question, Sign
from messages.opt_in import OptIn
from messages.resources import lines
from messages.severity import Severity
from schedules.calendar import local_date
from schedules.decide import decide
from schedules.decision import Decision, Program
from schedules.enrollment import Outcome, Status
from schedules.escalation import Reason
from schedules.facts import Closed, Enrolled, ProviderHasNone, SendAnswered, Switched, Withdrawn, Woke
from schedules.pathways import Clock, latest_version, pathway, released
from schedules.preview import coming
from schedules.text import Direction, TextState
from schedules.triage import safety_key
from tests.making import MONDAY, NEW_YORK, Life, clinic, echo_catalogue, enrollment, reading, reply

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 3, 2)
DOOR = reading(intent=Intent.ACK, answer=Answer(question=Question.DOOR, value=True))
KEYS = sorted({key for key, _ in released()})


def program_of(key: str) -> Program:
    version = latest_version(key)
    return Program(pathway=pathway(key, version), clinic=clinic(), catalogue=echo_catalogue(), lines=lines("us"))


def on(key: str, *, begun: date = TODAY, at: datetime = MONDAY, **changes: Any) -> Life:
    """Somebody enrolled at `at` on a shipped pathway whose first clock began on `begun`."""
    program = program_of(key)
    assert program.pathway is not None
    her = enrollment(
        at,
        pathway=key,
        pathway_version=program.pathway.version,
        **{"anchors": {program.pathway.clocks[0]: begun}, **changes},
    )
    lived = Life(program=program, enrollment=her, now=at, texts=[])
    lived.happens(Enrolled())
    return lived


def switch(lived: Life, key: str, anchors: Mapping[Clock, date] | None = None, **more: Any) -> Decision:
    """As the shell does it: decided on the old program, lived on with the new one."""
    new = program_of(key)
    assert new.pathway is not None
    if anchors is None:
        anchors = {new.pathway.clocks[0]: local_date(lived.now, NEW_YORK)}
    fact = Switched(by="desk", pathway=key, version=new.pathway.version, anchors=anchors, **more)
    decision = decide(lived.program, lived.enrollment, fact, lived.now)
    lived.enrollment, lived.last = decision.enrollment, decision
    lived.texts += decision.texts
    current = program_of(lived.enrollment.pathway or key)
    lived.program = current
    for text in decision.texts:
        if text.state is TextState.SENDING:
            accepted = SendAnswered(text_id=text.text_id, sid=f"sid-{text.text_id}")
            lived.enrollment = decide(lived.program, lived.enrollment, accepted, lived.now).enrollment
    return decision


def ids_out(lived: Life) -> list[str]:
    return [text.text_id for text in lived.texts if text.direction is Direction.OUT]


def test_what_the_old_pathway_had_to_say_is_withheld_as_switched() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 3 * DAY)
    pending = {one.key for one in lived.program.pathway.touchpoints if one.key not in lived.enrollment.outcomes}  # type: ignore[union-attr]

    decision = switch(lived, "early-surgery")

    withheld = {text.touchpoint for text in decision.texts if text.withheld and text.withheld.value == "switched"}
    assert withheld == pending
    assert lived.enrollment.pathway == "early-surgery"
    assert lived.enrollment.status is Status.ACTIVE
    assert lived.enrollment.switched_at == lived.now
    assert lived.enrollment.wake_at is not None
    assert lived.enrollment.wake_at > lived.now


def test_on_its_day_the_new_one_begins_with_its_own_day_text_and_no_second_welcome() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 10 * DAY - 2 * HOUR)

    switch(lived, "early-medication")
    lived.live_until(lived.now + 2 * DAY)

    assert lived.sent()[-2:] == ["care.tablets_day", "ask.bleeding_started.first"]


def test_days_after_the_new_one_begins_with_its_catch_up() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 10 * DAY)
    lived.texts.clear()

    switch(lived, "early-medication", {Clock.TABLETS: TODAY + 8 * DAY})
    lived.live_until(lived.now + 2 * DAY)

    assert lived.sent()[0] == "catch_up.tablets"
    assert lived.sent().count("catch_up.tablets") == 1
    assert "notice.welcome" not in lived.sent()


def test_a_catch_up_already_had_does_not_keep_back_the_new_one() -> None:
    lived = on("early-expectant", begun=TODAY - 5 * DAY)
    lived.live_until(MONDAY + 3 * DAY)
    assert lived.sent()[1].startswith("catch_up.")

    switch(lived, "ectopic-methotrexate", {Clock.INJECTION: TODAY + 1 * DAY})
    lived.live_until(lived.now + 2 * DAY)

    assert "catch_up.injection" in lived.sent()


def test_what_was_done_under_the_same_name_is_not_done_again() -> None:
    lived = on("early-medication")
    lived.live_until(MONDAY + 29 * DAY)
    done = {key for key, outcome in lived.enrollment.outcomes.items() if outcome is not Outcome.WITHHELD}
    lived.texts.clear()

    switch(lived, "early-surgery", {Clock.PROCEDURE: TODAY + 29 * DAY})
    lived.live_until(MONDAY + 160 * DAY)

    again = {text.touchpoint for text in lived.texts if text.state is TextState.SENDING and text.touchpoint}
    assert done & {one.key for one in pathway("early-surgery", latest_version("early-surgery")).touchpoints}
    assert not again & done - {"catch-up"}


def test_an_open_question_ends_without_a_word_to_anybody() -> None:
    lived = on("early-medication")
    lived.live_until(MONDAY + 1 * DAY)
    assert lived.enrollment.asked is Question.BLEEDING_STARTED

    switch(lived, "ectopic-salpingectomy")
    lived.live_until(lived.now + 4 * DAY)

    assert lived.enrollment.outcomes["bleeding-started-1"] is Outcome.SILENT
    assert lived.enrollment.escalations == ()
    assert "nudge.bleeding_started" not in lived.sent()


def test_a_door_of_the_old_pathway_does_not_open_any_more() -> None:
    lived = on("early-medication", person=replace(enrollment().person, discreet=True))
    lived.live_until(MONDAY + 1 * DAY)
    assert lived.enrollment.sealed is not None

    switch(lived, "ectopic-salpingectomy")
    lived.happens(reply(DOOR))

    assert lived.enrollment.question is None
    assert "ask.bleeding_started.first" not in lived.sent()
    assert lived.enrollment.outcomes["bleeding-started-1"] is Outcome.SILENT


def test_the_same_switch_again_does_nothing() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 3 * DAY)
    switch(lived, "early-surgery")
    before = lived.enrollment

    lived.now += HOUR
    decision = switch(lived, "early-surgery")

    assert not decision.changes(before)
    assert lived.enrollment == before


def test_a_switch_to_where_she_is_does_nothing() -> None:
    lived = on("early-medication")

    assert not switch(lived, "early-medication", {Clock.TABLETS: TODAY}).texts


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.COMPLETED, Status.STRANGER])
def test_whose_texts_have_ended_is_not_switched(status: Status) -> None:
    lived = on("early-expectant")
    if status is Status.WITHDRAWN:
        lived.happens(Withdrawn(by="desk"))
    lived.enrollment = replace(lived.enrollment, status=status)
    before = lived.enrollment

    decision = switch(lived, "early-surgery")

    assert decision.enrollment.pathway == before.pathway
    assert [text for text in decision.texts if text.withheld and text.withheld.value == "switched"] == []


def test_who_left_is_switched_in_silence_and_hears_the_new_one_when_she_comes_back() -> None:
    lived = on("early-expectant")
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))
    lived.texts.clear()

    switch(lived, "early-surgery")
    lived.live_until(MONDAY + 5 * DAY)
    assert lived.sent() == []

    lived.happens(reply(reading(intent=Intent.OPT_IN), sid="SM2"))
    lived.live_until(MONDAY + 20 * DAY)
    assert len(lived.sent()) > 2


@pytest.mark.parametrize("key", KEYS)
def test_text_ids_never_repeat_however_often_she_is_switched(key: str) -> None:
    lived = on("early-expectant")
    for hop in (key, "late-waiting", key, "ectopic-salpingotomy", "early-expectant", key):
        lived.live_until(lived.now + 9 * DAY)
        switch(lived, hop)
    lived.live_until(lived.now + 200 * DAY)

    ids = ids_out(lived)
    assert len(ids) == len(set(ids))
    assert lived.enrollment.status is Status.COMPLETED


@pytest.mark.parametrize("key", ["late-waiting", "ectopic-expectant"])
def test_from_an_early_loss_to_what_turned_out_graver(key: str) -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 6 * DAY - HOUR)
    lived.texts.clear()

    switch(lived, key)
    lived.live_until(lived.now + 3 * DAY)
    lived.happens(reply(reading(Sign.SOME_PAIN)))

    first = pathway(key, latest_version(key)).touchpoints[0]
    assert first.message in lived.sent()
    assert lived.sent()[-1] == safety_key(Severity.URGENT, key)
    assert lived.sent(to_staff=True) == ["page.first"]


@pytest.mark.parametrize("between", [None, "early-surgery"])
def test_the_same_name_for_other_words_is_another_text(between: str | None) -> None:
    """`waiting-0` of an early loss reassures; of a later loss it warns. The one is no reason to keep back the other."""
    lived = on("early-expectant")
    assert "care.waiting" in lived.sent()
    lived.live_until(MONDAY + 6 * DAY - 2 * HOUR)
    if between is not None:
        switch(lived, between)
        lived.live_until(MONDAY + 8 * DAY - 2 * HOUR)

    switch(lived, "late-waiting")
    lived.live_until(lived.now + DAY)

    assert lived.sent()[-1] == "care.late_waiting"


def test_silence_of_a_check_in_asked_anew_is_another_matter() -> None:
    lived = on("early-medication")
    lived.live_until(MONDAY + 4 * DAY)
    (first,) = lived.enrollment.escalations
    lived.happens(Closed(by="ana", escalation_id=first.escalation_id))
    switch(lived, "early-surgery")
    lived.live_until(MONDAY + 20 * DAY - 2 * HOUR)

    switch(lived, "early-medication")
    lived.live_until(MONDAY + 25 * DAY)

    again = [one for one in lived.enrollment.escalations if one.reason is Reason.SILENT]
    assert [one.escalation_id for one in again] != []
    assert first.escalation_id not in {one.escalation_id for one in again}


def test_back_to_an_early_track_any_pain_is_plain_again() -> None:
    lived = on("ectopic-expectant")
    switch(lived, "early-surgery")

    lived.happens(reply(reading(Sign.SOME_PAIN)))

    assert lived.sent(to_staff=True) == []


def test_milk_and_tablets_are_those_of_the_new_care() -> None:
    lived = on("early-medication", tablets_at=MONDAY.time())

    switch(lived, "late-surgery", milk=True)
    assert lived.enrollment.milk
    assert lived.enrollment.tablets_at is None
    lived.now += HOUR
    switch(lived, "early-surgery")
    assert lived.enrollment.milk


def test_a_due_date_stays_through_a_switch_unless_another_is_given() -> None:
    due = date(2026, 9, 1)
    lived = on("early-expectant", anchors={Clock.DECISION: TODAY, Clock.DUE: due})
    first = program_of("early-surgery").pathway.clocks[0]  # type: ignore[union-attr]

    switch(lived, "early-surgery")
    assert lived.enrollment.anchors == {first: TODAY, Clock.DUE: due}
    assert not switch(lived, "early-surgery").texts

    switch(lived, "early-surgery", {first: TODAY, Clock.DUE: due + DAY})
    assert lived.enrollment.anchors[Clock.DUE] == due + DAY


def test_a_yes_of_before_does_not_let_out_what_waits_for_a_yes_after_surgery() -> None:
    """Her bleeding had stopped; after the operation she bleeds again."""
    lived = on("early-medication", person=replace(enrollment().person, topics=frozenset({OptIn.INTIMACY})))
    lived.live_until(MONDAY + 13 * DAY)
    lived.happens(reply(reading(answer=Answer(question=Question.BLEEDING_STOPPED, value=True))))
    assert lived.enrollment.last_answer(Question.BLEEDING_STOPPED) is not None

    switch(lived, "early-medication", {Clock.TABLETS: TODAY + 13 * DAY})
    lived.live_until(MONDAY + 80 * DAY)

    assert "topic.intimacy" not in lived.sent()
    assert "ask.bleeding_stopped.again" in lived.sent()


def test_a_text_of_the_old_pathway_that_was_lost_is_not_sent_again_after_the_switch() -> None:
    lived = on("early-medication")
    lived.live_until(MONDAY + 3 * DAY - HOUR)
    lived.now = MONDAY + 3 * DAY
    lived.enrollment = decide(lived.program, lived.enrollment, Woke(), lived.now).enrollment
    assert [one.text_id for one in lived.enrollment.in_flight] == ["t-temperature-3"]

    lived.now += timedelta(minutes=1)
    switch(lived, "ectopic-salpingectomy")
    decision = lived.happens(ProviderHasNone(text_id="t-temperature-3"), after=timedelta(minutes=5))

    assert decision.resend == ()


def test_a_grave_matter_that_is_open_stays_open_and_holds_the_new_texts() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 2 * DAY)
    lived.happens(reply(reading(Sign.SUICIDE, intent=Intent.CRISIS)))
    lived.texts.clear()

    switch(lived, "early-surgery")
    lived.live_until(lived.now + DAY)

    assert [message for message in lived.sent() if not message.startswith("safety.")] == []
    assert [one.severity.value for one in lived.enrollment.escalations] == ["crisis"]


def test_what_is_coming_after_a_switch_can_be_shown() -> None:
    lived = on("early-expectant")
    switch(lived, "ectopic-methotrexate")

    messages = [one.text.message for one in coming(lived.program, lived.enrollment, lived.now)]

    assert "heart.last" in messages


def test_what_was_offered_before_a_switch_is_not_offered_again() -> None:
    """Fact sheet D.4: once, whether or not she answered."""
    lived = on("early-expectant")
    lived.live_until(MONDAY + 26 * DAY)
    assert lived.sent().count("offer.topics") == 1

    switch(lived, "early-surgery")
    lived.live_until(MONDAY + 150 * DAY)

    assert lived.sent().count("offer.topics") == 1


def test_before_it_was_offered_a_switch_takes_nothing_away() -> None:
    lived = on("early-expectant")
    lived.live_until(MONDAY + 3 * DAY)

    switch(lived, "early-surgery")
    lived.live_until(MONDAY + 150 * DAY)

    assert lived.sent().count("offer.topics") == 1
