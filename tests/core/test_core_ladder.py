"""Laws of calls to on-call staff: for what is grave, never a voicemail's word for a person's, and the next at a key."""

from dataclasses import replace
from datetime import timedelta

import pytest

from messages.catalogue import catalogue
from messages.hearing.reading import Sign
from messages.language import Language
from schedules.clinic import Clinic, Contact
from schedules.decide import decide
from schedules.enrollment import InFlight
from schedules.facts import Acknowledged, DeliveryReported, PassedOn, ProviderHasNone, SendAnswered, Woke
from schedules.text import Channel, Failure, Purpose, Text, TextState
from tests.making import MONDAY, Life, clinic, life, reading, reply, touchpoint

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NOW = MONDAY + timedelta(days=3)
"""Past the day of the tablets, when a fever would be expected."""
CALLS_FROM = "+12025550199"
FIRST_CALL = "p-e-SM1-0-ana.call"


def lived(sign: Sign = Sign.SUICIDE, *, of: Clinic | None = None) -> Life:
    """She wrote something grave, in a clinic that can call."""
    begun = life(touchpoint("day30", 30), of=of or clinic(calls_from=CALLS_FROM))
    begun.live_until(NOW)
    begun.texts.clear()
    begun.happens(reply(reading(sign)))
    return begun


def pages(one: Life, channel: Channel = Channel.CALL) -> list[str]:
    return [text.contact_id or "" for text in one.texts if text.contact_id and text.channel is channel]


def with_contact(**changes: object) -> Clinic:
    of = clinic(calls_from=CALLS_FROM)
    return replace(of, ladder=(replace(of.ladder[0], **changes), *of.ladder[1:]))  # type: ignore[arg-type]


def reported(text_id: str, state: TextState) -> DeliveryReported:
    failure = Failure.RETRY if state is TextState.UNDELIVERED else None
    return DeliveryReported(text_id=text_id, sid=f"sid-{text_id}", state=state, purpose=Purpose.PAGE, failure=failure)


@pytest.mark.parametrize("sign", [Sign.SUICIDE, Sign.FAINTED, Sign.FEVER])
def test_whatever_pages_also_rings(sign: Sign) -> None:
    one = lived(sign)

    assert pages(one) == ["ana"]
    assert pages(one, Channel.SMS) == ["ana"]


def test_a_clinic_without_a_number_to_call_from_texts_as_before() -> None:
    one = lived(of=clinic())

    assert pages(one) == []
    assert pages(one, Channel.SMS) == ["ana"]


def test_each_person_of_the_ladder_is_called_and_then_everybody() -> None:
    one = lived()

    one.live_until(NOW + 11 * MINUTE)

    assert pages(one) == ["ana", "ben", "ana", "ben"]


def test_more_of_her_words_tell_whoever_was_paged_without_ringing_again() -> None:
    one = lived()

    one.happens(reply(reading(Sign.SUICIDE), sid="SM2"))

    assert one.sent(to_staff=True)[-1] == "page.more"
    assert pages(one) == ["ana"]


def test_who_wants_no_calls_gets_none_and_who_cannot_be_texted_is_called_whatever_it_is() -> None:
    quiet = lived(of=with_contact(channels=frozenset({Channel.SMS})))
    landline = lived(of=with_contact(channels=frozenset({Channel.CALL})))
    landline.happens(reply(reading(Sign.SUICIDE), sid="SM2"))

    assert (pages(quiet), pages(quiet, Channel.SMS)) == ([], ["ana"])
    assert (pages(landline), pages(landline, Channel.SMS)) == (["ana", "ana"], [])


def test_nobody_can_be_put_on_call_whom_neither_text_nor_call_reaches() -> None:
    with pytest.raises(ValueError, match="neither texted nor called"):
        with_contact(channels=frozenset({Channel.EMAIL}), email="nurse@clinic.example")
    with pytest.raises(ValueError, match="neither texted nor called"):
        clinic(ladder=(Contact(contact_id="ana", phone="+12025550111", channels=frozenset({Channel.CALL})),))


def test_phones_do_not_ring_every_quarter_of_an_hour_for_a_day() -> None:
    one = lived(Sign.FEVER)

    one.live_until(NOW + timedelta(days=1))

    assert pages(one, Channel.SMS).count("ana") > 80
    assert 20 < pages(one).count("ana") < 35


def test_new_danger_makes_a_tired_paging_ring_again() -> None:
    one = lived(Sign.FEVER)
    one.live_until(NOW + timedelta(days=3))
    one.texts.clear()

    one.happens(reply(reading(Sign.SUICIDE), sid="SM2"))
    one.live_until(one.now + 40 * MINUTE)

    assert pages(one).count("ana") >= 3


def test_a_call_nobody_answers_climbs_within_a_minute_where_it_cannot_wait() -> None:
    one = lived()

    one.happens(reported(FIRST_CALL, TextState.UNDELIVERED), after=30 * SECOND)
    one.live_until(one.now + MINUTE)

    assert pages(one) == ["ana", "ben"]


