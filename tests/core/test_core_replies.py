"""Replies: danger first, then leaving, then her answer, then talk; whatever is not understood reaches a person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.hearing.reading import Answer, Intent, Question, Reading, Sign, Topic
from messages.language import Language
from messages.severity import Severity
from schedules.clinic import Contact
from schedules.decide import decide
from schedules.decision import PhoneConsent
from schedules.enrollment import Status
from schedules.escalation import EscalationState, Reason
from schedules.facts import Acknowledged, Closed, StaffText, Woke
from schedules.paging import page_code
from schedules.pathways import Clock
from schedules.talk import ANSWERS_AN_HOUR_MAX
from schedules.telling import who
from schedules.text import Direction, Purpose, TextState
from tests.making import MONDAY, NEW_YORK, Life, check_in, clinic, life, reading, reply, touchpoint

DAY = timedelta(days=1)
LATER = MONDAY + 5 * DAY


@pytest.fixture
def lived() -> Life:
    """Five days in, nothing open."""
    begun = life(touchpoint("day30", 30))
    begun.live_until(LATER)
    begun.texts.clear()
    return begun


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        (Sign.SUICIDE, "safety.crisis"),
        (Sign.DEATH_WISH, "safety.crisis"),
        (Sign.VIOLENCE, "safety.violence"),
        (Sign.HEAVY_BLEEDING, "safety.emergency"),
        (Sign.FAINTED, "safety.emergency"),
        (Sign.FEVER, "safety.urgent"),
        (Sign.CHILLS, "safety.urgent"),
    ],
)
def test_a_danger_sign_is_answered_at_once_and_paged(lived: Life, sign: Sign, message: str) -> None:
    lived.now = LATER.replace(hour=7)  # 02:00 in New York

    lived.happens(reply(reading(sign)))

    assert lived.sent() == [message]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert lived.enrollment.escalations[0].severity is sign.severity


def test_violence_beside_a_death_wish_is_answered_as_a_crisis(lived: Life) -> None:
    lived.happens(reply(reading(Sign.VIOLENCE, Sign.SUICIDE)))

    assert lived.sent() == ["safety.crisis"]


def test_asking_to_stop_in_a_crisis_is_both(lived: Life) -> None:
    decision = lived.happens(reply(reading(Sign.SUICIDE, intent=Intent.CRISIS, leaving=True)))

    assert decision.phone is PhoneConsent.LEFT
    assert lived.sent() == ["notice.goodbye_danger"]
    assert lived.sent(to_staff=True) == ["page.first"]
    assert lived.enrollment.left_at is not None


def test_danger_words_that_the_carrier_took_for_a_stop_are_still_paged(lived: Life) -> None:
    lived.happens(reply(reading(Sign.HEAVY_BLEEDING), carrier="STOP"))

    assert lived.sent() == []
    assert lived.sent(to_staff=True) == ["page.first"]
    assert lived.enrollment.left_at is not None


def test_leaving_gets_one_confirmation_and_then_nothing(lived: Life) -> None:
    decision = lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))
    lived.live_until(MONDAY + 60 * DAY)

    assert decision.phone is PhoneConsent.LEFT
    assert lived.sent() == ["notice.goodbye"]
    assert lived.withheld() == {"day30": "left"}


def test_leaving_twice_is_confirmed_once(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))

    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True), sid="SM2"))

    assert lived.sent() == ["notice.goodbye"]


def test_a_stop_that_the_carrier_answered_is_recorded_without_a_word_of_ours(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True), carrier="STOP"))

    assert lived.sent() == []
    assert lived.enrollment.left_at is not None


def test_danger_after_leaving_pages_a_person_who_must_phone_her(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))

    lived.happens(reply(reading(Sign.SUICIDE), sid="SM2"))

    assert lived.sent() == ["notice.goodbye"]
    assert lived.sent(to_staff=True) == ["page.left"]
    history = [entry.action for entry in lived.enrollment.escalations[0].history]
    assert "she_left_and_must_be_phoned" in history


def test_coming_back_lets_the_coming_texts_come(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))

    decision = lived.happens(reply(reading(intent=Intent.OPT_IN), sid="SM2"), after=DAY)
    lived.live_until(MONDAY + 60 * DAY)

    assert decision.phone is PhoneConsent.RETURNED
    assert lived.sent() == ["notice.goodbye", "notice.returned", "day30"]


def test_thanks_are_met_with_kind_silence(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.ACK, only_thanks=True)))

    assert lived.sent() == []
    assert lived.enrollment.escalations == ()


def test_yes_to_the_call_she_was_offered_reaches_a_person() -> None:
    """Yes, OK and thanks are heard alike: one of them wants the call."""
    lived = life(touchpoint("call", 1, message="heart.call"), touchpoint("later", 20))
    lived.live_until(MONDAY + 1.5 * DAY)

    lived.happens(reply(reading(intent=Intent.ACK, only_thanks=True)))

    assert lived.sent()[-2:] == ["heart.call", "answer.read"]
    assert [one.reason for one in lived.enrollment.escalations] == [Reason.UNSURE]


def test_what_only_seems_to_say_thanks_reaches_a_person(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.ACK)))

    assert lived.sent() == ["answer.read"]
    assert [one.reason.value for one in lived.enrollment.escalations] == ["unsure"]


def test_two_topics_get_two_answers_at_most(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.BATHS, Topic.WORK, Topic.SEX))))

    assert lived.sent() == ["answer.baths", "answer.work"]


def test_a_topic_she_only_talks_around_is_answered_and_read_by_a_person(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.PARTNER,), guessed=True)))

    assert [text.message for text in lived.texts if text.direction is Direction.OUT] == ["answer.partner"]
    assert [one.reason for one in lived.enrollment.escalations] == [Reason.UNSURE]


def test_a_misdirected_text_with_a_topic_word_gets_no_answer_about_it(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OTHER, topics=(Topic.SEX,))))

    assert [text.message for text in lived.texts if text.direction is Direction.OUT] == ["answer.unsure"]


@pytest.mark.parametrize(
    ("read", "message", "reason"),
    [
        (reading(intent=Intent.OTHER), "answer.unsure", "unsure"),
        (reading(intent=Intent.QUESTION), "answer.unsure", "unsure"),
        (reading(intent=Intent.ACK, readable=False), "answer.unsure", "unsure"),
        (reading(intent=Intent.HUMAN), "answer.human", "callback"),
        (reading(intent=Intent.DISTRESS), "answer.distress", "distress"),
        (reading(Sign.GUILT, intent=Intent.DISTRESS), "answer.guilt", "distress"),
        (reading(Sign.DEPRESSED, intent=Intent.DISTRESS), "answer.distress", "distress"),
        (reading(Sign.LONG_BLEEDING, intent=Intent.QUESTION), "safety.soon", "symptom"),
        (reading(intent=Intent.WRONG_NUMBER), "notice.wrong_number", "stranger"),
    ],
)
def test_what_needs_a_person_is_answered_and_has_a_place_in_the_inbox(
    lived: Life, read: Reading, message: str, reason: str
) -> None:
    lived.happens(reply(read))

    assert lived.sent() == [message]
    assert lived.sent(to_staff=True) == []
    assert [(one.severity, one.reason.value) for one in lived.enrollment.escalations] == [(Severity.SOON, reason)]


def test_help_is_answered_with_the_signs_of_danger_besides_and_a_person_is_told(lived: Life) -> None:
    """Fact sheet F.3.2."""
    lived.happens(reply(reading(intent=Intent.HELP, help_word=True)))

    assert lived.sent() == ["notice.help", "notice.help_signs"]
    assert [(one.severity, one.reason.value) for one in lived.enrollment.escalations] == [(Severity.SOON, "help")]


def test_whoever_asks_who_we_are_is_told_nothing_of_health_and_a_person_is_told(lived: Life) -> None:
    """Fact sheet D.3: somebody else may hold her phone."""
    lived.happens(reply(reading(intent=Intent.HELP)))

    assert lived.sent() == ["notice.help"]
    assert [(one.severity, one.reason.value) for one in lived.enrollment.escalations] == [(Severity.SOON, "help")]


def test_two_machines_talking_to_each_other_fall_silent(lived: Life) -> None:
    for number in range(60):
        lived.happens(reply(reading(intent=Intent.OTHER), sid=f"SM{number}"), after=timedelta(seconds=2))

    assert len(lived.sent()) == 20


def test_danger_is_answered_however_often_it_comes(lived: Life) -> None:
    for number in range(30):
        lived.happens(reply(reading(Sign.SUICIDE), sid=f"SM{number}"), after=timedelta(seconds=2))

    assert lived.sent() == ["safety.crisis"] * 30
    assert len(lived.sent(to_staff=True)) == 30


@pytest.mark.parametrize(
    ("sign", "message", "again"),
    [
        (Sign.SUICIDE, "safety.crisis", "safety.crisis"),
        (Sign.VIOLENCE, "safety.violence", "safety.again.neutral"),
        (Sign.FAINTED, "safety.emergency", "safety.emergency"),
        (Sign.FEVER, "safety.urgent", "safety.urgent"),
    ],
)
@pytest.mark.parametrize(
    "read",
    [
        reading(intent=Intent.OTHER),
        reading(intent=Intent.HUMAN),
        reading(intent=Intent.ACK),
        reading(intent=Intent.QUESTION, topics=(Topic.BATHS,)),
    ],
)
def test_every_text_after_danger_belongs_to_it_until_a_person_takes_it(
    lived: Life, sign: Sign, message: str, again: str, read: Reading
) -> None:
    lived.happens(reply(reading(sign)))

    lived.happens(reply(read, sid="SM2"))

    assert lived.sent() == [message, again]
    assert lived.sent(to_staff=True) == ["page.first", "page.more"]
    assert len(lived.enrollment.escalations) == 1


@pytest.mark.parametrize("sign", [Sign.FAINTED, Sign.FEVER, Sign.SUICIDE])
@pytest.mark.parametrize("heard_as_danger", [True, False])
def test_whoever_is_on_her_way_to_care_is_not_sent_there_again_and_the_page_goes_on(
    lived: Life, sign: Sign, *, heard_as_danger: bool
) -> None:
    lived.happens(reply(reading(sign)))
    lived.texts.clear()
    on_her_way = reading(sign) if heard_as_danger else reading(intent=Intent.OTHER)

    lived.happens(reply(replace(on_her_way, getting_help=True), sid="SM2"))

    assert lived.sent() == ["safety.again"]
    assert lived.sent(to_staff=True) == ["page.more"]


def test_whoever_writes_first_from_the_ambulance_is_told_all_that_danger_asks_for(lived: Life) -> None:
    lived.happens(reply(replace(reading(Sign.FAINTED), getting_help=True)))

    assert lived.sent() == ["safety.emergency"]


def test_on_her_way_with_something_graver_is_answered_by_what_is_graver(lived: Life) -> None:
    lived.happens(reply(reading(Sign.FEVER)))
    lived.texts.clear()

    lived.happens(reply(replace(reading(Sign.FAINTED), getting_help=True), sid="SM2"))

    assert lived.sent() == ["safety.emergency"]


class TestTabletDay:
    """Shivering and a low fever on the day of the tablets are expected; nothing else is forgiven."""

    def test_chills_within_a_day_of_the_tablets_are_explained_and_put_in_the_inbox(self) -> None:
        lived = life(touchpoint("day30", 30))

        lived.happens(reply(reading(Sign.CHILLS, intent=Intent.URGENT)))

        assert lived.sent() == ["notice.welcome", "safety.tablet_day"]
        assert lived.sent(to_staff=True) == []
        assert lived.enrollment.escalations[0].severity is Severity.SOON

    def test_the_same_a_day_later_pages(self) -> None:
        lived = life(touchpoint("day30", 30))

        lived.happens(reply(reading(Sign.CHILLS)), after=timedelta(hours=14))

        assert lived.sent(to_staff=True) == ["page.first"]

    def test_anything_graver_beside_it_pages(self) -> None:
        lived = life(touchpoint("day30", 30))

        lived.happens(reply(reading(Sign.CHILLS, Sign.SEVERE_PAIN)))

        assert lived.sent(to_staff=True) == ["page.first"]


class TestNoBleeding:
    """No bleeding after tablets: the inbox from 24 hours, a page from 48; no danger at all after surgery."""

    @pytest.mark.parametrize(("hours", "severity"), [(10, None), (26, Severity.SOON), (50, Severity.URGENT)])
    def test_it_grows_with_the_hours(self, hours: int, severity: Severity | None) -> None:
        lived = life(touchpoint("day30", 30), at=MONDAY.replace(hour=5))

        lived.happens(reply(reading(Sign.NO_BLEEDING)), after=timedelta(hours=hours))

        assert [one.severity for one in lived.enrollment.escalations if one.reason.value != "unsure"] == (
            [severity] if severity else []
        )

    def test_after_a_procedure_it_is_no_sign(self) -> None:
        person = {"anchors": {Clock.PROCEDURE: date(2026, 3, 2)}}
        lived = life(touchpoint("x", 30, clock="procedure"), clocks=("procedure",), person=person)

        lived.happens(reply(reading(Sign.NO_BLEEDING, intent=Intent.ACK, only_thanks=True)), after=5 * DAY)

        assert lived.enrollment.escalations == ()


class TestCheckIns:
    """An answer closes its question; a dangerous one is dangerous whatever hearing made of it."""

    @staticmethod
    def asked(question: str) -> Life:
        begun = life(touchpoint("ask", 5, check_in=check_in(question)), touchpoint("day30", 30))
        begun.live_until(LATER + timedelta(hours=1))
        begun.texts.clear()
        return begun

    @pytest.mark.parametrize(
        ("question", "value", "message", "pages"),
        [
            ("pads_per_hour", 0, "check.pads_per_hour.ok", 0),
            ("pads_per_hour", 1, "safety.urgent", 1),
            ("pads_per_hour", 2, "safety.emergency", 1),
            ("temperature", 37.2, "check.temperature.ok", 0),
            ("temperature", 38.0, "safety.urgent", 1),
            ("pain", 3, "check.pain.ok", 0),
            ("pain", 9, "safety.urgent", 1),
            ("mood", 4, "check.mood.ok", 0),
            ("mood", 2, "check.mood.low", 0),
            ("bleeding_stopped", False, "check.bleeding_stopped.no", 0),
            ("test_result", True, "check.test_result.positive", 0),
            ("test_result", False, "check.test_result.negative", 0),
            ("period_back", True, "check.period_back.yes", 0),
        ],
    )
    def test_each_answer_gets_what_fits_it(self, question: str, value: float, message: str, pages: int) -> None:
        lived = self.asked(question)

        lived.happens(reply(reading(answer=Answer(question=Question(question), value=value))))

        assert lived.sent() == [message]
        assert len(lived.sent(to_staff=True)) == pages
        assert lived.enrollment.question is None

    def test_bleeding_that_has_not_stopped_past_the_limit_reaches_a_clinician(self) -> None:
        lived = self.asked("bleeding_stopped")
        lived.now = MONDAY + 22 * DAY

        lived.happens(reply(reading(answer=Answer(question=Question.BLEEDING_STOPPED, value=False))))

        assert lived.sent() == ["safety.soon"]
        assert [one.reason.value for one in lived.enrollment.escalations] == ["symptom"]

    @pytest.mark.parametrize(
        ("first", "second", "message", "told"),
        [(0, 1, "check.phq.low", 0), (2, 1, "check.phq.mid", 1), (3, 3, "check.phq.high", 1)],
    )
    def test_both_items_of_the_screen_make_one_score(self, first: int, second: int, message: str, told: int) -> None:
        lived = self.asked("phq_interest")

        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=first))))
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_DOWN, value=second)), sid="SM2"))

        assert lived.sent() == ["check.phq_down", message]
        assert len(lived.enrollment.escalations) == told

    def test_a_second_positive_screen_is_answered_in_stronger_words(self) -> None:
        """C.4: three or more, twice."""
        begun = life(
            touchpoint("ask", 5, check_in=check_in("phq_interest")),
            touchpoint("again", 20, check_in=check_in("phq_interest")),
            touchpoint("day30", 30),
        )
        for day, cause in ((6, "a"), (21, "b")):
            begun.live_until(MONDAY + day * DAY)
            begun.texts.clear()
            begun.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=2)), sid=f"SM1{cause}"))
            begun.happens(reply(reading(answer=Answer(question=Question.PHQ_DOWN, value=1)), sid=f"SM2{cause}"))

        assert begun.sent() == ["check.phq_down", "check.phq.high"]

    def test_nearly_every_day_and_then_silence_is_a_positive_screen(self) -> None:
        """C.4: what is missing is not zero, and three is positive whatever follows."""
        lived = self.asked("phq_interest")
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=3))))

        lived.live_until(LATER + 10 * DAY)

        assert [(one.reason.value, one.signs) for one in lived.enrollment.escalations] == [
            ("screen", ("phq2_first:3",))
        ]

    @pytest.mark.parametrize("intent", [Intent.OPT_OUT, Intent.PAUSE])
    def test_who_leaves_or_pauses_after_nearly_every_day_is_not_forgotten(self, intent: Intent) -> None:
        lived = self.asked("phq_interest")
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=3))))

        lived.happens(reply(reading(intent=intent, leaving=intent is Intent.OPT_OUT), sid="SM2"))

        assert [one.reason.value for one in lived.enrollment.escalations] == ["screen"]

    @pytest.mark.parametrize("first", [0, 1, 2])
    def test_half_a_screen_that_is_not_positive_by_itself_is_no_score(self, first: int) -> None:
        lived = self.asked("phq_interest")
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=first))))

        lived.live_until(LATER + 10 * DAY)

        assert lived.enrollment.escalations == ()

    def screened(self, second: int, hour: int) -> tuple[datetime, datetime]:
        """When the second item was answered at this hour in New York, and by when a person looks at the score."""
        lived = self.asked("phq_interest")
        lived.now = (lived.now + 2 * DAY).astimezone(ZoneInfo(NEW_YORK)).replace(hour=hour, minute=30).astimezone(UTC)
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=3))))
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_DOWN, value=second)), sid="SM2"))
        by = lived.enrollment.escalations[0].acknowledge_by
        return lived.now.astimezone(ZoneInfo(NEW_YORK)), by.astimezone(ZoneInfo(NEW_YORK))

    def test_a_high_screen_is_looked_at_before_the_clinic_closes_today(self) -> None:
        """C.4: five or six on the same day; three or four by the next working day."""
        at, by = self.screened(3, 14)
        _, later = self.screened(0, 14)

        assert (by.date(), by.hour) == (at.date(), 17)
        assert later.date() > at.date()

    def test_out_of_hours_it_waits_for_the_next_opening(self) -> None:
        at, by = self.screened(3, 20)

        assert by.date() > at.date()

    def test_a_positive_screen_in_words_that_bring_a_person_is_for_the_same_day_too(self) -> None:
        lived = self.asked("phq_interest")
        lived.happens(reply(reading(answer=Answer(question=Question.PHQ_INTEREST, value=2))))
        down = reading(Sign.DEPRESSED, answer=Answer(question=Question.PHQ_DOWN, value=2))

        lived.happens(reply(down, sid="SM2"))

        assert {one.reason.value for one in lived.enrollment.escalations} == {"distress", "screen"}

    @pytest.mark.parametrize("question", ["phq_interest", "mood"])
    def test_nobody_is_scored_while_a_grave_matter_waits_for_a_person(self, question: str) -> None:
        """Fact sheet C.2."""
        lived = life(touchpoint("ask", 8, expires_after_hours=96, check_in=check_in(question)), touchpoint("day30", 30))
        lived.live_until(LATER)
        lived.happens(reply(reading(Sign.FEVER)))

        lived.live_until(LATER + 40 * DAY)

        assert "ask" not in lived.sent()
        assert "day30" in lived.sent()
        assert lived.withheld()["ask"] == "too_late"

    def test_a_late_answer_is_still_understood(self) -> None:
        lived = self.asked("mood")
        lived.live_until(LATER + 4 * DAY)
        lived.texts.clear()

        lived.happens(reply(reading(answer=Answer(question=Question.MOOD, value=4))))

        assert lived.sent() == ["check.mood.ok"]


class TestPages:
    """A page climbs the ladder until somebody acknowledges, then everybody is paged, and she is told the truth."""

    def test_it_climbs_then_reaches_everybody_and_she_is_told_that_nobody_answered(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.SUICIDE)))

        lived.live_until(LATER + timedelta(minutes=11))

        paged = [text.contact_id for text in lived.texts if text.contact_id]
        assert paged == ["ana", "ben", "ana", "ben"]
        assert lived.sent() == ["safety.crisis", "safety.unanswered"]

    def test_it_repeats_within_bounds_and_stays_open(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))

        lived.live_until(LATER + 4 * DAY)

        assert 200 < len(lived.sent(to_staff=True)) < 230
        assert lived.sent().count("safety.unanswered") == 1
        assert lived.enrollment.escalations[0].state is EscalationState.OPEN

    def test_new_danger_makes_a_tired_paging_urgent_again(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))
        lived.live_until(LATER + 40 * DAY)
        lived.texts.clear()

        lived.happens(reply(reading(Sign.SUICIDE), sid="SM2"))
        lived.live_until(LATER + 40 * DAY + timedelta(minutes=40))

        paged = [text.message for text in lived.texts if text.contact_id]
        assert paged.count("page.all") >= 4
        assert lived.sent() == ["safety.crisis", "safety.unanswered"]

    def test_an_urgent_matter_nobody_takes_holds_planned_texts_for_three_days_at_most(self) -> None:
        lived = life(touchpoint("day10", 10), touchpoint("day30", 30))
        lived.live_until(LATER)
        lived.happens(reply(reading(Sign.FEVER)))

        lived.live_until(LATER + 30 * DAY)

        assert {"day10", "day30"} <= set(lived.sent())

    def test_a_page_round_never_uses_a_text_id_twice(self, lived: Life) -> None:
        for number in range(4):
            lived.happens(reply(reading(Sign.FEVER), sid=f"SM{number}"))
            lived.live_until(lived.now + timedelta(hours=2))

        ids = [text.text_id for text in lived.texts]
        assert len(ids) == len(set(ids))

    def test_acknowledging_by_text_stops_it_and_tells_her_when(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.SUICIDE)))
        text = StaffText(sid="SM9", body="ok", contact_id="ana")

        lived.happens(Acknowledged(by="ana", escalation_id="e-SM1", text=text), after=timedelta(minutes=2))
        lived.live_until(LATER + DAY)

        assert lived.sent() == ["safety.crisis", "safety.acknowledged"]
        assert lived.sent(to_staff=True) == ["page.first", "page.acknowledged"]

    def test_acknowledging_twice_tells_her_once(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.SUICIDE)))
        lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

        lived.happens(Acknowledged(by="ben", escalation_id="e-SM1"))

        assert lived.sent() == ["safety.crisis", "safety.acknowledged"]

    def test_danger_after_acknowledgement_is_a_new_page(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))
        lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

        lived.happens(reply(reading(Sign.FAINTED), sid="SM2"))

        assert lived.sent(to_staff=True) == ["page.first", "page.first"]

    def test_a_graver_sign_shortens_the_climb(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))

        lived.happens(reply(reading(Sign.FAINTED), sid="SM2"), after=timedelta(minutes=1))

        (one,) = lived.enrollment.escalations
        assert one.severity is Severity.EMERGENCY
        assert one.next_page_at == lived.now + timedelta(minutes=5)

    def test_closing_is_on_record_with_who_and_when(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))

        decision = lived.happens(Closed(by="ana", escalation_id="e-SM1"))

        assert lived.enrollment.escalations == ()
        assert decision.escalations[0].state is EscalationState.CLOSED
        assert decision.escalations[0].acknowledged_by == "ana"

    def test_a_page_never_carries_what_she_wrote_or_who_she_is(self, lived: Life) -> None:
        lived.happens(reply(reading(Sign.FEVER)))

        pages = [text for text in lived.texts if text.contact_id]
        assert all(lived.enrollment.person.phone not in page.body and "words" not in page.body for page in pages)


class TestStrangers:
    """Somebody nobody enrolled is heard like anyone, and told nothing about health."""

    @staticmethod
    def stranger() -> Life:
        return life(person={"status": Status.STRANGER, "pathway": None, "pathway_version": None, "anchors": {}})

    def test_one_neutral_answer_a_day_and_a_place_in_the_inbox(self) -> None:
        lived = self.stranger()

        lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.SEX,))))
        lived.happens(reply(reading(intent=Intent.OTHER), sid="SM2"))
        lived.happens(reply(reading(intent=Intent.OTHER), sid="SM3"), after=DAY)

        assert lived.sent() == ["stranger.answer", "stranger.answer"]
        assert [one.reason.value for one in lived.enrollment.escalations] == ["stranger"]

    def test_danger_is_paged_and_answered_without_a_word_about_health(self) -> None:
        lived = self.stranger()

        lived.happens(reply(reading(Sign.SUICIDE)))

        assert lived.sent() == ["stranger.danger"]
        assert lived.sent(to_staff=True) == ["page.first"]


def test_decide_is_total_over_every_reading_and_state() -> None:
    """Law: whatever was understood in whatever state, a decision comes back and the reply is on record."""
    signs: list[tuple[Sign, ...]] = [(), *[(sign,) for sign in Sign]]
    for intent, found, status, left in product(Intent, signs, Status, [None, MONDAY]):
        lived = life(touchpoint("day30", 30), person={"status": status, "left_at": left})

        decision = decide(lived.program, lived.enrollment, reply(reading(*found, intent=intent)), LATER)

        assert [text.state for text in decision.texts if text.direction is Direction.IN] == [TextState.RECEIVED]
        assert decide(lived.program, decision.enrollment, Woke(), decision.enrollment.acted_at) is not None


def test_after_violence_every_text_of_ours_stays_neutral(lived: Life) -> None:
    lived.happens(reply(reading(Sign.VIOLENCE)))
    lived.live_until(LATER + timedelta(minutes=11))
    lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

    assert lived.sent() == ["safety.violence", "safety.unanswered.neutral", "safety.acknowledged.neutral"]


def test_a_time_of_day_is_written_as_people_there_write_it() -> None:
    here = life(touchpoint("x", 1)).program

    assert here.clock_time(MONDAY, "America/New_York", Language.ENGLISH) == "10:00 am"
    assert here.clock_time(MONDAY + timedelta(hours=11), "America/New_York", Language.SPANISH) == "9:00 p. m."


def test_an_answer_to_a_check_in_never_hides_an_open_crisis() -> None:
    lived = life(touchpoint("ask", 5, check_in=check_in("bleeding_started")), touchpoint("day30", 30))
    lived.live_until(LATER + timedelta(hours=1))
    lived.happens(reply(reading(Sign.SUICIDE)))
    lived.texts.clear()

    answer = Answer(question=Question.BLEEDING_STARTED, value=False)
    lived.happens(reply(reading(intent=Intent.ACK, answer=answer), sid="SM2"))

    assert lived.sent() == ["safety.crisis"]
    assert lived.enrollment.last_answer(Question.BLEEDING_STARTED) is not None


def test_after_a_crisis_was_taken_what_is_unclear_goes_to_whoever_took_it(lived: Life) -> None:
    lived.happens(reply(reading(Sign.SUICIDE)))
    lived.happens(Acknowledged(by="ben", escalation_id="e-SM1"))
    lived.texts.clear()

    lived.happens(reply(reading(intent=Intent.QUESTION), sid="SM2"), after=timedelta(hours=1))

    assert lived.sent() == ["safety.crisis"]
    assert [text.contact_id for text in lived.texts if text.contact_id] == ["ben"]


def test_a_phone_that_answers_by_itself_cannot_keep_a_crisis_busy(lived: Life) -> None:
    lived.happens(reply(reading(Sign.SUICIDE)))

    for number in range(200):
        lived.happens(reply(reading(intent=Intent.OTHER), sid=f"SM2{number}"), after=timedelta(seconds=3))

    assert len(lived.sent()) <= 23
    assert len(lived.enrollment.escalations[0].history) <= 400


def test_danger_is_recorded_and_paged_the_thousandth_time_as_the_first(lived: Life) -> None:
    for number in range(600):
        lived.happens(reply(reading(Sign.SUICIDE), sid=f"SM{number}"), after=timedelta(seconds=20))

    ids = [text.text_id for text in lived.texts]
    assert len(ids) == len(set(ids))
    assert lived.sent().count("safety.crisis") == 600


def test_asking_to_come_back_and_danger_in_one_text_are_both_heard(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))
    lived.texts.clear()

    decision = lived.happens(reply(reading(Sign.HEAVY_BLEEDING, returning=True), sid="SM2"))

    assert decision.phone is PhoneConsent.RETURNED
    assert lived.sent() == ["safety.emergency"]


def test_danger_from_somebody_who_left_tells_the_nurse_to_phone(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.OPT_OUT, leaving=True)))

    lived.happens(reply(reading(Sign.SUICIDE), sid="SM2"))

    assert lived.sent(to_staff=True) == ["page.left"]


class TestWrongNumberBesideAGraveMatter:
    """It stays heard, and nothing about health goes there until a person has found out whose phone it is."""

    @pytest.fixture
    def said(self, lived: Life) -> Life:
        lived.happens(reply(reading(Sign.FEVER)))
        lived.happens(reply(reading(intent=Intent.WRONG_NUMBER), sid="SM2"), after=timedelta(minutes=1))
        return lived

    def test_it_is_told_and_answered_without_a_word_about_health_and_has_a_place_of_its_own(self, said: Life) -> None:
        said.happens(reply(reading(intent=Intent.OTHER), sid="SM3"), after=timedelta(minutes=1))

        assert said.sent() == ["safety.urgent", "stranger.danger", "stranger.danger"]
        assert said.sent(to_staff=True)[:3] == ["page.first", "page.more", "page.more"]
        assert {one.escalation_id: one.reason for one in said.enrollment.escalations} == {
            "e-SM1": Reason.DANGER,
            "e-SM2": Reason.STRANGER,
        }
        assert said.enrollment.left_at is None

    def test_planned_texts_wait_for_it_whatever_becomes_of_the_grave_one(self, said: Life) -> None:
        said.happens(Closed(by="ana", escalation_id="e-SM1"))
        said.live_until(MONDAY + 60 * DAY)
        assert not [one for one in said.texts if one.purpose is Purpose.PLANNED and one.state is TextState.SENDING]

    def test_once_it_is_closed_they_go_on(self, said: Life) -> None:
        said.happens(Closed(by="ana", escalation_id="e-SM1"))
        said.happens(Closed(by="ana", escalation_id="e-SM2"))
        said.live_until(MONDAY + 60 * DAY)
        assert [one for one in said.texts if one.purpose is Purpose.PLANNED and one.state is TextState.SENDING]


def test_a_wrong_number_cannot_be_brought_back_by_start(lived: Life) -> None:
    lived.happens(reply(reading(intent=Intent.WRONG_NUMBER)))

    lived.happens(reply(reading(intent=Intent.OPT_IN, returning=True), sid="SM2"), after=DAY)
    lived.live_until(MONDAY + 60 * DAY)

    assert lived.sent() == ["notice.wrong_number"]


def test_somebody_on_call_is_not_paged_about_herself() -> None:
    me = Contact(contact_id="ana", phone="+12025550143")
    lived = life(touchpoint("day30", 30), of=clinic(ladder=(me, clinic().ladder[1])))

    lived.happens(reply(reading(Sign.SUICIDE)))

    assert [text.contact_id for text in lived.texts if text.contact_id] == ["ben"]


def test_closing_a_matter_nobody_had_taken_tells_her_that_it_was_seen(lived: Life) -> None:
    lived.happens(reply(reading(Sign.FEVER)))

    lived.happens(Closed(by="ana", escalation_id="e-SM1"))

    assert lived.sent() == ["safety.urgent", "safety.acknowledged"]


@given(st.text("0123456789abcdef", min_size=1, max_size=20))
def test_the_reference_to_a_person_can_never_be_taken_for_a_code(enrollment_id: str) -> None:
    assert who(enrollment_id).isdigit()
    assert page_code(enrollment_id)[0].isalpha()


@pytest.mark.parametrize("then", [reading(Sign.HEAVY_BLEEDING), reading(intent=Intent.OTHER)])
def test_whoever_wrote_of_danger_and_left_stands_on_record_as_without_an_answer(lived: Life, then: Reading) -> None:
    one = lived
    one.happens(reply(reading(Sign.HEAVY_BLEEDING, leaving=True), sid="SM1", carrier="STOP"))
    (at_once,) = one.enrollment.escalations

    one.happens(reply(then, sid="SM2"))

    (grave,) = one.enrollment.escalations
    assert at_once.is_unanswered
    assert [entry.action for entry in grave.history].count("she_left_and_must_be_phoned") == 2
    assert "safety.acknowledged" not in one.sent()


def test_the_goodbye_that_tells_her_where_to_ring_is_an_answer(lived: Life) -> None:
    one = lived

    one.happens(reply(reading(Sign.HEAVY_BLEEDING, leaving=True)))

    (grave,) = one.enrollment.escalations
    assert not grave.is_unanswered


@pytest.mark.parametrize("severity", [Severity.URGENT, Severity.EMERGENCY])
def test_what_may_be_danger_is_told_and_answered_however_much_she_has_written_within_the_hour(
    lived: Life, severity: Severity
) -> None:
    lived.happens(reply(reading(Sign.HEAVY_BLEEDING)))
    for number in range(ANSWERS_AN_HOUR_MAX + 1):
        lived.happens(reply(reading(), sid=f"SMtalk{number}"))
    lived.texts.clear()

    lived.happens(reply(reading(), sid="SMmore"))
    assert not lived.sent()

    lived.happens(reply(reading(intent=Intent.HELP, doubt=severity), sid="SMdoubt"))

    assert lived.sent() == ["safety.emergency"]
    assert lived.sent(to_staff=True) == ["page.more"]


def test_a_question_beyond_the_answers_of_an_hour_is_read_by_a_person(lived: Life) -> None:
    for number in range(ANSWERS_AN_HOUR_MAX):
        lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.PERIOD,)), sid=f"SMtalk{number}"))
    assert not lived.enrollment.escalations
    lived.texts.clear()

    lived.happens(reply(reading(intent=Intent.QUESTION, topics=(Topic.PERIOD,)), sid="SMmore"))

    assert not lived.sent()
    assert [one.reason for one in lived.enrollment.escalations] == [Reason.UNSURE]


@pytest.mark.parametrize(
    ("reads", "tongue", "answered"),
    [
        (reading(Sign.SUICIDE, tongue=Language.SPANISH), "es", "safety.crisis"),
        (reading(intent=Intent.QUESTION, topics=(Topic.BATHS,), tongue=Language.SPANISH), "es", "answer.baths"),
        (reading(Sign.SUICIDE, tongue=Language.ENGLISH), "en", "safety.crisis"),
        (reading(Sign.SUICIDE), "en", "safety.crisis"),
    ],
)
def test_whoever_writes_in_the_other_language_is_answered_in_it(reads: Reading, tongue: str, answered: str) -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day30", 30))

    texts = lived.happens(reply(reads)).texts

    said = [one for one in texts if one.message == answered]
    assert [one.language.value for one in said] == [tongue]


def test_what_becomes_of_her_danger_is_told_in_the_language_she_wrote_of_it_in(lived: Life) -> None:
    lived.happens(reply(reading(Sign.FEVER, tongue=Language.SPANISH)))
    lived.happens(reply(reading(Sign.FEVER), sid="SM2"), after=timedelta(minutes=1))  # "39.2"
    lived.live_until(LATER + timedelta(hours=2))
    lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

    told = [one for one in lived.texts if one.purpose is Purpose.SAFETY]
    assert {one.message for one in told} >= {"safety.urgent", "safety.unanswered", "safety.acknowledged"}
    assert {one.language for one in told} == {Language.SPANISH}
    assert {one.language for one in lived.texts if one.contact_id} == {Language.ENGLISH}


def test_what_she_wrote_last_of_it_tells_the_language(lived: Life) -> None:
    lived.happens(reply(reading(Sign.FEVER, tongue=Language.SPANISH)))
    lived.happens(reply(reading(Sign.FEVER, tongue=Language.ENGLISH), sid="SM2"))
    lived.happens(Acknowledged(by="ana", escalation_id="e-SM1"))

    assert [one.language for one in lived.texts if one.message == "safety.acknowledged"] == [Language.ENGLISH]


def test_what_is_planned_goes_by_the_language_she_asked_for_whatever_she_wrote_in() -> None:
    lived = life(touchpoint("day1", 1), touchpoint("day30", 30))
    lived.happens(reply(reading(intent=Intent.ACK, only_thanks=True, tongue=Language.SPANISH)))

    lived.live_until(MONDAY + 2 * DAY)

    planned = [one for one in lived.texts if one.purpose is Purpose.PLANNED]
    assert planned
    assert {one.language for one in planned} == {Language.ENGLISH}
