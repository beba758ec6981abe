"""Conversations about doubt and about less, through the real operations and words; only the hearing is given."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.codec import decode, encode
from functions.operations.acting import Act, act, always
from functions.operations.enrolling import Made
from functions.operations.showing import enrollment_view
from functions.operations.staff_acts import Wrong, from_request
from functions.ports import Ref
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from messages.hearing.reading import Answer, Intent, Part, Question, Reading, Topic
from messages.severity import Severity
from schedules.doubts import DOUBT_WAITS
from schedules.enrollment import Enrollment
from schedules.escalation import Reason
from schedules.facts import Closed, ReplyReceived
from schedules.text import Direction, Text, TextState
from tests.making import reading

START = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def living(**changes: object) -> Pocket:
    made = pocket(sample_clinic(), START)
    assert isinstance(made.enroll(sample_form(START, **changes)), Made)
    made.live_until(START + 6 * DAY)
    return made


def ref_of(world: Pocket) -> Ref:
    return Ref(clinic_id=world.clinic.clinic_id, enrollment_id=world.enrollment.enrollment_id)


def heard(world: Pocket, read: Reading) -> list[Text]:
    """What she gets for a text that was understood so."""
    before = {text.text_id for text in world.texts()}
    world.replies += 1
    sid = f"SM{world.replies:032x}"
    fact = ReplyReceived(sid=sid, body="her words", reading=read)
    act(world.world, Act(ref=ref_of(world), make=always(fact), fact_id=sid))
    return [text for text in world.texts() if text.text_id not in before and to_her(text)]


def to_her(text: Text) -> bool:
    return text.direction is Direction.OUT and text.contact_id is None and text.state is not TextState.WITHHELD


def pages(world: Pocket) -> list[str]:
    return [text.message or "" for text in world.texts() if text.contact_id]


def shown(world: Pocket) -> dict[str, Any]:
    view = enrollment_view(world.world, ref_of(world))
    assert view is not None
    return view


@pytest.mark.parametrize(("language", "question"), [("en", "1 for yes, 2 for no"), ("es", "1 (sí o no sé) o 2 (no)")])
@pytest.mark.parametrize("severity", [Severity.CRISIS, Severity.EMERGENCY])
def test_the_safety_question_says_how_to_answer_and_whom_to_ring(
    language: str, question: str, severity: Severity
) -> None:
    world = living(language=language)

    (text,) = heard(world, reading(doubt=severity))

    assert question in text.body
    assert "911" in text.body
    assert ("988" in text.body) is (severity is Severity.CRISIS)
    assert pages(world) == []


def test_silence_after_the_safety_question_pages_and_staff_see_why() -> None:
    world = living()
    heard(world, reading(doubt=Severity.EMERGENCY))
    open_doubt = shown(world)["doubt"]

    world.live_until(world.clock.at + DOUBT_WAITS)

    assert open_doubt["severity"] == "emergency"
    assert shown(world)["doubt"] is None
    assert pages(world) == ["page.first"]
    (one,) = [one for one in shown(world)["escalations"] if one["reason"] == "doubt"]
    assert (one["severity"], one["signs"]) == ("emergency", ["doubt:emergency"])
    assert "raised:emergency:no_answer" in [entry["action"] for entry in one["history"]]


def test_a_no_ends_it_and_the_inbox_keeps_it_for_a_person() -> None:
    world = living()
    heard(world, reading(doubt=Severity.CRISIS))

    no = reading(intent=Intent.ACK, answer=Answer(question=Question.DOUBT, value=False))
    got = heard(world, no)
    world.live_until(world.clock.at + DAY)

    assert [text.message for text in got] == ["check.doubt.no"]
    assert pages(world) == []
    inbox = [one.escalation for one in world.world.store.inbox(world.clinic.clinic_id)]
    assert [one.severity for one in inbox if one.reason is Reason.DOUBT] == [Severity.SOON]


@pytest.mark.parametrize(("words", "message"), [("1", "safety.emergency"), ("2", "check.doubt.no")])
def test_her_bare_number_is_heard_as_the_answer_to_the_safety_question(words: str, message: str) -> None:
    world = living()
    heard(world, reading(doubt=Severity.EMERGENCY))
    before = {text.text_id for text in world.texts()}

    world.says(words)

    got = [text.message for text in world.texts() if text.text_id not in before and to_her(text)]
    assert got == [message]


def test_a_nurse_who_closes_it_in_time_is_not_paged() -> None:
    world = living()
    heard(world, reading(doubt=Severity.CRISIS))
    doubt = world.enrollment.doubt
    assert doubt is not None

    act(world.world, Act(ref=ref_of(world), make=always(Closed(by="ana", escalation_id=doubt.escalation_id))))
    world.live_until(world.clock.at + DAY)

    assert pages(world) == []


def test_what_she_wants_less_of_is_shown_and_changes_what_is_to_come() -> None:
    world = living()
    before = {one["message"] for one in shown(world)["coming"] if one["withheld"] is None}

    heard(world, reading(part=Part.TOPIC, closing=(Topic.PARTNER,)))
    heard(world, reading(part=Part.SAFETY_ONLY))

    after = {one["message"] for one in shown(world)["coming"] if one["withheld"] is None}
    assert (shown(world)["closed_topics"], shown(world)["only_safety"], shown(world)["weekly"]) == (
        ["partner"],
        True,
        False,
    )
    assert {one for one in before if one.startswith("heart.")}
    assert not {one for one in after if one.startswith("heart.")}
    assert {"care.signs", "ask.bleeding_stopped"} & before == {"care.signs", "ask.bleeding_stopped"} & after


def test_a_person_at_the_clinic_restores_everything() -> None:
    world = living()
    heard(world, reading(part=Part.TOPIC, closing=(Topic.PARTNER,)))

    fact = from_request("restore", {}, world.enrollment, by="desk", now=world.clock.at, country="us")
    assert not isinstance(fact, Wrong)
    act(world.world, Act(ref=ref_of(world), make=always(fact)))

    assert shown(world)["closed_topics"] == []


@pytest.mark.parametrize("missing", ["doubt", "person"])
def test_an_enrollment_stored_before_there_was_doubt_still_loads(missing: str) -> None:
    enrollment = living().enrollment
    stored = json.loads(encode(enrollment))
    for name in ("closed_topics", "only_safety", "weekly") if missing == "person" else ():
        del stored["person"][name]
    if missing == "doubt":
        del stored["doubt"]

    assert decode(Enrollment, json.dumps(stored)) == enrollment


def test_a_doubt_is_stored_and_read_back() -> None:
    world = living()
    heard(world, reading(doubt=Severity.CRISIS))

    assert world.enrollment.doubt is not None
    assert decode(Enrollment, encode(world.enrollment)) == world.enrollment