def test_a_call_nobody_answers_leaves_an_urgent_matter_its_quarter_of_an_hour() -> None:
    """She is with a patient, and has the text."""
    one = lived(Sign.FEVER)

    one.happens(reported(FIRST_CALL, TextState.UNDELIVERED), after=30 * SECOND)
    one.live_until(NOW + 14 * MINUTE)

    assert pages(one) == ["ana"]


@pytest.mark.parametrize("state", [TextState.UNDELIVERED, TextState.DELIVERED, TextState.SENT])
def test_no_end_of_a_call_takes_a_page(state: TextState) -> None:
    """A voicemail, or a person who heard it and pressed nothing."""
    one = lived()

    one.happens(reported(FIRST_CALL, state), after=30 * SECOND)

    assert one.enrollment.escalations[0].acknowledged_by is None
    assert one.enrollment.escalations[0].next_page_at is not None


def test_one_takes_it_she_is_told_and_who_took_it_has_it_in_writing() -> None:
    one = lived()

    one.happens(Acknowledged(by="ana", escalation_id="e-SM1", call=FIRST_CALL), after=MINUTE)
    one.live_until(NOW + timedelta(hours=5))

    assert one.sent() == ["safety.crisis", "safety.acknowledged"]
    assert pages(one) == ["ana"]
    assert one.sent(to_staff=True)[-1] == "page.acknowledged"


def test_one_pressed_when_somebody_else_has_it_confirms_nothing() -> None:
    one = lived()
    one.happens(Acknowledged(by="ben", escalation_id="e-SM1"))

    one.happens(Acknowledged(by="ana", escalation_id="e-SM1", call=FIRST_CALL))

    assert one.enrollment.escalations[0].acknowledged_by == "ben"
    assert "page.acknowledged" not in one.sent(to_staff=True)


def test_two_tells_the_next_person_at_once_and_takes_nothing() -> None:
    one = lived()

    one.happens(PassedOn(by="ana", escalation_id="e-SM1", call=FIRST_CALL), after=MINUTE)

    assert pages(one) == ["ana", "ben"]
    assert one.enrollment.escalations[0].acknowledged_by is None
    assert one.sent() == ["safety.crisis"]


def test_two_in_a_call_of_a_round_that_is_over_moves_nothing() -> None:
    one = lived()
    one.live_until(NOW + 6 * MINUTE)

    one.happens(PassedOn(by="ana", escalation_id="e-SM1", call=FIRST_CALL))

    assert pages(one) == ["ana", "ben"]


def test_two_by_the_last_person_reaches_everybody_once_and_she_is_told_the_truth() -> None:
    one = lived()
    one.live_until(NOW + 6 * MINUTE)

    for _ in range(2):
        one.happens(PassedOn(by="ben", escalation_id="e-SM1", call="p-e-SM1-1-ben.call"))

    assert pages(one) == ["ana", "ben", "ana", "ben"]
    assert one.sent() == ["safety.crisis", "safety.unanswered"]


def test_two_after_somebody_took_it_moves_nothing() -> None:
    one = lived()
    one.happens(Acknowledged(by="ben", escalation_id="e-SM1"))

    one.happens(PassedOn(by="ana", escalation_id="e-SM1", call=FIRST_CALL))

    assert pages(one) == ["ana"]


def test_a_contact_named_like_somebody_elses_call_is_paged_as_well_and_no_text_is_two() -> None:
    """Two texts under one id are refused by the table, and nobody would be paged again."""
    of = with_contact(contact_id="ana", channels=frozenset(Channel), email="ana@clinic.example")
    second = [replace(of.ladder[1], contact_id=f"ana-{way}") for way in ("call", "email")]
    one = lived(of=replace(of, ladder=(of.ladder[0], *second)))
    one.program = replace(one.program, mails=True)

    one.live_until(NOW + timedelta(hours=2))

    ids = [text.text_id for text in one.texts]
    assert {"ana", "ana-call", "ana-email"} <= set(pages(one, Channel.SMS))
    assert len(ids) == len(set(ids))


def unsure() -> Life:
    """The call is in doubt, and nothing else is."""
    one = lived()
    flights = [flight for flight in one.enrollment.in_flight if flight.channel is Channel.CALL]
    doubtful = [replace(flight, state=TextState.SENDING, sid=None, check_at=NOW + 30 * SECOND) for flight in flights]
    one.enrollment = replace(one.enrollment, in_flight=tuple(doubtful))
    return one


def test_a_call_in_doubt_is_asked_about_and_made_again_only_when_there_was_none() -> None:
    one = unsure()
    one.happens(SendAnswered(text_id=FIRST_CALL, failure=Failure.AMBIGUOUS))

    asked = one.happens(Woke(), after=31 * SECOND)
    early = one.happens(ProviderHasNone(text_id=FIRST_CALL))
    late = one.happens(ProviderHasNone(text_id=FIRST_CALL), after=20 * SECOND)

    assert [ask.text_id for ask in asked.asks] == [FIRST_CALL]
    assert (early.resend, late.resend) == ((), (FIRST_CALL,))


