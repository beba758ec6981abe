"""Laws of handing over: nothing falls between two people, a note stays with its matter, an ending is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from messages.hearing.reading import Sign
from schedules.escalation import NOTE_CHARACTERS_MAX, NOTES_MAX, Ending, Escalation, EscalationState
from schedules.facts import (
    Acknowledged,
    Assigned,
    Closed,
    GaveBack,
    Noted,
    PassedOn,
    Released,
    Reopened,
    StaffText,
)
from schedules.text import Channel
from tests.core.test_core_ladder import NOW, lived
from tests.making import Life, reading, reply

E1 = "e-SM1"


def matter(one: Life) -> Escalation:
    (found,) = one.enrollment.escalations
    return found


def taken(sign: Sign = Sign.FEVER) -> Life:
    """Ana has it."""
    one = lived(sign)
    one.happens(Acknowledged(by="ana", escalation_id=E1))
    one.texts.clear()
    return one


def test_a_colleague_is_told_and_it_stays_with_whoever_had_it_until_she_takes_it() -> None:
    one = taken()

    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))

    told = [(text.contact_id, text.message, text.channel) for text in one.texts]
    assert told == [("ben", "page.assigned", Channel.SMS), ("ben", "page.call", Channel.CALL)]
    assert (matter(one).acknowledged_by, matter(one).assigned_to) == ("ana", "ben")


def test_when_she_takes_it_it_is_hers_and_the_other_one_is_told_so() -> None:
    one = taken()
    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))
    one.texts.clear()

    one.happens(Acknowledged(by="ben", escalation_id=E1, text=StaffText(sid="SM9", body="ok", contact_id="ben")))

    assert (matter(one).acknowledged_by, matter(one).assigned_to) == ("ben", None)
    told = {(text.contact_id, text.message) for text in one.texts if text.message}
    assert told == {("ana", "page.taken_over"), ("ben", "page.acknowledged")}


def test_more_of_her_words_reach_both_while_it_is_between_them() -> None:
    one = taken()
    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))

    concerned = {text.contact_id for text in one.texts if text.message == "page.assigned"}

    assert concerned == {"ben"}
    assert matter(one).acknowledged_by == "ana"


def test_what_nobody_has_taken_goes_on_climbing_though_it_was_handed_to_somebody() -> None:
    one = lived()

    one.happens(Assigned(by="desk", escalation_id=E1, to="ben"), after=timedelta(minutes=1))
    one.live_until(NOW + timedelta(minutes=20))

    assert matter(one).state is EscalationState.OPEN
    assert "page.all" in one.sent(to_staff=True)


def test_it_cannot_be_handed_to_somebody_who_is_not_on_call() -> None:
    one = taken()

    decision = one.happens(Assigned(by="ana", escalation_id=E1, to="nobody"))

    assert (decision.texts, matter(one).assigned_to) == ((), None)


def test_nobody_is_handed_what_is_about_herself() -> None:
    one = taken()
    me = replace(one.program.clinic.ladder[1], phone=one.enrollment.person.phone)
    ladder = (one.program.clinic.ladder[0], me)
    one.program = replace(one.program, clinic=replace(one.program.clinic, ladder=ladder))

    decision = one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))

    assert (decision.texts, matter(one).assigned_to) == ((), None)


def test_who_comes_second_is_not_told_that_it_is_hers() -> None:
    one = taken()

    one.happens(Acknowledged(by="ben", escalation_id=E1, text=StaffText(sid="SM9", body="K", contact_id="ben")))

    assert one.sent(to_staff=True) == ["page.taken"]
    assert matter(one).acknowledged_by == "ana"


def test_a_note_is_kept_with_its_matter_and_stands_nowhere_else() -> None:
    one = taken()

    decision = one.happens(Noted(by="ana", escalation_id=E1, note="husband drives her in"))

    (note,) = matter(one).notes
    assert (note.author, note.text) == ("ana", "husband drives her in")
    assert all("husband" not in entry.action for entry in matter(one).history)
    assert decision.texts == ()


def test_notes_are_bounded_in_length_and_number_and_the_last_are_kept() -> None:
    one = taken()

    for number in range(NOTES_MAX + 5):
        one.happens(Noted(by="ana", escalation_id=E1, note=f"{number:04d}" + "x" * 2 * NOTE_CHARACTERS_MAX))

    notes = matter(one).notes
    assert len(notes) == NOTES_MAX
    assert notes[-1].text.startswith(f"{NOTES_MAX + 4:04d}")
    assert {len(note.text) for note in notes} == {NOTE_CHARACTERS_MAX}


@pytest.mark.parametrize("ending", [None, *Ending])
def test_whoever_closes_it_may_say_how_it_ended(ending: Ending | None) -> None:
    one = taken()

    decision = one.happens(Closed(by="ana", escalation_id=E1, outcome=ending))

    (closed,) = decision.escalations
    assert closed.outcome is ending
    assert closed.history[-1].action == (f"closed:{ending.value}" if ending else "closed")


@pytest.mark.parametrize("sign", [Sign.FEVER, Sign.SUICIDE])
def test_planned_texts_go_on_when_a_person_lets_them(sign: Sign) -> None:
    one = taken(sign)
    assert matter(one).holds_planned_until is not None

    one.happens(Released(by="ana", escalation_id=E1))
    one.live_until(NOW + timedelta(days=40))

    assert matter(one).holds_planned_until is None
    assert "day30" in one.sent()


def test_what_nobody_has_taken_cannot_be_released() -> None:
    one = lived()

    one.happens(Released(by="desk", escalation_id=E1))

    assert matter(one).holds_planned_until is not None


def test_new_danger_holds_them_again() -> None:
    one = taken()
    one.happens(Released(by="ana", escalation_id=E1))

    one.happens(reply(reading(Sign.FAINTED), sid="SM2"))

    assert [each.holds_planned_until is None for each in one.enrollment.escalations] == [True, False]


def test_what_is_handed_on_rings_again_and_never_rests_until_somebody_takes_it() -> None:
    one = taken()

    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))
    one.live_until(NOW + timedelta(hours=2))

    rounds = [entry.action for entry in matter(one).history if entry.action.startswith("paged:")]
    assert rounds[1:5] == ["paged:ben", "paged:ana", "paged:ben", "paged:ana,ben"]
    assert matter(one).next_page_at is not None
    assert "page.all" in one.sent(to_staff=True)
    assert one.sent().count("safety.unanswered") == 1


@pytest.mark.parametrize("by", ["ana", "ben", "desk"])
def test_whoever_takes_what_was_handed_on_has_it_from_then_and_the_pages_stop(by: str) -> None:
    one = taken()
    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"), after=timedelta(minutes=1))

    one.happens(Acknowledged(by=by, escalation_id=E1), after=timedelta(minutes=5))

    assert (matter(one).acknowledged_by, matter(one).assigned_to) == (by, None)
    assert matter(one).has_it_since == one.now
    assert matter(one).next_page_at is None


def test_who_is_called_about_what_was_handed_to_her_may_have_the_next_person_told() -> None:
    one = taken()
    one.happens(Assigned(by="ana", escalation_id=E1, to="ben"))
    (call,) = (text for text in one.texts if text.channel is Channel.CALL)
    one.texts.clear()

    one.happens(PassedOn(by="ben", escalation_id=E1, call=call.text_id))

    assert {text.contact_id for text in one.texts} == {"ana"}


def test_what_was_handed_to_a_colleague_is_hers_alone_once_another_has_taken_it() -> None:
    one = lived()
    one.happens(Assigned(by="desk", escalation_id=E1, to="ben"))

    one.happens(Acknowledged(by="ana", escalation_id=E1))

    assert (matter(one).acknowledged_by, matter(one).is_untaken) == ("ana", False)


def test_what_can_wait_rings_nobody_when_it_is_handed_on() -> None:
    one = lived(Sign.LONG_BLEEDING)
    (soon,) = one.enrollment.escalations
    one.happens(Acknowledged(by="ana", escalation_id=soon.escalation_id))

    one.happens(Assigned(by="ana", escalation_id=soon.escalation_id, to="ben"))

    assert (matter(one).next_page_at, matter(one).is_untaken) == (None, True)


def closed(one: Life) -> Escalation:
    assert one.last is not None
    (found,) = one.last.escalations
    return found


def test_what_is_taken_by_mistake_and_given_back_rings_at_once_and_she_is_told_when_it_is_taken_again() -> None:
    one = taken()

    one.happens(GaveBack(by="ana", escalation_id=E1), after=timedelta(minutes=1))

    assert (matter(one).state, matter(one).acknowledged_by) == (EscalationState.OPEN, None)
    assert [text.contact_id for text in one.texts] == ["ana", "ana"]
    one.live_until(NOW + timedelta(hours=2))
    assert "page.all" in one.sent(to_staff=True)
    one.happens(Acknowledged(by="ben", escalation_id=E1))
    assert one.sent().count("safety.acknowledged") == 1
    assert matter(one).acknowledged_at == one.now


def test_closing_what_nobody_has_takes_it_first_and_says_so_in_its_history() -> None:
    one = lived()

    one.happens(Closed(by="desk", escalation_id=E1, outcome=Ending.SPOKE_TO_HER))

    assert [entry.action for entry in closed(one).history[-2:]] == ["acknowledged", "closed:spoke_to_her"]
    assert (closed(one).acknowledged_by, closed(one).acknowledged_at) == ("desk", one.now)
    assert one.sent().count("safety.acknowledged") == 1


def test_what_was_closed_though_nobody_had_it_rings_again_when_it_is_opened_again() -> None:
    one = lived()
    one.happens(Closed(by="desk", escalation_id=E1, outcome=Ending.NOT_NEEDED))
    over = closed(one)

    one.happens(Reopened(by="desk", escalation=over), after=timedelta(minutes=1))

    assert (matter(one).state, matter(one).outcome, matter(one).closed_at) == (EscalationState.OPEN, None, None)
    assert matter(one).next_page_at is not None
    assert one.sent(to_staff=True)[-2:] == ["page.again", "page.call"]


@pytest.mark.parametrize(("by", "state"), [("ana", EscalationState.ACKNOWLEDGED), ("desk", EscalationState.OPEN)])
def test_what_somebody_had_is_hers_again_when_she_opens_it_again_and_rings_when_another_does(
    by: str, state: EscalationState
) -> None:
    one = taken()
    one.happens(Closed(by="ana", escalation_id=E1), after=timedelta(minutes=9))
    over = closed(one)

    one.happens(Reopened(by=by, escalation=over), after=timedelta(minutes=1))

    assert matter(one).state is state
    assert (matter(one).next_page_at is None) is (state is EscalationState.ACKNOWLEDGED)


def test_what_is_open_already_is_not_opened_again() -> None:
    one = taken()
    one.happens(Closed(by="ana", escalation_id=E1))
    over = closed(one)
    one.happens(Reopened(by="desk", escalation=over))
    one.happens(Acknowledged(by="ben", escalation_id=E1))

    one.happens(Reopened(by="desk", escalation=over))

    assert matter(one).acknowledged_by == "ben"
