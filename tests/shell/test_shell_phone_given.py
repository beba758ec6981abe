"""A phone that changes hands: nothing of whoever had it before goes there, and nobody's cry for help is lost for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from functions.operations.acting import Act, Acted, act, always
from functions.operations.enrolling import Refused, begun, checked
from functions.operations.staff_acts import apply
from functions.ports import Ref, Request
from functions.ports_provider import Refused as NotTaken
from infra.local.sample import sample_clinic
from infra.pocket import Pocket, pocket, sample_form
from schedules.facts import Completed, Enrolled
from schedules.text import Failure, TextState, Withheld

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
HER = "+12025550143"
DOUBTFUL = "something is really wrong"
DANGER = "I want to kill myself"


def completed() -> tuple[Pocket, Ref]:
    world = pocket(sample_clinic(), NOW)
    world.enroll(sample_form(NOW, phone=HER))
    assert world.ref is not None
    apply(world.world, world.ref, Completed(by="desk"), key=None, action="complete", by="desk")
    world.clock.at += timedelta(hours=3)
    return world, world.ref


def enrolled_while(world: Pocket, meanwhile: Callable[[], None]) -> Acted:
    """Somebody else is enrolled with her phone; what happens between the check of the form and the commit."""
    form = checked(world.world, world.clinic, sample_form(world.clock.at, phone=HER))
    assert not isinstance(form, Refused)
    request = Request(key="second", digest="d")
    meanwhile()
    new = begun(world.clinic, form, request, world.clock.at)
    ref = Ref(clinic_id=world.clinic.clinic_id, enrollment_id=new.enrollment_id)
    return act(world.world, Act(ref=ref, make=always(Enrolled()), new=new, request=request))


def test_a_phone_with_an_open_safety_question_is_given_to_nobody_else() -> None:
    world, _ = completed()
    world.says(DOUBTFUL)
    assert world.enrollment.doubt is not None

    refused = checked(world.world, world.clinic, sample_form(world.clock.at, phone=HER))

    assert isinstance(refused, Refused)
    assert [(one.field, bool(one.mend)) for one in refused.problems] == [("phone", True)]


def test_a_doubt_that_came_while_the_phone_was_given_away_pages_and_tells_the_new_owner_nothing() -> None:
    world, _ = completed()
    assert enrolled_while(world, lambda: world.says(DOUBTFUL)) is Acted.DONE
    before = len(world.gateway.to(HER))

    world.live_until(world.clock.at + timedelta(minutes=11))
    (matter,) = world.enrollment.escalations
    world.says(matter.code, sender=world.clinic.ladder[0].phone)

    assert matter.severity.pages_now
    assert matter.rounds
    assert world.enrollment.escalations[0].acknowledged_by is not None
    assert world.gateway.to(HER)[before:] == []
    assert Withheld.PHONE_GIVEN in {text.withheld for text in world.texts()}


def test_an_answer_to_danger_that_was_not_taken_does_not_go_again_to_the_new_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, _ = completed()

    def cries() -> None:
        monkeypatch.setattr(
            world.gateway, "send", lambda _: NotTaken(failure=Failure.THROTTLED, error=20429), raising=True
        )
        world.says(DANGER)
        monkeypatch.undo()

    assert enrolled_while(world, cries) is Acted.DONE
    before = len(world.gateway.to(HER))

    world.live_until(world.clock.at + timedelta(hours=1))

    assert world.gateway.to(HER)[before:] == []
    answer = next(text for text in world.texts() if text.text_id.endswith("-safety"))
    assert (answer.sid, answer.state, answer.withheld) == (None, TextState.WITHHELD, Withheld.PHONE_GIVEN)
    assert [text for text in world.texts() if text.contact_id is not None and text.sid is not None]