def test_nobody_is_called_again_about_what_somebody_has_taken() -> None:
    one = unsure()
    one.happens(Acknowledged(by="ben", escalation_id="e-SM1"), after=50 * SECOND)

    decision = one.happens(ProviderHasNone(text_id=FIRST_CALL), after=10 * SECOND)

    assert decision.resend == ()


def test_a_call_says_who_calls_and_how_urgent_it_is_and_no_more() -> None:
    """Whoever picks up may not be the nurse."""
    for language in Language:
        one = lived(of=with_contact(language=language))
        program = replace(one.program, catalogue=catalogue())
        begun = replace(one.enrollment, escalations=(), in_flight=())

        decision = decide(program, begun, reply(reading(Sign.FEVER), sid="SM7"), one.now)

        (call,) = [text for text in decision.texts if text.channel is Channel.CALL]
        (escalation,) = decision.escalations
        assert "North Clinic" in call.body
        assert ", ".join(escalation.code) in call.body
        assert escalation.code not in call.body
        assert one.enrollment.person.phone not in call.body
        assert "SM7" not in call.body


def test_what_an_earlier_release_kept_reads_as_texts() -> None:
    flight = InFlight(
        text_id="p-1",
        purpose=Purpose.PAGE,
        claimed_at=NOW,
        first_claimed_at=NOW,
        check_at=NOW,
        state=TextState.SENDING,
        attempts=1,
    )

    assert flight.channel is Channel.SMS
    assert {field: Text.__dataclass_fields__[field].default for field in ("channel", "escalation_id")} == {
        "channel": Channel.SMS,
        "escalation_id": None,
    }


def mailed(of: Clinic | None = None) -> Life:
    """The first nurse has an address, and the deployment sends e-mail."""
    begun = life(touchpoint("day30", 30), of=of or with_contact(email="nurse@clinic.example"))
    begun.program = replace(begun.program, mails=True)
    begun.live_until(NOW)
    begun.texts.clear()
    begun.happens(reply(reading(Sign.SUICIDE)))
    return begun


def test_an_e_mail_goes_beside_text_and_call_where_there_is_an_address() -> None:
    one = mailed()
    one.live_until(NOW + 6 * MINUTE)

    assert [text.contact_id for text in one.texts if text.channel is Channel.EMAIL] == ["ana"]
    assert pages(one) == pages(one, Channel.SMS) == ["ana", "ben"]


def test_without_a_sender_no_e_mail_is_decided() -> None:
    assert pages(lived(of=with_contact(email="nurse@clinic.example")), Channel.EMAIL) == []


@pytest.mark.parametrize("failure", [Failure.CONFIGURATION, Failure.AMBIGUOUS, Failure.PERMANENT])
def test_an_e_mail_that_fails_changes_nothing_of_when_the_next_page_goes(failure: Failure) -> None:
    one = mailed()
    before = one.enrollment.escalations[0].next_page_at
    flight = InFlight(
        text_id="p-e-SM1-0-ana-email",
        purpose=Purpose.PAGE,
        claimed_at=NOW,
        first_claimed_at=NOW,
        check_at=NOW + MINUTE,
        state=TextState.SENDING,
        attempts=1,
        escalation_id="e-SM1",
        channel=Channel.EMAIL,
    )
    one.enrollment = replace(one.enrollment, in_flight=(flight,))

    one.happens(SendAnswered(text_id=flight.text_id, failure=failure))
    after = one.happens(Woke(), after=31 * SECOND)

    assert one.enrollment.escalations[0].next_page_at == before
    assert after.asks == ()
    assert len(one.enrollment.in_flight) <= 1


def test_an_e_mail_the_service_took_is_done_with() -> None:
    one = mailed()

    assert [flight.text_id for flight in one.enrollment.in_flight if flight.channel is Channel.EMAIL] == []


@pytest.mark.parametrize(("failure", "called"), [(Failure.OPTED_OUT, ["ana"]), (Failure.RETRY, [])])
def test_who_cannot_be_told_of_more_by_text_is_called(failure: Failure, called: list[str]) -> None:
    """No text reaches her any more, and the call of the round before knew nothing of this."""
    one = lived()
    one.texts.clear()
    one.happens(reply(reading(Sign.SUICIDE), sid="SM2"))

    one.happens(replace(reported("p-e-SM1-more-SM2-ana", TextState.UNDELIVERED), failure=failure))

    assert pages(one) == called


def test_nobody_is_called_instead_of_a_text_about_what_somebody_else_has_taken() -> None:
    one = lived()
    one.happens(reply(reading(Sign.SUICIDE), sid="SM2"))
    one.happens(Acknowledged(by="ben", escalation_id="e-SM1"))
    one.texts.clear()

    told = replace(reported("p-e-SM1-more-SM2-ana", TextState.UNDELIVERED), failure=Failure.OPTED_OUT)
    one.happens(told)

    assert pages(one) == []
